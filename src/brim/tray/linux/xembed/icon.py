"""The icon's window inside the window of an old tray (XEmbed; System Tray Protocol of freedesktop.org), and its menu.

This module must not know when an old tray is wanted, in which thread it is, nor what a command does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image
from Xlib import X, Xatom, Xutil, error
from Xlib.protocol.event import ClientMessage

from brim.model.command import MenuOpened
from brim.tray.linux.xembed import paint
from brim.tray.linux.xembed.menu import PopupMenu
from brim.tray.linux.xembed.menuwindow import MenuWindow

if TYPE_CHECKING:
    from collections.abc import Callable

    from Xlib.display import Display
    from Xlib.protocol.rq import Event
    from Xlib.xobject.drawable import Window

    from brim.model.command import Command
    from brim.tray.menu.row import Row

SELECTION = "_NET_SYSTEM_TRAY_S{}"
"""Who owns it is the tray of a screen."""
_DOCK = 0
"""SYSTEM_TRAY_REQUEST_DOCK."""
_MAPPED = 1
"""XEMBED_MAPPED: the panel is to show the window."""
_FIRST_SIDE = 24
"""Pixels, before the panel has said how large the icon is."""
_SMALLEST = 8
"""Pixels on a side, below which nothing is drawn."""
_MENU_BUTTONS = {1, 3}
_USUAL_DPI = 96


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Who is told what; called in the tray's thread."""

    docked: Callable[[bool], None]
    """The icon stands in a tray, or in none any longer."""
    pressed: Callable[[int], None]
    """A button that opens no menu, by X's number: 2 the middle one, 4 and 5 the wheel up and down."""
    send: Callable[[Command], None]
    """The menu was opened, or a row of it chosen."""


