"""A menu window on an X screen: it takes mouse and keys while it is open.

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
    from brim.tray.menu.row import Row

_MOUSE = X.ButtonPressMask | X.ButtonReleaseMask | X.PointerMotionMask
_UP, _DOWN = {XK.XK_Up, XK.XK_KP_Up}, {XK.XK_Down, XK.XK_KP_Down, XK.XK_Tab}
_CHOOSE = {XK.XK_Return, XK.XK_KP_Enter, XK.XK_space, XK.XK_Right}
_BACK, _CLOSE = {XK.XK_Left, XK.XK_BackSpace}, {XK.XK_Escape}
_WHEEL = {4: -1, 5: 1}
_BUTTONS = {1, 3}
"""Left and right; the others are the middle one and the wheel."""


class MenuWindow:
    """One menu, from its opening to its end."""

    def __init__(self, display: Display, popup: PopupMenu, at: tuple[int, int]) -> None:
        """Open it beside a place on the screen, on the side where there is more room."""
        self._display = display
        self._popup = popup
        self._at = at
        self._armed = False
        """Whether letting a button go chooses: not for the click that opened the menu."""
        screen = display.screen()
        self._depth = screen.root_depth
        left, top, width, height = self._place()
        self._window = screen.root.create_window(
            left,
            top,
            width,
            height,
            0,
            self._depth,
            override_redirect=True,
            event_mask=X.ExposureMask | X.KeyPressMask | _MOUSE,
        )
        self._window.map()
        self._window.grab_pointer(False, _MOUSE, X.GrabModeAsync, X.GrabModeAsync, X.NONE, X.NONE, X.CurrentTime)  # noqa: FBT003 - all events come to the menu
        self._window.grab_keyboard(False, X.GrabModeAsync, X.GrabModeAsync, X.CurrentTime)  # noqa: FBT003 - the same
        self.open = True

    def close(self) -> None:
        """Give mouse and keys back and go."""
        if self.open:
            self.open = False
            self._display.ungrab_keyboard(X.CurrentTime)
            self._display.ungrab_pointer(X.CurrentTime)
            self._window.destroy()

    def renew(self, rows: tuple[Row, ...]) -> None:
        """Show other rows while it is open."""
        if self.open:
            self._popup.renew(rows)
            self._arrange()

    def has(self, event: Event) -> bool:
        """Whether an event is the open menu's; all of mouse and keys are."""
        return self.open and getattr(event, "window", None) == self._window

    def handle(self, event: Event) -> Command | None:
        """Take an event; the command that was chosen, if one was."""
        if event.type == X.Expose:
            self._paint()
        elif event.type == X.MotionNotify:
            self._armed = self._armed or self._inside(event)
            self._changed(moved=self._popup.move_to(event.event_y if self._inside(event) else -1))
        elif event.type == X.ButtonPress and not self._inside(event):
            self.close()
        elif event.type == X.ButtonPress and event.detail in _WHEEL:
            self._changed(moved=self._popup.scroll(_WHEEL[event.detail]))
        elif event.type == X.ButtonPress:
            self._armed = True
        elif event.type == X.ButtonRelease and self._armed and event.detail in _BUTTONS and self._inside(event):
            self._changed(moved=self._popup.move_to(event.event_y))
            return self._press()
        elif event.type == X.KeyPress:
            return self._key(self._display.keycode_to_keysym(event.detail, 0))
        return None

    def _key(self, key: int) -> Command | None:
        if key in _CLOSE:
            self.close()
        elif key in _UP | _DOWN:
            self._changed(moved=self._popup.move_by(1 if key in _DOWN else -1))
        elif key in _BACK and self._popup.back():
            self._arrange()
        elif key in _CHOOSE:
            return self._press()
        return None

    def _press(self) -> Command | None:
        command = self._popup.press()
        if command is not None:
            self.close()
        else:
            self._arrange()
        return command

    def _inside(self, event: Event) -> bool:
        width, height = self._popup.size
        return event.event_x in range(width) and event.event_y in range(height)

    def _changed(self, *, moved: bool) -> None:
        if moved:
            self._paint()

    def _arrange(self) -> None:
        left, top, width, height = self._place()
        self._window.configure(x=left, y=top, width=width, height=height)
        self._paint()

    def _paint(self) -> None:
        if self.open:
            paint(self._window, self._popup.image(), self._depth)

    def _place(self) -> tuple[int, int, int, int]:
        screen = self._display.screen()
        width, height = self._popup.size
        across, down = self._at
        top = down - height - 1 if down > screen.height_in_pixels / 2 else down + 1
        left = max(0, min(across, screen.width_in_pixels - width))
        return left, max(0, min(top, screen.height_in_pixels - height)), width, height
