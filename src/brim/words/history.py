"""Words about the history of readings: what is wrong with its file, and what stands around the figures.

This module must not know how the history is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SPEND_LABEL = "Extra usage"

MALFORMED = "it is damaged"
NO_DATABASE = "it is no SQLite database"
FOREIGN = "it belongs to another program"
FOREIGN_TABLES = "its tables are not those of a history"
LINK_LOOP = "it is a link that leads to itself"
NO_FILE = "it is no file"

WILL_BE_SET_ASIDE = "Brim sets it aside and begins a new one as soon as it may write there."
BUSY_NEXT = "End the program that keeps it, or wait; until then new readings wait in memory."
NEWER_NEXT = "Update this Brim; until then it neither reads nor changes that file."
PROTECTED_NEXT = "Give yourself the right to read and write it and its folder."


def _name(path: Path | None) -> str:
    return "The history" if path is None else str(path)


def damaged(path: Path | None) -> str:
    """The title for a file that cannot be used."""
    return f"{_name(path)} cannot be used"


def busy(path: Path | None) -> str:
    """The title for a file that somebody else keeps."""
    return f"{_name(path)} is in use by another program"


def newer(path: Path | None) -> str:
    """The title for a file that a newer Brim has changed."""
    return f"{_name(path)} was made by a newer Brim"


def protected(path: Path | None) -> str:
    """The title for a file without rights."""
    return f"{_name(path)} cannot be opened for writing"


def unwritten(path: Path | None) -> str:
    """The title for a file that the system does not write."""
    return f"{_name(path)} cannot be written"


def unwritten_next(why: str) -> str:
    """What to do then; `why` is in SQLite's words."""
    return f"Make room on its disk ({why})."


def set_aside(path: Path, target: Path, why: str) -> str:
    """What was done with a file that cannot be used."""
    return f"{path.name} cannot be used ({why}); it is kept as {target.name}, and a new one begins."
