"""What `brim doctor` says of an account: login, requests, figures and the status line.

A pair is what was found and what to do. This module must not know how a fact is found or judged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.model.usage import Source
from brim.words import formatting, sources

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

NETWORK_ON = "Anthropic may be asked"
NETWORK_OFF = (
    "Anthropic is not asked",
    "That is your choice (claude.network); the menu or BRIM_CLAUDE__NETWORK=true switches it on.",
)
NO_ATTEMPT = "Nothing was tried yet"
MAKE_FIRST_ATTEMPT = "Start `brim`, or run `brim status`."
REFRESH_AND_RETRY = "Run `brim status --refresh` and try again in a minute."
STATE_NOT_WRITTEN = (
    "What was learnt last could not be written",
    "Make room on the disk, and let Brim write into its state folder.",
)
CLI_NOT_FOUND = ("Not found; nothing else needs it", "Set BRIM_CLAUDE__PROGRAM if you want to ask it.")
NO_FIGURES = ("There are none yet", "Open Claude Code and use it, or run `brim status`.")

STATUSLINE_NOT_INSTALLED = "Not installed; `brim statusline install` brings the limits without any request"
_RESTART_SESSIONS = "Use Claude Code; start its sessions again."
_REINSTALL = "Run `brim statusline install` again."


def login_usable(place: str) -> str:
    """A login in order."""
    return f"{place}: usable"


def login_not_usable(place: str, state: str) -> str:
    """A login of no use as it is."""
    return f"{place}: {_LOGIN_STATES.get(state, _LOGIN_UNREADABLE)}"


def account_and_plan(name: str, plan: str | None) -> str:
    """Whose login it is."""
    return f"Account {name}, plan {plan or 'not known'}"


def login_scopes(names: Sequence[str] | None) -> str:
    """What a login allows; None when it does not say."""
    return f"Scopes: {'it does not say which' if names is None else ', '.join(names) or 'none'}"


def same_account(folder: str) -> str:
    """Two folders hold one account."""
    return f"The same account as {folder}, which is read for both"


def access_expiry(ends: datetime, now: datetime) -> str:
    """Until when a login lets its owner in without being renewed."""
    return f"Access {'ended' if ends <= now else 'ends'} {formatting.clock_text(ends, now)}; Claude Code renews it"


def renewable_until(until: datetime, now: datetime) -> str:
    """Until when a login can be renewed."""
    return f"It {'could' if until <= now else 'can'} be renewed until {formatting.clock_text(until, now)}"


def request_counts(last: datetime, today: int, total: int, now: datetime) -> str:
    """How often was asked."""
    return f"Last request {formatting.clock_text(last, now)}; requests today (UTC): {today}, in all: {total}"


def asked_to_wait(until: datetime, now: datetime) -> tuple[str, str]:
    """The server asked to wait."""
    text = f"Anthropic asked to wait until {formatting.clock_text(until, now)}"
    return text, "Wait; other tools that read usage share this limit."


def next_read(at: datetime, reason: str, now: datetime) -> str:
    """When it is read next."""
    return f"Next read {formatting.clock_text(at, now)}: {reason}"


def last_attempt(at: datetime, health: str, now: datetime) -> str:
    """The last attempt, which came to something."""
    return f"Last try {formatting.clock_text(at, now)}: {health}"


def last_failed_attempt(at: datetime, health: str, failures: int, title: str | None, now: datetime) -> str:
    """The last attempt, which came to nothing."""
    return f"{last_attempt(at, health, now)}, {failures} in a row{f' ({title})' if title else ''}"


def recent_attempt(at: datetime, health: str, seconds: float | None, now: datetime) -> str:
    """One of the last attempts; without seconds no request was sent."""
    took = f"{seconds:.1f} s" if seconds is not None else "no request"
    return f"{formatting.clock_text(at, now)} {health}, {took}"


def status_page_result(at: datetime, incident: str | None, now: datetime) -> str:
    """What the status page said."""
    return f"Said at {formatting.clock_text(at, now)}: {incident or 'no incident'}"


def cli_path(path: str, total: int) -> str:
    """Where the claude program is, and how often it was asked."""
    return f"{path}, asked on request only; so far: {total}"


def cli_last_asked(at: datetime, health: str | None, title: str | None, now: datetime) -> str:
    """How asking it ended; without health it is under way."""
    ended = "under way" if health is None else f"{health}{f' ({title})' if title else ''}"
    return f"Asked last {formatting.clock_text(at, now)}: {ended}"


def figure_origin(label: str, source: str, age: float, doubts: Sequence[str]) -> str:
    """Where the figure of one limit comes from, its age in seconds, and what is doubted about it."""
    return ", ".join(
        (f"{label}: from {sources.SOURCE_LABELS[Source(source)]}, {formatting.duration_text(age)} old", *doubts)
    )


def figure_caveats(why: str | None, *, known: bool, stale: bool) -> tuple[str, ...]:
    """What is doubted about a figure; empty when nothing is."""
    said = ("not known" if not known else "", f"unconfirmed, because {why}" if why is not None else "")
    return tuple(word for word in (*said, "not fresh" if stale else "") if word)


def icon_colour(why: str) -> str:
    """Why the icon has its colour."""
    return f"{sources.WHY_THIS_COLOUR}: {why}"


def statusline_program_missing(settings: str) -> tuple[str, str]:
    """Claude Code's settings name a program that is no more."""
    return f"The program that {settings} names is gone", _REINSTALL


def statusline_other_state_dir(settings: str) -> tuple[str, str]:
    """Claude Code's settings name a status line that keeps its limits elsewhere."""
    return f"The one in {settings} uses another state folder", _REINSTALL


def statusline_without_data(settings: str, *, chained: bool) -> tuple[str, str]:
    """The status line stands in Claude Code's settings and was not run yet."""
    return f"{_statusline_installed(settings, chained=chained)}; it has told nothing yet", _RESTART_SESSIONS


def statusline_last_data(settings: str, ago: float, *, chained: bool) -> str:
    """The status line works; it told so many seconds ago."""
    return f"{_statusline_installed(settings, chained=chained)}; last told {formatting.duration_text(ago)} ago"


def _statusline_installed(settings: str, *, chained: bool) -> str:
    return f"Installed in {settings}{', before the one you had' if chained else ''}"
