"""The proxies that the environment names, or the system's own settings on Windows and macOS.

Here alone they are read, again each time: a laptop changes its network. This module must not know which proxy a request
takes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_VARIABLES = {"http": "HTTP_PROXY", "https": "HTTPS_PROXY", "all": "ALL_PROXY"}


@dataclass(frozen=True, slots=True)
class SystemProxies:
    """Which proxies there are, and for which hosts there is none."""

    urls: Mapping[str, str]
    """By the scheme of a request, or `all`; as they were written, so perhaps with a password."""
    bypass: str = ""
    """The hosts without a proxy, as NO_PROXY lists them."""
    from_environment: bool = True
    """Whether the environment names them; else the system's own settings do."""

    def name_of(self, key: str) -> str | None:
        """The variable that names a proxy; None for the system's own settings."""
        return _VARIABLES[key] if self.from_environment else None


def system_proxies() -> SystemProxies:
    """What is set now. A name in small letters counts before one in capitals, as for other programs."""
    from urllib.request import getproxies, getproxies_environment

    found = getproxies()
    urls = {key: value for key in _VARIABLES if (value := found.get(key, "").strip())}
    return SystemProxies(urls, found.get("no", ""), bool(getproxies_environment()))


def system_bypasses(host: str) -> bool:
    """Whether the system's own settings name a host that takes no proxy. It may ask a name server, so it may block."""
    from urllib.request import proxy_bypass

    return bool(proxy_bypass(host))
