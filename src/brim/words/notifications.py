"""The text of notifications. This module must not know when one is due, or how it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.model.alert import AlertButton, Rule
from brim.model.level import Level
from brim.words import forecast, formatting
from brim.words.extrausage import EXTRA_USAGE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from brim.model.account import AccountView, Problem
    from brim.model.options import IconShow
    from brim.model.usage import Spend, Window

SPEND_LABEL = EXTRA_USAGE
TITLE_LETTERS = 40
"""No title is longer, so that no desktop cuts it."""
_MAX_LINES = 4
"""Lines of a notification about several limits."""


def button_labels() -> dict[AlertButton, str]:
    """The labels of the buttons."""
    return {
        AlertButton.REFRESH: "Refresh",
        AlertButton.OPEN: "Details",
        AlertButton.SNOOZE: "Snooze 1 h",
        AlertButton.QUIT: "Quit Brim",
    }


RULE_LABELS = {
    Rule.LIMIT: "A limit reaches a threshold",
    Rule.PACE: "On pace to run out before the reset",
    Rule.RESET: "A busy limit has reset",
    Rule.SPEND: "Extra usage starts or passes an amount",
    Rule.LOGIN: "Login expires soon",
    Rule.LOST: "No data for a while",
    Rule.BACK: "Connection restored",
}
"""What each rule announces, for the menu and `brim alerts`."""


def several_title(limits: int, *, all_high: bool) -> str:
    """The title of one notification about several limits, each of which is a line of its body."""
    return f"{limits} limits are high" if all_high else f"{limits} updates on your limits"


def several_body(lines: Sequence[str]) -> str:
    """A line for each limit; what does not fit is counted."""
    if len(lines) <= _MAX_LINES:
        return "\n".join(lines)
    return "\n".join((*lines[: _MAX_LINES - 1], f"and {len(lines) - _MAX_LINES + 1} more"))


def usage_title(label: str, percent: float, show: IconShow) -> str:
    """`Fable (week): 78% used`, for a limit that has reached a threshold or is on pace to run out."""
    return _fitted(label, f": {formatting.used_or_left_text(percent, show)}")


def usage_line(label: str, percent: float, when: str, show: IconShow) -> str:
    """One limit among several: `Fable (week): 78% used, resets Sun 05:35`."""
    return f"{label}: {formatting.used_or_left_text(percent, show)}, {when}"


def usage_text(window: Window, now: datetime) -> str:
    """What follows for a limit: `On pace to run out Thu evening. Resets Sun 05:35.`."""
    resets = as_sentence(formatting.reset_text(window, now))
    if window.level is Level.EXHAUSTED:
        return f"Limit reached. {resets}"
    if window.level is Level.PAYING:
        return f"Limit reached, using extra usage. {resets}"
    run_out = forecast.run_out_sentence(window, now)
    return resets if run_out is None else f"{run_out}. {resets}"


def spend_text(spend: Spend) -> str:
    """How much extra usage has been spent."""
    return f"{formatting.money_text(spend)} spent."


def event_line(title: str, text: str) -> str:
    """An event as a line among several: `Session has reset: 2% used, resets 19:00`."""
    return f"{title}: {text.rstrip('.')}"


def as_sentence(text: str) -> str:
    """The text with a capital letter at its beginning and a full stop at its end."""
    return f"{text[:1].upper()}{text[1:]}."


def _fitted(label: str, rest: str) -> str:
    """A title whose label is shortened where the whole is too long."""
    room = TITLE_LETTERS - len(rest)
    return f"{label if len(label) <= room else f'{label[: room - 1].rstrip()}…'}{rest}"


def window_reset(window: Window, now: datetime, show: IconShow) -> tuple[str, str]:
    """A window has been reset, perhaps before its time: title and text."""
    figure = "Not used yet" if window.percent is None else formatting.used_or_left_text(window.percent, show)
    if window.early_reset is None:
        return _fitted(window.label, " has reset"), f"{figure}, {formatting.reset_text(window, now)}."
    since = formatting.at_clock_text(window.early_reset.at, now)
    before = formatting.used_or_left_text(window.early_reset.before.percent, show)
    title = _fitted(window.label, " was reset early")
    return title, f"It had {before} until the reset {since}. Now {figure}, {formatting.reset_text(window, now)}."


def spend_started(spend: Spend) -> tuple[str, str]:
    """Extra usage starts to be spent: title and text."""
    return "Extra usage has started", f"{formatting.money_text(spend)} spent so far."


def spend_passed_amount(spend: Spend, amount: str) -> tuple[str, str]:
    """Extra usage has passed an amount: title and text."""
    title = f"Extra usage has passed {amount} {spend.currency or ''}".strip()
    return title, f"{formatting.money_text(spend)} spent so far."


def login_ending(ends_at: datetime, now: datetime) -> tuple[str, str]:
    """The login ends soon: title and text."""
    title = f"Login expires {formatting.clock_text(ends_at, now)}"
    return title, "Sign in again in Claude Code with `/login` before then."


def readings_missing(problem: Problem | None, since: datetime, now: datetime) -> tuple[str, str]:
    """No update has succeeded for a long time: title and text."""
    title = f"No data for {formatting.duration_text((now - since).total_seconds())}"
    if problem is None:
        return title, "Run `brim doctor` to see why."
    next_step = problem.message.partition(". ")[0].rstrip(".")
    return title, f"{problem.title}. {next_step}."


def readings_back(view: AccountView, now: datetime, show: IconShow) -> tuple[str, str]:
    """Updates succeed again: title and text."""
    window = view.headline_window
    title = "Connection restored"
    if window is None:
        return title, "Your usage is up to date."
    figure = formatting.used_or_left_text(window.percent, show, formatting.unconfirmed_mark(window))
    return title, f"{window.label}: {figure}, {formatting.reset_text(window, now)}."


def welcome(problem: Problem | None, *, network: bool) -> tuple[str, str]:
    """The notification of the very first start: where the usage is, or how to see it; and what Brim does not do."""
    title = "Brim is running"
    privacy = "It only reads Claude Code's login, and sends nothing but the question for your usage to Anthropic."
    if not network:
        return title, (
            "It sends no requests; tick “Fetch usage online” in its menu to get your usage from Anthropic. "
            "Until then it shows what Claude Code left on this computer."
        )
    if problem is not None:
        return title, f"Sign in to Claude Code with `/login`, and your usage appears in the tray. {privacy}"
    return title, f"Your Claude usage is in the tray. {privacy}"


SETTING_CANNOT_BE_USED = "A setting cannot be used"


def refresh_blocked(next_read: str) -> tuple[str, str]:
    """The answer to a click on Refresh while the server has asked Brim to wait: title and text."""
    return "Rate limited", f"Anthropic asked Brim to wait. Next update at {next_read}."


def refresh_too_soon(*, succeeded: bool, seconds_ago: float | None, possible_at: str) -> tuple[str, str]:
    """The answer to a click on Refresh soon after the last attempt; `possible_at` is empty when that is now."""
    ago = f"{formatting.duration_text(seconds_ago)} ago" if seconds_ago is not None else "just now"
    body = f"You can refresh again at {possible_at}." if possible_at else "Click Refresh to update again."
    return f"Updated {ago}" if succeeded else f"Last attempt {ago}", body


def preview_result(*, shown: bool) -> str:
    """The output of `brim alerts test`."""
    return "Notification sent." if shown else "The desktop did not show the notification."


NO_DAEMON = "Start a notification daemon; `brim doctor` shows what this desktop offers."
LOG_EMPTY = "No alerts yet."
QUIET_HOURS = "Quiet hours"
NO_QUIET_HOURS = "none"
