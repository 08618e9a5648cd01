"""Text about a connection that could not be made: proxy, certificate, encryption. A title and a next step.

The name of a proxy's host is not in it, because `brim doctor` is safe to show. This module must not know HTTP or TLS.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.localzone import local_time
from brim.words import localeformat

if TYPE_CHECKING:
    from datetime import datetime

_RETRIES = "Brim tries again by itself."
_NO_CONNECTION, _NOT_TRUSTED, _NOT_ENCRYPTED = "No connection", "No trusted connection", "No encrypted connection"
_PROXY_UNUSABLE = "The proxy cannot be used"
_OR_BYPASS = "or name the server's host in NO_PROXY"

NOT_CONNECTED = (_NO_CONNECTION, f"Check the network. {_RETRIES}")
SERVER, PROXY = "server", "proxy"
"""Whose certificate or encryption is meant."""


def _setting(variable: str | None) -> str:
    return variable or "The system's proxy setting"


def unreadable_proxy(variable: str | None) -> tuple[str, str]:
    """The value of a proxy setting is no URL."""
    return (
        _PROXY_UNUSABLE,
        f"{_setting(variable)} is not a URL that Brim can use: write http://host:port, {_OR_BYPASS}.",
    )


def unknown_proxy_kind(variable: str | None, kind: str) -> tuple[str, str]:
    """A proxy of a kind that Brim does not know."""
    what = f"{_setting(variable)} names a proxy of the kind “{kind}”, and Brim can use http, https and socks5"
    return _PROXY_UNUSABLE, f"{what}: name one of these, {_OR_BYPASS}."


def socks_package_missing(variable: str | None) -> tuple[str, str]:
    """A SOCKS proxy, and the package for it is not installed."""
    what = f"{_setting(variable)} names a SOCKS proxy, which needs the optional Python package socksio"
    return _PROXY_UNUSABLE, f"{what}: install brim[socks], name an http:// proxy, {_OR_BYPASS}."


def proxy_no_answer(variable: str | None) -> tuple[str, str]:
    """Nothing answers where the proxy should be."""
    what = f"{_setting(variable)} names a proxy, and none answers there"
    return "The proxy does not answer", f"{what}: start it, or correct the setting. {_RETRIES}"


def proxy_login(variable: str | None) -> tuple[str, str]:
    """The proxy wants a user name and a password."""
    how = "http://user:password@host:port"
    return "The proxy wants a login", f"Put user name and password into {_setting(variable)}: {how}."


def proxy_refused(variable: str | None, status: int | None) -> tuple[str, str]:
    """The proxy does not let the request through; `status` is its HTTP status, if it gave one."""
    code = f" ({status})" if status is not None else ""
    what = f"The proxy of {_setting(variable)} does not connect to the server{code}"
    return "The proxy refused", f"{what}: ask who runs it, {_OR_BYPASS}. {_RETRIES}"


def not_a_proxy(variable: str | None) -> tuple[str, str]:
    """Something answers where the proxy should be, but not as one."""
    what = f"What answers at the address in {_setting(variable)} is not a proxy of that kind"
    return _PROXY_UNUSABLE, f"{what}: correct the setting, {_OR_BYPASS}."


def certificate_expired(peer: str, now: datetime) -> tuple[str, str]:
    """The certificate was valid until a time before now."""
    today = f"The {peer}'s certificate has expired by this computer's clock ({_date(now)})"
    return _NOT_TRUSTED, f"{today}. If that date is wrong, set the clock; if not, the {peer} needs a new certificate."


def certificate_not_yet_valid(peer: str, now: datetime) -> tuple[str, str]:
    """The certificate is valid from a time after now, which nearly always is the clock's fault."""
    today = f"The {peer}'s certificate is not yet valid by this computer's clock ({_date(now)})"
    return _NOT_TRUSTED, f"{today}, which is probably wrong: set the clock."


def certificate_of_other_host(peer: str) -> tuple[str, str]:
    """The certificate names another host."""
    what = f"The {peer}'s certificate is for another host name"
    return _NOT_TRUSTED, f"{what}: check its address. A sign-in page of this network may answer in its place."


def certificate_self_signed(peer: str) -> tuple[str, str]:
    """The certificate was signed by itself."""
    what = f"The {peer}'s certificate is self-signed, so anybody may have made it"
    return _NOT_TRUSTED, f"{what}: install it on this system if you know whose it is, and do not go on if not."


def certificate_untrusted(peer: str) -> tuple[str, str]:
    """The certificate is not trusted for another reason, usually its authority."""
    what = f"This system does not trust the {peer}'s certificate"
    return _NOT_TRUSTED, f"{what}. A company proxy may need its own installed here."


def old_encryption(peer: str) -> tuple[str, str]:
    """No version or cipher of TLS that both sides accept."""
    what = f"The {peer} offers only old TLS, which is not safe"
    return _NOT_ENCRYPTED, f"{what}: Brim needs TLS 1.2 or newer. Check the address, or renew what answers there."


def plain_answer(peer: str) -> tuple[str, str]:
    """The peer answered an encrypted greeting in plain text."""
    what = f"The {peer} answers without encryption, in plain HTTP or the like"
    return _NOT_ENCRYPTED, f"{what}: check its address and port. A sign-in page of this network may answer instead."


def broken_encryption(peer: str) -> tuple[str, str]:
    """The encryption could not be set up for another reason."""
    what = f"The encryption with the {peer} could not be set up"
    return _NOT_ENCRYPTED, f"{what}: a firewall or a proxy may break it. {_RETRIES}"


def _date(now: datetime) -> str:
    local = local_time(now).timetuple()
    return f"{localeformat.current_format().date(local)}, {local.tm_year}"
