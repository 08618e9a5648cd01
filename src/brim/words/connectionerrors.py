"""Text about a connection that could not be made: proxy, certificate, encryption. A title and a next step.

The name of a proxy's host is not in it, because `brim doctor` is safe to share. This module must not know HTTP or TLS.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.localzone import local_time
from brim.words import localeformat
from brim.words.translation import _

if TYPE_CHECKING:
    from datetime import datetime


def not_connected() -> tuple[str, str]:
    """The server could not be reached."""
    return _("No connection"), _("Check the network. Brim retries automatically.")


def unreadable_proxy(variable: str | None) -> tuple[str, str]:
    """The value of a proxy setting is no URL."""
    return _proxy_unusable(), _(
        "The value of {setting} is not a valid URL: write http://host:port, or name the server's host in NO_PROXY.",
        setting=_setting(variable),
    )


def unknown_proxy_kind(variable: str | None, kind: str) -> tuple[str, str]:
    """A proxy of a kind that Brim does not know."""
    return _proxy_unusable(), _(
        "“{kind}” in {setting} is not a known kind of proxy: use http, https or socks5, or name the server's host in "
        "NO_PROXY.",
        setting=_setting(variable),
        kind=kind,
    )


def socks_package_missing(variable: str | None) -> tuple[str, str]:
    """A SOCKS proxy, and the package for it is not installed."""
    return _proxy_unusable(), _(
        "The SOCKS proxy in {setting} needs the optional Python package socksio: install brim[socks], name an "
        "http:// proxy, or name the server's host in NO_PROXY.",
        setting=_setting(variable),
    )


def proxy_no_answer(variable: str | None) -> tuple[str, str]:
    """Nothing answers where the proxy should be."""
    return _("Proxy does not answer"), _(
        "Nothing answers at the address in {setting}: start the proxy, or correct the setting. Brim retries "
        "automatically.",
        setting=_setting(variable),
    )


def proxy_login(variable: str | None) -> tuple[str, str]:
    """The proxy wants a user name and a password."""
    return _("Proxy needs a login"), _(
        "Put user name and password into {setting}: http://user:password@host:port.", setting=_setting(variable)
    )


def proxy_refused(variable: str | None, status: int | None) -> tuple[str, str]:
    """The proxy does not let the request through; `status` is its HTTP status, if it gave one."""
    title = _("Proxy refused")
    if status is not None:
        title = _("Proxy refused with {status}", status=status)
    return title, _(
        "The proxy in {setting} does not connect to the server: ask who runs it, or name the server's host in "
        "NO_PROXY. Brim retries automatically.",
        setting=_setting(variable),
    )


def not_a_proxy(variable: str | None) -> tuple[str, str]:
    """Something answers where the proxy should be, but not as one."""
    return _proxy_unusable(), _(
        "What answers at the address in {setting} is not a proxy of that kind: correct the setting, or name the "
        "server's host in NO_PROXY.",
        setting=_setting(variable),
    )


def certificate_expired(now: datetime, *, of_proxy: bool) -> tuple[str, str]:
    """The certificate was valid until a time before now."""
    today = _date(now)
    if of_proxy:
        return _not_trusted(), _(
            "The proxy's certificate has expired by this computer's clock ({today}). If that date is wrong, set the "
            "clock; if not, the proxy needs a new certificate.",
            today=today,
        )
    return _not_trusted(), _(
        "The server's certificate has expired by this computer's clock ({today}). If that date is wrong, set the "
        "clock; if not, the server needs a new certificate.",
        today=today,
    )


def certificate_not_yet_valid(now: datetime, *, of_proxy: bool) -> tuple[str, str]:
    """The certificate is valid from a time after now, which nearly always is the clock's fault."""
    today = _date(now)
    if of_proxy:
        return _not_trusted(), _(
            "The proxy's certificate is not yet valid by this computer's clock ({today}), which is probably wrong: set "
            "the clock.",
            today=today,
        )
    return _not_trusted(), _(
        "The server's certificate is not yet valid by this computer's clock ({today}), which is probably wrong: set "
        "the clock.",
        today=today,
    )


def certificate_of_other_host(*, of_proxy: bool) -> tuple[str, str]:
    """The certificate names another host."""
    if of_proxy:
        return _not_trusted(), _("The proxy's certificate is for another host name: check the proxy's address.")
    return _not_trusted(), _(
        "The server's certificate is for another host name: check its address, and sign in to this network if it has "
        "a sign-in page."
    )


def certificate_self_signed(*, of_proxy: bool) -> tuple[str, str]:
    """The certificate was signed with its own key."""
    if of_proxy:
        return _not_trusted(), _(
            "The proxy's certificate is self-signed, so anybody may have made it: install it on this system if you "
            "know whose it is; otherwise do not trust it."
        )
    return _not_trusted(), _(
        "The server's certificate is self-signed, so anybody may have made it: install it on this system if you know "
        "whose it is; otherwise do not trust it."
    )


def certificate_untrusted(*, of_proxy: bool) -> tuple[str, str]:
    """The certificate is not trusted for another reason, usually its authority."""
    if of_proxy:
        return _not_trusted(), _(
            "This system does not trust the proxy's certificate: install the certificate that your company gave you."
        )
    return _not_trusted(), _(
        "This system does not trust the server's certificate: a company proxy may need its own installed here."
    )


def old_encryption(*, of_proxy: bool) -> tuple[str, str]:
    """No version or cipher of TLS that both sides accept."""
    if of_proxy:
        return _not_encrypted(), _(
            "The proxy offers only old TLS, which is not safe; Brim needs TLS 1.2 or newer. Check its address, or "
            "update the proxy."
        )
    return _not_encrypted(), _(
        "The server offers only old TLS, which is not safe; Brim needs TLS 1.2 or newer. Check its address, or update "
        "the server."
    )


def plain_answer(*, of_proxy: bool) -> tuple[str, str]:
    """The peer answered an encrypted greeting in plain text."""
    if of_proxy:
        return _not_encrypted(), _("The proxy answers without encryption: check its address and port.")
    return _not_encrypted(), _(
        "The server answers without encryption: check its address and port, and sign in to this network if it has a "
        "sign-in page."
    )


def broken_encryption(*, of_proxy: bool) -> tuple[str, str]:
    """The encryption could not be set up for another reason."""
    if of_proxy:
        return _not_encrypted(), _(
            "The encrypted connection to the proxy failed: check its address and port. Brim retries automatically."
        )
    return _not_encrypted(), _(
        "The encrypted connection to the server failed: a firewall or a proxy may break it. Brim retries automatically."
    )


def _setting(variable: str | None) -> str:
    return variable or _("the system's proxy setting")


def _proxy_unusable() -> str:
    return _("Proxy cannot be used")


def _not_trusted() -> str:
    return _("Certificate not trusted")


def _not_encrypted() -> str:
    return _("Connection not encrypted")


def _date(now: datetime) -> str:
    local = local_time(now).timetuple()
    return f"{localeformat.current_format().date(local)}, {local.tm_year}"
