"""What is known of the versions of Brim: `updates.json` in the data folder, shared by all processes.

`schema` (1), `on` (whether the last tray was to check), `address` (what was asked), `asked_at` and `answered_at` (the
last request, and the last one that was answered), `not_before` (no request is sent earlier) and `latest` (the newest
version; null while unknown). Times are UTC, ISO 8601. This module must not know when a request is sent, nor who shows
the version.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from loguru import logger
from pydantic import AfterValidator, BaseModel, Field, ValidationError

from brim.backend.system.files import file_version, read_object, set_aside, write_object
from brim.backend.system.stateformat import FORMAT, Line, Time
from brim.backend.updates.names import UPDATES_FILE
from brim.backend.updates.versions import version_key
from brim.errors import StateError
from brim.words import statefiles as words

if TYPE_CHECKING:
    from datetime import datetime, timedelta
    from pathlib import Path


def _version(text: str | None) -> str | None:
    """A version; None for any other text."""
    return None if text is None or version_key(text) is None else text


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the versions of Brim."""

    on: bool = False
    address: str = ""
    asked_at: datetime | None = None
    answered_at: datetime | None = None
    not_before: datetime | None = None
    latest: str | None = None


class KnownFile(BaseModel):
    """The whole file."""

    model_config = FORMAT

    on: bool = Field(default=False, description="whether the last tray was to check")
    address: Line = Field(default="", description="what was asked")
    asked_at: Time | None = Field(default=None, description="the last request")
    answered_at: Time | None = Field(default=None, description="the last request that was answered")
    not_before: Time | None = Field(default=None, description="no request is sent earlier")
    latest: Annotated[str | None, AfterValidator(_version)] = Field(default=None, description="the newest version")


class UpdateFile:
    """The file in one data folder; what cannot be written counts until this process ends."""

    def __init__(self, state_dir: Path) -> None:
        """Nothing is read before `load`."""
        self.path = state_dir / UPDATES_FILE
        self._unsaved: Known | None = None
        self._request = ("", 0.0)

    def note_request(self, address: str, seconds: float) -> None:
        """Remember for this process what was asked, and when by a clock that nobody can set."""
        self._request = address, seconds

    def asked_within(self, time: timedelta, address: str, seconds: float) -> bool:
        """Whether this process asked that address so short a time ago; `seconds` is now, by the same clock."""
        asked, at = self._request
        return asked == address and seconds - at < time.total_seconds()

    def version(self) -> object:
        """Differs whenever `load` may return something else; opens no file."""
        return self._unsaved or file_version(self.path)

    def load(self) -> Known:
        """What the file says; nothing is known where there is none."""
        if self._unsaved is not None:
            return self._unsaved
        try:
            content = KnownFile.model_validate(read_object(self.path) or {})
        except ValidationError as error:
            set_aside(self.path, words.invalid_value_count(error.error_count()))
            content = KnownFile()
        return Known(**dict(content))

    def save(self, known: Known) -> bool:
        """Replace the file; returns whether other processes, and later ones, know it now."""
        content = KnownFile.model_validate(known)
        try:
            write_object(self.path, {"schema": 1} | content.model_dump(mode="json"))
        except StateError as error:
            logger.bind(file=UPDATES_FILE).debug("{}", error)
            self._unsaved = Known(**dict(content))
        else:
            self._unsaved = None
        return self._unsaved is None
