r"""The size and the theme of the Windows taskbar, and an icon drawn at the taskbar's own size.

pystray 0.19.5 loads an icon at the size of large icons and lets the shell shrink it; here each size is a frame of its
own, and the frame for small icons at this screen's scale is loaded. Sources: LoadImageW, GetSystemMetrics(SM_CXSMICON),
SetProcessDpiAwarenessContext, and the theme under Themes\Personalize, from Microsoft's documentation. This module must
not know what the icon shows. It can be imported everywhere, and used on Windows alone.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from brim.model.options import IconScheme
from brim.tray.icon.iconspec import Appearance

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import IO

    from PIL import Image

SIZES = (16, 20, 24, 28, 32, 40, 48, 64)
"""Small icons at 100 to 400 percent."""
SMALL_ICON = 49
"""SM_CXSMICON."""
_TASKBAR_CLASS = "Shell_TrayWnd"
"""The class of the taskbar's window."""
PERSONALIZE_KEY = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"
_IMAGE_ICON, _LOAD_FROM_FILE = 1, 0x10
_PER_MONITOR_AWARE = -4
"""DPI_AWARENESS_CONTEXT_PER_MONITOR_AWARE_V2."""
_GET_CLIENT_AREA_ANIMATION = 0x1042
"""SPI_GETCLIENTAREAANIMATION."""


class IconFile:
    """An icon of several sizes, in place of the image that pystray would scale."""

    def __init__(self, frames: Sequence[Image.Image]) -> None:
        """`frames` are square images, each drawn at its own size."""
        self._frames = sorted(frames, key=lambda frame: frame.width)

    def save(self, file: IO[bytes]) -> None:
        """Write all frames as one ICO file."""
        *smaller, largest = self._frames
        sizes = [frame.size for frame in self._frames]
        largest.save(file, format="ICO", sizes=sizes, append_images=smaller, bitmap_format="bmp")


def icon_file(draw: Callable[[int], Image.Image]) -> IconFile:
    """The icon at every size, drawn by `draw`, which is given a size in pixels."""
    return IconFile([draw(size) for size in SIZES])


def enable_dpi_awareness() -> None:
    """State that sizes are in real pixels; does nothing where Windows does not know that (before Windows 10)."""
    if sys.platform == "win32":
        import ctypes

        with suppress(AttributeError, OSError):
            ctypes.windll.user32.SetProcessDpiAwarenessContext(ctypes.c_void_p(_PER_MONITOR_AWARE))


def small_icon_pixels() -> int:
    """The side of icons in the tray, in pixels, on the screen that the taskbar is on now."""
    if sys.platform == "win32":
        import ctypes

        user32 = ctypes.windll.user32
        pixels = 0
        with suppress(AttributeError):  # before Windows 10 one scale holds for all screens, and for as long as we run
            if dpi := user32.GetDpiForWindow(_taskbar_window()):
                pixels = user32.GetSystemMetricsForDpi(SMALL_ICON, dpi)
        return int(pixels or user32.GetSystemMetrics(SMALL_ICON)) or SIZES[0]
    else:  # noqa: RET505 - mypy knows platforms by branches
        return SIZES[0]


def load_icon(path: str, pixels: int) -> int:
    """The handle of the frame of this size in an ICO file, 0 when it cannot be loaded."""
    if sys.platform == "win32":
        import ctypes

        load_image = ctypes.windll.user32.LoadImageW
        load_image.restype = ctypes.c_void_p
        return load_image(None, path, _IMAGE_ICON, pixels, pixels, _LOAD_FROM_FILE) or 0
    else:  # noqa: RET505 - mypy knows platforms by branches
        return 0


def appearance() -> Appearance:
    """Whether the taskbar is dark or light, and whether the user asked for less motion; AUTO where it is unknown."""
    light = _registry_number(PERSONALIZE_KEY, "SystemUsesLightTheme")
    scheme = IconScheme.AUTO if light is None else IconScheme.LIGHT if light else IconScheme.DARK
    return Appearance(scheme, reduced_motion=_animations_off())


def _taskbar_window() -> object:
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        find_window = ctypes.windll.user32.FindWindowW
        find_window.restype = wintypes.HWND
        return wintypes.HWND(find_window(_TASKBAR_CLASS, None))
    else:  # noqa: RET505 - mypy knows platforms by branches
        return None


def _registry_number(key: str, name: str) -> int | None:
    """A number of the current user's registry; None when it is absent or not a number."""
    if sys.platform == "win32":
        import winreg

        with suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
            value = winreg.QueryValueEx(opened, name)[0]
            return value if isinstance(value, int) else None
    return None


def _animations_off() -> bool:
    """The accessibility setting `Animation effects`."""
    if sys.platform == "win32":
        import ctypes

        shown = ctypes.c_int(1)
        if ctypes.windll.user32.SystemParametersInfoW(_GET_CLIENT_AREA_ANIMATION, 0, ctypes.byref(shown), 0):
            return not shown.value
    return False
