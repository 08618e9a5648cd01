"""The rows of the menu by which a person chooses: icon, pinned limit, notices, start at login, and what helps.

Pure. This module must not know how a choice is kept or carried out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from brim import __version__
from brim.model.alert import ALL_RULES, Rule
from brim.model.command import ChangeSetting, CopyText, OpenLogs, Snooze, StartAtLogin
from brim.model.options import IconScheme, IconShow, IconStyle
from brim.tray.menu.row import Row, RowKind
from brim.words import autostart, menu, notifications

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from brim.model.account import AccountView
    from brim.model.options import Option
    from brim.model.snapshot import Snapshot

PINNED_ROW = "pinned"
"""The row whose children pin a limit; a wheel over the icon steps through them too."""
_MORNING = 6
"""Tomorrow begins at this hour."""


@dataclass(frozen=True, slots=True)
class MachineState:
    """What the menu tells of this machine, besides what is known of any account."""

    starts_at_login: bool | None = None
    """None where that is not known, or not for this tray to change."""


UNKNOWN_MACHINE_STATE = MachineState()


def rows(snapshot: Snapshot, now: datetime, machine: MachineState, details: str) -> tuple[Row, ...]:
    """Every row of this kind; `details` is what can be copied."""
    options = {option.key: option for option in snapshot.options}
    view = snapshot.most_urgent_account
    made: list[Row] = []
    if "icon.style" in options:
        made.append(_submenu("icon", menu.ICON, _icon(options)))
    if "icon.window" in options and view is not None and view.windows:
        made.append(_submenu(PINNED_ROW, menu.ICON_LIMIT, _pinned(view, options["icon.window"])))
    if "alerts.limit" in options:
        made.append(_submenu("notices", menu.NOTIFICATIONS, _notices(snapshot, view, options, now)))
    if "claude.network" in options:
        made.append(_check(options["claude.network"], menu.NETWORK))
    if machine.starts_at_login is not None:
        on = machine.starts_at_login
        made.append(
            Row(
                "start-at-login",
                autostart.START_AT_LOGIN,
                RowKind.CHECK,
                checked=on,
                command=StartAtLogin(enabled=not on),
            )
        )
    about = [
        Row("version", menu.version_label(__version__), enabled=False),
        Row("licence", menu.LICENCE, enabled=False),
    ]
    about.append(Row("copy-details", menu.COPY_DETAILS, command=CopyText(details)))
    if not snapshot.demo:
        about.append(Row("open-logs", menu.OPEN_LOGS, command=OpenLogs()))
    return (*made, _submenu("about", menu.ABOUT, iter(about)))


def _submenu(name: str, label: str, children: Iterator[Row]) -> Row:
    return Row(name, label, RowKind.SUBMENU, children=tuple(children))


def _icon(options: Mapping[str, Option]) -> Iterator[Row]:
    style, scheme = options["icon.style"], options["icon.scheme"]
    for one in IconStyle:
        yield _radio(style, one, menu.STYLES[one])
    yield Row("separator-scheme", kind=RowKind.SEPARATOR)
    for each in IconScheme:
        yield _radio(scheme, each, menu.SCHEMES[each])
    yield Row("separator-icon", kind=RowKind.SEPARATOR)
    show = options["icon.show"]
    remains = show.value == IconShow.REMAINING
    other = IconShow.USED if remains else IconShow.REMAINING
    yield _choice(show, menu.SHOW_REMAINING, RowKind.CHECK, ChangeSetting(show.key, str(other)), checked=remains)
    yield _check(options["icon.text"], menu.TEXT_BESIDE_ICON)
    yield _check(options["icon.animate"], menu.ANIMATE)


def _pinned(view: AccountView, option: Option) -> Iterator[Row]:
    present = {window.id for window in view.windows}
    pinned = option.value if option.value in present else "auto"
    yield _radio(option, "auto", menu.MOST_URGENT_LIMIT, chosen=pinned)
    for window in view.windows:
        yield _radio(option, window.id, window.label, chosen=pinned)


def _soon(now: datetime) -> datetime:
    """Up to five minutes later: rows that stay while time passes need not change with each minute."""
    return now + timedelta(minutes=5 - now.minute % 5, seconds=-now.second, microseconds=-now.microsecond)


def _notices(
    snapshot: Snapshot, view: AccountView | None, options: Mapping[str, Option], now: datetime
) -> Iterator[Row]:
    for one in snapshot.snoozed:
        if one.rule == ALL_RULES:
            yield Row("snoozed", menu.snoozed(one.until, now), command=Snooze(ALL_RULES, snapshot.made_at))
    yield Row("snooze-hour", menu.SNOOZE_HOUR, command=Snooze(ALL_RULES, _soon(now) + timedelta(hours=1)))
    window = view.headline_window if view is not None else None
    if window is not None and window.resets_at is not None and window.resets_at > now:
        label = menu.snooze_until_reset(window.resets_at, now)
        yield Row("snooze-reset", label, command=Snooze(ALL_RULES, window.resets_at))
    yield Row("snooze-tomorrow", menu.SNOOZE_TOMORROW, command=Snooze(ALL_RULES, tomorrow(now)))
    yield Row("separator-notices", kind=RowKind.SEPARATOR)
    for rule in Rule:
        if (option := options.get(f"alerts.{rule}")) is not None:
            yield _check(option, notifications.RULE_LABELS[rule])


def tomorrow(now: datetime) -> datetime:
    """When tomorrow begins for a person: in the morning, by the machine's own time zone."""
    local = now.astimezone()
    return (local + timedelta(days=1)).replace(hour=_MORNING, minute=0, second=0, microsecond=0).astimezone(now.tzinfo)


def _check(option: Option, label: str) -> Row:
    on = option.value is True
    return _choice(option, label, RowKind.CHECK, ChangeSetting(option.key, not on), checked=on)


def _radio(option: Option, value: str, label: str, *, chosen: str | None = None) -> Row:
    checked = (option.value if chosen is None else chosen) == value
    made = _choice(option, label, RowKind.RADIO, ChangeSetting(option.key, str(value)), checked=checked)
    return Row(f"{made.id}-{value}", made.label, made.kind, made.enabled, made.checked, command=made.command)


def _choice(option: Option, label: str, kind: RowKind, command: ChangeSetting, *, checked: bool) -> Row:
    free = option.overridden_by is None
    label = label if option.overridden_by is None else menu.locked_label(label, option.overridden_by)
    return Row(f"option-{option.key}", label, kind, enabled=free, checked=checked, command=command)
