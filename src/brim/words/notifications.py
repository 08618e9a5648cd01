"""The text of notifications. This module must not know when one is due, or how it is shown."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from brim.model.alert import AlertButton, Rule
from brim.words import formatting
from brim.words.extrausage import EXTRA_USAGE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from brim.model.account import AccountView, Problem
    from brim.model.level import Level
    from brim.model.usage import Spend, Window

SPEND_LABEL = EXTRA_USAGE
BUTTON_LABELS = {
    AlertButton.REFRESH: "Refresh",
    AlertButton.OPEN: "Open usage",
    AlertButton.SNOOZE: "Snooze 1 h",
    AlertButton.QUIT: "Quit Brim",
}
"""The labels of the buttons."""

RULE_LABELS = {
    Rule.LIMIT: "A limit reaches a threshold",
    Rule.PACE: "The pace reaches a limit before its reset",
    Rule.RESET: "A window that mattered starts anew",
    Rule.SPEND: "Extra usage begins or passes an amount",
    Rule.LOGIN: "The login ends soon",
    Rule.LOST: "Nothing could be read for long",
    Rule.BACK: "Readings are back",
}
"""What each rule announces, for the menu and `brim alerts`."""


def joined_title(titles: Sequence[str]) -> str:
    """One title for several: both of two, naming a shared limit once; or the first, and how many more there are."""
    first, *rest = titles
    if len(rest) > 1:
        return f"{first} and {len(rest)} more"
    return ", ".join((first, *(_without_repeated_name(title, first) for title in rest)))


def _without_repeated_name(title: str, first: str) -> str:
    """A title such as `Weekly: text`, without the name if the first title begins with it."""
    name, colon, text = title.partition(": ")
    return text if colon and first.startswith(f"{name} ") else title


def as_sentence(text: str) -> str:
    """The text with a capital letter at its beginning and a full stop at its end."""
    return f"{text[:1].upper()}{text[1:]}."


def limit_reached_title(label: str, percent: float) -> str:
    """A limit has reached a threshold."""
    return f"{label} at {formatting.percent_text(percent)}"


def limit_reached_text(level: Level, when: str) -> str:
    """The level of the limit, and when it resets."""
    return f"{formatting.LEVEL_WORDS[level]}, {when}"


def named_line(label: str, percent: float, text: str) -> str:
    """A text with the name of its limit before it, for a notification of several lines."""
    return f"{label} {formatting.percent_text(percent)}: {text}"


def pace_warning(window: Window, runs_out_at: datetime, now: datetime) -> tuple[str, str]:
    """At the current pace the limit is reached before the reset: title and text."""
    title = f"{window.label}: at this pace full {formatting.at_clock_text(runs_out_at, now)}"
    if window.resets_at is None:
        return title, f"now {formatting.percent_text(window.percent)}"
    early = formatting.duration_text((window.resets_at - runs_out_at).total_seconds())
    at_reset = formatting.at_clock_text(
        window.resets_at + timedelta(seconds=30), now
    )  # to the nearest minute, as everywhere
    return title, f"now {formatting.percent_text(window.percent)}, full {early} before the reset {at_reset}"


def window_reset(window: Window, now: datetime) -> tuple[str, str]:
    """A window has been reset, perhaps before its time: title and text."""
    figure = "not used yet" if window.percent is None else f"now {formatting.percent_text(window.percent)}"
    text = f"{figure}, {formatting.reset_text(window, now)}"
    if window.early_reset is None:
        return f"{window.label} has reset", text
    since = formatting.at_clock_text(window.early_reset.at, now)
    before = formatting.percent_text(window.early_reset.before.percent)
    return f"{window.label} was reset early", f"{since} from {before}, {text}"


def spend_started(spend: Spend) -> tuple[str, str]:
    """Extra usage starts to be spent: title and text."""
    return "Extra usage is being spent", f"so far {formatting.money_text(spend)}"


def spend_passed_amount(spend: Spend, amount: str) -> tuple[str, str]:
    """Extra usage has passed an amount: title and text."""
    return f"Extra usage has passed {amount} {spend.currency or ''}".strip(), f"so far {formatting.money_text(spend)}"


def login_ending(ends_at: datetime, now: datetime) -> tuple[str, str]:
    """The login ends soon: title and text."""
    title = f"The Claude login ends {formatting.clock_text(ends_at, now)}"
    return title, "sign in again in Claude Code before, with /login, and nothing is interrupted"


def readings_missing(problem: Problem | None, since: datetime, now: datetime) -> tuple[str, str]:
    """No reading has succeeded for a long time: title and text."""
    title = f"No reading for {formatting.duration_text((now - since).total_seconds())}"
    return title, (f"{problem.title}. {problem.message}" if problem is not None else "brim doctor may tell why").rstrip(
        "."
    )


def readings_back(view: AccountView, now: datetime) -> tuple[str, str]:
    """Readings succeed again: title and text."""
    window = view.headline_window
    text = formatting.window_text(window, now) if window is not None else "the figures are fresh"
    return "Readings are back", text


WELCOME = (
    "Brim reads your Claude usage",
    (
        "It reads Claude Code's login, without changing it, and asks Anthropic every 5 minutes at most. To switch that "
        "off, untick “Ask Anthropic for usage” in the menu or set BRIM_CLAUDE__NETWORK=false."
    ),
)
SETTING_CANNOT_BE_USED = "A setting cannot be used"


def refresh_blocked(next_read: str) -> tuple[str, str]:
    """The answer to a click on Refresh while the server has asked Brim to wait: title and text."""
    return "Asked to wait", f"Anthropic asked Brim to wait. The next read is at {next_read}."


def refresh_too_soon(*, succeeded: bool, seconds_ago: float | None, possible_at: str) -> tuple[str, str]:
    """The answer to a click on Refresh soon after the last attempt; `possible_at` is empty when that is now."""
    ago = f"{formatting.duration_text(seconds_ago)} ago" if seconds_ago is not None else "just now"
    body = f"The next read is possible at {possible_at}." if possible_at else "A click on Refresh reads again."
    return f"{'Read' if succeeded else 'Tried'} {ago}", body


def preview_title(title: str) -> str:
    """The title of a notification that `brim alerts test` shows."""
    return f"Test: {title}"


def preview_result(*, shown: bool) -> str:
    """The output of `brim alerts test`."""
    return "The desktop took the notice." if shown else "The desktop did not show the notice."


NO_DAEMON = "Start a notification daemon; `brim doctor` tells what this desktop offers."
LOG_EMPTY = "Nothing has been decided yet."
QUIET_HOURS = "Quiet hours"
NO_QUIET_HOURS = "none"
