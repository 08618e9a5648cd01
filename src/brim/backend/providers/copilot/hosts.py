"""GitHub's hosts, and the one server that a token of each may be sent to. This module must not know any login.

Facts (GitHub's documentation): github.com has its API at api.github.com, a tenant `<name>.ghe.com` at
`api.<name>.ghe.com`. Servers that companies run themselves have no Copilot, so there is no server for their tokens.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

PUBLIC = "github.com"
_TENANT = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.ghe\.com")
_BELOW = re.compile(rf"(?:.+\.)?({re.escape(PUBLIC)}|{_TENANT.pattern})")


def host_name(value: object) -> str | None:
    """The host in `github.com`, `https://github.com/` or `GitHub.com`; None for anything else."""
    if not isinstance(value, str):
        return None
    text = value.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    plain = parts.username is None and parts.path in {"", "/"} and not parts.query
    return host if plain and host and port in {None, 443} else None


def api_server(host: str) -> str | None:
    """The URL of the API of a host; None for a host that has no Copilot."""
    if host == PUBLIC or _TENANT.fullmatch(host) is not None:
        return f"https://api.{host}"
    return None


def owner_of(server: str) -> str | None:
    """The host of GitHub's that a URL is of, whatever its subdomain and port; None for a server of somebody else."""
    found = _BELOW.fullmatch((urlsplit(server).hostname or "").rstrip("."))
    return None if found is None else found[1]


def usage_page(host: str) -> str:
    """The page on which a host shows the usage."""
    return f"https://{host}/settings/copilot"
