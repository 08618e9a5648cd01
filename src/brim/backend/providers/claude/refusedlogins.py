"""Stores which places of a login refused access, so that they are tried again only when a person asks for it.

The file is `logins.json` in the data folder, so that a refusal also counts after a restart: `schema` (1) and
`refused`, which has for each place (`environment`, or the name of an item in the Keychain) `at` (UTC, ISO 8601) and
`why`. Nothing in it is made from a token. This module must not know how a place is tried.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from loguru import logger
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from brim.backend.system.files import file_version, read_object, set_aside, write_object
from brim.backend.system.stateformat import Time
from brim.errors import StateError
from brim.words import statefiles as words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_RETRY_GAP = timedelta(seconds=5)
"""A request so soon after a refusal was made before it: several clicks in a row must not cause several questions."""


class Refusal(BaseModel):
    """The refusal of one place."""

    model_config = ConfigDict(extra="ignore")

    at: Time = Field(description="when the place refused")
    why: str = Field(description="the reason, as the place names it")


class RefusalsFile(BaseModel):
    """`logins.json`."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    schema_: int = Field(default=1, alias="schema", description="changes only when a field must")
    refused: dict[str, Refusal] = Field(default_factory=dict, description="by place")


class RefusalStore:
    """The refusals that all Brim processes on this machine share. All methods except `version` read or write a file."""

    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        """Store them in `path`."""
        self._path = path
        self._now = now
        self._unsaved: dict[str, Refusal] = {}

    def version(self) -> object:
        """Changes whenever `reason` may return something else; opens no file."""
        return file_version(self._path), len(self._unsaved)

    def reason(self, place: str) -> str | None:
        """Why a place refused; None when it did not, or when the refusal was cleared."""
        refusal = self._load().get(place)
        return refusal.why if refusal is not None else None

    def record(self, place: str, why: str) -> None:
        """Store a refusal; if the file cannot be written, it counts until this process ends."""
        refusal = Refusal(at=self._now().astimezone(UTC), why=why)
        try:
            self._save(self._load() | {place: refusal})
        except StateError as error:
            logger.bind(provider="claude", place=place).warning("{} A refusal is remembered until Brim ends.", error)
            self._unsaved[place] = refusal

    def clear(self) -> None:
        """Allow every place to be tried again, except for one that refused within the last seconds."""
        stored = self._load()
        recent = {place: refusal for place, refusal in stored.items() if abs(self._now() - refusal.at) < _RETRY_GAP}
        self._unsaved = {place: refusal for place, refusal in self._unsaved.items() if place in recent}
        if recent == stored:
            return
        with suppress(OSError, StateError):
            if recent:
                self._save(recent)
            else:
                self._path.unlink(missing_ok=True)

    def _load(self) -> dict[str, Refusal]:
        data = read_object(self._path)
        if data is None:
            return self._unsaved
        try:
            return RefusalsFile.model_validate(data).refused | self._unsaved
        except ValidationError as error:
            set_aside(self._path, words.invalid_value_count(error.error_count()))
            return self._unsaved

    def _save(self, refused: dict[str, Refusal]) -> None:
        write_object(self._path, RefusalsFile(refused=refused).model_dump(mode="json", by_alias=True))
