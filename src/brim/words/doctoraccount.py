"""The report lines of `brim doctor` about an account: login, requests, figures and the status line.

A pair is a finding and its next step. This module must not know how a fact is collected or evaluated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.model.usage import Source
from brim.words import formatting, sources
from brim.words.extrausage import extra_usage_label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

_LOGIN_STATES = {
    "expired": "its access has ended",
    "no_scope": "it may not read usage",
    "absent": "no login was found there",
}
_LOGIN_UNREADABLE = "it cannot be read"
NO_RENEWAL_END = "When it can no longer be renewed it does not say"
SIGN_IN_BEFORE = "Sign in again before."
PROFILE_UNKNOWN = (
    "Nothing else needs it; until then the account's name and Claude Code's own last figures are not shown."
)

NETWORK_ON = "Anthropic may be asked"
NETWORK_OFF = (
    "Anthropic is not asked",
    "That is your choice (claude.network); the menu or BRIM_CLAUDE__NETWORK=true switches it on.",
)
NO_ATTEMPT = "Nothing was tried yet"
MAKE_FIRST_ATTEMPT = "Start `brim`, or run `brim status`."
REFRESH_AND_RETRY = "Run `brim status --refresh` and try again in a minute."
READ_LESS = "Refresh less often, or set poll.interval higher: Claude Code itself may be refused at its limit."
STATE_NOT_WRITTEN = (
    "What was learnt last could not be written",
    "Make room on the disk, and let Brim write into its state folder.",
)
CLI_NOT_FOUND = ("Not found; nothing else needs it", "Set BRIM_CLAUDE__PROGRAM if you want to ask it.")
NO_FIGURES = ("There are none yet", "Open Claude Code and use it, or run `brim status`.")

_NOT_INSTALLED = "Not installed; `brim statusline install` brings the limits without any request"
_RESTART_SESSIONS = "Use Claude Code; start its sessions again."
_REINSTALL = "Run `brim statusline install` again."


def login_usable(location: str) -> str:
    """The login can be used."""
    return f"{location}: usable"


def login_not_usable(location: str, state: str) -> str:
    """The login cannot be used; `state` is the value of a LoginState."""
    return f"{location}: {_LOGIN_STATES.get(state, _LOGIN_UNREADABLE)}"


def account_and_plan(name: str, plan: str | None) -> str:
    """The account and the plan of a login."""
    return f"Account {name}, plan {plan or 'not known'}"


def login_scopes(scopes: Sequence[str] | None) -> str:
    """The scopes of a login; None when it does not name them."""
    return f"Scopes: {'it does not say which' if scopes is None else ', '.join(scopes) or 'none'}"


def same_account(folder: str) -> str:
    """Two folders hold a login of the same account."""
    return f"The same account as {folder}, which is read for both"


def access_expiry(ends: datetime, now: datetime) -> str:
    """When the access token of a login expires."""
    return f"Access {'ended' if ends <= now else 'ends'} {formatting.clock_text(ends, now)}; Claude Code renews it"


def renewable_until(until: datetime, now: datetime) -> str:
    """When the refresh token of a login expires."""
    return f"It {'could' if until <= now else 'can'} be renewed until {formatting.clock_text(until, now)}"


def request_counts(last: datetime, today: int, total: int, now: datetime) -> str:
    """When the last request was sent, and how many were sent."""
    return f"Last request {formatting.clock_text(last, now)}; requests today (UTC): {today}, in all: {total}"


def reads_of_the_hour(used: int, allowed: int) -> str:
    """How many of the reads that an account has in an hour Brim used."""
    return f"Reads in the last hour: {used} by Brim on this machine, of about {allowed} for all programs together"


def asked_to_wait(until: datetime, now: datetime) -> tuple[str, str]:
    """The server asked Brim to wait until a time."""
    text = f"Anthropic asked to wait until {formatting.clock_text(until, now)}"
    return text, "Wait; other tools that read usage share this limit."


def next_read(at: datetime, reason: str, now: datetime) -> str:
    """The time of the next read, and the reason for it."""
    return f"Next read {formatting.clock_text(at, now)}: {reason}"


def last_attempt(at: datetime, health: str, now: datetime) -> str:
    """The result of the last attempt to read."""
    return f"Last try {formatting.clock_text(at, now)}: {health}"


def last_failed_attempt(at: datetime, health: str, failures: int, title: str | None, now: datetime) -> str:
    """The result of the last attempt to read, which failed; `failures` is how many failed in a row."""
    return f"{last_attempt(at, health, now)}, {failures} in a row{f' ({title})' if title else ''}"


def recent_attempt(at: datetime, health: str, seconds: float | None, now: datetime) -> str:
    """One of the recent attempts; `seconds` is None when no request was sent."""
    took = f"{seconds:.1f} s" if seconds is not None else "no request"
    return f"{formatting.clock_text(at, now)} {health}, {took}"


def status_page_result(at: datetime, incident: str | None, now: datetime) -> str:
    """The last answer of the status page; `incident` is None when it names no incident."""
    return f"Said at {formatting.clock_text(at, now)}: {incident or 'no incident'}"


def cli_path(path: str, total: int) -> str:
    """The path of the claude program, and how often it was asked."""
    return f"{path}, asked on request only; so far: {total}"


def cli_last_asked(at: datetime, health: str | None, title: str | None, now: datetime) -> str:
    """How the last question to the claude program ended; `health` is None while it runs."""
    ended = "under way" if health is None else f"{health}{f' ({title})' if title else ''}"
    return f"Asked last {formatting.clock_text(at, now)}: {ended}"


def figure_origin(label: str, source: str, age_seconds: float, caveats: Sequence[str]) -> str:
    """The source of the figure of one limit, its age, and why it is uncertain."""
    return ", ".join(
        (
            f"{label}: from {sources.source_label(Source(source))}, {formatting.duration_text(age_seconds)} old",
            *caveats,
        )
    )


def figure_caveats(unconfirmed_reason: str | None, *, known: bool, stale: bool) -> tuple[str, ...]:
    """Why a figure is uncertain; empty when it is certain."""
    caveats = (
        "not known" if not known else "",
        f"unconfirmed, because {unconfirmed_reason}" if unconfirmed_reason is not None else "",
    )
    return tuple(caveat for caveat in (*caveats, "not fresh" if stale else "") if caveat)


def extra_usage(disabled_text: str | None, *, enabled: bool) -> str:
    """Whether extra usage is on, and why it does not pay."""
    return ", ".join(filter(None, (f"{extra_usage_label()}: {'on' if enabled else 'off'}", disabled_text)))


def icon_colour(reason: str) -> str:
    """The reason for the colour of the icon."""
    return f"Why this status: {reason}"


def statusline_not_installed(blockers: Sequence[str]) -> str:
    """The status line is not installed; with what would stop it."""
    return f"{_NOT_INSTALLED}. {statusline_blocked(blockers)[0]}" if blockers else _NOT_INSTALLED


def statusline_blocked(blockers: Sequence[str]) -> tuple[str, str]:
    """Settings because of which Claude Code runs no status line."""
    return f"Claude Code runs no status line because of {', '.join(blockers)}", "Ask who set that, or remove it."


def statusline_program_missing(settings_file: str) -> tuple[str, str]:
    """Claude Code's settings name a program that does not exist."""
    return f"The program that {settings_file} names is gone", _REINSTALL


def statusline_other_state_dir(settings_file: str) -> tuple[str, str]:
    """Claude Code's settings name a status line that stores its limits in another state folder."""
    return f"The one in {settings_file} uses another state folder", _REINSTALL


def statusline_without_data(settings_file: str, *, chained: bool) -> tuple[str, str]:
    """The status line is in Claude Code's settings, but has not stored any limits."""
    return f"{_statusline_installed(settings_file, chained=chained)}; it has told nothing yet", _RESTART_SESSIONS


def statusline_last_data(settings_file: str, age_seconds: float, *, chained: bool) -> str:
    """The status line works; `age_seconds` is the age of what it stored last."""
    installed = _statusline_installed(settings_file, chained=chained)
    return f"{installed}; last told {formatting.duration_text(age_seconds)} ago"


def _statusline_installed(settings_file: str, *, chained: bool) -> str:
    return f"Installed in {settings_file}{', before the one you had' if chained else ''}"
