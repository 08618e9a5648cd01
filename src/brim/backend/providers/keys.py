"""Finds an API key: in the settings, in a file for this user alone, or in a file of another tool. It is only read.

This module must not know whose key it is, nor how it is used.
"""

from __future__ import annotations

import json
import re
import stat
import sys
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pydantic import SecretStr

from brim.backend.system.files import MAX_BYTES, file_version, read_regular_file, short_path
from brim.privatefiles import is_there
from brim.words import apikeys, loginerrors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from brim.model.account import Problem

_KEY = re.compile(r"(?:(?![\"'{}<>\\])[!-~]){3,4096}")
"""Printable ASCII that fits into a header, without a space and what is of another form, such as JSON."""
_ASSIGNED = re.compile(r"(?:export\s+)?[A-Z][A-Z0-9_]*\s*=\s*(?!=)(.+)", re.DOTALL)
"""A line of a shell, as in `.env`."""
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A file that may hold the key."""

    path: Path
    members: tuple[str, ...] = ()
    """Where the key is in its JSON; empty for a file that holds the key and nothing else."""
    own: bool = False
    """The user made it for Brim, so it must be readable for nobody else."""
    server: str = ""
    """The server that the key belongs to; empty for the one of the settings."""
    needs: tuple[tuple[str, ...], str] | None = None
    """Where its JSON must hold the URL of a server with this host; None where any content will do."""
    general: bool = False
    """The key may be for other things than a plan with limits."""


@dataclass(frozen=True, slots=True)
class NamedKey:
    """A setting or a variable that may hold the key."""

    place: str
    secret: SecretStr | None = field(default=None, repr=False)
    server: str = ""
    """The server that the key belongs to; empty for the one of the settings."""
    general: bool = False
    """The key may be for other things than a plan with limits."""


@dataclass(frozen=True, slots=True)
class FoundKey:
    """The key that counts, or why there is none."""

    place: str
    """A variable, or a file as people write it."""
    secret: SecretStr | None = field(default=None, repr=False)
    problem: Problem | None = None
    """Why a key that is there cannot be used; None where there is none."""
    server: str = ""
    """The server that the key belongs to; empty for the one of the settings."""
    general: bool = False
    """The key may be for other things than a plan with limits."""

    @property
    def is_there(self) -> bool:
        """Whether there is something, be it usable or not."""
        return self.secret is not None or self.problem is not None


def find_keys(named: tuple[NamedKey, ...], files: tuple[KeyFile, ...]) -> tuple[FoundKey, ...]:
    """The first key of each server: of settings and variables, then of files. One that cannot be used hides the rest.

    It opens files, so it may block for a moment. It never raises.
    """
    found: dict[str, FoundKey] = {}
    for key in _all(named, files):
        if not found and key.secret is None:
            return (key,)
        if key.secret is not None:
            found.setdefault(key.server, key)
    if not found and (own := next((file for file in files if file.own), None)) is not None:
        place = short_path(own.path)  # who names a file means it
        return (FoundKey(place, problem=apikeys.key_missing(place), server=own.server),)
    return tuple(found.values())


def keys_version(files: tuple[KeyFile, ...]) -> str:
    """Changes whenever `find_keys` may find other keys in these files; opens none."""
    return " ".join(str(file_version(path)) for path in dict.fromkeys(file.path for file in files))


def _all(named: tuple[NamedKey, ...], files: tuple[KeyFile, ...]) -> Iterator[FoundKey]:
    for key in named:
        text = key.secret.get_secret_value().strip() if key.secret is not None else ""
        if text:
            yield replace(_checked(key.place, text), server=key.server, general=key.general)
    opened: dict[Path, bytes | FoundKey] = {}
    for file in files:
        if file.path not in opened:
            opened[file.path] = _bytes_of(file)
        content = opened[file.path]
        found = content if isinstance(content, FoundKey) else _in_content(file, short_path(file.path), content)
        if found.is_there:
            yield replace(found, server=file.server, general=file.general)


def _bytes_of(file: KeyFile) -> bytes | FoundKey:
    """What is in a file, or why it cannot be used."""
    place = short_path(file.path)
    try:
        raw = read_regular_file(file.path, MAX_BYTES)
        open_to_others = file.own and sys.platform != "win32" and bool(file.path.stat().st_mode & _OTHERS)
    except (FileNotFoundError, NotADirectoryError):
        return FoundKey(place)
    except OSError as error:
        if not is_there(file.path):
            return FoundKey(place)  # in a folder that cannot be looked into: nobody knows of a key
        return FoundKey(place, problem=apikeys.key_unreadable(place, loginerrors.cannot_open(error.strerror)))
    return FoundKey(place, problem=apikeys.open_to_others(place)) if open_to_others else raw


def _in_content(file: KeyFile, place: str, raw: bytes) -> FoundKey:
    if not file.members:
        text = raw.decode("utf-8-sig", errors="replace").strip()
        return _checked(place, text) if text else FoundKey(place)
    try:
        content: object = json.loads(raw)
    except (ValueError, RecursionError):
        return FoundKey(place, problem=apikeys.key_unreadable(place, loginerrors.not_json()))
    if file.needs is not None and not _is_on_host(_member(content, file.needs[0]), file.needs[1]):
        return FoundKey(place)
    value = _member(content, file.members)
    return _checked(place, value) if isinstance(value, str) and value else FoundKey(place)


def _member(value: object, path: tuple[str, ...]) -> object:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _is_on_host(url: object, host: str) -> bool:
    try:
        return isinstance(url, str) and urlsplit(url).hostname == host
    except ValueError:
        return False


def _checked(place: str, text: str) -> FoundKey:
    """A key, also in quotes or as a line of a shell."""
    assigned = _ASSIGNED.fullmatch(text)
    text = text if assigned is None else assigned[1]
    if text[:1] in {'"', "'"} and text[:1] == text[-1:]:
        text = text[1:-1].strip()
    if _KEY.fullmatch(text) is None:
        return FoundKey(place, problem=apikeys.key_unreadable(place, loginerrors.no_token()))
    return FoundKey(place, SecretStr(text))
