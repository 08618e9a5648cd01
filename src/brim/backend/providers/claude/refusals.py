"""What was refused once and is not tried again before a person asks for it, also after a restart.

`logins.json` in the state folder: `schema` (1) and `refused`, which has for each place (`environment`, or the name of
an item in the Keychain) `at` (UTC, ISO 8601) and `why`. Nothing in it is made from a token.

This module must not know what is tried.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from loguru import logger
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from brim.backend.system.files import file_version, read_object, set_aside, write_object
from brim.errors import StateError
from brim.words import settings as wrong

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_FRESH = timedelta(seconds=5)
"""A wish so soon after a refusal was there before it: clicks that pile up must not bring one question after another."""


class Refusal(BaseModel):
    """One place that refused."""

    model_config = ConfigDict(extra="ignore")

    at: AwareDatetime = Field(description="when")
    why: str = Field(description="a word of the place's own")


class RefusalsFile(BaseModel):
    """`logins.json`."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True, serialize_by_alias=True)

    schema_: int = Field(default=1, alias="schema", description="changes only when a field must")
    refused: dict[str, Refusal] = Field(default_factory=dict, description="by place")


class RefusalStore:
    """The refusals that this machine's Brim programs share. Every method but `mark` reads or writes a file."""

    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        """Keep them in `path`."""
        self._path = path
        self._now = now
        self._unsaved: dict[str, Refusal] = {}

    def mark(self) -> object:
        """Changes whenever `why` may say something else; opens no file."""
        return file_version(self._path), len(self._unsaved)

    def why(self, place: str) -> str | None:
        """Why a place refused; None when it did not, or was forgiven."""
        found = self._load().get(place)
        return found.why if found is not None else None

    def remember(self, place: str, why: str) -> None:
        """Keep a refusal; where the disk does not take it, as long as this process runs."""
        refusal = Refusal(at=self._now().astimezone(UTC), why=why)
        try:
            self._save(self._load() | {place: refusal})
        except StateError as error:
            logger.bind(place=place).warning("{} A refusal is remembered until Brim ends.", error)
            self._unsaved[place] = refusal

    def forgive(self) -> None:
        """Let every place be tried again, except for one that has refused within the last seconds."""
        kept = self._load()
        left = {place: one for place, one in kept.items() if abs(self._now() - one.at) < _FRESH}
        self._unsaved = {place: one for place, one in self._unsaved.items() if place in left}
        if left == kept:
            return
        with suppress(OSError, StateError):
            if left:
                self._save(left)
            else:
                self._path.unlink(missing_ok=True)

    def _load(self) -> dict[str, Refusal]:
        data = read_object(self._path)
        if data is None:
            return self._unsaved
        try:
            return RefusalsFile.model_validate(data).refused | self._unsaved
        except ValidationError as error:
            set_aside(self._path, wrong.invalid_value_count(error.error_count()))
            return self._unsaved

    def _save(self, refused: dict[str, Refusal]) -> None:
        write_object(self._path, RefusalsFile(refused=refused).model_dump(mode="json"))
