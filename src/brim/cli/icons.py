"""`brim icons`: writes the icon, or a sheet of all icons, to a PNG file to choose a style by.

It uses the tray's own drawing code. This module must not know how an icon is drawn.
"""

from __future__ import annotations

import io
import math
from pathlib import Path
from typing import TYPE_CHECKING

from brim.errors import ConfigError
from brim.model.options import IconScheme, IconStyle
from brim.printing import complain
from brim.suggestions import nearest
from brim.tray.icon.states import FULL, SAMPLE_PERCENTS, IconState, sample_spec
from brim.words import icons as words
from brim.words.clihelp import option_help

if TYPE_CHECKING:
    import argparse
    from enum import StrEnum

    from PIL import Image

MIN_SIZE, MAX_SIZE, DEFAULT_SIZE = 8, 1024, 64
"""Pixels on a side."""
_USAGE_ERROR = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments; they are checked in `run`, so that each mistake is one line."""
    parser.add_argument("--out", metavar="FILE.png", help=option_help("icons.out"))
    parser.add_argument("--style", metavar="S", help=option_help("icons.style", styles=", ".join(IconStyle)))
    parser.add_argument("--percent", metavar="N", help=option_help("icons.percent"))
    parser.add_argument("--state", metavar="STATE", help=option_help("icons.state", states=", ".join(IconState)))
    parser.add_argument("--size", metavar="PX", help=option_help("icons.size"))
    parser.add_argument("--scheme", metavar="dark|light", help=option_help("icons.scheme"))


def run(arguments: argparse.Namespace) -> int:
    """Write the image; returns 0, or 2 after a line about an invalid argument.

    Raises ConfigError when the file cannot be written.
    """
    try:
        path = _out_path(arguments.out)
        image = _image(arguments)
    except ConfigError as error:
        if arguments.debug:
            raise
        complain((error,))
        return _USAGE_ERROR
    content = io.BytesIO()
    image.save(content, "PNG", optimize=True)
    try:
        path.write_bytes(content.getvalue())
    except OSError as error:
        raise ConfigError(*words.write_failed(str(path), error.strerror or str(error))) from error
    return 0


def _out_path(name: str | None) -> Path:
    if name is None or not name.lower().endswith(".png"):
        raise ConfigError(*words.missing_out_file())
    return Path(name)


def _image(arguments: argparse.Namespace) -> Image.Image:
    style = _choice("--style", arguments.style, IconStyle)
    scheme = _choice("--scheme", arguments.scheme, IconScheme)
    state = _choice("--state", arguments.state, IconState)
    from brim.tray.icon.render import SIZES, draw

    percent = _number("--percent", arguments.percent, 0, FULL)
    size = _number("--size", arguments.size, MIN_SIZE, MAX_SIZE)
    if percent == FULL and state in SAMPLE_PERCENTS:
        raise ConfigError(*words.percent_too_high(str(state)))
    if percent is not None or state is not None:
        spec = sample_spec(state, percent, style=style or IconStyle.NUMBER, scheme=scheme or IconScheme.AUTO)
        return draw(spec, size or DEFAULT_SIZE)
    from brim.tray.icon.contactsheet import PANELS, contact_sheet

    panels = [panel for panel in PANELS if scheme in {None, panel.scheme}]
    return contact_sheet([style] if style else tuple(IconStyle), [size] if size else SIZES, panels, provider_marks())


def provider_marks() -> dict[str, str]:
    """The mark of each provider, by its name."""
    from brim.backend.providerlist.selection import real_providers

    return {(vendor := one.vendor()).product: vendor.mark for one in real_providers()}


def _choice[Choice: StrEnum](option: str, value: str | None, choices: type[Choice]) -> Choice | None:
    if value is None:
        return None
    try:
        return choices(value)
    except ValueError:
        raise ConfigError(*words.invalid_choice(option, value, nearest(value, choices), map(str, choices))) from None


def _number(option: str, value: str | None, minimum: int, maximum: int) -> int | None:
    """The number, rounded down as the icon does it."""
    if value is None:
        return None
    try:
        number = float(value.removesuffix("%"))
        if minimum <= number <= maximum:
            return math.floor(number)
    except ValueError:
        pass
    raise ConfigError(*words.out_of_range(option, value, minimum, maximum))
