"""The history as a file that people can store, edit and take elsewhere: one JSON object on each line, in ASCII.

The first line identifies the file: `{"brim": "history", "schema": 1}`. Every other line is one figure, with exactly
these keys when Brim writes it, in this order:

    {"account": "9f86d081884c7d65", "window": "session", "label": "Session", "length_seconds": 18000,
     "read_at": "2026-11-23T11:02:00.000Z", "percent": 41.0, "resets_at": "2026-11-23T14:00:00.000Z",
     "source": "api", "confirmed": true}

`account` is 16 hex digits and contains no name. `window` is the id of a limit, or `spend`. `percent` is null when the
window had not started, `resets_at` when the limit has no reset, `length_seconds` when it is not known. Times have an
offset; Brim writes UTC to the millisecond. Lines are sorted by account, window and time, so the same history always
gives the same bytes, and a file that is imported into an empty history is exported unchanged.

An import adds what is missing: importing a file twice is the same as once, and existing figures stay. A line that
cannot be used is reported by its number, and the others count. Other keys, blank lines and further first lines are
ignored, so two files may be joined. The output of `brim history --csv` can be imported as well: its header line takes
the place of the first line. This module must not know where the lines come from or go.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from brim.backend.history import queries
from brim.backend.history.csvcells import unguarded
from brim.backend.history.entry import HistoryEntry, is_valid_time, printable_text, to_whole_milliseconds
from brim.backend.history.entrywriter import HistoryWriter
from brim.errors import ConfigError
from brim.model.numbers import MAX_PERCENT
from brim.words import historyfile as words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

SCHEMA = 1
MAX_LINE_BYTES = 10_000
"""A longer line is invalid."""
_CSV_HEADER = b"account,window,"
"""The beginning of the header line of a CSV file."""
_UNQUOTED = ("length_seconds", "percent", "confirmed")
"""Columns whose values JSON writes without quotes."""
_STRICT = ConfigDict(extra="ignore", strict=True, allow_inf_nan=False, frozen=True)


def _valid_time(when: datetime) -> datetime:
    if not is_valid_time(when):
        raise ValueError(words.invalid_time())
    return to_whole_milliseconds(when)


def _valid_text(text: str) -> str:
    if printable_text(text) != text:
        raise ValueError(words.invalid_text())
    return text


type Moment = Annotated[AwareDatetime, AfterValidator(_valid_time)]
type Text = Annotated[str, AfterValidator(_valid_text)]


class ExportHeader(BaseModel):
    """The first line."""

    model_config = _STRICT

    brim: Literal["history"] = Field(description="identifies the file")
    schema_: int = Field(alias="schema", ge=1, description="changes only when a key must")


class ExportRecord(BaseModel):
    """One figure."""

    model_config = _STRICT

    account: str = Field(pattern=r"^[0-9a-f]{16}$", description="id of the account")
    window: Text = Field(description="id of the limit, or spend")
    label: Text = Field(description="the limit's name for a person")
    length_seconds: int | None = Field(gt=0, lt=10**9, description="of the window; null when not known")
    read_at: Moment = Field(description="when the figure was true")
    percent: float | None = Field(
        ge=0, le=MAX_PERCENT, description="percent used; null when the window had not started"
    )
    resets_at: Moment | None = Field(description="when the window ends; null without a reset")
    source: str = Field(pattern=r"^[a-z_]{1,40}$", description="api, cache, statusline, or another word")
    confirmed: bool = Field(description="false for a figure that no second reading agreed with")


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """The content of a file that was read."""

    entries: tuple[HistoryEntry, ...]
    invalid_lines: tuple[int, ...]
    """Numbers of the lines that cannot be used; the first line of a file is 1."""


def export_lines(connection: sqlite3.Connection | None) -> Iterator[str]:
    """The whole history, line by line, each with its line end; the first line alone without a connection."""
    yield _json_line({"brim": "history", "schema": SCHEMA})
    for limit in queries.series(connection) if connection is not None else ():
        for entry in queries.entries(connection, limit) if connection is not None else ():
            yield _json_line(as_record(entry))


def as_record(entry: HistoryEntry) -> dict[str, Any]:  # Any: JSON values
    """An entry as the keys of a line."""
    return {
        "account": entry.account,
        "window": entry.window,
        "label": entry.label,
        "length_seconds": entry.length_seconds,
        "read_at": utc_text(entry.read_at),
        "percent": entry.percent,
        "resets_at": None if entry.resets_at is None else utc_text(entry.resets_at),
        "source": entry.source,
        "confirmed": entry.confirmed,
    }


def utc_text(when: datetime) -> str:
    """A time as the history writes it: UTC, ISO 8601, milliseconds, `Z`."""
    return when.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse(file: BinaryIO, name: str) -> ImportedFile:
    """The figures in a file. Raises ConfigError with its `name` when it is not a history, and OSError."""
    entries, invalid_lines = [], []
    has_header, columns = False, list[str]()
    for number, raw_line in enumerate(_lines(file), 1):
        line = raw_line.removeprefix(b"\xef\xbb\xbf").strip()
        if not line:
            continue
        if line.startswith(_CSV_HEADER):
            has_header, columns = True, line.decode("ascii", "replace").split(",")
            continue
        if not has_header or line.startswith(b'{"brim"'):
            has_header = _check_header(line, name, first=not has_header) or has_header
            continue
        entry = _entry(line if line.startswith(b"{") else _csv_as_json(line, columns))
        if entry is None:
            invalid_lines.append(number)
        else:
            entries.append(entry)
    if not has_header:
        raise ConfigError(*words.not_a_history(name))
    return ImportedFile(tuple(entries), tuple(invalid_lines))


def import_entries(connection: sqlite3.Connection, entries: Iterable[HistoryEntry]) -> int:
    """Add the missing figures, in the caller's transaction; returns how many were added."""
    writer = HistoryWriter(connection)
    return sum(writer.merge(entry) for entry in entries)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file; a line that is too long is cut off one byte after `MAX_LINE_BYTES`."""
    while line := file.readline(MAX_LINE_BYTES + 1):
        rest = line
        while len(rest) > MAX_LINE_BYTES and not rest.endswith(b"\n"):
            rest = file.readline(MAX_LINE_BYTES + 1)
        yield line


def _check_header(line: bytes, name: str, *, first: bool) -> bool:
    """Whether a line is a header. Raises ConfigError when the first line is none, or for a newer schema."""
    try:
        header = ExportHeader.model_validate_json(line[:MAX_LINE_BYTES])
    except ValidationError:
        if not first:
            return False
        raise ConfigError(*words.not_a_history(name)) from None
    if header.schema_ > SCHEMA:
        raise ConfigError(*words.newer_export(name))
    return True


def _entry(line: bytes) -> HistoryEntry | None:
    if len(line) > MAX_LINE_BYTES:
        return None
    try:
        return HistoryEntry(**vars(ExportRecord.model_validate_json(line)))
    except ValidationError:
        return None


def _csv_as_json(line: bytes, columns: list[str]) -> bytes:
    """A line of a CSV file as a line of JSON; unchanged when it is invalid."""
    try:
        [cells] = csv.reader([line[:MAX_LINE_BYTES].decode()], strict=True)
        values = {name: cell or None for name, cell in zip(columns, map(unguarded, cells), strict=True)}
        values |= {name: json.loads(values.get(name) or "null") for name in _UNQUOTED}
    except (ValueError, csv.Error):
        return line
    return json.dumps(values).encode()


def _json_line(values: dict[str, Any]) -> str:  # Any: JSON values
    return f"{json.dumps(values)}\n"
