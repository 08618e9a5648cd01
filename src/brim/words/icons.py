"""Text about the icon: the headings of the contact sheet, and invalid options of `brim icons`.

This module must not know how the icon is drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words import suggestions
from brim.words.translation import _

if TYPE_CHECKING:
    from collections.abc import Iterable


def style_heading(name: str, scheme: str) -> str:
    """The heading of a block of the contact sheet: a style, and the panel that it is drawn for."""
    if scheme == "auto":
        return _("{style}, any panel", style=name)
    return _("{style}, dark panel", style=name) if scheme == "dark" else _("{style}, light panel", style=name)


def marks_heading(name: str, scheme: str) -> str:
    """The heading of a block with the marks of the providers, below that of the same style and panel."""
    return _("{style}, providers", style=style_heading(name, scheme))


def state_heading(name: str) -> str:
    """The heading of a column: a state of the icon."""
    return name.replace("_", " ")


def size_heading(pixels: int) -> str:
    """The heading of a row: a size of the icon."""
    return _("{pixels} px", pixels=pixels)


def missing_out_file() -> tuple[str, str]:
    """No file was named, or its name does not end in .png."""
    return _("Choose an output file"), _("Name one that ends in .png: --out icons.png")


def invalid_choice(option: str, value: str, likely: str | None, choices: Iterable[str]) -> tuple[str, str]:
    """An option has a value that is not among its choices."""
    return _cannot_be_used(option, value), suggestions.unknown_name(likely, choices)


def out_of_range(option: str, value: str, least: int, most: int) -> tuple[str, str]:
    """An option has a value that is not a number from `least` to `most`."""
    return _cannot_be_used(option, value), _("Give a number from {least} to {most}.", least=least, most=most)


def _cannot_be_used(option: str, value: str) -> str:
    return _('{option} "{value}" cannot be used', option=option, value=value)


def percent_too_high(name: str) -> tuple[str, str]:
    """A state below the limit was requested at 100 percent."""
    return _("{state} is below the limit", state=name), _("Use 100 percent with exhausted or paying only.")


def write_failed(path: str, reason: str) -> tuple[str, str]:
    """The picture could not be written."""
    return _("{file} cannot be written", file=path), _("Name another file: {reason}.", reason=reason)
