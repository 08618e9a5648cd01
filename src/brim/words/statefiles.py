"""Text about faults of Brim's own files, with the next step. This module must not know what a file is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words.translation import _, ngettext

if TYPE_CHECKING:
    from pathlib import Path


def not_a_regular_file() -> str:
    """Why a file cannot be used: it is a folder, a pipe or a device."""
    return _("not a plain file")


def too_large() -> str:
    """Why a file cannot be used."""
    return _("too large")


def not_a_json_object() -> str:
    """Why a file cannot be used."""
    return _("not a JSON object")


def unusable_number() -> str:
    """Why a value cannot be used."""
    return _("not a usable number")


def unwritable_value() -> str:
    """Why a file cannot be written."""
    return _("a value cannot be stored")


def invalid_value_count(count: int) -> str:
    """Why a file cannot be used: how many of its values are invalid."""
    return ngettext("{count} value cannot be used", "{count} values cannot be used", count)


def invalid(name: str, reason: str) -> str:
    """A file is invalid; it is set aside as soon as Brim may write."""
    return _("{file} cannot be used: {reason}", file=name, reason=reason)


def not_read(name: str, reason: str | None) -> str:
    """A file cannot be read, and counts as absent."""
    return _("{file} cannot be read: {reason}", file=name, reason=reason or _unknown())


def unreadable(path: Path, reason: str | None) -> tuple[str, str]:
    """A file cannot be read, and a person wants to see what is in it."""
    return _("{file} cannot be read", file=path), _("Make it readable for you ({reason}).", reason=reason or _unknown())


def unwritable(path: Path, reason: str | None) -> tuple[str, str]:
    """A file cannot be written."""
    return _("{file} cannot be written", file=path), _(
        "Free some disk space, or make it writable for you ({reason}).", reason=reason or _unknown()
    )


def _unknown() -> str:
    return _("unknown reason")
