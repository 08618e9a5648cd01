"""The submenu that pins a limit: which one the icon shows. Pure. It must not know how a setting is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.model.pin import AUTO
from brim.tray.icon.fromsnapshot import icon_options
from brim.tray.menu.optionrows import radio_row, submenu
from brim.tray.menu.row import MenuRow, text_row
from brim.words import menu
from brim.words.menu import Label, label_text
from brim.words.traylimits import limit_of_account, shortened_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brim.model.account import AccountView
    from brim.model.options import Option
    from brim.model.snapshot import Snapshot


def pin_row(snapshot: Snapshot, option: Option) -> MenuRow:
    """The submenu; its label names the pinned limit. A pinned limit that no longer exists counts as automatic."""
    choices = dict(_choices(snapshot))
    chosen = next(_chosen(snapshot), AUTO)
    pinned = choices.get(chosen) if chosen != AUTO else None
    return submenu("pinned", menu.shown_limit_row(pinned), _rows(snapshot, option, choices, chosen))


def _rows(snapshot: Snapshot, option: Option, choices: dict[str, str], chosen: str) -> Iterator[MenuRow]:
    yield radio_row(option, AUTO, label_text(Label.MOST_URGENT_LIMIT), chosen=chosen)
    for value, label in choices.items():
        yield radio_row(option, value, shortened_name(label), chosen=chosen)
    if chosen != AUTO:
        yield text_row("pin-exception", menu.pin_exception_row(icon_options(snapshot).show))


def _choices(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """The value of the setting and the label for each limit.

    Among several accounts it names the account too; a limit that is pinned for all of them has a row of its own before.
    """
    several = len(snapshot.accounts) > 1
    if several and (chosen := next(_chosen(snapshot), AUTO)) != AUTO and not _is_led(snapshot):
        label = next(window.label for view in snapshot.accounts for window in view.windows if window.id == chosen)
        yield chosen, label
    for view in snapshot.accounts:
        for window in view.windows:
            label = limit_of_account(view.account.short_name, window.label) if several else window.label
            yield _value(snapshot, view, window.id), label


def _chosen(snapshot: Snapshot) -> Iterator[str]:
    """The value of the pinned limit, that of the account that is shown for it first; none without one."""
    shown = snapshot.shown_account
    for view in sorted(snapshot.accounts, key=lambda view: (not view.pin_leads, view is not shown)):
        if any(window.id == view.pinned for window in view.windows):
            yield _value(snapshot, view, view.pinned) if view.pin_leads else view.pinned


def _is_led(snapshot: Snapshot) -> bool:
    return any(view.pin_leads for view in snapshot.accounts)


def _value(snapshot: Snapshot, view: AccountView, limit: str) -> str:
    """`weekly_all` of the only account, `NAME:weekly_all` of several providers, else with the account's id."""
    if len(snapshot.accounts) == 1:
        return limit
    provider = view.account.provider
    of_provider = [other for other in snapshot.accounts if other.account.provider == provider]
    named = provider if len(of_provider) == 1 else f"{provider}/{view.account.id}"
    return f"{named}:{limit}"
