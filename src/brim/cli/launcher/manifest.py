"""What Brim put into the user's folders, so that exactly that can be taken back: launcher.json in the data folder.

A file is ours as long as its content is one that Brim wrote, and it is where a launcher has files: whoever edits the
record cannot have Brim remove anything else. The record is written before the files that it names, so nothing is
forgotten when the command is killed. This module must not know what the files are for.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from brim.backend.system.files import read_object, set_aside, write_object
from brim.backend.system.readonly import is_read_only
from brim.errors import StateError
from brim.words import statefiles

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE_NAME = "launcher.json"
_PLACE = re.compile(
    r".*/((applications|metainfo|icons/hicolor/\w+/apps|man/(\w+/)?man\d|bash-completion/completions"
    r"|fish/vendor_completions\.d|zsh/site-functions)/[\w.-]*brim[\w.-]*"
    r"|\.local/bin/brim|Brim\.app/Contents/([\w-]+/)?[\w.-]+|Brim\.lnk)",
    re.DOTALL,
)
"""Every file that any version of Brim has put, or may put, into the folders of a user."""


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
    """The one of this data folder; an empty one where there is none, or it cannot be used.

    Members that no launcher has count as absent, and the file is kept aside as it was.
    """
    path = state_dir / FILE_NAME
    content = read_object(path)
    if content is None:
        return Manifest()
    version, files = content.get("version"), content.get("files")
    command, folders = _texts(content.get("command")), _texts(content.get("folders"))
    if not isinstance(version, str) or not isinstance(files, dict) or command is None or folders is None:
        set_aside(path, statefiles.not_a_json_object())
        return Manifest()
    known = {name: digests for name, found in files.items() if _is_placed(name) and (digests := _texts(found))}
    above = {str(folder) for name in known for folder in Path(name).parents}
    manifest = Manifest(version, command, known, tuple(folder for folder in folders if folder in above))
    if unknown := len(files) - len(known):
        set_aside(path, statefiles.invalid_value_count(unknown))
        with suppress(StateError):
            write_manifest(state_dir, manifest)
    return manifest


def _is_placed(name: str) -> bool:
    """Whether a launcher may have a file there."""
    path = PurePath(name)
    return path.is_absolute() and ".." not in path.parts and _PLACE.fullmatch(path.as_posix()) is not None


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
    elif not is_read_only():
        path.unlink(missing_ok=True)
