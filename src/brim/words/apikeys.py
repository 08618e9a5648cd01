"""Faults of API keys, and of accounts that are known by a key alone, each with its next step.

This module must not know how a key is found.
"""

from __future__ import annotations

from brim.model.account import Problem
from brim.words.translation import _


def account_label(product: str, end: str) -> str:
    """An account of which only the key is known, by the end of the key's hash: the product and `4f2a`."""
    return _("{product} {end}", product=product, end=end)


def no_key(product: str, variable: str, file: str) -> Problem:
    """There is no key; `variable` and `file` are places where one would be found."""
    return Problem(
        _("No API key"),
        _(
            "Set {variable}, or sign in to {product}, which stores its key in {file}.",
            product=product,
            variable=variable,
            file=file,
        ),
    )


def key_unreadable(file: str, reason: str) -> Problem:
    """The file with the key cannot be used; `reason` says why, in words."""
    return Problem(_("API key cannot be read"), _("{file}: {reason}.", file=file, reason=reason))


def key_missing(file: str) -> Problem:
    """The settings name a file for the key, and there is no key in it."""
    return Problem(
        _("No API key"),
        _("There is none in {file}, which `key_file` names. Write the key into it, for nobody but you.", file=file),
    )


def open_to_others(file: str) -> Problem:
    """Others on this computer can read the file with the key."""
    return Problem(
        _("API key is not private"),
        _("Other users can read {file}. Run `chmod 600 {file}`; Brim detects that automatically.", file=file),
    )


def key_refused(company: str, place: str) -> Problem:
    """The server does not accept the key."""
    return Problem(
        _("API key refused"),
        _(
            "{company} does not accept the key from {place}. Replace it; Brim detects that automatically.",
            company=company,
            place=place,
        ),
    )


def key_expired(company: str, place: str) -> Problem:
    """The key has ended, as the server said before."""
    return Problem(
        _("API key expired"),
        _(
            "The key from {place} has expired. Replace it with a new one from {company}; Brim detects that "
            "automatically.",
            company=company,
            place=place,
        ),
    )


def key_without_permission(company: str, place: str) -> Problem:
    """The server accepts the key, but not for usage."""
    return Problem(
        _("Key lacks usage permission"),
        _("{company} does not show usage to the key from {place}. Use another key.", company=company, place=place),
    )


def edge_block(company: str) -> Problem:
    """A firewall before the server refused the request itself, whatever the login."""
    return Problem(
        _("Temporarily blocked"),
        _(
            "The firewall of {company} refuses requests from here; the login is not the cause. Brim retries "
            "automatically.",
            company=company,
        ),
    )


def payment_required(company: str) -> Problem:
    """The server knows the login, and asks for money before it reports usage."""
    return Problem(
        _("Payment required"),
        _("{company} asks for a payment before it reports usage. Check your plan on the usage page.", company=company),
    )


def rate_limited(company: str) -> Problem:
    """The server asked for a pause."""
    return Problem(
        _("Rate limited"),
        _("{company} limits how often usage can be fetched. Brim waits, then retries automatically.", company=company),
    )


def server_error(company: str, status: int, status_page: str) -> Problem:
    """The server failed; `status_page` is empty where there is none."""
    title = _("Server error {status}", status=status)
    if not status_page:
        return Problem(title, _("{company} cannot answer right now. Brim retries automatically.", company=company))
    return Problem(
        title,
        _(
            "{company} cannot answer right now; see {page}. Brim retries automatically.",
            company=company,
            page=status_page,
        ),
    )


def no_limits(company: str) -> Problem:
    """The server names neither a limit nor an amount."""
    return Problem(
        _("No limits reported"),
        _("{company} reports no limits for this account. Check your plan on the usage page.", company=company),
    )


def not_shown(product: str) -> str:
    """Why an account is left out elsewhere, as a sentence."""
    return _("This key has no {product} plan, so it is not shown; Brim asks again once a day.", product=product)
