"""What notices say. This module must not know when one is due, nor how it is shown."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from brim.model.alert import AlertButton, Rule
from brim.words import formatting

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from brim.model.account import AccountView, Problem
    from brim.model.usage import Level, Spend, Window

SPEND_LABEL = "Extra usage"
BUTTON_LABELS = {AlertButton.REFRESH: "Refresh", AlertButton.OPEN: "Open usage", AlertButton.SNOOZE: "Snooze 1 h"}
"""The buttons."""

RULE_LABELS = {
    Rule.LIMIT: "A limit reaches a threshold",
    Rule.PACE: "The pace reaches a limit before its reset",
    Rule.RESET: "A window that mattered starts anew",
    Rule.SPEND: "Extra usage begins or passes an amount",
    Rule.LOGIN: "The login ends soon",
    Rule.LOST: "Nothing could be read for long",
    Rule.BACK: "Readings are back",
}
"""What each rule tells, for the menu and `brim alerts`."""


def joined_title(titles: Sequence[str]) -> str:
    """One title out of several: both, with the name that they share once, or the first and how many more."""
    first, *rest = titles
    if len(rest) > 1:
        return f"{first} and {len(rest)} more"
    return ", ".join((first, *(_without_repeated_name(one, first) for one in rest)))


def _without_repeated_name(title: str, first: str) -> str:
    """A title such as `Weekly: it is so`, without the name where the one before it has begun with that."""
    name, colon, told = title.partition(": ")
    return told if colon and first.startswith(f"{name} ") else title


def as_sentence(text: str) -> str:
    """Begins with a capital letter and ends with a full stop."""
    return f"{text[:1].upper()}{text[1:]}."


def limit_reached_title(label: str, percent: float) -> str:
    """A limit has reached a threshold."""
    return f"{label} at {formatting.percent_text(percent)}"


def limit_reached_text(level: Level, when: str) -> str:
    """What that means, and when it starts anew."""
    return f"{formatting.LEVEL_WORDS[level]}, {when}"


def named_line(label: str, percent: float, text: str) -> str:
    """A line among several, with the name of its limit."""
    return f"{label} {formatting.percent_text(percent)}: {text}"


def pace_warning(window: Window, runs_out_at: datetime, now: datetime) -> tuple[str, str]:
    """At the present pace the limit is reached before the reset: title and what it means."""
    title = f"{window.label}: at this pace full {formatting.at_clock_text(runs_out_at, now)}"
    if window.resets_at is None:
        return title, f"now {formatting.percent_text(window.percent)}"
    early = formatting.duration_text((window.resets_at - runs_out_at).total_seconds())
    at_reset = formatting.at_clock_text(
        window.resets_at + timedelta(seconds=30), now
    )  # to the nearest minute, as everywhere
    return title, f"now {formatting.percent_text(window.percent)}, full {early} before the reset {at_reset}"


def window_reset(window: Window, now: datetime) -> tuple[str, str]:
    """A window that had mattered has started anew: title and what it means."""
    used = "not used yet" if window.percent is None else f"now {formatting.percent_text(window.percent)}"
    return f"{window.label} has reset", f"{used}, {formatting.reset_text(window, now)}"


def spend_started(spend: Spend) -> tuple[str, str]:
    """Extra usage begins to be spent."""
    return "Extra usage is being spent", f"so far {formatting.money_text(spend)}"


def spend_passed_amount(spend: Spend, amount: str) -> tuple[str, str]:
    """Extra usage has passed an amount."""
    return f"Extra usage has passed {amount} {spend.currency or ''}".strip(), f"so far {formatting.money_text(spend)}"


def login_ending(ends_at: datetime, now: datetime) -> tuple[str, str]:
    """The login ends soon."""
    title = f"The Claude login ends {formatting.clock_text(ends_at, now)}"
    return title, "sign in again in Claude Code before, with /login, and nothing is interrupted"


def readings_missing(problem: Problem | None, since: datetime, now: datetime) -> tuple[str, str]:
    """Nothing could be read for long."""
    title = f"No reading for {formatting.duration_text((now - since).total_seconds())}"
    return title, (f"{problem.title}. {problem.message}" if problem is not None else "brim doctor may tell why").rstrip(
        "."
    )


def readings_back(view: AccountView, now: datetime) -> tuple[str, str]:
    """Readings have come back."""
    window = view.headline_window
    told = formatting.window_text(window, now) if window is not None else "the figures are fresh"
    return "Readings are back", told


WELCOME = (
    "Brim reads your Claude usage",
    (
        "It reads Claude Code's login, without changing it, and asks Anthropic every 5 minutes at most. To switch that "
        "off, untick “Ask Anthropic for usage” in the menu or set BRIM_CLAUDE__NETWORK=false."
    ),
)
SETTING_CANNOT_BE_USED = "A setting cannot be used"


def refresh_blocked(at: str) -> tuple[str, str]:
    """A click while the server asked for peace."""
    return "Asked to wait", f"Anthropic asked Brim to wait. The next read is at {at}."


def refresh_too_soon(*, good: bool, seconds_ago: float | None, at: str) -> tuple[str, str]:
    """A click soon after the last attempt; `good` if that one succeeded."""
    ago = f"{formatting.duration_text(seconds_ago)} ago" if seconds_ago is not None else "just now"
    body = f"The next read is possible at {at}." if at else "A click on Refresh reads again."
    return f"{'Read' if good else 'Tried'} {ago}", body


def preview_title(title: str) -> str:
    """A notice that somebody asked to see."""
    return f"Test: {title}"


def preview_result(*, good: bool) -> str:
    """What `brim alerts test` says."""
    return "The desktop took the notice." if good else "The desktop did not show the notice."


NO_DAEMON = "Start a notification daemon; `brim doctor` tells what this desktop offers."
LOG_EMPTY = "Nothing has been decided yet."
QUIET_HOURS = "Quiet hours"
NO_QUIET_HOURS = "none"
