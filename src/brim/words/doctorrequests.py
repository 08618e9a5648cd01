"""The report lines of `brim doctor` about requests, the runs of a provider's program, and its status page.

A pair is a finding and its next step. This module must not know how a fact is collected or evaluated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.model.account import Health
from brim.words import formatting
from brim.words.translation import N_, _, ngettext

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model.vendor import Vendor

_OUTCOMES = {
    Health.OK: N_("OK"),
    Health.EXPIRED: N_("login expired"),
    Health.SIGNED_OUT: N_("signed out"),
    Health.NO_SCOPE: N_("login lacks usage permission"),
    Health.NO_LIMITS: N_("no limits reported"),
    Health.BLOCKED: N_("rate limited"),
    Health.OFFLINE: N_("offline"),
    Health.ERROR: N_("error"),
    Health.STALE: N_("stale"),
}


def network_on() -> str:
    """Brim sends requests."""
    return _("Network access on")


def network_off(provider: str) -> tuple[str, str]:
    """The user keeps Brim from sending requests."""
    return _("Network access off"), _(
        "This is your setting {provider}.network; turn it on in the menu or with BRIM_{section}__NETWORK=true.",
        provider=provider,
        section=provider.upper(),
    )


def no_attempt() -> str:
    """Nothing was fetched yet."""
    return _("No attempt yet")


def make_first_attempt() -> str:
    """The next step before the first attempt."""
    return _("Start `brim`, or run `brim status`.")


def refresh_and_retry() -> str:
    """The next step after a failure that names none."""
    return _("Run `brim status --refresh` in a minute.")


def refresh_less(program: str) -> str:
    """The next step when Brim uses most of what an account may request."""
    return _(
        "Refresh less often, or raise poll.interval: at the limit {program} itself may be refused.", program=program
    )


def state_not_written() -> tuple[str, str]:
    """The last results could not be stored."""
    return _("The last result could not be saved"), _(
        "Free some disk space, and make the data folder writable for you."
    )


def request_counts(last: datetime, today: int, total: int, now: datetime) -> str:
    """When the last request was sent, and how many were sent."""
    return _(
        "Last request {when}; {today} today (UTC), {total} in total",
        when=formatting.clock_text(last, now),
        today=today,
        total=total,
    )


def requests_of_the_hour(used: int, allowed: int | None) -> str:
    """How many requests Brim sent in an hour, and how many an account has, where that is known."""
    if allowed is None:
        return _("Requests in the last hour: {used}", used=used)
    return _(
        "Requests in the last hour: {used} of about {allowed}, which all tools share",
        used=used,
        allowed=allowed,
    )


def rate_limited(company: str, until: datetime, now: datetime) -> tuple[str, str]:
    """The server asked Brim to wait until a time."""
    return _("Rate limited by {company} until {when}", company=company, when=formatting.clock_text(until, now)), _(
        "Wait; other tools that fetch usage share this limit."
    )


def next_update(at: datetime, reason: str, now: datetime) -> str:
    """The time of the next update, and the reason for it."""
    return _("Next update {when}: {reason}", when=formatting.clock_text(at, now), reason=reason)


def last_attempt(at: datetime, health: str, now: datetime) -> str:
    """The result of the last attempt."""
    return _("Last attempt {when}: {result}", when=formatting.clock_text(at, now), result=_outcome(health))


def last_failed_attempt(at: datetime, health: str, failures: int, title: str | None, now: datetime) -> str:
    """The result of the last attempt, which failed; `failures` is how many failed in succession."""
    return ngettext(
        "Last attempt {when}: {result} ({count} failure)",
        "Last attempt {when}: {result} ({count} failures)",
        failures,
        when=formatting.clock_text(at, now),
        result=_outcome(health, title),
    )


def recent_attempt(at: datetime, health: str, seconds: float | None, now: datetime) -> str:
    """One of the recent attempts; `seconds` is None when no request was sent."""
    when = formatting.clock_text(at, now)
    if seconds is None:
        return _("{when}: {result}, no request sent", when=when, result=_outcome(health))
    return _("{when}: {result}, {seconds:.1f} s", when=when, result=_outcome(health), seconds=seconds)


def status_page_result(at: datetime, incident: str | None, now: datetime) -> str:
    """The last answer of the status page; `incident` is None when it names no incident."""
    when = formatting.clock_text(at, now)
    if incident is None:
        return _("No incident reported (checked {when})", when=when)
    return _("Incident: {title} (checked {when})", title=incident, when=when)


def cli_not_found(vendor: Vendor) -> tuple[str, str]:
    """The provider's program was not found."""
    return _("Not found; Brim works without it"), _(
        "Set {setting} if you want to get usage from it.", setting=vendor.cli_setting
    )


def cli_path(path: str, total: int) -> str:
    """The path of the provider's program, and how often Brim ran it."""
    if not total:
        return _("{path}, run only when you ask for it; never so far", path=path)
    return ngettext(
        "{path}, run only when you ask for it; {count} time so far",
        "{path}, run only when you ask for it; {count} times so far",
        total,
        path=path,
    )


def cli_last_run(at: datetime, health: str | None, title: str | None, now: datetime) -> str:
    """How the last run of the provider's program ended; `health` is None while it runs."""
    when = formatting.clock_text(at, now)
    if health is None:
        return _("Last run {when}: still running", when=when)
    return _("Last run {when}: {result}", when=when, result=_outcome(health, title))


def _outcome(health: str, title: str | None = None) -> str:
    """How an attempt ended: the title of its problem, or in general."""
    return title or _(_OUTCOMES[Health(health)])
