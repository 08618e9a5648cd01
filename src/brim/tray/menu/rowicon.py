"""The small icon beside a menu row: how full a limit is, drawn like the tray's icon, as a PNG.

Pure and cached. This module must not know which rows there are.
"""

from __future__ import annotations

import io
import math
from functools import lru_cache
from typing import TYPE_CHECKING

from brim.model.options import IconStyle
from brim.tray.icon.iconspec import IconSpec, StateMark

if TYPE_CHECKING:
    from brim.model.usage import Window

PIXELS = 22
"""The side of the icon. Panels scale it to the height of a row."""
_FULL = 100
_CACHE_SIZE = 64


def row_icon(window: Window) -> bytes | None:
    """The icon of a limit; None when it has no percentage."""
    if window.percent is None:
        return None
    percent = max(0, min(_FULL, math.floor(window.percent)))
    mark = StateMark.NONE if window.confirmed else StateMark.UNCONFIRMED
    return _png(IconSpec(percent, window.level, mark, style=IconStyle.BARS))


@lru_cache(maxsize=_CACHE_SIZE)
def _png(spec: IconSpec) -> bytes:
    from brim.tray.icon import render

    file = io.BytesIO()
    render.draw(spec, PIXELS).save(file, "PNG", compress_level=1)
    return file.getvalue()
