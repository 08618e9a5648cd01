"""Stores the memory of the alert rules in `episodes.json`, so that no alert is sent twice, even after a restart.

The file is written by the tray only. This module must not know when an alert is due.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from loguru import logger
from pydantic import ValidationError

from brim.backend.alerts.memory import AlertMemory
from brim.backend.alerts.memoryformat import AlertMemoryFile
from brim.backend.system.files import read_object, set_aside, write_object
from brim.errors import StateError
from brim.privatefiles import is_there
from brim.words import statefiles as words

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from brim.model.snapshot import SnoozedRule

_RETENTION = timedelta(days=40)
_MAX_RECORDS = 500


class AlertMemoryStore:
    """The memory of the rules, in a file and in memory."""

    def __init__(self, path: Path | None) -> None:
        """Store it in the file `path`; with None in memory only."""
        self._path = path
        self._memory = AlertMemory()
        self._snoozed: tuple[SnoozedRule, ...] = ()
        self._welcomed_at: datetime | None = None

    @property
    def memory(self) -> AlertMemory:
        """The memory as it was last loaded or saved."""
        return self._memory

    @property
    def snoozed(self) -> tuple[SnoozedRule, ...]:
        """The snoozed rules."""
        return self._snoozed

    @property
    def welcomed(self) -> bool:
        """Whether the alert of the first start was sent."""
        return self._welcomed_at is not None

    def load(self) -> None:
        """Read the file, if there is a usable one."""
        data = read_object(self._path) if self._path is not None else None
        if data is None or self._path is None:
            return
        try:
            content = AlertMemoryFile.model_validate(data)
        except ValidationError as error:
            set_aside(self._path, words.invalid_value_count(error.error_count()))
            return
        self._welcomed_at = content.welcomed_at
        self._memory = content.memory()
        self._snoozed = content.snoozed_rules()

    def save(self, memory: AlertMemory, now: datetime) -> None:
        """Replace the memory, without outdated records. When the disk refuses, it still prevents repeated alerts."""
        sent = tuple(sent for sent in memory.sent if now - (sent.reset or sent.sent_at) < _RETENTION)[-_MAX_RECORDS:]
        windows = tuple(window for window in memory.windows if now - window.reset < _RETENTION)[-_MAX_RECORDS:]
        self._memory = replace(memory, sent=sent, windows=windows)
        self._write()

    def save_snoozed(self, snoozed: tuple[SnoozedRule, ...]) -> None:
        """Replace the snoozed rules."""
        self._snoozed = snoozed
        self._write()

    def mark_welcomed(self, now: datetime) -> None:
        """Store that the alert of the first start was sent."""
        self._welcomed_at = now
        self._write()

    def restore(self) -> None:
        """Write the file again, if it was removed."""
        if self._path is not None and not is_there(self._path):
            self._write()

    def _write(self) -> None:
        if self._path is None:
            return
        content = AlertMemoryFile.of(self._memory, self._snoozed, self._welcomed_at)
        old_content = read_object(self._path) or {}
        try:
            write_object(self._path, old_content | {"schema": 1} | content.model_dump(mode="json"))
        except StateError as error:
            logger.bind(file=self._path.name).warning("{} A notification may come again after a restart.", error)
