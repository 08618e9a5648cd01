"""The labels of the menu, except for figures. This module must not know when a row is shown."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from brim.model.level import LEVEL_THRESHOLDS, Level
from brim.words import accounts, formatting, sources, traylimits
from brim.words.extrausage import EXTRA_USAGE, extra_usage_text
from brim.words.translation import _

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model.account import AccountView
    from brim.model.options import IconShow
    from brim.model.usage import Spend

_BAR_LENGTH = 10
_MENU_WIDTH, _DIGIT_WIDTH_SPACE = 46, "\u2007"
"""The width of most menus, in digits, and a space that is as wide as a digit."""
STARTING = "Starting"
DEMO = "Demo: simulated usage, sped up"
REFRESH = "Refresh"
NAME, DEMO_NAME = "Brim", "Brim demo"
STARTING_TOOLTIP, NO_READING = "starting", "no reading yet"
NO_FIGURES = "No figures yet"
ICON = "Icon"
NOTIFICATIONS = "Notifications"
DETAILS, SNOOZE, ACCOUNTS, SETTINGS, HELP = "Details", "Snooze alerts", "Accounts", "Settings", "Help"
"""The submenus of the menu."""
OPEN_PAGE = "Open usage page"
OPEN_LOGS = "Open log folder"
COPY_DETAILS = "Copy details"
BACK = "Back"
QUIT = "Quit Brim"
NETWORK = "Fetch usage online"
MOST_URGENT_LIMIT = "Automatic"
SHOW_REMAINING = "Show remaining"
TEXT_BESIDE_ICON = "Text beside the icon"
ANIMATE = "Animate while refreshing"
STYLES = {
    "number": "Number and bars",
    "digits": "Number",
    "bars": "Bars",
    "ring": "Ring",
    "battery": "Battery",
}
SCHEMES = {"auto": "Auto", "dark": "For a dark panel", "light": "For a light panel"}
SNOOZE_HOUR = "Snooze for 1 hour"
SNOOZE_TOMORROW = "Snooze until tomorrow"


def pinned(text: str) -> str:
    """A text about the limit that is shown because it was pinned: `Week 18% used · resets Sun 05:35 (pinned)`."""
    return _("{text} (pinned)", text=text)


def pinned_row() -> str:
    """The row below a limit that is shown because it was pinned."""
    return _("Pinned in the icon")


def shown_limit_row(pinned: str | None) -> str:
    """The label of the submenu that pins a limit: `Show in icon`, and `Show in icon: Week` where one is pinned."""
    label = _("Show in icon") if pinned is None else _("Show in icon: {limit}", limit=pinned)
    return traylimits.shortened(label)


def pin_exception_row(show: IconShow) -> str:
    """The row below the choices, where a limit is pinned: which other limits are shown all the same."""
    usage = formatting.used_or_left_text(LEVEL_THRESHOLDS[Level.CRITICAL], show)
    return _("Another limit is shown from {usage} on", usage=usage)


def item_title(name: str, text: str) -> str:
    """The title of the tray item: `Brim: Session 41%`."""
    return f"{name}: {text}"


def extra_usage_share(spend: Spend, show: IconShow) -> str:
    """The share of extra usage, for the title of the tray item."""
    return f"extra usage {formatting.used_or_left_text(spend.percent, show)}"


def extra_usage_line(spend: Spend) -> str:
    """The cost of extra usage, with its share of the cap; or why it does not pay."""
    return f"{EXTRA_USAGE} {extra_usage_text(spend, share=True)}"


def demo_title(title: str) -> str:
    """The title of a notification about the simulated account."""
    return f"Demo: {title}"


def refresh_possible_in(seconds: float) -> str:
    """The label of Refresh while a click sends no request for so many seconds: `Refresh (in 57 s)`."""
    return f"{REFRESH} (in {formatting.duration_text(math.ceil(seconds))})"


def account_row(label: str) -> str:
    """The row that says whose limits are shown, where there are several accounts."""
    return traylimits.shortened(f"Account: {label}")


def account_summary(view: AccountView, show: IconShow, now: datetime) -> str:
    """The row of one account among several: `work: Week 92% used · resets 14:00`, or why there is no figure."""
    window = view.headline_window
    if window is not None and window.percent is not None:
        text = traylimits.limit_line(window, show, now)
    else:
        text = accounts.account_summary(view, now)
    return traylimits.with_limit_name(view.account.label, text)


def updated_row(view: AccountView, now: datetime, *, durations: bool) -> str:
    """`Updated 11:02`, and `Updated 12 min ago` in a menu that opens; that it is stale, or that it is refreshed now."""
    if view.being_read:
        return "Refreshing"
    if view.fetched_at is None:
        return "Not updated yet"
    clock = formatting.clock_text(view.fetched_at, now)
    when = sources.ago_text(view.fetched_at, now) if durations else clock
    return f"Updated {when}, stale" if view.stale else f"Updated {when}"


def updated_line(view: AccountView, now: datetime) -> str:
    """The last line of the tooltip: `Updated 11:02, next 11:07`."""
    updated = updated_row(view, now, durations=False)
    if view.being_read or view.next_read_at is None:
        return updated
    return f"{updated}, next {formatting.clock_text(view.next_read_at, now)}"


def padded(label: str) -> str:
    """A label as wide as the rows that come later: no desktop widens a menu while it is open."""
    return label.ljust(_MENU_WIDTH, _DIGIT_WIDTH_SPACE)


def bar_text(percent: float) -> str:
    """A bar of characters: `▰▰▰▰▱▱▱▱▱▱`, filled completely only at 100 percent."""
    filled = max(0, min(_BAR_LENGTH, math.floor(percent / 100 * _BAR_LENGTH)))
    return "▰" * filled + "▱" * (_BAR_LENGTH - filled)


def locked_label(label: str, variable: str) -> str:
    """The label of a row that an environment variable overrides; the variable is named in full."""
    reason = f" (set by {variable})"
    return traylimits.shortened(label, max(1, traylimits.MOST_LETTERS - len(reason))) + reason


def snooze_until_reset(resets_at: datetime, now: datetime) -> str:
    """The label of the row that snoozes all notifications until a limit resets."""
    return f"Snooze until the reset ({formatting.reset_clock_text(resets_at, now)})"


def resume_notifications() -> str:
    """The label of the row that ends a snooze."""
    return "Resume notifications"


def snoozed(until: datetime, now: datetime) -> str:
    """The label of the submenu Snooze while all notifications are snoozed."""
    return f"Alerts snoozed until {formatting.clock_text(until, now)}"


def version_label(number: str) -> str:
    """The version of Brim, and its licence."""
    return f"Brim {number}, MIT license"


def details_copied() -> tuple[str, str]:
    """The notification after copying: title and text."""
    return "Copied", "The details are on the clipboard."


COPY_FAILED = ("Nothing was copied", "Install wl-clipboard (under X: xclip or xsel), then try again.")
FOLDER_NOT_OPENED = "The folder cannot be opened"
PAGE_NOT_OPENED = "The page cannot be opened"


def path_text(path: str) -> str:
    """The text that names a folder or page that cannot be opened."""
    return f"It is {path}."
