"""The report lines of `brim doctor` about an account: login and usage.

A pair is a finding and its next step. This module must not know how a fact is collected or evaluated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words import formatting, sources
from brim.words.joining import listed
from brim.words.translation import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

_LOGIN_STATES = {
    "usable": N_("Login in {place} is valid"),
    "expired": N_("Login in {place} has expired"),
    "no_scope": N_("Login in {place} lacks usage permission"),
    "absent": N_("No login in {place}"),
    "unreadable": N_("Login in {place} cannot be used"),
}


def login_state(place: str, state: str) -> str:
    """Where the login is, and whether it can be used; `state` is the value of a LoginState."""
    return _(_LOGIN_STATES[state], place=place)


def account_and_plan(product: str, account_id: str, plan: str | None) -> str:
    """What is paid for, the plan and the account of a login."""
    if plan is None:
        return _("{product}, plan unknown, account ID {id}", product=product, id=account_id)
    return _("{product}, plan {plan}, account ID {id}", product=product, plan=plan, id=account_id)


def login_scopes(scopes: Sequence[str]) -> str:
    """The scopes that a login names."""
    return _("Scopes: {scopes}", scopes=listed(scopes)) if scopes else _("Scopes: none")


def same_account(folder: str) -> str:
    """Two folders hold a login of the same account."""
    return _("Same account as {folder}, which is used for both", folder=folder)


def token_expiry(ends: datetime, program: str, now: datetime) -> str:
    """When the access token of a login expires."""
    when = formatting.clock_text(ends, now)
    if ends <= now:
        return _("Token expired {when}; {program} renews it", when=when, program=program)
    return _("Token expires {when}; {program} renews it", when=when, program=program)


def login_expiry(until: datetime, now: datetime, *, by_key: bool) -> str:
    """When the refresh token of a login expires, or a login that is an API key."""
    when = formatting.clock_text(until, now)
    if by_key:
        return _("API key expired {when}", when=when) if until <= now else _("API key expires {when}", when=when)
    if until <= now:
        return _("Login expired for good {when}", when=when)
    return _("Login can be renewed until {when}", when=when)


def login_expiry_unknown() -> str:
    """A login that names no end of its refresh token."""
    return _("Login expiry not stated")


def profile_unknown(program: str) -> str:
    """The next step while the program's file about the account cannot be used."""
    return _(
        "Only the account's name and the usage that {program} stored are missing; all else works.", program=program
    )


def no_usage(program: str) -> tuple[str, str]:
    """No usage is known."""
    return _("No usage yet"), _("Use {program}, or run `brim status`.", program=program)


def usage_origin(label: str, source: str, read_at: datetime, caveats: Sequence[str], now: datetime) -> str:
    """Where the usage of one limit comes from (a label), its age, and why it is uncertain."""
    text = _(
        "{limit}: from {source}, {age}",
        limit=label,
        source=source,
        age=sources.ago_text(read_at, now),
    )
    return _("{origin}; {caveats}", origin=text, caveats=listed(caveats)) if caveats else text


def money() -> str:
    """What is spent or left where there is no plan, in place of a limit's name."""
    return _("Money")


def usage_caveats(unconfirmed_reason: str | None, *, known: bool, stale: bool) -> tuple[str, ...]:
    """Why the usage of a limit is uncertain; empty when it is certain."""
    caveats = (
        None if known else _("no percentage"),
        None if unconfirmed_reason is None else _("unconfirmed, rechecking: {reason}", reason=unconfirmed_reason),
        _("stale") if stale else None,
    )
    return tuple(caveat for caveat in caveats if caveat is not None)


def extra_usage(disabled_text: str | None, *, enabled: bool) -> str:
    """Whether extra usage is on, and why it cannot be used."""
    if disabled_text is None:
        return _("Extra usage: on") if enabled else _("Extra usage: off")
    if enabled:
        return _("Extra usage: on, but not available ({reason})", reason=disabled_text)
    return _("Extra usage: off, {reason}", reason=disabled_text)


def why_this_status(reason: str) -> str:
    """The reason for the icon's status."""
    return _("Why this status: {reason}", reason=reason)
