"""Folders that settings name, one for each account, with optional names. This module must not know whose they are."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, override

from pydantic import BeforeValidator

from brim.backend.settings.values.fieldtypes import expand_home, parse_json
from brim.words import valuefaults as words


@dataclass(frozen=True, slots=True)
class LabelledFolder:
    """A folder that settings name, with an optional name for its account."""

    path: Path
    name: str | None = field(default=None, repr=False)

    @override
    def __str__(self) -> str:
        """The folder without the name, which `brim doctor` shows to nobody."""
        return str(self.path)


def _parse_folders(value: object) -> tuple[LabelledFolder, ...]:
    """Folders from a list of them, a table of names and folders, or a text that separates them as PATH does."""
    entries: list[tuple[object, object]] = []
    value = parse_json(value)
    if isinstance(value, dict):
        entries = [(" ".join(str(name).split()) or None, path) for name, path in value.items()]
    elif isinstance(value, str | list | tuple):
        entries = [(None, path) for path in (value.split(os.pathsep) if isinstance(value, str) else value)]
    folders = []
    for name, path in entries:
        if not isinstance(path, str) or not (name is None or isinstance(name, str)):
            raise ValueError(words.not_folders())
        if path.strip():
            folders.append(LabelledFolder(expand_home(Path(path.strip())), name))
    if not folders and value not in ("", [], {}, ()):
        raise ValueError(words.not_folders())
    return tuple(folders)


type LabelledFolders = Annotated[tuple[LabelledFolder, ...], BeforeValidator(_parse_folders)]
