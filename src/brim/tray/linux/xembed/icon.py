"""The icon's window inside the window of a tray (XEmbed; System Tray Protocol of freedesktop.org), and its menu.

This module must not know when an XEmbed tray is wanted, in which thread it runs, nor what a command does.
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
    from brim.tray.menu.row import MenuRow

SELECTION = "_NET_SYSTEM_TRAY_S{}"
"""The owner of this selection is the tray of a screen."""
_REQUEST_DOCK = 0
"""SYSTEM_TRAY_REQUEST_DOCK."""
_MAPPED = 1
"""XEMBED_MAPPED: the panel is to show the window."""
_FIRST_SIDE = 24
"""Pixels, before the panel has set the size of the icon."""
_SMALLEST_SIDE = 8
"""Pixels on a side, below which nothing is drawn."""
_MENU_BUTTONS = {1, 3}
_DEFAULT_DPI = 96


@dataclass(frozen=True, slots=True)
class IconCallbacks:
    """What the icon calls, in the tray's thread."""

    on_docked: Callable[[bool], None]
    """Takes whether the icon is in a tray now."""
    on_button: Callable[[int], None]
    """A button that opens no menu, by X's number: 2 the middle one, 4 to 7 the wheel up, down, left and right."""
    send: Callable[[Command], None]
    """The menu was opened, or a row of it chosen."""


