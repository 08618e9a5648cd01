"""What Brim put into the user's folders, so that exactly that can be taken back: launcher.json in the data folder.

A file is ours as long as its content is one that Brim wrote. The file is written before the files that it names, so
nothing is forgotten when the command is killed. This module must not know what the files are for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from brim.backend.system.files import read_object, set_aside, write_object
from brim.words import statefiles

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME = "launcher.json"


class Manifest(BaseModel):
    """What was put; without files, nothing was."""

    model_config = ConfigDict(frozen=True)

    version: str = Field("", description="the version of Brim that put it")
    command: tuple[str, ...] = Field((), description="what the launcher starts")
    files: dict[str, tuple[str, ...]] = Field(
        default_factory=dict, description="each file by its path, with the SHA-256 of every content that Brim gave it"
    )
    folders: tuple[str, ...] = Field((), description="folders that were made for these files")


def read_manifest(state_dir: Path) -> Manifest:
    """The one of this data folder; an empty one where there is none, or it cannot be used."""
    path = state_dir / FILE_NAME
    content = read_object(path)
    if content is None:
        return Manifest()
    try:
        return Manifest.model_validate(content)
    except ValidationError:
        set_aside(path, statefiles.not_a_json_object())
        return Manifest()


def write_manifest(state_dir: Path, manifest: Manifest) -> None:
    """Keep it, or remove the file once there is nothing to take back; raises StateError or OSError."""
    path = state_dir / FILE_NAME
    if manifest.files or manifest.folders:
        write_object(path, {"schema": 1, **manifest.model_dump(mode="json")})
    else:
        path.unlink(missing_ok=True)
