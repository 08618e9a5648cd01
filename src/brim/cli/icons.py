"""`brim icons`: the icon as a picture, to choose a style by.

Draws what the tray draws, with its own code. This module must not know what a look is made of.
"""

from __future__ import annotations

import io
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from brim.errors import ConfigError
from brim.model.options import IconScheme, IconStyle
from brim.tray.icon.states import FULL, SAMPLES, IconState, sample
from brim.words import clihelp
from brim.words import icons as words

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable
    from enum import StrEnum

    from PIL import Image

SMALLEST, LARGEST, USUAL = 8, 1024, 64
"""Pixels on a side."""
_MISUSED = 2


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments; they are checked in `run`, so that each mistake is one line."""
    parser.set_defaults(command="icons")
    parser.add_argument("--out", metavar="FILE.png", help=clihelp.ICONS_OUT)
    parser.add_argument("--style", metavar="S", help=clihelp.ICONS_STYLE)
    parser.add_argument("--percent", metavar="N", help=clihelp.ICONS_PERCENT)
    parser.add_argument("--state", metavar="STATE", help=clihelp.ICONS_STATE.format(", ".join(IconState)))
    parser.add_argument("--size", metavar="PX", help=clihelp.ICONS_SIZE)
    parser.add_argument("--scheme", metavar="dark|light", help=clihelp.ICONS_SCHEME)


def run(chosen: argparse.Namespace) -> int:
    """Write the picture. Returns 2 after a line about a wish that cannot be met; raises ConfigError for the file."""
    try:
        path = _file(chosen.out)
        picture = _picture(chosen)
    except ConfigError as error:
        if chosen.debug:
            raise
        print(f"brim: {error}", file=sys.stderr)
        return _MISUSED
    content = io.BytesIO()
    picture.save(content, "PNG", optimize=True)
    try:
        path.write_bytes(content.getvalue())
    except OSError as error:
        raise ConfigError(*words.write_failed(str(path), error.strerror or str(error))) from error
    return 0


def _file(name: str | None) -> Path:
    if name is None or not name.lower().endswith(".png"):
        raise ConfigError(*words.missing_out_file())
    return Path(name)


def _picture(chosen: argparse.Namespace) -> Image.Image:
    style = _one_of("--style", chosen.style, IconStyle)
    scheme = _one_of("--scheme", chosen.scheme, IconScheme)
    state = _one_of("--state", chosen.state, IconState)
    from brim.tray.icon.render import SIZES, draw

    percent = _number("--percent", chosen.percent, 0, FULL)
    size = _number("--size", chosen.size, SMALLEST, LARGEST)
    if percent == FULL and state in SAMPLES:
        raise ConfigError(*words.percent_too_high(str(state)))
    if percent is not None or state is not None:
        look = sample(state, percent, style=style or IconStyle.DIGITS, scheme=scheme or IconScheme.AUTO)
        return draw(look, size or USUAL)
    from brim.tray.icon.contactsheet import PANELS, contact_sheet

    panels = [panel for panel in PANELS if scheme in {None, panel.scheme}]
    return contact_sheet([style] if style else tuple(IconStyle), [size] if size else SIZES, panels)


def _one_of[Known: StrEnum](option: str, value: str | None, known: type[Known]) -> Known | None:
    if value is None:
        return None
    if value not in set(known):
        raise ConfigError(*words.invalid_choice(option, value, _names(known)))
    return known(value)


def _names(known: Iterable[StrEnum]) -> Iterable[str]:
    return (str(one) for one in known)


def _number(option: str, value: str | None, least: int, most: int) -> int | None:
    """Floored, as the icon does it."""
    if value is None:
        return None
    try:
        number = float(value.removesuffix("%"))
        if least <= number <= most:
            return math.floor(number)
    except ValueError:
        pass
    raise ConfigError(*words.out_of_range(option, value, least, most))
