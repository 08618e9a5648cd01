"""The labels of the menu, except for figures. This module must not know when a row is shown."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from brim.words import forecast, formatting
from brim.words.extrausage import EXTRA_USAGE, extra_usage_text

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model.account import AccountView
    from brim.model.usage import Spend

_BAR_LENGTH = 10
_MENU_WIDTH, _DIGIT_WIDTH_SPACE = 60, "\u2007"
"""The width of most menus, in digits, and a space that is as wide as a digit."""
STARTING = "Starting"
DEMO = "Demo: these figures are simulated"
REFRESH = "Refresh now"
NAME, DEMO_NAME = "Brim", "Brim demo"
STARTING_TOOLTIP, NO_READING = "starting", "no reading yet"
NO_FIGURES = "No figures yet"
ICON = "Icon"
ICON_LIMIT = "Limit in the icon"
NOTIFICATIONS = "Notices"
ABOUT = "About"
FORECAST, REST, MORE = "Forecast", "More figures", "More"
OPEN_PAGE = "Open usage page"
OPEN_LOGS = "Open folder of logs"
COPY_DETAILS = "Copy details"
BACK = "Back"
QUIT = "Quit Brim"
NETWORK = "Ask Anthropic for usage"
MOST_URGENT_LIMIT = "The most pressing one"
SHOW_REMAINING = "Show what remains"
TEXT_BESIDE_ICON = "Text beside the icon"
ANIMATE = "Move while reading"
STYLES = {
    "number": "Number and bars",
    "digits": "Number",
    "bars": "Bars",
    "ring": "Ring",
    "battery": "Battery",
}
SCHEMES = {"auto": "For any panel", "dark": "For a dark panel", "light": "For a light panel"}
SNOOZE_HOUR = "Snooze for 1 hour"
SNOOZE_TOMORROW = "Snooze until tomorrow"
LICENCE = "MIT licence"


def item_title(name: str, text: str) -> str:
    """The title of the tray item: `Brim: 5-hour session 41%`."""
    return f"{name}: {text}"


def extra_usage_share(spend: Spend) -> str:
    """The share of extra usage, for the title of the tray item."""
    return f"extra usage {formatting.percent_text(spend.percent)}"


def extra_usage_line(spend: Spend) -> str:
    """The cost of extra usage, with its share of the cap; or why it does not pay."""
    return f"{EXTRA_USAGE} {extra_usage_text(spend, share=True)}"


def demo_title(title: str) -> str:
    """The title of a notification about the simulated account."""
    return f"Demo: {title}"


def refresh_available_from(when: datetime) -> str:
    """The label of Refresh while a click sends no request before that time."""
    return f"{REFRESH} (possible from {formatting.precise_clock_text(when)})"


def headline_text(view: AccountView, now: datetime) -> str | None:
    """The limit in the icon: its figure, its reset, and its run-out time if that comes first; None without a limit."""
    window = next((window for window in view.windows if window.id == view.pinned), view.headline_window)
    if window is None:
        return None
    return ", ".join(filter(None, (formatting.window_text(window, now), forecast.run_out_phrase(window, now))))


def padded(label: str) -> str:
    """A label as wide as the rows that come later: no desktop widens a menu while it is open."""
    return label.ljust(_MENU_WIDTH, _DIGIT_WIDTH_SPACE)


def bar_text(percent: float) -> str:
    """A bar of characters: `▰▰▰▰▱▱▱▱▱▱`, filled completely only at 100 percent."""
    filled = max(0, min(_BAR_LENGTH, math.floor(percent / 100 * _BAR_LENGTH)))
    return "▰" * filled + "▱" * (_BAR_LENGTH - filled)


def locked_label(label: str, variable: str) -> str:
    """The label of a row that an environment variable overrides."""
    return f"{label} (set by {variable})"


def snooze_until_reset(resets_at: datetime, now: datetime) -> str:
    """The label of the row that snoozes all notifications until a limit resets."""
    return f"Snooze until the reset ({formatting.reset_clock_text(resets_at, now)})"


def snoozed(until: datetime, now: datetime) -> str:
    """The label of the row that ends a snooze."""
    return f"Snoozed until {formatting.clock_text(until, now)}: tell again"


def version_label(number: str) -> str:
    """The version of Brim."""
    return f"Brim {number}"


def details_copied() -> tuple[str, str]:
    """The notification after copying: title and text."""
    return "Copied", "The details are on the clipboard."


COPY_FAILED = ("Nothing was copied", "Install wl-clipboard (under X: xclip or xsel), then try again.")
FOLDER_NOT_OPENED = "The folder cannot be opened"
PAGE_NOT_OPENED = "The page cannot be opened"


def path_text(path: str) -> str:
    """The text that names a folder or page that cannot be opened."""
    return f"It is {path}."
