"""The labels of the menu, except for figures. This module must not know when a row is shown."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TYPE_CHECKING

from brim.model.level import LEVEL_THRESHOLDS, Level
from brim.model.options import IconScheme, IconStyle
from brim.words import formatting, sources, traylimits
from brim.words.extrausage import money_line
from brim.words.translation import N_, _

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model.account import AccountView
    from brim.model.options import IconShow
    from brim.model.usage import Spend

_BAR_LENGTH = 10
_MENU_WIDTH, _DIGIT_WIDTH_SPACE = 46, "\u2007"
"""The width of most menus, in digits, and a space that is as wide as a digit."""


class Label(StrEnum):
    """The labels that are always the same; `label_text` gives them as they are shown."""

    STARTING = N_("Starting")
    DEMO = N_("Demo: simulated usage, sped up")
    NO_DATA = N_("No usage data yet")
    REFRESH = N_("Refresh")
    DETAILS = N_("Details")
    MORE = N_("More")
    SNOOZE = N_("Snooze alerts")
    SNOOZE_HOUR = N_("Snooze for 1 hour")
    SNOOZE_TOMORROW = N_("Snooze until tomorrow")
    RESUME = N_("Resume notifications")
    MORE_ACCOUNTS = N_("More accounts")
    SETTINGS = N_("Settings")
    ICON = N_("Icon")
    MOST_URGENT_LIMIT = N_("Automatic")
    SHOW_REMAINING = N_("Show remaining")
    TEXT_BESIDE_ICON = N_("Text beside the icon")
    ANIMATE = N_("Animate while refreshing")
    NOTIFICATIONS = N_("Notifications")
    NETWORK = N_("Fetch usage online")
    HELP = N_("Help")
    OPEN_PAGE = N_("Open usage page")
    OPEN_STATUS_PAGE = N_("Open status page")
    OPEN_LOGS = N_("Open log folder")
    OPEN_SETTINGS = N_("Open settings file")
    USAGE_DETAILS = N_("Usage details")
    COPY_DETAILS = N_("Copy details")
    BACK = N_("Back")
    QUIT = N_("Quit Brim")


_STYLES = {
    IconStyle.NUMBER: N_("Number and lines"),
    IconStyle.DIGITS: N_("Number alone"),
    IconStyle.BARS: N_("Bars"),
    IconStyle.RING: N_("Ring"),
    IconStyle.BATTERY: N_("Battery"),
}
_SCHEMES = {
    IconScheme.AUTO: N_("Auto"),
    IconScheme.DARK: N_("For a dark panel"),
    IconScheme.LIGHT: N_("For a light panel"),
}


def label_text(label: Label) -> str:
    """A label as it is shown."""
    return _(label)


def style_label(style: IconStyle) -> str:
    """A style of the icon."""
    return _(_STYLES[style])


def scheme_label(scheme: IconScheme) -> str:
    """The panel that the icon is drawn for."""
    return _(_SCHEMES[scheme])


def starting_title() -> str:
    """The title of the tray item before anything is known."""
    return _("Brim: starting")


def item_name(*, demo: bool) -> str:
    """The name of the tray item."""
    return _("Brim demo") if demo else _("Brim")


def pinned(text: str) -> str:
    """A text about the limit that is shown because it was pinned: `Week 18% used · resets Sun 05:35 (pinned)`."""
    return _("{text} (pinned)", text=text)


def shown_limit_row(pinned: str | None) -> str:
    """The label of the submenu that pins a limit: `Show in icon`, and `Show in icon: Week` where one is pinned."""
    label = _("Show in icon") if pinned is None else _("Show in icon: {limit}", limit=pinned)
    return traylimits.shortened(label)


def pin_exception_row(show: IconShow) -> str:
    """The row below the choices, where a limit is pinned: which other limits are shown all the same."""
    usage = formatting.used_or_left_text(LEVEL_THRESHOLDS[Level.CRITICAL], show)
    return _("Another limit is shown from {usage} on", usage=usage)


def item_title(name: str, text: str) -> str:
    """The title of the tray item: `Brim: Session 41% used, resets 14:00`."""
    return _("{name}: {text}", name=name, text=text)


def extra_usage_share(spend: Spend, show: IconShow) -> str:
    """The share of extra usage, for the title of the tray item; without a cap or switched off the amount."""
    if not spend.beyond_plan:
        return money_line(spend, show)
    if spend.percent is None or not spend.enabled:
        return _("extra usage {amount}", amount=formatting.money_text(spend))
    return _("extra usage {usage}", usage=formatting.used_or_left_text(spend.percent, show))


def extra_usage_line(spend: Spend, show: IconShow) -> str:
    """The cost of extra usage, with its share of the cap; or why it cannot be used."""
    return money_line(spend, show)


def network_row(product: str) -> str:
    """The switch for the requests to one provider of several: `Fetch <product> usage online`."""
    return traylimits.shortened(_("Fetch {product} usage online", product=product))


def refresh_possible_in(seconds: float) -> str:
    """The label of Refresh while a click sends no request for so many seconds: `Refresh (in 57 s)`."""
    return _("Refresh (in {duration})", duration=formatting.duration_text(math.ceil(seconds)))


def updated_row(view: AccountView, now: datetime, *, durations: bool) -> str:
    """`Updated 11:02`, and `Updated 12 min ago` in a menu that opens; that it is stale, or that it is refreshed now."""
    if view.being_read:
        return _("Refreshing")
    if view.fetched_at is None:
        return sources.not_updated_yet()
    ago = sources.exact_ago_text if view.stale else sources.ago_text
    when = ago(view.fetched_at, now) if durations else formatting.clock_text(view.fetched_at, now)
    return _("Updated {when}, stale", when=when) if view.stale else _("Updated {when}", when=when)


def updated_line(view: AccountView, now: datetime) -> str:
    """The last line of the tooltip: `Updated 11:02, next 11:07`."""
    updated = updated_row(view, now, durations=False)
    if view.being_read or view.next_read_at is None:
        return updated
    return _("{updated}, next {time}", updated=updated, time=formatting.clock_text(view.next_read_at, now))


def padded(label: str) -> str:
    """A label as wide as the rows that come later: no desktop widens a menu while it is open."""
    return label.ljust(_MENU_WIDTH, _DIGIT_WIDTH_SPACE)


def bar_text(percent: float) -> str:
    """A bar of characters: `▰▰▰▰▱▱▱▱▱▱`, filled completely only at 100 percent."""
    filled = max(0, min(_BAR_LENGTH, math.floor(percent / 100 * _BAR_LENGTH)))
    return "▰" * filled + "▱" * (_BAR_LENGTH - filled)


def locked_label(label: str, variable: str) -> str:
    """The label of a row that an environment variable overrides; the variable is named in full."""
    room = traylimits.MOST_LETTERS - len(_("{setting} (set by {variable})", setting="", variable=variable))
    return _("{setting} (set by {variable})", setting=traylimits.shortened(label, max(1, room)), variable=variable)


def snooze_until_reset(resets_at: datetime, now: datetime) -> str:
    """The label of the row that snoozes all notifications until a limit resets."""
    return _("Snooze until the reset ({when})", when=formatting.reset_clock_text(resets_at, now))


def snoozed(until: datetime, now: datetime) -> str:
    """The label of the submenu Snooze while all notifications are snoozed."""
    return _("Alerts snoozed until {when}", when=formatting.clock_text(until, now))


def version_label(number: str) -> str:
    """The version of Brim, and its licence."""
    return _("Brim {version}, MIT license", version=number)


def no_page() -> tuple[str, str]:
    """The provider has no such page: title and text."""
    return _("No page to open"), _("The provider of this account has no such page.")


def details_copied() -> tuple[str, str]:
    """The notification after copying: title and text."""
    return _("Copied"), _("The details are on the clipboard.")


def copy_failed() -> tuple[str, str]:
    """No program puts text on the clipboard: title and text."""
    return _("Nothing was copied"), _("Install wl-clipboard (under X: xclip or xsel), then try again.")


def folder_not_opened(path: str) -> tuple[str, str]:
    """A folder cannot be opened: title and text."""
    return _("The folder cannot be opened"), _path_text(path)


def page_not_opened(url: str) -> tuple[str, str]:
    """A page cannot be opened: title and text."""
    return _("The page cannot be opened"), _path_text(url)


def _path_text(path: str) -> str:
    return _("It is {path}.", path=path)
