"""Which URLs settings may name. This module must not know what is sent to a URL."""

from __future__ import annotations

import ipaddress
import re
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from brim.words import valuefaults as words

if TYPE_CHECKING:
    from pydantic import SecretStr

OFF = "off"
"""In place of a URL: the page is never read."""
_HOST = re.compile(r"[A-Za-z0-9.:_%\-]+")
_SHORT_ADDRESS = re.compile(r"[0-9][0-9a-fx.]*", re.IGNORECASE)
"""An address of IPv4 in any form that a system connects to: 127.1, 0x7f.0.0.1, 2130706433."""
_FORBIDDEN = re.compile(r"[\s?#@]")
"""White space, a query, a fragment or a user name."""


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine. Asks no name server."""
    if host.lower() == "localhost":
        return True
    try:
        address = ipaddress.ip_address(socket.inet_aton(host) if _SHORT_ADDRESS.fullmatch(host) else host)
    except (OSError, ValueError):
        return False
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_loopback


def valid_api_url(value: str) -> str:
    """A URL that a token may be sent to: https, or http to a loopback address. Raises ValueError for any other."""
    try:
        parts = urlsplit(value)
        _ = parts.port  # raises ValueError when it is not a number
    except ValueError:
        raise ValueError(words.not_a_url()) from None
    host = parts.hostname or ""
    if not _HOST.fullmatch(host) or _FORBIDDEN.search(value):
        raise ValueError(words.not_a_url())
    if not _is_protected(parts.scheme, host):
        raise ValueError(words.not_https())
    return value.rstrip("/")


def valid_page_url(value: str) -> str:
    """A URL of a page that is read without a token, by the same rule; empty for `off`, which switches it off."""
    return "" if value in {"", OFF} else valid_api_url(value)


def valid_webhook_url(value: SecretStr) -> SecretStr:
    """A URL that events may be sent to; raises ValueError without the URL in its text, because it may hold a secret."""
    try:
        parts = urlsplit(value.get_secret_value())
        scheme, host = parts.scheme, parts.hostname or ""
    except ValueError:
        scheme, host = "", ""
    if not host or not _is_protected(scheme, host):
        raise ValueError(words.not_https())
    return value


def _is_protected(scheme: str, host: str) -> bool:
    """Whether what is sent there is encrypted, or does not leave this machine."""
    return scheme == "https" or (scheme == "http" and is_loopback(host))
