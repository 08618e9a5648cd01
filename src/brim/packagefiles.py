"""Where the files are that come with Brim and are no code: `share` has them as an installation has its own `share`.

`make shared-files` makes all of them. This module must not know what they are for.
"""

from __future__ import annotations

import os

SHARE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "share")
"""The folder, with the same folders as `/usr/share`: applications, icons, man and those of shells."""
ICON_NAME = "brim"
"""The name of the icon in a theme, and of the desktop entry."""

ICON = os.path.join(SHARE, "icons", "hicolor", "scalable", "apps", f"{ICON_NAME}.svg")
"""The icon as a drawing for every size."""


def icon_file(pixels: int) -> str:
    """The icon as a PNG file of one of the sizes that are made, such as 48."""
    return os.path.join(SHARE, "icons", "hicolor", f"{pixels}x{pixels}", "apps", f"{ICON_NAME}.png")
