"""What Brim put into the user's folders, so that exactly that can be taken back: launcher.json in the data folder.

A file is ours as long as its content is one that Brim wrote. The file is written before the files that it names, so
nothing is forgotten when the command is killed. This module must not know what the files are for.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from brim.backend.system.files import read_object, set_aside, write_object
from brim.words import statefiles

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE_NAME = "launcher.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was put; without files, nothing was."""

    version: str = ""
    """The version of Brim that put it."""
    command: tuple[str, ...] = ()
    """What the launcher starts."""
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Each file by its path, with the SHA-256 of every content that Brim gave it."""
    folders: tuple[str, ...] = ()
    """Folders that were made for these files."""


def read_manifest(state_dir: Path) -> Manifest:
    """The one of this data folder; an empty one where there is none, or it cannot be used."""
    path = state_dir / FILE_NAME
    content = read_object(path)
    if content is None:
        return Manifest()
    version, files = content.get("version"), content.get("files")
    command, folders = _texts(content.get("command")), _texts(content.get("folders"))
    digests = {name: _texts(known) for name, known in files.items()} if isinstance(files, dict) else {"": None}
    known = {name: texts for name, texts in digests.items() if texts is not None}
    if not isinstance(version, str) or command is None or folders is None or len(known) < len(digests):
        set_aside(path, statefiles.not_a_json_object())
        return Manifest()
    return Manifest(version, command, known, folders)


def _texts(value: object) -> tuple[str, ...] | None:
    """A list of texts; None for anything else."""
    if isinstance(value, list) and all(isinstance(text, str) for text in value):
        return tuple(value)
    return None


def write_manifest(state_dir: Path, manifest: Manifest) -> None:
    """Keep it, or remove the file once there is nothing to take back; raises StateError or OSError."""
    path = state_dir / FILE_NAME
    if manifest.files or manifest.folders:
        write_object(path, {"schema": 1, **asdict(manifest)})
    else:
        path.unlink(missing_ok=True)
