"""Which proxy a request takes: the rules of HTTPS_PROXY, ALL_PROXY and NO_PROXY, as curl and browsers know them.

Requests to this machine take none. An entry of NO_PROXY that nobody can use is skipped: it must not stop requests to
other hosts. This module must not know where the settings are from, nor how a proxy is used.
"""

from __future__ import annotations

import ipaddress
import re
from contextlib import suppress
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from importlib.util import find_spec
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from brim.backend.settings.values.urls import is_loopback
from brim.errors import OfflineError
from brim.words import connectionerrors as words

if TYPE_CHECKING:
    from urllib.parse import SplitResult

    from brim.backend.settings.values.systemproxies import SystemProxies

_SEPARATORS = re.compile(r"[\s,;]+")
_PORTS = {"http": 80, "https": 443}
_ADDRESS = re.compile(r"\[([^]]*)\](?::(\d+))?")
"""An address of IPv6 in brackets, as in a URL."""
_HTTP, _SOCKS = ("http", "https"), {"socks": "socks5", "socks5": "socks5", "socks5h": "socks5h"}


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy that can be used."""

    url: str = field(repr=False)
    """Perhaps with a password."""
    variable: str | None
    """The variable that names it; None for the system's own settings."""

    @property
    def encrypted(self) -> bool:
        """Whether the connection to the proxy itself is encrypted."""
        return self.url.startswith("https:")

    @property
    def is_socks(self) -> bool:
        """Whether the proxy speaks SOCKS, and not HTTP."""
        return self.url.startswith("socks")


def find_proxy(url: str, proxies: SystemProxies) -> Proxy | None:
    """The proxy for a request to `url`; None when it goes straight to the server.

    Raises OfflineError, without the proxy's URL in its text, when the proxy that is meant cannot be used.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    key = next((key for key in (parts.scheme, "all") if key in proxies.urls), None)
    if key is None or _is_local(host):
        return None
    if any(_covers(entry, host, parts.port or _PORTS.get(parts.scheme)) for entry in _entries(proxies.bypass)):
        return None
    return _usable(proxies.urls[key], proxies.name_of(key))


def _entries(bypass: str) -> list[str]:
    return [entry for entry in _SEPARATORS.split(bypass.lower()) if entry]


def _is_local(host: str) -> bool:
    return is_loopback(host.rstrip(".")) or host.lower().rstrip(".").endswith(".localhost")


def _covers(entry: str, host: str, port: int | None) -> bool:
    """Whether an entry of NO_PROXY means this host: `*`, a name and all below it, an address, a network; `:port`."""
    if entry == "*":
        return True
    entry = entry.rpartition("://")[2].rstrip("/") if "://" in entry else entry
    entry_port: str | None = None
    if (bracketed := _ADDRESS.fullmatch(entry)) is not None:
        entry, entry_port = bracketed.groups()
    elif entry.count(":") == 1:
        entry, _, entry_port = entry.partition(":")
    if entry_port is not None and entry_port != str(port):
        return False
    address = _address(host)
    return _names(entry, host) if address is None else _contains(entry.replace("[", "").replace("]", ""), address)


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    with suppress(ValueError):
        address = ipaddress.ip_address(host.partition("%")[0])
        return (address.ipv4_mapped or address) if isinstance(address, ipaddress.IPv6Address) else address
    return None


def _contains(entry: str, address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    with suppress(ValueError):
        return address in ipaddress.ip_network(entry.partition("%")[0], strict=False)
    return False


def _names(entry: str, host: str) -> bool:
    name, host = _ascii(entry.removeprefix("*").strip(".")), _ascii(host.strip("."))
    if not name or not host:
        return False
    return host == name or host.endswith(f".{name}") or ("*" in name and fnmatchcase(host, name))


def _ascii(name: str) -> str:
    """A host name in the form that requests use; empty when it cannot be one."""
    try:
        return name.lower() if name.isascii() else name.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""


def _usable(value: str, variable: str | None) -> Proxy:
    parts = _split(value if "://" in value else f"http://{value}")
    if parts is None:
        raise OfflineError(*words.unreadable_proxy(variable))
    if parts.scheme in _HTTP:
        return Proxy(parts.geturl(), variable)
    if parts.scheme not in _SOCKS:
        raise OfflineError(*words.unknown_proxy_kind(variable, parts.scheme))
    if find_spec("socksio") is None:
        raise OfflineError(*words.socks_package_missing(variable))
    return Proxy(parts._replace(scheme=_SOCKS[parts.scheme]).geturl(), variable)


def _split(url: str) -> SplitResult | None:
    with suppress(ValueError):
        parts = urlsplit(url)
        _ = parts.port  # raises ValueError when it is not a number
        if parts.hostname and not re.search(r"\s", url):
            return parts
    return None
