"""Which files the system reports changes of, and why it does not for the others: those are checked once a minute.

The tray shares it in `watching.json` in the state folder, for `brim doctor`: `schema` (1), `port` (the wake-up port of
the writer; without a listener there the file is out of date) and `gaps`. This module must not know how files are
watched.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from brim.backend.system.files import read_object, write_object
from brim.backend.system.followers import port_in_use
from brim.errors import StateError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FILE_NAME = "watching.json"


class Reason(StrEnum):
    """Why changes of a file may stay unreported."""

    STARTING = "starting"
    """Watching has not begun yet."""
    NETWORK = "network"
    """Other machines can change it, too."""
    LIMIT = "limit"
    """The system's limit of watched folders is reached."""
    INSTANCES = "instances"
    """The system's limit of programs that watch files is reached."""
    TOO_MANY = "too_many"
    """There are more folders than Brim watches."""
    PERMISSION = "permission"
    """This user may not read the folder."""
    ABSENT = "absent"
    """The folder does not exist, and the system reports nothing about folders to come."""
    SINGLE_FILE = "single_file"
    """The system reports changes for whole folders only, and this one is too large."""
    WSL = "wsl"
    """It is in WSL, which a watch would start."""
    LIBRARY = "library"
    """The library that watches files is missing or does not work here."""
    FAILED = "failed"
    """The system refused for another reason."""


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """A file or folder whose changes may stay unreported."""

    path: str
    reason: Reason
    detail: str = ""
    """The kind of file system, or what the system says."""


class GapFacts(BaseModel):
    """One gap in `watching.json`."""

    model_config = ConfigDict(extra="ignore", from_attributes=True, use_enum_values=True)

    path: str = Field(description="file or folder")
    reason: Reason = Field(description="why its changes may stay unreported")
    detail: str = Field(default="", description="the kind of file system, or what the system says")


class WatchingFile(BaseModel):
    """`watching.json`."""

    model_config = ConfigDict(extra="ignore")

    port: int = Field(ge=1, le=65535, description="the wake-up port of the tray that wrote this")
    gaps: tuple[GapFacts, ...] = Field(default=(), description="what is checked once a minute; empty when nothing is")


def write_coverage(state_dir: Path, port: int, gaps: Iterable[Gap]) -> None:
    """Share what is not covered; raises StateError."""
    content = WatchingFile(port=port, gaps=tuple(GapFacts.model_validate(gap) for gap in gaps))
    write_object(state_dir / FILE_NAME, {"schema": 1} | content.model_dump(mode="json"))


def read_coverage(state_dir: Path) -> tuple[Gap, ...] | None:
    """What a running tray does not cover; None when no tray says so."""
    try:
        found = WatchingFile.model_validate(read_object(state_dir / FILE_NAME) or {})
    except (ValidationError, StateError):
        return None
    if not port_in_use(found.port):
        return None
    return tuple(Gap(gap.path, Reason(gap.reason), gap.detail) for gap in found.gaps)


def remove_coverage(state_dir: Path) -> None:
    """Remove the shared file."""
    with suppress(OSError):
        (state_dir / FILE_NAME).unlink()
