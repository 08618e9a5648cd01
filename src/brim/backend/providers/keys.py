"""Finds an API key: in the settings, in a file for this user alone, or in a file of another tool. It is only read.

This module must not know whose key it is, nor how it is used.
"""

from __future__ import annotations

import json
import re
import stat
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import SecretStr

from brim.backend.system.files import MAX_BYTES, file_version, read_regular_file, short_path
from brim.words import apikeys, loginerrors

if TYPE_CHECKING:
    from pathlib import Path

    from brim.model.account import Problem

_KEY = re.compile(r"[!-~]{3,4096}")
"""Printable ASCII without a space, which fits into a header."""
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A file that may hold the key."""

    path: Path
    members: tuple[str, ...] = ()
    """Where the key is in its JSON; empty for a file that holds the key and nothing else."""
    own: bool = False
    """The user made it for Brim, so it must be readable for nobody else."""


@dataclass(frozen=True, slots=True)
class FoundKey:
    """The key that counts, or why there is none."""

    place: str
    """A variable, or a file as people write it."""
    secret: SecretStr | None = field(default=None, repr=False)
    problem: Problem | None = None
    """Why a key that is there cannot be used; None where there is none."""

    @property
    def is_there(self) -> bool:
        """Whether there is something, be it usable or not."""
        return self.secret is not None or self.problem is not None


def find_key(named: tuple[tuple[str, SecretStr | None], ...], files: tuple[KeyFile, ...]) -> FoundKey | None:
    """The first key: of `named` ones, which are variables and their values, then of files; None without any.

    It opens files, so it may block for a moment. It never raises.
    """
    for place, value in named:
        text = value.get_secret_value().strip() if value is not None else ""
        if text:
            return _checked(place, text)
    return next((found for file in files if (found := _in_file(file)).is_there), None)


def keys_version(files: tuple[KeyFile, ...]) -> str:
    """Changes whenever `find_key` may find another key in these files; opens none."""
    return " ".join(str(file_version(file.path)) for file in files)


def _in_file(file: KeyFile) -> FoundKey:
    place = short_path(file.path)
    try:
        raw = read_regular_file(file.path, MAX_BYTES)
        open_to_others = file.own and sys.platform != "win32" and bool(file.path.stat().st_mode & _OTHERS)
    except (FileNotFoundError, NotADirectoryError):
        return FoundKey(place)
    except OSError as error:
        return FoundKey(place, problem=apikeys.key_unreadable(place, loginerrors.cannot_open(error.strerror)))
    if open_to_others:
        return FoundKey(place, problem=apikeys.open_to_others(place))
    if not file.members:
        text = raw.decode("utf-8-sig", errors="replace").strip()
        return _checked(place, text) if text else FoundKey(place)
    try:
        value: object = json.loads(raw)
    except (ValueError, RecursionError):
        return FoundKey(place, problem=apikeys.key_unreadable(place, loginerrors.not_json()))
    for member in file.members:
        value = value.get(member) if isinstance(value, dict) else None
    return _checked(place, value) if isinstance(value, str) and value else FoundKey(place)


def _checked(place: str, text: str) -> FoundKey:
    if _KEY.fullmatch(text) is None:
        return FoundKey(place, problem=apikeys.key_unreadable(place, loginerrors.no_token()))
    return FoundKey(place, SecretStr(text))
