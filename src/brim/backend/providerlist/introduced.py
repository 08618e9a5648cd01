"""Which providers the user was told of, before anything was sent to them: `introduced.json` in the data folder.

The file has `schema` (1) and `providers`, their names. This module must not know how a user is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from loguru import logger
from pydantic import BaseModel, Field, ValidationError

from brim.backend.providerlist.providers import PROVIDERS
from brim.backend.system.files import read_object, set_aside, write_object
from brim.backend.system.stateformat import FORMAT, Line
from brim.errors import StateError
from brim.words import statefiles as words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FIRST = PROVIDERS[0].name
"""The provider that Brim is made for: its commands ask it without a word, as their help says."""
_FILE = "introduced.json"


class IntroducedFile(BaseModel):
    """`introduced.json`."""

    model_config = FORMAT

    providers: tuple[Line, ...] = Field(default=(), description="the names of those that the user was told of")


class IntroducedProviders:
    """The providers that were introduced on this machine. All methods except `__contains__` open a file."""

    def __init__(self, state_dir: Path) -> None:
        """Nothing is read before `load`."""
        self._path = state_dir / _FILE
        self._names: frozenset[str] = frozenset()

    def __contains__(self, name: str) -> bool:
        """Whether a provider was introduced, as last loaded or added."""
        return name in self._names

    def load(self, *, welcomed: bool = False) -> None:
        """Read the file; `welcomed` says that an earlier Brim, which knew one provider, has introduced that."""
        try:
            content = IntroducedFile.model_validate(read_object(self._path) or {})
        except ValidationError as error:
            set_aside(self._path, words.invalid_value_count(error.error_count()))
            content = IntroducedFile()
        self._names |= {*content.providers, *((FIRST,) if welcomed else ())}

    def count_as_told(self, names: Iterable[str]) -> None:
        """Let these count as introduced until this process ends; opens no file."""
        self._names |= {*names}

    def add(self, names: Iterable[str]) -> None:
        """Store that these were introduced, too; when the disk refuses, it counts until this process ends."""
        told = IntroducedProviders(self._path.parent)
        told.load()
        content = IntroducedFile(providers=tuple(sorted(told._names | {*names})))
        self._names |= {*content.providers}
        try:
            write_object(self._path, {"schema": 1} | content.model_dump(mode="json"))
        except StateError as error:
            logger.bind(file=_FILE).warning("{} A provider may be introduced again after a restart.", error)
