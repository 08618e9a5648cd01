"""Why each notice was or was not sent: `alerts.jsonl` in the state folder, written by the tray only.

One JSON object a line, oldest first: `at` (UTC), `account` (id) and `label`, `rule`, `window` (id of the limit, or what
else it is about), `verdict` (sent, held, muted, skipped, dropped, failed), `why` and `title`. The older half goes when
the file grows over 256 KiB. This module must not know when a notice is due.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from loguru import logger
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from brim.backend.alerts.policy import AlertOutcome
from brim.backend.system.files import is_read_only, read_regular_file
from brim.backend.system.stateformat import Time

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FILE_NAME = "alerts.jsonl"
_LARGEST = 256 * 1024


class LogEntry(BaseModel):
    """One line."""

    model_config = ConfigDict(extra="ignore", use_enum_values=True)

    at: Time = Field(description="when it was decided")
    account: str = Field(description="id of the account")
    label: str = Field(default="", description="of the account, for a person")
    rule: str = Field(description="which rule it is about")
    window: str = Field(default="", description="id of the limit, or what else it is about")
    verdict: AlertOutcome = Field(description="what became of it")
    why: str = Field(default="", description="in words")
    title: str = Field(default="", description="of the notice")


class AlertLog:
    """The file, and what it held at the last look."""

    def __init__(self, path: Path | None) -> None:
        """Keep it in `path`; with None nowhere."""
        self._path = path
        self._failed = False

    def add(self, entries: Sequence[LogEntry]) -> None:
        """Append lines; when the disk refuses, say so once."""
        if self._path is None or not entries or is_read_only():
            return
        lines = "".join(f"{entry.model_dump_json()}\n" for entry in entries)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._halve()
            with self._path.open("a", encoding="utf-8") as file:
                file.write(lines)
        except OSError as error:
            if not self._failed:
                logger.bind(file=FILE_NAME).warning("{} cannot be written: {}", FILE_NAME, error.strerror)
            self._failed = True

    def _halve(self) -> None:
        if self._path is None or not self._path.exists() or self._path.stat().st_size <= _LARGEST:
            return
        lines = self._path.read_bytes().splitlines(keepends=True)
        shorter = self._path.with_name(f".{FILE_NAME}.new")
        shorter.write_bytes(b"".join(lines[len(lines) // 2 :]))
        shorter.replace(self._path)


def read(path: Path) -> tuple[LogEntry, ...]:
    """Every line that can be understood, oldest first; empty without a file. Raises OSError as the system does."""
    try:
        raw = read_regular_file(path, 4 * _LARGEST)
    except (FileNotFoundError, NotADirectoryError):
        return ()
    return tuple(entry for line in raw.splitlines() if (entry := _entry(line)) is not None)


def _entry(line: bytes) -> LogEntry | None:
    try:
        return LogEntry.model_validate_json(line)
    except ValidationError:
        return None
