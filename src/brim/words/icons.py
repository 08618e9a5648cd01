"""Words about the icon: the contact sheet, and what is wrong with a wish for a picture.

This module must not know how the icon is drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SCHEMES = {"auto": "any", "dark": "dark", "light": "light"}


def style_heading(name: str, scheme: str) -> str:
    """What a block of the contact sheet shows."""
    return f"{name}, {_SCHEMES[scheme]}"


def state_heading(name: str) -> str:
    """The name of a state above its column."""
    return name.replace("_", " ")


def size_heading(pixels: int) -> str:
    """The size of a row of icons."""
    return f"{pixels} px"


def missing_out_file() -> tuple[str, str]:
    """No file was named, or none for a PNG."""
    return "The picture needs a file", "Name one that ends in .png: --out icons.png"


def invalid_choice(option: str, value: str, choices: Iterable[str]) -> tuple[str, str]:
    """An option was given something that it does not know."""
    return f"{option} {value} cannot be used", f"Choose one of {', '.join(choices)}."


def out_of_range(option: str, value: str, least: int, most: int) -> tuple[str, str]:
    """A number was expected."""
    return f"{option} {value} cannot be used", f"Give a number from {least} to {most}."


def percent_too_high(name: str) -> tuple[str, str]:
    """A state below the limit was wanted at 100."""
    return f"{name} is below the limit", "100 percent is kept for exhausted and paying."


def write_failed(path: str, reason: str) -> tuple[str, str]:
    """The file could not be written."""
    return f"{path} cannot be written", f"Name another file: {reason}."
