"""The colour of panels as X shows them on the screen, for desktops whose settings do not name it.

Only windows that call themselves docks are read (EWMH, _NET_WM_WINDOW_TYPE_DOCK), a few lines of pixels of each. On
Wayland no program can read the screen. This module must not know what follows from a colour.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from Xlib import X, Xatom, error

from brim.tray.desktop.xdisplay import PlainDisplay
from brim.tray.linux.xembed import paint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from Xlib.display import Display
    from Xlib.xobject.drawable import Window

    from brim.tray.linux.appearance.colour import Colour

_SAMPLED_HEIGHTS = (0.2, 0.5, 0.8)
"""Where the lines are, as parts of a panel's height."""
_SMALLEST_SHARE = 0.25
"""If the most frequent colour covers less, the panel shows a picture."""
_BRIGHTEST = 255


def panel_colours() -> tuple[Colour, ...]:
    """The most frequent colour of each visible panel; empty where X does not answer. It takes some milliseconds."""
    try:
        display = PlainDisplay()
    except (error.DisplayError, error.XauthError, error.ConnectionClosedError, OSError):
        return ()
    try:
        display.set_error_handler(_ignore)  # windows may go while they are read
        if not paint.supported(display):
            return ()
        colours = (_window_colour(display, window) for window in _docks(display))
        return tuple(colour for colour in colours if colour is not None)
    except (error.ConnectionClosedError, OSError):
        return ()
    finally:
        display.close()


def _ignore(*_error: object) -> None:
    """Do nothing."""


def _docks(display: Display) -> Iterator[Window]:
    """Visible docks, whether a window manager lists them or none runs."""
    root = display.screen().root
    kind, dock = (display.intern_atom(name) for name in ("_NET_WM_WINDOW_TYPE", "_NET_WM_WINDOW_TYPE_DOCK"))
    listed = root.get_full_property(display.intern_atom("_NET_CLIENT_LIST"), Xatom.WINDOW)
    numbers = [*(listed.value if listed is not None else ()), *(child.id for child in root.query_tree().children)]
    for number in dict.fromkeys(numbers):
        window = display.create_resource_object("window", number)
        try:
            types = window.get_full_property(kind, Xatom.ATOM)
            if types is not None and dock in types.value and window.get_attributes().map_state == X.IsViewable:
                yield window
        except error.XError:
            continue


def _window_colour(display: Display, window: Window) -> Colour | None:
    """The most frequent colour of some lines of a window as the screen shows them, whatever program drew them."""
    screen = display.screen()
    counts: Counter[object] = Counter()
    try:
        size, corner = window.get_geometry(), screen.root.translate_coords(window, 0, 0)
        left, right = max(0, corner.x), min(corner.x + size.width, screen.width_in_pixels)
        for height in _SAMPLED_HEIGHTS:
            top = corner.y + int(size.height * height)
            if left < right and 0 <= top < screen.height_in_pixels:
                line = paint.screenshot(screen.root, right - left, 1, left, top).getcolors(right - left) or ()
                counts.update({colour: count for count, colour in line})
    except error.XError:
        return None
    colour, count = next(iter(counts.most_common(1)), (None, 0))
    if not isinstance(colour, tuple) or count < _SMALLEST_SHARE * counts.total():
        return None
    red, green, blue = (part / _BRIGHTEST for part in colour)
    return red, green, blue
