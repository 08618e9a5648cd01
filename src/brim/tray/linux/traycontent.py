"""What the tray shows now: the view, the appearance and the animation, and the objects that show them.

This module must not know the bus connection, nor what a command does.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from brim.model.command import OpenDetails, OpenPage, PeekLimit
from brim.tray.icon.animation import ReadingAnimation
from brim.tray.icon.fromsnapshot import with_appearance
from brim.tray.icon.iconspec import Appearance
from brim.tray.linux import pixmaps
from brim.tray.linux.dbusmenu import DBusMenu
from brim.tray.linux.quirks import GNOME_SHELL
from brim.tray.linux.statusnotifieritem import StatusNotifierItem
from brim.tray.linux.wheel import WheelScroller
from brim.tray.linux.xembed.fallback import XEmbedFallback
from brim.tray.menu.detailstext import details_text
from brim.tray.menu.flatsubmenus import flat_submenus

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image

    from brim.model.command import Command
    from brim.tray.icon.iconspec import IconSpec
    from brim.tray.menu.row import MenuRow
    from brim.tray.menu.trayview import TrayView


class TrayContent:
    """Owner of the view; every method is called in the loop."""

    def __init__(self, view: TrayView, send: Callable[[Command], None], *, xembed_grace_seconds: float) -> None:
        """Begin with this view; `send` must return at once. `xembed_grace_seconds` is that of the XEmbedFallback."""
        self._send = send
        self._view = view
        self._rows_at: Callable[[datetime], tuple[MenuRow, ...]] = lambda _now: view.rows
        self._flat_submenus = False
        self._appearance = Appearance()
        self._animation = ReadingAnimation(_call_later, self._redraw)
        wheel = WheelScroller(_call_later, lambda steps: send(PeekLimit(steps)))
        self.item = StatusNotifierItem(view, self._send_later, wheel.scroll, _call_later)
        self.menu = DBusMenu(self._bus_rows, self._send_later, _call_later)
        self.xembed = XEmbedFallback(
            self._draw_icon, self._rows, send, wheel.scroll, grace_seconds=xembed_grace_seconds
        )

    def show(self, view: TrayView, rows_at: Callable[[datetime], tuple[MenuRow, ...]]) -> None:
        """Show another view; `rows_at` makes its rows for the moment when the menu opens."""
        rows_changed = view.rows != self._view.rows
        self._view, self._rows_at = view, rows_at
        self._update()
        if rows_changed:
            self.menu.refresh()
            self.xembed.redraw()

    def set_appearance(self, appearance: Appearance) -> None:
        """Show the view as the desktop wants it from now on."""
        self._appearance = appearance
        self._update()

    def set_watcher(self, owner: str) -> None:
        """Serve the watcher of this program from now on, as the item's `set_watcher`.

        GNOME Shell shows no submenu inside another.
        """
        self.item.set_watcher(owner)
        if (flat := owner == GNOME_SHELL) != self._flat_submenus:
            self._flat_submenus = flat
            self.menu.refresh()

    def details_command(self) -> OpenDetails | None:
        """What opens the details page; None before anything is known, and in the demo, which has none."""
        commands = (row.command for row in self._rows())
        return next((one for one in commands if isinstance(one, OpenDetails) and not one.demo), None)

    def page_command(self) -> OpenDetails | OpenPage:
        """What opens the details page, or the usage page where there is none."""
        in_submenus = (row for top in self._rows() for child in top.children for row in (child, *child.children))
        commands = (row.command for row in in_submenus)
        usage_page = next((one for one in commands if isinstance(one, OpenPage)), OpenPage())
        return self.details_command() or usage_page

    def details(self) -> str:
        """All that the menu says before what can be chosen, and below its row More; a line for each row."""
        return details_text(self._rows())

    def image_data(self, icon: IconSpec | None = None) -> pixmaps.ImageData:
        """An icon, or without one that of the tray, for notifications."""
        return pixmaps.image_data(self._icon() if icon is None else with_appearance(icon, self._appearance))

    def _update(self) -> None:
        self._animation.update(reading=self._view.animated and not self._appearance.reduced_motion)
        self._redraw()

    def _redraw(self) -> None:
        icon = replace(self._icon(), animation_step=self._animation.step)
        icon_changed = icon != self.item.view.icon
        self.item.show(replace(self._view, icon=icon))
        if icon_changed:
            self.xembed.redraw()

    def _icon(self) -> IconSpec:
        return with_appearance(self._view.icon, self._appearance)

    def _draw_icon(self, side: int) -> Image.Image:
        from brim.tray.icon import render

        return render.draw(self.item.view.icon, side)

    def _rows(self) -> tuple[MenuRow, ...]:
        return self._rows_at(datetime.now(UTC))

    def _bus_rows(self) -> tuple[MenuRow, ...]:
        return flat_submenus(self._rows()) if self._flat_submenus else self._rows()

    def _send_later(self, command: Command) -> None:
        """Send a command after the reply to the panel, which waits for it."""
        asyncio.get_running_loop().call_soon(self._send, command)


def _call_later(seconds: float, function: Callable[[], None]) -> Callable[[], None]:
    return asyncio.get_running_loop().call_later(seconds, function).cancel
