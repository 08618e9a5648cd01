"""A menu window on an X screen: it grabs mouse and keyboard while it is open.

This module must not know what a row means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from Xlib import XK, X

from brim.tray.linux.xembed.paint import paint

if TYPE_CHECKING:
    from Xlib.display import Display
    from Xlib.protocol.rq import Event

    from brim.model.command import Command
    from brim.tray.linux.xembed.menu import PopupMenu
    from brim.tray.menu.row import MenuRow

_MOUSE_EVENTS = X.ButtonPressMask | X.ButtonReleaseMask | X.PointerMotionMask
_UP_KEYS, _DOWN_KEYS = {XK.XK_Up, XK.XK_KP_Up}, {XK.XK_Down, XK.XK_KP_Down, XK.XK_Tab}
_ACTIVATE_KEYS = {XK.XK_Return, XK.XK_KP_Enter, XK.XK_space, XK.XK_Right}
_BACK_KEYS, _CLOSE_KEYS = {XK.XK_Left, XK.XK_BackSpace}, {XK.XK_Escape}
_WHEEL_LINES = {4: -1, 5: 1}
"""The wheel's buttons by X's numbers; positive is down."""
_BUTTONS = {1, 3}
"""Left and right; the others are the middle one and the wheel."""


class MenuWindow:
    """One menu, from its opening to its end."""

    def __init__(self, display: Display, popup: PopupMenu, at: tuple[int, int]) -> None:
        """Open it beside a point of the screen, on the side that has more space."""
        self._display = display
        self._popup = popup
        self._at = at
        self._release_activates = False
        """False until the mouse was in the menu: the release of the click that opened the menu activates nothing."""
        screen = display.screen()
        self._depth = screen.root_depth
        left, top, width, height = self._geometry()
        self._window = screen.root.create_window(
            left,
            top,
            width,
            height,
            0,
            self._depth,
            override_redirect=True,
            event_mask=X.ExposureMask | X.KeyPressMask | _MOUSE_EVENTS,
        )
        self._window.map()
        self._window.grab_pointer(False, _MOUSE_EVENTS, X.GrabModeAsync, X.GrabModeAsync, X.NONE, X.NONE, X.CurrentTime)  # noqa: FBT003 - all events come to the menu
        self._window.grab_keyboard(False, X.GrabModeAsync, X.GrabModeAsync, X.CurrentTime)  # noqa: FBT003 - the same
        self.open = True

    def close(self) -> None:
        """Release mouse and keyboard and remove the window."""
        if self.open:
            self.open = False
            self._display.ungrab_keyboard(X.CurrentTime)
            self._display.ungrab_pointer(X.CurrentTime)
            self._window.destroy()

    def set_rows(self, rows: tuple[MenuRow, ...]) -> None:
        """Show other rows, if it is open."""
        if self.open:
            self._popup.set_rows(rows)
            self._resize()

    def owns(self, event: Event) -> bool:
        """Whether an event is the open menu's; all events of mouse and keyboard are."""
        return self.open and getattr(event, "window", None) == self._window

    def handle(self, event: Event) -> Command | None:
        """Handle an event; the command of the chosen row, if one was chosen."""
        if event.type == X.Expose:
            self._paint()
        elif event.type == X.MotionNotify:
            inside = self._is_inside(event)
            self._release_activates = self._release_activates or inside
            self._paint_if(changed=self._popup.select_at(event.event_y if inside else -1))
        elif event.type == X.ButtonPress and not self._is_inside(event):
            self.close()
        elif event.type == X.ButtonPress and event.detail in _WHEEL_LINES:
            self._paint_if(changed=self._popup.scroll(_WHEEL_LINES[event.detail]))
        elif event.type == X.ButtonPress:
            self._release_activates = True
        elif event.type == X.ButtonRelease and self._chooses(event):
            self._paint_if(changed=self._popup.select_at(event.event_y))
            return self._activate()
        elif event.type == X.KeyPress:
            return self._handle_key(self._display.keycode_to_keysym(event.detail, 0))
        return None

    def _handle_key(self, key: int) -> Command | None:
        if key in _CLOSE_KEYS:
            self.close()
        elif key in _UP_KEYS | _DOWN_KEYS:
            self._paint_if(changed=self._popup.select_by(1 if key in _DOWN_KEYS else -1))
        elif key in _BACK_KEYS and self._popup.back():
            self._resize()
        elif key in _ACTIVATE_KEYS:
            return self._activate()
        return None

    def _activate(self) -> Command | None:
        command = self._popup.activate()
        if command is not None:
            self.close()
        else:
            self._resize()
        return command

    def _chooses(self, release: Event) -> bool:
        return self._release_activates and release.detail in _BUTTONS and self._is_inside(release)

    def _is_inside(self, event: Event) -> bool:
        width, height = self._popup.size
        return event.event_x in range(width) and event.event_y in range(height)

    def _paint_if(self, *, changed: bool) -> None:
        if changed:
            self._paint()

    def _resize(self) -> None:
        left, top, width, height = self._geometry()
        self._window.configure(x=left, y=top, width=width, height=height)
        self._paint()

    def _paint(self) -> None:
        if self.open:
            paint(self._window, self._popup.image(), self._depth)

    def _geometry(self) -> tuple[int, int, int, int]:
        """Left, top, width and height."""
        screen = self._display.screen()
        width, height = self._popup.size
        x, y = self._at
        top = y - height - 1 if y > screen.height_in_pixels / 2 else y + 1
        left = max(0, min(x, screen.width_in_pixels - width))
        return left, max(0, min(top, screen.height_in_pixels - height)), width, height
