"""The menu rows that change settings: icon, pinned limit, notifications and start at login, and the submenu About.

Pure. This module must not know how a setting is stored or applied.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from brim import __version__
from brim.localzone import local_time
from brim.model.alert import ALL_RULES, Rule
from brim.model.command import ChangeSetting, CopyText, OpenLogs, Snooze, StartAtLogin
from brim.model.options import IconScheme, IconShow, IconStyle
from brim.tray.menu.row import MenuRow, RowKind, text_row
from brim.words import autostart, menu, notifications

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from brim.model.account import AccountView
    from brim.model.options import Option
    from brim.model.snapshot import Snapshot
    from brim.tray.menu.machinestate import MachineState

PINNED_ROW = "pinned"
"""Id of the row whose children pin a limit. The mouse wheel over the icon steps through the same rows."""
_MORNING_HOUR = 6
"""The local hour at which `Snooze until tomorrow` ends."""


def settings_rows(snapshot: Snapshot, now: datetime, machine_state: MachineState, details: str) -> Iterator[MenuRow]:
    """A row or a submenu for each setting that the snapshot offers. `details` is the text that can be copied."""
    options = {option.key: option for option in snapshot.options}
    view = snapshot.most_urgent_account
    if "icon.style" in options:
        yield _submenu("icon", menu.ICON, _icon_rows(options))
    if "icon.window" in options and view is not None and view.windows:
        yield _submenu(PINNED_ROW, menu.ICON_LIMIT, _pinned_rows(view, options["icon.window"]))
    if "alerts.limit" in options:
        yield _submenu("notices", menu.NOTIFICATIONS, _notification_rows(snapshot, view, options, now))
    if "claude.network" in options:
        yield _check_row(options["claude.network"], menu.NETWORK)
    if machine_state.starts_at_login is not None:
        yield _start_at_login_row(enabled=machine_state.starts_at_login)
    yield _submenu("about", menu.ABOUT, _about_rows(details, demo=snapshot.demo))


def next_morning(now: datetime) -> datetime:
    """When tomorrow begins for a person: 6 in the morning of the next day, in the machine's own time zone."""
    tomorrow = local_time(now).replace(tzinfo=None) + timedelta(days=1)  # its offset may be another one
    morning = tomorrow.replace(hour=_MORNING_HOUR, minute=0, second=0, microsecond=0)
    return local_time(morning, now.tzinfo)


def _submenu(row_id: str, label: str, children: Iterator[MenuRow]) -> MenuRow:
    return MenuRow(row_id, label, RowKind.SUBMENU, children=tuple(children))


def _icon_rows(options: Mapping[str, Option]) -> Iterator[MenuRow]:
    for style in IconStyle:
        yield _radio_row(options["icon.style"], style, menu.STYLES[style])
    yield MenuRow("separator-scheme", kind=RowKind.SEPARATOR)
    for scheme in IconScheme:
        yield _radio_row(options["icon.scheme"], scheme, menu.SCHEMES[scheme])
    yield MenuRow("separator-icon", kind=RowKind.SEPARATOR)
    show = options["icon.show"]
    shows_remaining = show.value == IconShow.REMAINING
    other = IconShow.USED if shows_remaining else IconShow.REMAINING
    command = ChangeSetting(show.key, str(other))
    yield _option_row(show, menu.SHOW_REMAINING, RowKind.CHECK, command, checked=shows_remaining)
    yield _check_row(options["icon.text"], menu.TEXT_BESIDE_ICON)
    yield _check_row(options["icon.animate"], menu.ANIMATE)


def _pinned_rows(view: AccountView, option: Option) -> Iterator[MenuRow]:
    """A pinned limit that no longer exists counts as `auto`."""
    present = {window.id for window in view.windows}
    pinned = option.value if option.value in present else "auto"
    yield _radio_row(option, "auto", menu.MOST_URGENT_LIMIT, chosen=pinned)
    for window in view.windows:
        yield _radio_row(option, window.id, window.label, chosen=pinned)


def _notification_rows(
    snapshot: Snapshot, view: AccountView | None, options: Mapping[str, Option], now: datetime
) -> Iterator[MenuRow]:
    for snoozed in snapshot.snoozed:
        if snoozed.rule == ALL_RULES:
            yield MenuRow("snoozed", menu.snoozed(snoozed.until, now), command=Snooze(ALL_RULES, snapshot.made_at))
    in_an_hour = _next_five_minutes(now) + timedelta(hours=1)
    yield MenuRow("snooze-hour", menu.SNOOZE_HOUR, command=Snooze(ALL_RULES, in_an_hour))
    window = view.headline_window if view is not None else None
    if window is not None and window.resets_at is not None and window.resets_at > now:
        label = menu.snooze_until_reset(window.resets_at, now)
        yield MenuRow("snooze-reset", label, command=Snooze(ALL_RULES, window.resets_at))
    yield MenuRow("snooze-tomorrow", menu.SNOOZE_TOMORROW, command=Snooze(ALL_RULES, next_morning(now)))
    yield MenuRow("separator-notices", kind=RowKind.SEPARATOR)
    for rule in Rule:
        if (option := options.get(f"alerts.{rule}")) is not None:
            yield _check_row(option, notifications.RULE_LABELS[rule])


def _next_five_minutes(now: datetime) -> datetime:
    """The next full five minutes. Rows that stay on the screen then change no more often than that."""
    return now + timedelta(minutes=5 - now.minute % 5, seconds=-now.second, microseconds=-now.microsecond)


def _start_at_login_row(*, enabled: bool) -> MenuRow:
    command = StartAtLogin(enabled=not enabled)
    return MenuRow("start-at-login", autostart.START_AT_LOGIN, RowKind.CHECK, checked=enabled, command=command)


def _about_rows(details: str, *, demo: bool) -> Iterator[MenuRow]:
    yield text_row("version", menu.version_label(__version__))
    yield text_row("licence", menu.LICENCE)
    yield MenuRow("copy-details", menu.COPY_DETAILS, command=CopyText(details))
    if not demo:
        yield MenuRow("open-logs", menu.OPEN_LOGS, command=OpenLogs())


def _check_row(option: Option, label: str) -> MenuRow:
    enabled = option.value is True
    return _option_row(option, label, RowKind.CHECK, ChangeSetting(option.key, not enabled), checked=enabled)


def _radio_row(option: Option, value: str, label: str, *, chosen: str | None = None) -> MenuRow:
    """`chosen` is the value that counts as the present one, in place of the option's own."""
    checked = (option.value if chosen is None else chosen) == value
    row = _option_row(option, label, RowKind.RADIO, ChangeSetting(option.key, str(value)), checked=checked)
    return replace(row, id=f"{row.id}-{value}")


def _option_row(option: Option, label: str, kind: RowKind, command: ChangeSetting, *, checked: bool) -> MenuRow:
    """A row whose setting the environment overrides is greyed and names the variable."""
    if option.overridden_by is not None:
        label = menu.locked_label(label, option.overridden_by)
    enabled = option.overridden_by is None
    return MenuRow(f"option-{option.key}", label, kind, enabled=enabled, checked=checked, command=command)