class XEmbedIcon:
    """The window in the tray, in the thread that owns the connection."""

    def __init__(
        self,
        display: Display,
        draw_icon: Callable[[int], Image.Image],
        make_rows: Callable[[], tuple[MenuRow, ...]],
        title: str,
        callbacks: IconCallbacks,
    ) -> None:
        """Subscribe to the announcements of new trays."""
        self._display = display
        self._draw_icon = draw_icon
        self._make_rows = make_rows
        self._title = title
        self._callbacks = callbacks
        self._screen = display.screen()
        self._selection = display.intern_atom(SELECTION.format(display.get_default_screen()))
        self._manager = display.intern_atom("MANAGER")
        self._window: Window | None = None
        self._asked_tray = X.NONE
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
        window = self._create_window(tray)
        intern = self._display.intern_atom
        window.set_wm_class("brim", "Brim")
        window.set_wm_normal_hints(flags=Xutil.PMinSize, min_width=_FIRST_SIDE, min_height=_FIRST_SIDE)
        window.set_wm_name(self._title)
        window.change_property(intern("_NET_WM_NAME"), intern("UTF8_STRING"), 8, self._title.encode())
        window.change_property(intern("_XEMBED_INFO"), intern("_XEMBED_INFO"), 32, [0, _MAPPED])
        message = (32, [X.CurrentTime, _REQUEST_DOCK, window.id, 0, 0])
        opcode = intern("_NET_SYSTEM_TRAY_OPCODE")
        tray.send_event(ClientMessage(window=tray, client_type=opcode, data=message), X.NoEventMask)
        self._window, self._asked_tray = window, number

    def handle(self, event: Event) -> None:
        """Handle an event of the server."""
        if self._menu is not None and self._menu.owns(event):
            command = self._menu.handle(event)
            if command is not None:
                self._callbacks.send(command)
        elif event.type == X.ClientMessage and event.client_type == self._manager:
            self._manager_appeared(event.data[1][1])
        elif self._window is None or getattr(event, "window", None) != self._window:
            return
        elif event.type in {X.Expose, X.ConfigureNotify, X.ReparentNotify, X.DestroyNotify}:
            self._handle_window_event(event)
        elif event.type == X.ButtonPress and event.detail in _MENU_BUTTONS:
            self._open_menu(event)
        elif event.type == X.ButtonPress:
            self._callbacks.on_button(event.detail)

    def redraw(self) -> None:
        """Draw the icon again, and an open menu with its present rows."""
        self._draw()
        if self._menu is not None:
            self._menu.set_rows(self._make_rows())

    def _draw(self) -> None:
        """Draw the icon in the middle of the window."""
        side = min(self._size)
        if self._window is None or side < _SMALLEST_SIDE:  # panels enlarge the window step by step
            return
        icon = self._draw_icon(side)
        image = self._background()
        left, top = (self._size[0] - side) // 2, (self._size[1] - side) // 2
        image.alpha_composite(icon.convert("RGBA"), (left, top))
        paint.paint(self._window, image, self._depth)

    def _background(self) -> Image.Image:
        """Transparent where pixels can be, else what the panel has painted under the window."""
        if self._window is None or self._depth == paint.ALPHA_DEPTH:
            return Image.new("RGBA", self._size)
        self._window.clear_area()
        try:
            return paint.screenshot(self._window, *self._size).convert("RGBA")
        except error.XError:  # the window is hidden now, and is drawn when it becomes visible
            return Image.new("RGBA", self._size, "black")

    def _handle_window_event(self, event: Event) -> None:
        """The tray has placed or exposed the window, or has gone."""
        if event.type == X.DestroyNotify or (event.type == X.ReparentNotify and event.parent == self._screen.root):
            self._undocked()
        elif event.type == X.ReparentNotify:
            self._set_docked(docked=True)
        elif event.type == X.ConfigureNotify:
            self._size = (max(1, event.width), max(1, event.height))
            self._draw()
        else:
            self._draw()

    def _manager_appeared(self, selection: int) -> None:
        """A tray may have started; the one that was asked before may have ended without an answer."""
        if selection == self._selection and not self._docked:
            self._destroy_window()
            self.dock()

    def _undocked(self) -> None:
        """Look for another tray. One that has just released the icon is asked again only after it announces itself."""
        self._destroy_window()
        owner = self._display.get_selection_owner(self._selection)
        if getattr(owner, "id", X.NONE) != self._asked_tray:
            self.dock()

    def _destroy_window(self) -> None:
        if self._window is not None:
            # X gives the number to the next window: an event of the old one would be taken for one of the new.
            self._window.change_attributes(event_mask=X.NoEventMask)
            self._window.destroy()
            self._window = None
        self._set_docked(docked=False)

    def _set_docked(self, *, docked: bool) -> None:
        if docked != self._docked:
            self._docked = docked
            self._callbacks.on_docked(docked)

    def _open_menu(self, event: Event) -> None:
        if self._menu is not None:
            self._menu.close()
        self._callbacks.send(MenuOpened())
        self._menu = MenuWindow(self._display, self._popup(), (event.root_x, event.root_y))

    def _create_window(self, tray: Window) -> Window:
        mask = X.ExposureMask | X.StructureNotifyMask | X.ButtonPressMask
        reply = tray.get_full_property(self._display.intern_atom("_NET_SYSTEM_TRAY_VISUAL"), Xatom.VISUALID)
        visual = reply.value[0] if reply is not None and len(reply.value) else None
        alpha = next((depth for depth in self._screen.allowed_depths if depth.depth == paint.ALPHA_DEPTH), None)
        root = self._screen.root
        if alpha is not None and visual in {allowed.visual_id for allowed in alpha.visuals}:
            self._depth = paint.ALPHA_DEPTH
            colormap = root.create_colormap(visual, X.AllocNone)
            attributes = {"background_pixel": 0, "border_pixel": 0, "colormap": colormap}
        else:
            self._depth, visual = self._screen.root_depth, X.CopyFromParent
            attributes = {"background_pixmap": X.ParentRelative}
        geometry = (0, 0, *self._size, 0, self._depth)
        window: Window = root.create_window(*geometry, X.InputOutput, visual, event_mask=mask, **attributes)
        return window

    def _popup(self) -> PopupMenu:
        screen_size = (self._screen.width_in_pixels, self._screen.height_in_pixels)
        return PopupMenu(self._make_rows(), self._scale(), screen_size)

    def _scale(self) -> float:
        """Pixels of the screen for one of the menu, from the density that the desktop has set."""
        reply = self._screen.root.get_full_property(Xatom.RESOURCE_MANAGER, Xatom.STRING)
        for line in bytes(reply.value).decode("latin-1").splitlines() if reply is not None else ():
            name, _, value = line.partition(":")
            if name == "Xft.dpi" and value.strip().isdigit():
                return max(1.0, int(value) / _DEFAULT_DPI)
        return 1.0
