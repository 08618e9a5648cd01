"""The submenu Settings: icon, pinned limit, notifications, how usage is fetched, start at login, the settings file.

Pure. This module must not know how a setting is stored or applied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.model.alert import Rule
from brim.model.command import ChangeSetting, OpenSettings, StartAtLogin
from brim.model.options import IconScheme, IconShow, IconStyle
from brim.tray.menu.optionrows import check_row, option_row, radio_row, submenu
from brim.tray.menu.pinrows import pin_row
from brim.tray.menu.row import MenuRow, RowKind
from brim.words import autostart, menu, notifications
from brim.words.menu import Label, label_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from brim.model.options import Option
    from brim.model.snapshot import Snapshot
    from brim.tray.menu.machinestate import MachineState


def settings_row(snapshot: Snapshot, machine_state: MachineState, ask_cli: list[MenuRow]) -> MenuRow | None:
    """A submenu with a row or a submenu for each setting that the snapshot offers; None where it offers none.

    `ask_cli` are the rows that get the usage in another way than online.
    """
    options = {option.key: option for option in snapshot.options}
    children = tuple(_rows(snapshot, options, machine_state, ask_cli))
    return MenuRow("settings", label_text(Label.SETTINGS), RowKind.SUBMENU, children=children) if children else None


def _rows(
    snapshot: Snapshot, options: Mapping[str, Option], machine_state: MachineState, ask_cli: list[MenuRow]
) -> Iterator[MenuRow]:
    if "icon.style" in options:
        yield submenu("icon", label_text(Label.ICON), _icon_rows(options))
    if "icon.window" in options and any(view.windows for view in snapshot.accounts):
        yield pin_row(snapshot, options["icon.window"])
    if "alerts.limit" in options:
        yield submenu("notices", label_text(Label.NOTIFICATIONS), _notification_rows(options))
    yield from _network_rows(snapshot, options)
    yield from ask_cli
    if machine_state.starts_at_login is not None:
        yield _start_at_login_row(enabled=machine_state.starts_at_login)
    if options and not snapshot.demo:
        yield MenuRow("open-settings", label_text(Label.OPEN_SETTINGS), command=OpenSettings())


def _network_rows(snapshot: Snapshot, options: Mapping[str, Option]) -> Iterator[MenuRow]:
    """A switch for the requests to each provider that is shown; its name stands there where there are several."""
    shown = {account.account.provider: account.account.vendor for account in snapshot.accounts}
    for name, vendor in shown.items():
        if (option := options.get(f"{name}.network")) is not None:
            label = label_text(Label.NETWORK) if len(shown) == 1 else menu.network_row(vendor.product or name)
            yield check_row(option, label)


def _icon_rows(options: Mapping[str, Option]) -> Iterator[MenuRow]:
    for style in IconStyle:
        yield radio_row(options["icon.style"], style, menu.style_label(style))
    yield MenuRow("separator-scheme", kind=RowKind.SEPARATOR)
    for scheme in IconScheme:
        yield radio_row(options["icon.scheme"], scheme, menu.scheme_label(scheme))
    yield MenuRow("separator-icon", kind=RowKind.SEPARATOR)
    show = options["icon.show"]
    shows_remaining = show.value == IconShow.REMAINING
    other = IconShow.USED if shows_remaining else IconShow.REMAINING
    command = ChangeSetting(show.key, str(other))
    yield option_row(show, label_text(Label.SHOW_REMAINING), RowKind.CHECK, command, checked=shows_remaining)
    yield check_row(options["icon.text"], label_text(Label.TEXT_BESIDE_ICON))
    yield check_row(options["icon.animate"], label_text(Label.ANIMATE))


def _notification_rows(options: Mapping[str, Option]) -> Iterator[MenuRow]:
    for rule in Rule:
        if (option := options.get(f"alerts.{rule}")) is not None:
            yield check_row(option, notifications.rule_label(rule))


def _start_at_login_row(*, enabled: bool) -> MenuRow:
    command = StartAtLogin(enabled=not enabled)
    return MenuRow("start-at-login", autostart.start_at_login_label(), RowKind.CHECK, checked=enabled, command=command)
