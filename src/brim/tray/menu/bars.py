"""The small picture beside a row of the menu: how full a limit is, in the icon's own language, as a PNG.

Pure and cached. This module must not know which rows there are.
"""

from __future__ import annotations

import io
import math
from functools import lru_cache
from typing import TYPE_CHECKING

from brim.model.options import IconStyle
from brim.tray.icon.spec import IconSpec, Mark

if TYPE_CHECKING:
    from brim.model.usage import Window

PIXELS = 22
"""On a side; panels scale it to the height of a row."""
_FULL = 100
_CACHED = 64


def picture(window: Window) -> bytes | None:
    """The picture of a limit; None when it has no percentage."""
    if window.percent is None:
        return None
    percent = max(0, min(_FULL, math.floor(window.percent)))
    mark = Mark.NONE if window.confirmed else Mark.UNCONFIRMED
    return _png(IconSpec(percent, window.level, mark, style=IconStyle.BAR))


@lru_cache(maxsize=_CACHED)
def _png(look: IconSpec) -> bytes:
    from brim.tray.icon import render

    file = io.BytesIO()
    render.draw(look, PIXELS).save(file, "PNG", compress_level=1)
    return file.getvalue()
