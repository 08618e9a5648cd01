"""Colours as desktops write them in their settings, and how bright a colour is.

This module must not know which desktop writes which form.
"""

from __future__ import annotations

import re

type Colour = tuple[float, float, float]
"""Red, green and blue, 0 to 1."""

_LINEAR = 0.04045
"""Up to here sRGB is linear."""


def luminance(colour: Colour) -> float:
    """Relative luminance of an sRGB colour, 0 to 1 (WCAG 2)."""
    red, green, blue = (part / 12.92 if part <= _LINEAR else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def from_decimal(text: str) -> Colour | None:
    """A colour of KDE's files: `239,240,241`."""
    match = re.fullmatch(r"\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*(?:,.*)?", text)
    return _from_bytes(*(int(part) for part in match.groups())) if match else None


def from_hexadecimal(text: str) -> Colour | None:
    """A colour of LXQt's files: `#202020`."""
    match = re.fullmatch(r'"?#([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})"?', text.strip())
    return _from_bytes(*(int(part, 16) for part in match.groups())) if match else None


def _from_bytes(red: int, green: int, blue: int) -> Colour:
    return min(red / 255, 1.0), min(green / 255, 1.0), min(blue / 255, 1.0)