class XEmbedIcon:
    """The window in the tray, in the thread that owns the connection."""

    def __init__(
        self,
        display: Display,
        picture: Callable[[int], Image.Image],
        rows: Callable[[], tuple[Row, ...]],
        title: str,
        hearer: Subscriber,
    ) -> None:
        """Ask to hear of trays that come."""
        self._display = display
        self._picture, self._rows, self._title, self._hearer = picture, rows, title, hearer
        self._screen = display.screen()
        self._selection = display.intern_atom(SELECTION.format(display.get_default_screen()))
        self._manager = display.intern_atom("MANAGER")
        self._window: Window | None = None
        self._asked = X.NONE
        """The tray that was asked to take the window."""
        self._docked = False
        self._menu: MenuWindow | None = None
        self._depth = self._screen.root_depth
        self._size = (_FIRST_SIDE, _FIRST_SIDE)
        self._screen.root.change_attributes(event_mask=X.StructureNotifyMask)

    def dock(self) -> None:
        """Ask the tray to take the icon, if there is a tray."""
        number: int = getattr(self._display.get_selection_owner(self._selection), "id", X.NONE)
        if number == X.NONE or self._window is not None:
            return
        tray = self._display.create_resource_object("window", number)
        window = self._make_window(tray)
        intern = self._display.intern_atom
        window.set_wm_class("brim", "Brim")
        window.set_wm_normal_hints(flags=Xutil.PMinSize, min_width=_FIRST_SIDE, min_height=_FIRST_SIDE)
        window.set_wm_name(self._title)
        window.change_property(intern("_NET_WM_NAME"), intern("UTF8_STRING"), 8, self._title.encode())
        window.change_property(intern("_XEMBED_INFO"), intern("_XEMBED_INFO"), 32, [0, _MAPPED])
        message = (32, [X.CurrentTime, _DOCK, window.id, 0, 0])
        opcode = intern("_NET_SYSTEM_TRAY_OPCODE")
        tray.send_event(ClientMessage(window=tray, client_type=opcode, data=message), X.NoEventMask)
        self._window, self._asked = window, number

    def handle(self, event: Event) -> None:
        """Take an event of the server."""
        if self._menu is not None and self._menu.has(event):
            command = self._menu.handle(event)
            if command is not None:
                self._hearer.send(command)
        elif event.type == X.ClientMessage and event.client_type == self._manager:
            self._meet(event.data[1][1])
        elif self._window is None or getattr(event, "window", None) != self._window:
            return
        elif event.type in {X.Expose, X.ConfigureNotify, X.ReparentNotify, X.DestroyNotify}:
            self._stand(event)
        elif event.type == X.ButtonPress and event.detail in _MENU_BUTTONS:
            self._open_menu(event)
        elif event.type == X.ButtonPress:
            self._hearer.pressed(event.detail)

    def renew(self) -> None:
        """The icon looks different now, or its menu does."""
        self._draw()
        if self._menu is not None:
            self._menu.renew(self._rows())

    def _draw(self) -> None:
        """Draw the icon in the middle of its place."""
        side = min(self._size)
        if self._window is None or side < _SMALLEST:  # panels make room step by step
            return
        icon = self._picture(side)
        sheet = self._ground()
        left, top = (self._size[0] - side) // 2, (self._size[1] - side) // 2
        sheet.alpha_composite(icon.convert("RGBA"), (left, top))
        paint.paint(self._window, sheet, self._depth)

    def _ground(self) -> Image.Image:
        """What is under the icon: nothing where pixels can be transparent, else what the panel has painted there."""
        if self._window is None or self._depth == paint.ALPHA_DEPTH:
            return Image.new("RGBA", self._size)
        self._window.clear_area()
        try:
            return paint.screenshot(self._window, *self._size).convert("RGBA")
        except error.XError:  # it cannot be seen now, and will be drawn when it can
            return Image.new("RGBA", self._size, "black")

    def _stand(self, event: Event) -> None:
        """The tray has placed the window, or has gone."""
        if event.type == X.DestroyNotify or (event.type == X.ReparentNotify and event.parent == self._screen.root):
            self._leave()
        elif event.type == X.ReparentNotify:
            self._tell(docked=True)
        elif event.type == X.ConfigureNotify:
            self._size = (max(1, event.width), max(1, event.height))
            self._draw()
        else:
            self._draw()

    def _meet(self, selection: int) -> None:
        """Some manager has come, a tray perhaps; the one that was asked before may have gone without an answer."""
        if selection == self._selection and not self._docked:
            self._drop()
            self.dock()

    def _leave(self) -> None:
        """Look for another tray; one that has just let the icon go is not asked again before it says so."""
        self._drop()
        owner = self._display.get_selection_owner(self._selection)
        if getattr(owner, "id", X.NONE) != self._asked:
            self.dock()

    def _drop(self) -> None:
        if self._window is not None:
            # Its number is given to the next window: word of its end would be taken for the end of that one.
            self._window.change_attributes(event_mask=X.NoEventMask)
            self._window.destroy()
            self._window = None
        self._tell(docked=False)

    def _tell(self, *, docked: bool) -> None:
        if docked != self._docked:
            self._docked = docked
            self._hearer.docked(docked)

    def _open_menu(self, event: Event) -> None:
        if self._menu is not None:
            self._menu.close()
        self._hearer.send(MenuOpened())
        self._menu = MenuWindow(self._display, self._popup(), (event.root_x, event.root_y))

    def _make_window(self, tray: Window) -> Window:
        mask = X.ExposureMask | X.StructureNotifyMask | X.ButtonPressMask
        found = tray.get_full_property(self._display.intern_atom("_NET_SYSTEM_TRAY_VISUAL"), Xatom.VISUALID)
        visual = found.value[0] if found is not None and len(found.value) else None
        deep = next((one for one in self._screen.allowed_depths if one.depth == paint.ALPHA_DEPTH), None)
        root = self._screen.root
        if deep is not None and visual in {one.visual_id for one in deep.visuals}:
            self._depth = paint.ALPHA_DEPTH
            colours = root.create_colormap(visual, X.AllocNone)
            attributes = {"background_pixel": 0, "border_pixel": 0, "colormap": colours}
        else:
            self._depth, visual = self._screen.root_depth, X.CopyFromParent
            attributes = {"background_pixmap": X.ParentRelative}
        place = (0, 0, *self._size, 0, self._depth)
        window: Window = root.create_window(*place, X.InputOutput, visual, event_mask=mask, **attributes)
        return window

    def _popup(self) -> PopupMenu:
        return PopupMenu(self._rows(), self._scale(), (self._screen.width_in_pixels, self._screen.height_in_pixels))

    def _scale(self) -> float:
        """Pixels of the screen for one of the menu, from the density that the desktop has set."""
        found = self._screen.root.get_full_property(Xatom.RESOURCE_MANAGER, Xatom.STRING)
        for line in bytes(found.value).decode("latin-1").splitlines() if found is not None else ():
            name, _, value = line.partition(":")
            if name == "Xft.dpi" and value.strip().isdigit():
                return max(1.0, int(value) / _USUAL_DPI)
        return 1.0
