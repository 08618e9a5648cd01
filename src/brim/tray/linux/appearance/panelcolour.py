"""The colour of panels as they stand on the screen of X, for desktops whose settings do not tell it.

Only windows that call themselves docks are looked at (EWMH, _NET_WM_WINDOW_TYPE_DOCK), a few lines of each. On Wayland
no program sees the screen. This module must not know what follows from a colour.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from Xlib import X, Xatom, error
from Xlib.display import Display

from brim.tray.linux.xembed import paint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from Xlib.xobject.drawable import Window

    from brim.tray.linux.appearance.policy import Colour

_LINES = (0.2, 0.5, 0.8)
"""Where a panel is looked at, in parts of its height."""
_SHARE = 0.25
"""A panel whose commonest colour covers less is a picture."""
_BRIGHTEST = 255


def colours() -> tuple[Colour, ...]:
    """The commonest colour of each panel that can be seen; none where X does not answer. It takes some milliseconds."""
    try:
        display = Display()
    except (error.DisplayError, error.XauthError, error.ConnectionClosedError, OSError):
        return ()
    try:
        display.set_error_handler(_ignore)  # windows go while they are looked at
        if not paint.supported(display):
            return ()
        found = (_colour(display, window) for window in _docks(display))
        return tuple(colour for colour in found if colour is not None)
    except (error.ConnectionClosedError, OSError):
        return ()
    finally:
        display.close()


def _ignore(*_fault: object) -> None:
    """Say nothing."""


def _docks(display: Display) -> Iterator[Window]:
    """Docks, whether a window manager lists them or none runs."""
    root = display.screen().root
    kind, dock = (display.intern_atom(name) for name in ("_NET_WM_WINDOW_TYPE", "_NET_WM_WINDOW_TYPE_DOCK"))
    listed = root.get_full_property(display.intern_atom("_NET_CLIENT_LIST"), Xatom.WINDOW)
    numbers = [*(listed.value if listed is not None else ()), *(one.id for one in root.query_tree().children)]
    for number in dict.fromkeys(numbers):
        window = display.create_resource_object("window", number)
        try:
            types = window.get_full_property(kind, Xatom.ATOM)
            if types is not None and dock in types.value and window.get_attributes().map_state == X.IsViewable:
                yield window
        except error.XError:
            continue


def _colour(display: Display, window: Window) -> Colour | None:
    """The commonest colour of some lines of a window as they are shown, whatever draws them."""
    screen = display.screen()
    seen: Counter[object] = Counter()
    try:
        size, place = window.get_geometry(), screen.root.translate_coords(window, 0, 0)
        left, right = max(0, place.x), min(place.x + size.width, screen.width_in_pixels)
        for part in _LINES:
            top = place.y + int(size.height * part)
            if left < right and 0 <= top < screen.height_in_pixels:
                line = paint.screenshot(screen.root, right - left, 1, left, top).getcolors(right - left) or ()
                seen.update({colour: count for count, colour in line})
    except error.XError:
        return None
    colour, count = next(iter(seen.most_common(1)), (None, 0))
    if not isinstance(colour, tuple) or count < _SHARE * seen.total():
        return None
    red, green, blue = (part / _BRIGHTEST for part in colour)
    return red, green, blue
