"""Stores which tokens and keys a server refused, so that no process sends one again before it changes or time passes.

The file is `tokens.json` in the data folder: `schema` (1) and `refused`, which has for the end of each token's hash
`at` (UTC, ISO 8601) and `why`. A person who asks for usage allows another try. This module must not know who is asked.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from loguru import logger
from pydantic import BaseModel, Field, ValidationError

from brim.backend.system.files import file_version, read_object, set_aside, write_object
from brim.backend.system.stateformat import FORMAT, Line, Time
from brim.errors import StateError
from brim.words import statefiles as words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

FILE_NAME = "tokens.json"
NO_PLAN = "no_plan"
"""Why a token is not sent for a day: its account has no plan."""
_RETRY_GAP = timedelta(seconds=5)
"""A request of a person so soon after a refusal was made before it."""
_LASTS = timedelta(hours=6)
_NO_PLAN_LASTS, _ASK_GAP = timedelta(days=1), timedelta(hours=1)
_KEPT = timedelta(days=30)
_HASH_END = 16


class Refusal(BaseModel):
    """The refusal of one token."""

    model_config = FORMAT

    at: Time = Field(description="when the server refused it")
    why: Line = Field(description="the outcome of that attempt, or `no_plan`")


class RefusedTokensFile(BaseModel):
    """`tokens.json`."""

    model_config = FORMAT

    refused: dict[str, Refusal] = Field(default_factory=dict, description="by the end of the token's hash")


class RefusedTokens:
    """The tokens of one provider that were refused. Methods besides `version` may read or write a small file."""

    def __init__(self, provider: str, state_dir: Path, now: Callable[[], datetime]) -> None:
        """Read nothing yet."""
        self._provider, self._path, self._now = provider, state_dir / FILE_NAME, now
        self._known: tuple[object, Mapping[str, Refusal]] = None, {}
        self._unsaved: dict[str, Refusal] = {}

    def version(self) -> object:
        """Changes whenever `why` may return something else, besides the time; opens no file."""
        return file_version(self._path), len(self._unsaved)

    def why(self, token: str) -> str | None:
        """Why a token is not to be sent now; None where it may be."""
        refusal = self._load().get(self._name(token))
        if refusal is None:
            return None
        lasts = _NO_PLAN_LASTS if refusal.why == NO_PLAN else _LASTS
        return refusal.why if abs(self._now() - refusal.at) < lasts else None

    def had_no_plan(self, token: str) -> bool:
        """Whether the account of a token had no plan when it was last asked for, however long that is ago."""
        refusal = self._load().get(self._name(token))
        return refusal is not None and refusal.why == NO_PLAN

    def record(self, token: str, why: str) -> None:
        """Store that a server refused a token; if the file cannot be written, it counts until this process ends."""
        self._store({**self._load(), self._name(token): Refusal(at=self._now().astimezone(UTC), why=why)})

    def forget(self, token: str) -> None:
        """The server accepted a token."""
        stored = self._load()
        if (name := self._name(token)) in stored:
            self._store({key: refusal for key, refusal in stored.items() if key != name})

    def clear(self) -> None:
        """Allow another try of this provider's tokens, but not of one that was refused within the last seconds.

        A token without a plan may be tried again an hour after the last time.
        """
        stored, kept = self._load(), dict[str, Refusal]()
        for name, refusal in stored.items():
            age = abs(self._now() - refusal.at)
            if not name.startswith(f"{self._provider} ") or age < (_ASK_GAP if refusal.why == NO_PLAN else _RETRY_GAP):
                kept[name] = refusal
            elif refusal.why == NO_PLAN:
                kept[name] = Refusal(at=self._now() - _NO_PLAN_LASTS, why=NO_PLAN)
        if kept != stored:
            self._store(kept)

    def _name(self, token: str) -> str:
        text = f"brim\nrefused\n{self._provider}\n{token}"
        return f"{self._provider} {hashlib.sha256(text.encode(errors='surrogatepass')).hexdigest()[-_HASH_END:]}"

    def _load(self) -> dict[str, Refusal]:
        version = file_version(self._path)
        if version is None:
            return dict(self._unsaved)
        if self._known[0] != version:
            try:
                self._known = version, RefusedTokensFile.model_validate(read_object(self._path) or {}).refused
            except ValidationError as error:
                set_aside(self._path, words.invalid_value_count(error.error_count()))
                self._known = None, {}
        return {**self._known[1], **self._unsaved}

    def _store(self, refused: dict[str, Refusal]) -> None:
        now = self._now()
        sound = {name: one for name, one in refused.items() if abs(now - one.at) < _KEPT}
        try:
            if sound:
                write_object(self._path, {"schema": 1} | RefusedTokensFile(refused=sound).model_dump(mode="json"))
            else:
                with suppress(OSError):
                    self._path.unlink(missing_ok=True)
        except StateError as error:
            logger.bind(file=FILE_NAME).warning("{} A refused token is remembered until Brim ends.", error)
            self._unsaved = sound
        else:
            self._unsaved = {}
