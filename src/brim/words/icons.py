"""Text about the icon: the headings of the contact sheet, and invalid options of `brim icons`.

This module must not know how the icon is drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words import suggestions

if TYPE_CHECKING:
    from collections.abc import Iterable

_SCHEMES = {"auto": "any", "dark": "dark", "light": "light"}


def style_heading(name: str, scheme: str) -> str:
    """The heading of a block of the contact sheet: a style, and the panel that it is drawn for."""
    return f"{name}, {_SCHEMES[scheme]}"


def state_heading(name: str) -> str:
    """The heading of a column: a state of the icon."""
    return name.replace("_", " ")


def size_heading(pixels: int) -> str:
    """The heading of a row: a size of the icon."""
    return f"{pixels} px"


def missing_out_file() -> tuple[str, str]:
    """No file was named, or its name does not end in .png."""
    return "The picture needs a file", "Name one that ends in .png: --out icons.png"


def invalid_choice(option: str, value: str, likely: str | None, choices: Iterable[str]) -> tuple[str, str]:
    """An option has a value that is not among its choices."""
    return f'{option} "{value}" cannot be used', suggestions.unknown_name(likely, choices)


def out_of_range(option: str, value: str, least: int, most: int) -> tuple[str, str]:
    """An option has a value that is not a number from `least` to `most`."""
    return f'{option} "{value}" cannot be used', f"Give a number from {least} to {most}."


def percent_too_high(name: str) -> tuple[str, str]:
    """A state below the limit was requested at 100 percent."""
    return f"{name} is below the limit", "100 percent is kept for exhausted and paying."


def write_failed(path: str, reason: str) -> tuple[str, str]:
    """The picture could not be written."""
    return f"{path} cannot be written", f"Name another file: {reason}."
