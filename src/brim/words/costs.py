"""Text about tokens, list prices and what usage went into. This module must not know how any of that is computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words.translation import _

if TYPE_CHECKING:
    from pathlib import Path


def prices_unreadable(path: Path, reason: str) -> tuple[str, str]:
    """The user's price file cannot be read: title and what to do."""
    return _("Prices cannot be read"), _("{file}: {reason}. Fix or remove the file.", file=path, reason=reason)


def prices_not_json(path: Path) -> tuple[str, str]:
    """The user's price file is not an object in JSON."""
    return _("Prices are not JSON"), _("Fix or remove {file}; `brim help usage` shows its form.", file=path)


def price_invalid(path: Path, reason: str) -> tuple[str, str]:
    """A value in the user's price file is invalid."""
    return _("A price is invalid"), _("{file}: {reason}.", file=path, reason=reason)
