"""The icon of macOS: pystray's icon, extended.

It adds an image that the menu bar tints, sharp on every screen, a text beside the icon, and a callback when the menu
opens. The menu bar draws a template image in its own colour, in dark and light mode and while it is pressed: only the
opacity of each pixel counts (AppKit, NSImage.isTemplate). So what is bright on a dark panel becomes opaque. Everything
here belongs to the main thread. It has not been run on a Mac: tests drive it with fakes for AppKit.
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

from brim.tray.icon.iconspec import Appearance

if TYPE_CHECKING:
    from collections.abc import Callable

_POINTS = 22
"""The side of an icon where the menu bar is high enough; in AppKit's unit, which is one pixel or more."""
_OPACITIES = [round(255 * (brightness / 255) ** 1.2) for brightness in range(256)]
"""By brightness. A ground is less opaque than it is bright, so that digits on it stand out."""
_SCALES = (1, 2)
"""Pixels for a point: older screens, and Retina."""


@dataclass(frozen=True, slots=True)
class IconImage:
    """The icon's image, in place of the image that pystray would scale."""

    draw: Callable[[int], Image.Image]
    """Draws the image with so many pixels on a side."""
    template: bool
    """The menu bar gives it its own colour; `draw` then draws for dark panels."""


class MacIcon(pystray.Icon):
    """One icon in the menu bar."""

    SETUP_THREAD_TIMEOUT = 1.0
    """Seconds that its end waits for what is being shown; a notification under way may take longer."""

    def __init__(self, image: IconImage, title: str, menu: pystray.Menu, opened: Callable[[], None]) -> None:
        """`opened` is called when the menu opens."""
        super().__init__("brim", image, title, menu)
        self._label = ""
        self._menu_delegate = _MenuDelegate.alloc().init()
        self._menu_delegate.opened = opened
        self._app.setActivationPolicy_(AppKit.NSApplicationActivationPolicyAccessory)  # no icon in the Dock

    def set_label(self, label: str) -> None:
        """Show a text beside the icon; nothing when it is empty."""
        self._label = label
        if self.visible:
            self._update_title()

    def _update_title(self) -> None:
        super()._update_title()
        button = self._status_item.button()
        button.setTitle_(self._label)
        button.setImagePosition_(AppKit.NSImageLeft if self._label else AppKit.NSImageOnly)

    def _update_menu(self) -> None:
        super()._update_menu()
        if self._menu_handle is not None:
            self._menu_handle[0].setDelegate_(self._menu_delegate)

    def _assert_image(self) -> None:
        if self._icon_image is None and isinstance(self.icon, IconImage):
            self._icon_image = _appkit_image(self.icon, min(_POINTS, int(self._status_bar.thickness())))
            self._status_item.button().setImage_(self._icon_image)


class _MenuDelegate(Foundation.NSObject):
    """Receives the event that the menu opens (NSMenuDelegate)."""

    opened: Callable[[], None]

    def menuWillOpen_(self, _menu: AppKit.NSMenu) -> None:  # noqa: N802 - AppKit calls it by this name
        """Call the callback."""
        self.opened()


def appearance() -> Appearance:
    """Whether the user asked for less motion; the menu bar itself handles dark and light."""
    workspace = AppKit.NSWorkspace.sharedWorkspace()
    return Appearance(reduced_motion=bool(workspace.accessibilityDisplayShouldReduceMotion()))


def as_template(image: Image.Image) -> Image.Image:
    """An image for a dark panel, converted to black: the brighter a pixel was, the more opaque it is."""
    rgba = image.convert("RGBA")
    opacity = ImageChops.multiply(rgba.convert("L").point(_OPACITIES), rgba.getchannel("A"))
    black = Image.new("L", rgba.size)
    return Image.merge("RGBA", (black, black, black, opacity))


def _appkit_image(image: IconImage, points: int) -> AppKit.NSImage:
    """The image as AppKit takes it, drawn for each pixel density of screens."""
    appkit_image = AppKit.NSImage.alloc().initWithSize_((points, points))
    for scale in _SCALES:
        drawn = image.draw(points * scale)
        file = io.BytesIO()
        (as_template(drawn) if image.template else drawn).save(file, format="PNG")
        png = file.getvalue()
        data = Foundation.NSData.dataWithBytes_length_(png, len(png))
        representation = AppKit.NSBitmapImageRep.imageRepWithData_(data)
        representation.setSize_((points, points))
        appkit_image.addRepresentation_(representation)
    appkit_image.setTemplate_(image.template)
    return appkit_image
