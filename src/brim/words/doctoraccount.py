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
_UNREADABLE = "it cannot be read"
NO_END = "When it can no longer be renewed it does not say"
SIGN_IN_BEFORE = "Sign in again before."

MAY_ASK = "Anthropic may be asked"
MAY_NOT_ASK = (
    "Anthropic is not asked",
    "That is your choice (claude.network); the menu or BRIM_CLAUDE__NETWORK=true switches it on.",
)
NOTHING_TRIED = "Nothing was tried yet"
TRY_FIRST = "Start `brim`, or run `brim status`."
TRY_AGAIN = "Run `brim status --refresh` and try again in a minute."
UNSAVED = (
    "What was learnt last could not be written",
    "Make room on the disk, and let Brim write into its state folder.",
)
NO_PROGRAM = ("Not found; nothing else needs it", "Set BRIM_CLAUDE__PROGRAM if you want to ask it.")
NO_FIGURES = ("There are none yet", "Open Claude Code and use it, or run `brim status`.")

NOT_INSTALLED = "Not installed; `brim statusline install` brings the limits without any request"
_START_AGAIN = "Use Claude Code; start its sessions again."
_INSTALL_AGAIN = "Run `brim statusline install` again."


def usable(place: str) -> str:
    """A login in order."""
    return f"{place}: usable"


def not_usable(place: str, state: str) -> str:
    """A login of no use as it is."""
    return f"{place}: {_LOGIN_STATES.get(state, _UNREADABLE)}"


def account(name: str, plan: str | None) -> str:
    """Whose login it is."""
    return f"Account {name}, plan {plan or 'not known'}"


def scopes(names: Sequence[str] | None) -> str:
    """What a login allows; None when it does not say."""
    return f"Scopes: {'it does not say which' if names is None else ', '.join(names) or 'none'}"


def same_account(folder: str) -> str:
    """Two folders hold one account."""
    return f"The same account as {folder}, which is read for both"


def access(ends: datetime, now: datetime) -> str:
    """Until when a login lets its owner in without being renewed."""
    return f"Access {'ended' if ends <= now else 'ends'} {formatting.clock(ends, now)}; Claude Code renews it"


def renewable(until: datetime, now: datetime) -> str:
    """Until when a login can be renewed."""
    return f"It {'could' if until <= now else 'can'} be renewed until {formatting.clock(until, now)}"


def requests(last: datetime, today: int, total: int, now: datetime) -> str:
    """How often was asked."""
    return f"Last request {formatting.clock(last, now)}; requests today (UTC): {today}, in all: {total}"


def wait(until: datetime, now: datetime) -> tuple[str, str]:
    """The server asked to wait."""
    text = f"Anthropic asked to wait until {formatting.clock(until, now)}"
    return text, "Wait; other tools that read usage share this limit."


def next_read(at: datetime, reason: str, now: datetime) -> str:
    """When it is read next."""
    return f"Next read {formatting.clock(at, now)}: {reason}"


def tried(at: datetime, health: str, now: datetime) -> str:
    """The last attempt, which came to something."""
    return f"Last try {formatting.clock(at, now)}: {health}"


def failed(at: datetime, health: str, failures: int, title: str | None, now: datetime) -> str:
    """The last attempt, which came to nothing."""
    return f"{tried(at, health, now)}, {failures} in a row{f' ({title})' if title else ''}"


def read(at: datetime, health: str, seconds: float | None, now: datetime) -> str:
    """One of the last attempts; without seconds no request was sent."""
    took = f"{seconds:.1f} s" if seconds is not None else "no request"
    return f"{formatting.clock(at, now)} {health}, {took}"


def status_page(at: datetime, incident: str | None, now: datetime) -> str:
    """What the status page said."""
    return f"Said at {formatting.clock(at, now)}: {incident or 'no incident'}"


def program(path: str, total: int) -> str:
    """Where the claude program is, and how often it was asked."""
    return f"{path}, asked on request only; so far: {total}"


def program_asked(at: datetime, health: str | None, title: str | None, now: datetime) -> str:
    """How asking it ended; without health it is under way."""
    ended = "under way" if health is None else f"{health}{f' ({title})' if title else ''}"
    return f"Asked last {formatting.clock(at, now)}: {ended}"


def figure(label: str, source: str, age: float, doubts: Sequence[str]) -> str:
    """Where the figure of one limit comes from, its age in seconds, and what is doubted about it."""
    return ", ".join((f"{label}: from {sources.SOURCES[Source(source)]}, {formatting.duration(age)} old", *doubts))


def doubts(why: str | None, *, known: bool, stale: bool) -> tuple[str, ...]:
    """What is doubted about a figure; empty when nothing is."""
    said = ("not known" if not known else "", f"unconfirmed, because {why}" if why is not None else "")
    return tuple(word for word in (*said, "not fresh" if stale else "") if word)


def colour(why: str) -> str:
    """Why the icon has its colour."""
    return f"{sources.WHY}: {why}"


def program_gone(settings: str) -> tuple[str, str]:
    """Claude Code's settings name a program that is no more."""
    return f"The program that {settings} names is gone", _INSTALL_AGAIN


def other_folder(settings: str) -> tuple[str, str]:
    """Claude Code's settings name a status line that keeps its limits elsewhere."""
    return f"The one in {settings} uses another state folder", _INSTALL_AGAIN


def told_nothing(settings: str, *, chained: bool) -> tuple[str, str]:
    """The status line stands in Claude Code's settings and was not run yet."""
    return f"{_installed(settings, chained=chained)}; it has told nothing yet", _START_AGAIN


def told(settings: str, ago: float, *, chained: bool) -> str:
    """The status line works; it told so many seconds ago."""
    return f"{_installed(settings, chained=chained)}; last told {formatting.duration(ago)} ago"


def _installed(settings: str, *, chained: bool) -> str:
    return f"Installed in {settings}{', before the one you had' if chained else ''}"
