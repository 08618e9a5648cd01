"""The history as a file that people can keep, mend and take elsewhere: one JSON object on each line, in ASCII.

The first line says what the file is: `{"brim": "history", "schema": 1}`. Every other line is one figure, with exactly
these keys when Brim writes it, in this order:

    {"account": "9f86d081884c7d65", "window": "session", "label": "5-hour session", "length_seconds": 18000,
     "read_at": "2026-11-23T11:02:00.000Z", "percent": 41.0, "resets_at": "2026-11-23T14:00:00.000Z",
     "source": "api", "confirmed": true}

`account` is 16 hex digits and nobody's name. `window` is the id of a limit, or `spend`. `percent` is null when the
window had not started, `resets_at` when the limit has no reset, `length_seconds` when it is not known. Times have an
offset; Brim writes UTC to the millisecond. Lines are sorted by account, window and time, so the same history always
gives the same bytes, and a file that was read into an empty history comes out as it was.

Reading a file adds what is not there yet: reading it twice is as once, and a figure that is there stays. A line that
cannot be used is named by its number, and the others count. Other keys are passed over, blank lines and further first
lines too, so two files may be put one after the other. What `brim history --csv` prints can be read as well: its line
of names takes the place of the first line. This module must not know where the lines come from or go.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from brim.backend.history import queries
from brim.backend.history.entry import HIGHEST, Entry, printable, sane, to_millisecond
from brim.backend.history.writer import HistoryWriter
from brim.errors import ConfigError
from brim.words import history as words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

SCHEMA = 1
LONGEST = 10_000
"""Bytes of a line; a longer one is none of ours."""
_NAMES = b"account,window,"
"""How the line of names begins, before a table."""
_BARE = ("length_seconds", "percent", "confirmed")
"""What JSON writes without quotes."""
_STRICT = ConfigDict(extra="ignore", strict=True, allow_inf_nan=False, frozen=True)


def _sane(when: datetime) -> datetime:
    if not sane(when):
        raise ValueError(words.INVALID_TIME)
    return to_millisecond(when)


def _printable(text: str) -> str:
    if printable(text) != text:
        raise ValueError(words.INVALID_TEXT)
    return text


type Moment = Annotated[AwareDatetime, AfterValidator(_sane)]
type Text = Annotated[str, AfterValidator(_printable)]


class Header(BaseModel):
    """The first line."""

    model_config = _STRICT

    brim: Literal["history"] = Field(description="what the file is")
    schema_: int = Field(alias="schema", ge=1, description="changes only when a key must")


class Record(BaseModel):
    """One figure."""

    model_config = _STRICT

    account: str = Field(pattern=r"^[0-9a-f]{16}$", description="id of the account")
    window: Text = Field(description="id of the limit, or spend")
    label: Text = Field(description="what a person reads")
    length_seconds: int | None = Field(gt=0, lt=10**9, description="of the window; null when not known")
    read_at: Moment = Field(description="when the figure was true")
    percent: float | None = Field(ge=0, le=HIGHEST, description="percent used; null when the window had not started")
    resets_at: Moment | None = Field(description="when the window ends; null without a reset")
    source: str = Field(pattern=r"^[a-z_]{1,40}$", description="api, cache, statusline, or another word")
    confirmed: bool = Field(description="false for a doubtful figure that no second reading agreed with")


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file that was read."""

    entries: tuple[Entry, ...]
    bad: tuple[int, ...]
    """Numbers of the lines that cannot be used; the first line of a file is 1."""


def lines(connection: sqlite3.Connection | None) -> Iterator[str]:
    """The whole history, line by line with its end; of None, the first line alone."""
    yield _line({"brim": "history", "schema": SCHEMA})
    for series in queries.series(connection) if connection is not None else ():
        for entry in queries.entries(connection, series) if connection is not None else ():
            yield _line(as_record(entry))


def as_record(entry: Entry) -> dict[str, Any]:  # Any: what JSON holds
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


def parse(raw: BinaryIO, name: str) -> ImportedFile:
    """The figures in a file; raises ConfigError, with its `name`, when it is no history at all. OSError passes."""
    entries, bad = [], []
    headed, columns = False, list[str]()
    for number, one in enumerate(_lines(raw), 1):
        text = one.removeprefix(b"\xef\xbb\xbf").strip()
        if not text:
            continue
        if text.startswith(_NAMES):
            headed, columns = True, text.decode("ascii", "replace").split(",")
            continue
        if not headed or text.startswith(b'{"brim"'):
            headed = _check_head(text, name, first=not headed) or headed
            continue
        entry = _entry(text if text.startswith(b"{") else _row(text, columns))
        if entry is None:
            bad.append(number)
        else:
            entries.append(entry)
    if not headed:
        raise ConfigError(words.not_a_history_title(name), words.NOT_A_HISTORY_NEXT_STEP)
    return ImportedFile(tuple(entries), tuple(bad))


def import_entries(connection: sqlite3.Connection, entries: Iterable[Entry]) -> int:
    """Add what is not there yet, in the caller's transaction; returns how many figures that were."""
    book = HistoryWriter(connection)
    return sum(book.merge(entry) for entry in entries)


def _lines(raw: BinaryIO) -> Iterator[bytes]:
    """The lines of a file, each cut off after `LONGEST` bytes and one more."""
    while line := raw.readline(LONGEST + 1):
        rest = line
        while len(rest) > LONGEST and not rest.endswith(b"\n"):
            rest = raw.readline(LONGEST + 1)
        yield line


def _check_head(text: bytes, name: str, *, first: bool) -> bool:
    try:
        head = Header.model_validate_json(text[:LONGEST])
    except ValidationError:
        if not first:
            return False
        raise ConfigError(words.not_a_history_title(name), words.NOT_A_HISTORY_NEXT_STEP) from None
    if head.schema_ > SCHEMA:
        raise ConfigError(words.newer_file_title(name), words.NEWER_FILE_NEXT_STEP)
    return True


def _entry(text: bytes) -> Entry | None:
    if len(text) > LONGEST:
        return None
    try:
        return Entry(**vars(Record.model_validate_json(text)))
    except ValidationError:
        return None


def _row(text: bytes, columns: list[str]) -> bytes:
    """A line of a table as one of JSON; as it is when it is none."""
    try:
        [cells] = csv.reader([text[:LONGEST].decode()], strict=True)
        content = {name: cell or None for name, cell in zip(columns, cells, strict=True)}
        content |= {name: json.loads(content.get(name) or "null") for name in _BARE}
    except (ValueError, csv.Error):
        return text
    return json.dumps(content).encode()


def _line(content: dict[str, Any]) -> str:  # Any: what JSON holds
    return f"{json.dumps(content)}\n"
