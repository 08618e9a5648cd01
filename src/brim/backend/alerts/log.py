"""The log of alert decisions: `alerts.jsonl` in the data folder, written by the tray only.

One JSON object a line, oldest first: `at` (UTC), `account` (id) and `label`, `rule`, `window` (id of the limit, `login`
or `reading`), `verdict` (sent, held, muted, skipped, dropped, failed), `why` and `title`. When the file is larger than
256 KiB, the older half of its lines is removed. This module must not know when an alert is due.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from loguru import logger
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from brim.backend.alerts.policy import AlertOutcome
from brim.backend.system.files import clear_path, read_regular_file
from brim.backend.system.readonly import is_read_only
from brim.backend.system.stateformat import Line, Time
from brim.privatefiles import is_plain, make_folder, open_plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FILE_NAME = "alerts.jsonl"
_MAX_BYTES = 256 * 1024


class LogEntry(BaseModel):
    """One line."""

    model_config = ConfigDict(extra="ignore", use_enum_values=True)

    at: Time = Field(description="when it was decided")
    account: str = Field(description="id of the account")
    label: Line = Field(default="", description="label of the account, with its provider where several are shown")
    provider: Line = Field(default="", description="provider of the account, as settings name it")
    rule: Line = Field(description="the rule that the event belongs to")
    window: Line = Field(default="", description="id of the limit, login or reading")
    verdict: AlertOutcome = Field(description="what became of the event")
    why: Line = Field(default="", description="the reason, in words")
    title: Line = Field(default="", description="title of the alert")


class AlertLog:
    """Appends to the file."""

    def __init__(self, path: Path | None) -> None:
        """Write to `path`; with None nowhere."""
        self._path = path
        self._failed = False

    def append(self, entries: Sequence[LogEntry]) -> None:
        """Append lines. When the disk refuses, a warning says so once."""
        if self._path is None or not entries or is_read_only():
            return
        lines = "".join(f"{entry.model_dump_json()}\n" for entry in entries)
        try:
            make_folder(self._path.parent)
            clear_path(self._path)
            _remove_older_half(self._path)
            with open(self._path, "a", encoding="utf-8", opener=open_plain) as file:
                file.write(lines)
        except OSError as error:
            if not self._failed:
                logger.bind(file=FILE_NAME).warning("{} cannot be written: {}", FILE_NAME, error.strerror)
            self._failed = True


def read_log(path: Path) -> tuple[LogEntry, ...]:
    """Every valid line, oldest first; empty without a file. Raises OSError when the file cannot be read."""
    try:
        content = read_regular_file(path, 4 * _MAX_BYTES)
    except (FileNotFoundError, NotADirectoryError):
        return ()
    return tuple(entry for line in content.splitlines() if (entry := _entry(line)) is not None)


def _remove_older_half(path: Path) -> None:
    """Shorten the file in one step, if it is too large."""
    if not is_plain(path) or path.stat().st_size <= _MAX_BYTES:
        return
    lines = path.read_bytes().splitlines(keepends=True)
    temporary = path.with_name(f".{FILE_NAME}.new")
    clear_path(temporary)
    with open(temporary, "wb", opener=open_plain) as file:
        file.write(b"".join(lines[len(lines) // 2 :]))
    temporary.replace(path)


def _entry(line: bytes) -> LogEntry | None:
    try:
        return LogEntry.model_validate_json(line)
    except ValidationError:
        return None
