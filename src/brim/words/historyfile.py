"""Text about the file of the usage history: why it cannot be used, and what to do next.

This module must not know how the history is stored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words.translation import _

if TYPE_CHECKING:
    from pathlib import Path


def damaged() -> str:
    """Why a file cannot be used: its pages are inconsistent."""
    return _("it is damaged")


def not_a_database() -> str:
    """Why a file cannot be used: it has another format."""
    return _("it is not an SQLite database")


def of_another_program() -> str:
    """Why a file cannot be used: its application id is not Brim's."""
    return _("it belongs to another program")


def other_tables() -> str:
    """Why a file cannot be used: its tables are different."""
    return _("it does not have the tables of a Brim history")


def link_loop() -> str:
    """Why a file cannot be used: a symbolic link points to itself."""
    return _("it is a link that points to itself")


def not_a_file() -> str:
    """Why a file cannot be used: it is a folder, a pipe or a device."""
    return _("it is not a file")


def empty_with_journal() -> str:
    """Why a file cannot be used: it lost its content, and its journal remains."""
    return _("it is empty although it has a journal")


def invalid_values() -> str:
    """Why a file cannot be used: a value in it is out of range."""
    return _("it contains invalid values")


def unusable(path: Path | None) -> tuple[str, str]:
    """The file can never be used as it is."""
    return (
        _("{file} cannot be used", file=_label(path)),
        _("Brim sets it aside and starts a new one as soon as it may write there."),
    )


def busy(path: Path | None) -> tuple[str, str]:
    """Another program has locked the file."""
    return (
        _("{file} is in use", file=_label(path)),
        _("Another program has locked it. End that program, or wait; until then new data waits in memory."),
    )


def newer(path: Path | None) -> tuple[str, str]:
    """A newer Brim has changed the file."""
    return (
        _("{file} needs a newer Brim", file=_label(path)),
        _("Update this Brim; until then it neither reads nor changes that file."),
    )


def older(path: Path | None) -> tuple[str, str]:
    """The file is of an earlier version of Brim."""
    return (
        _("{file} has an older format", file=_label(path)),
        _("Brim updates it the next time it writes there."),
    )


def protected(path: Path | None) -> tuple[str, str]:
    """The user may not write the file."""
    return (
        _("{file} is write-protected", file=_label(path)),
        _("Make it and its folder writable for you."),
    )


def not_a_plain_file(path: Path) -> tuple[str, str]:
    """Something in the place of a journal is not a plain file."""
    return (
        _("Not a plain file"),
        _("Remove {file}; Brim sets it aside as soon as it may write there.", file=path),
    )


def write_failed(path: Path | None, reason: str) -> tuple[str, str]:
    """The system failed to write the file; `reason` is SQLite's or the system's message."""
    return (
        _("{file} cannot be written", file=_label(path)),
        _("Free some disk space, or check its folder ({reason}).", reason=reason),
    )


def set_aside(path: Path, target: Path, reason: str) -> str:
    """A file that cannot be used was renamed to `target`."""
    return _(
        "{file} cannot be used ({reason}); it is kept as {target}, and a new one starts.",
        file=path.name,
        reason=reason,
        target=target.name,
    )


def invalid_time() -> str:
    """The fault of a time in a file to import."""
    return _("not a time between the years 2000 and 2200")


def invalid_text() -> str:
    """The fault of a text in a file to import."""
    return _("characters that cannot be printed, or too many")


def not_a_history(name: str) -> tuple[str, str]:
    """A file to import is not a history of Brim."""
    return (
        _("Not a Brim history file"),
        _('"{file}" is something else: choose a file made by `brim history export`.', file=name),
    )


def newer_export(name: str) -> tuple[str, str]:
    """A file to import has a newer format than this Brim knows."""
    return _("{file} needs a newer Brim", file=name), _("Update this Brim; nothing was imported.")


def _label(path: Path | None) -> str:
    return _("History") if path is None else str(path)
