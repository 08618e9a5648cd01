"""Which URLs settings may name. This module must not know what is sent to a URL."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from brim.words import settings as words

if TYPE_CHECKING:
    from pydantic import SecretStr

_HOST = re.compile(r"[A-Za-z0-9.:_%\-]+")
_FORBIDDEN = re.compile(r"[\s?#@]")
"""White space, a query, a fragment or a user name."""


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine. Asks no name server."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def valid_api_url(value: str) -> str:
    """A URL that a token may be sent to: https, or http to a loopback address. Raises ValueError for any other."""
    try:
        parts = urlsplit(value)
        _ = parts.port  # raises ValueError when it is not a number
    except ValueError:
        raise ValueError(words.MUST_BE_URL) from None
    host = parts.hostname or ""
    if not _HOST.fullmatch(host) or _FORBIDDEN.search(value):
        raise ValueError(words.MUST_BE_URL)
    if not _is_protected(parts.scheme, host):
        raise ValueError(words.MUST_BE_HTTPS)
    return value.rstrip("/")


def valid_page_url(value: str) -> str:
    """A URL of a page that is read without a token, by the same rule; empty for `off`, which switches it off."""
    return "" if value in {"", "off"} else valid_api_url(value)


def valid_webhook_url(value: SecretStr) -> SecretStr:
    """A URL that events may be sent to; raises ValueError without the URL in its text, because it may hold a secret."""
    try:
        parts = urlsplit(value.get_secret_value())
        scheme, host = parts.scheme, parts.hostname or ""
    except ValueError:
        scheme, host = "", ""
    if not host or not _is_protected(scheme, host):
        raise ValueError(words.MUST_BE_WEBHOOK_HTTPS)
    return value


def _is_protected(scheme: str, host: str) -> bool:
    """Whether what is sent there is encrypted, or does not leave this machine."""
    return scheme == "https" or (scheme == "http" and is_loopback(host))
