"""The icon of macOS: pystray's, with what it lacks.

That is a picture that the menu bar tints, sharp on every screen, a text beside it, and word of the menu. The menu bar
draws a template image in its own colour, in the dark, in the light and while it is pressed: only how opaque each pixel
is counts (AppKit, NSImage.isTemplate). So what is bright on a dark panel becomes opaque. Everything here belongs to the
main thread. It has not been run on a Mac: tests drive it with stand-ins for AppKit.
This module must not know what is shown. It is imported on macOS alone.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import AppKit
import Foundation
import pystray
from PIL import Image, ImageChops

from brim.tray.icon.spec import Appearance

if TYPE_CHECKING:
    from collections.abc import Callable

_POINTS = 22
"""The side of an icon where the menu bar has room for it; AppKit's unit, one pixel or more."""
_SCALES = (1, 2)
"""Pixels for a point: screens of old, and Retina."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An icon in place of the image that pystray would scale."""

    draw: Callable[[int], Image.Image]
    """The picture of so many pixels on a side."""
    tinted: bool
    """The menu bar is to give it its own colour; `draw` is then for dark panels."""


class MacIcon(pystray.Icon):
    """One icon in the menu bar."""

    SETUP_THREAD_TIMEOUT = 1.0
    """Seconds that its end waits for what is being shown; a notice under way may take longer."""

    def __init__(self, picture: Picture, title: str, menu: pystray.Menu, opened: Callable[[], None]) -> None:
        """`opened` is called when the menu opens."""
        super().__init__("brim", picture, title, menu)
        self._text = ""
        self._watch = _MenuWatch.alloc().init()
        self._watch.opened = opened
        self._app.setActivationPolicy_(AppKit.NSApplicationActivationPolicyAccessory)  # no place in the Dock

    def tell(self, text: str) -> None:
        """Show a text beside the icon; none when it is empty."""
        self._text = text
        if self.visible:
            self._update_title()

    def _update_title(self) -> None:
        super()._update_title()
        button = self._status_item.button()
        button.setTitle_(self._text)
        button.setImagePosition_(AppKit.NSImageLeft if self._text else AppKit.NSImageOnly)

    def _update_menu(self) -> None:
        super()._update_menu()
        if self._menu_handle is not None:
            self._menu_handle[0].setDelegate_(self._watch)

    def _assert_image(self) -> None:
        if self._icon_image is None and isinstance(self.icon, Picture):
            self._icon_image = _image(self.icon, min(_POINTS, int(self._status_bar.thickness())))
            self._status_item.button().setImage_(self._icon_image)


class _MenuWatch(Foundation.NSObject):
    """Hears when the menu opens (NSMenuDelegate)."""

    opened: Callable[[], None]

    def menuWillOpen_(self, _menu: AppKit.NSMenu) -> None:  # noqa: N802 - AppKit calls it by this name
        """Say so."""
        self.opened()


def appearance() -> Appearance:
    """Whether less motion is wished; the menu bar itself sees to dark and light."""
    return Appearance(
        reduced_motion=bool(AppKit.NSWorkspace.sharedWorkspace().accessibilityDisplayShouldReduceMotion())
    )


def as_template(image: Image.Image) -> Image.Image:
    """A picture for a dark panel as black that is the more opaque the brighter it was."""
    shown = image.convert("RGBA")
    opaque = ImageChops.multiply(shown.convert("L"), shown.getchannel("A"))
    black = Image.new("L", shown.size)
    return Image.merge("RGBA", (black, black, black, opaque))


def _image(picture: Picture, points: int) -> AppKit.NSImage:
    """The picture as AppKit takes it, drawn for each density of screens."""
    made = AppKit.NSImage.alloc().initWithSize_((points, points))
    for scale in _SCALES:
        drawn = picture.draw(points * scale)
        file = io.BytesIO()
        (as_template(drawn) if picture.tinted else drawn).save(file, format="PNG")
        raw = file.getvalue()
        one = AppKit.NSBitmapImageRep.imageRepWithData_(Foundation.NSData.dataWithBytes_length_(raw, len(raw)))
        one.setSize_((points, points))
        made.addRepresentation_(one)
    made.setTemplate_(picture.tinted)
    return made
