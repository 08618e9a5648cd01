"""What the values of options and arguments are, by the name that the help gives them, so that shells complete them.

This module must not know any shell.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from brim.cli.parser import build_parser
from brim.model import limitname
from brim.model.options import IconStyle
from brim.tray.icon.states import IconState
from brim.words.helptopics.topics import topic_names

if TYPE_CHECKING:
    import argparse


class Kind(StrEnum):
    """Values that are not one of a few words."""

    FILE = "file"
    PICTURE = "picture"
    FOLDER = "folder"
    FREE = "free"
    """Nothing can be completed: numbers, names of accounts, texts."""


type Values = Kind | tuple[str, ...]

NAMED: dict[str, Values] = {
    "FILE": Kind.FILE,
    "FILE.png": Kind.PICTURE,
    "DIR": Kind.FOLDER,
    "ID": limitname.OF_PLANS,
    "LIMIT": ("pressing", "session", "week", *limitname.OF_PLANS[1:]),
    "S": tuple(IconStyle),
    "STATE": tuple(IconState),
    "WHEN": ("today", "yesterday", "24h", "7d", "30d", "all"),
    "TOPIC": tuple(sorted({*topic_names(), *build_parser().commands()})),
    "COMMAND": Kind.FREE,
    "N": Kind.FREE,
    "NAME": Kind.FREE,
    "PERCENT": Kind.FREE,
    "PX": Kind.FREE,
    "TEXT": Kind.FREE,
    "TIME": ("15m", "1h", "6h"),
}
"""The values for each such name; words that the parser itself checks, or that `a|b` names, need no entry."""


def values_of(action: argparse.Action) -> Values | None:
    """What an option or an argument takes; None for one that takes nothing, and for a name that is not known here."""
    if action.nargs == 0:
        return None
    if action.choices is not None:
        return tuple(map(str, action.choices))
    name = action.metavar if isinstance(action.metavar, str) else ""
    return NAMED.get(name, tuple(name.split("|")) if "|" in name else None)
