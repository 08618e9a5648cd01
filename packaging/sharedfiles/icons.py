"""The icon in every form that systems want, drawn by resvg from the two pictures in `assets`.

resvg is an exact version in uv.lock and draws without the machine's fonts, so a picture is the same everywhere. This
module must not know where a form is used.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import resvg_py

from brim.packagefiles import ICON_NAME

if TYPE_CHECKING:
    from pathlib import Path

SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
"""Pixels of a side, as the folders of the theme hicolor have them."""
_ICO_SIZES = (16, 24, 32, 48, 256)
_ICNS_TYPES = {b"icp4": 16, b"icp5": 32, b"ic07": 128, b"ic08": 256, b"ic09": 512, b"ic11": 32, b"ic12": 64}
"""Those that hold a PNG; the last two are for screens with twice the pixels (ICNS, Apple's icon image format)."""
_THEME = "src/brim/share/icons/hicolor"
_OTHERS = "src/brim/cli/launcher"


def icons(root: Path) -> dict[str, bytes]:
    """The content of each file, by its path in the checkout."""
    full, symbolic = ((root / "assets" / f"{ICON_NAME}{kind}.svg").read_bytes() for kind in ("", "-symbolic"))
    pictures = {size: drawn(full, size) for size in SIZES}
    return {
        f"{_THEME}/scalable/apps/{ICON_NAME}.svg": full,
        f"{_THEME}/symbolic/apps/{ICON_NAME}-symbolic.svg": symbolic,
        **{f"{_THEME}/{size}x{size}/apps/{ICON_NAME}.png": picture for size, picture in pictures.items()},
        f"{_OTHERS}/{ICON_NAME}.ico": _ico(pictures),
        f"{_OTHERS}/{ICON_NAME}.icns": _icns(pictures),
    }


def drawn(picture: bytes, pixels: int) -> bytes:
    """An SVG as a PNG with so many pixels on a side."""
    return bytes(
        resvg_py.svg_to_bytes(svg_string=picture.decode(), width=pixels, height=pixels, skip_system_fonts=True)
    )


def _ico(pictures: dict[int, bytes]) -> bytes:
    """The icon of a Windows shortcut: a directory of pictures, then the pictures (ICONDIR, ICONDIRENTRY)."""
    rows, content = struct.pack("<HHH", 0, 1, len(_ICO_SIZES)), b""
    start = len(rows) + 16 * len(_ICO_SIZES)
    for size in _ICO_SIZES:
        side, picture = size % 256, pictures[size]  # 0 is 256
        rows += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), start + len(content))
        content += picture
    return rows + content


def _icns(pictures: dict[int, bytes]) -> bytes:
    """The icon of a bundle of macOS: each picture with its type and its length."""
    content = b"".join(
        kind + struct.pack(">I", len(pictures[size]) + 8) + pictures[size] for kind, size in _ICNS_TYPES.items()
    )
    return b"icns" + struct.pack(">I", len(content) + 8) + content
