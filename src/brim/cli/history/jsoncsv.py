"""The history for programs: the output of `brim history --json` and `--csv`. Fields are only ever added.

This module must not know how the history is stored.
"""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field

from brim.backend.history.csvcells import guarded
from brim.backend.history.earlyresets import cut_at_early_resets
from brim.backend.history.jsonl import as_record, utc_text
from brim.backend.system.stateformat import Time

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from typing import TextIO

    from brim.backend.history.entry import HistoryEntry
    from brim.backend.history.queries import LimitSeries

_FORMAT = ConfigDict(populate_by_name=True, serialize_by_alias=True, frozen=True)
COLUMNS = (*("account", "window", "label", "length_seconds", "read_at", "percent", "resets_at", "source", "confirmed"),)


class ValueReport(BaseModel):
    """One value."""

    model_config = _FORMAT

    read_at: str = Field(description="when it was true: UTC, ISO 8601, milliseconds")
    percent: float | None = Field(description="percent used; null when the window had not started")
    resets_at: str | None = Field(description="when the window ends; null without a reset")
    source: str = Field(description="where it came from")
    confirmed: bool = Field(description="false for an implausible value that no second update confirmed")


class EarlyResetReport(BaseModel):
    """One early reset."""

    model_config = _FORMAT

    at: str = Field(description="when the first value after it was read: UTC, ISO 8601, milliseconds")
    from_percent: float | None = Field(description="percent used just before")
    from_resets_at: str | None = Field(description="when the window would have been reset")


class LimitReport(BaseModel):
    """One limit of one account."""

    model_config = _FORMAT

    account: str = Field(description="id of the account")
    window: str = Field(description="id of the limit, or spend")
    label: str = Field(description="for a person")
    length_seconds: int | None = Field(description="of the window; null when not known")
    readings: tuple[ValueReport, ...] = Field(description="changes only, oldest first")
    early_resets: tuple[EarlyResetReport, ...] = Field(
        default=(), description="when the limit was reset before its time, oldest first"
    )


class HistoryReport(BaseModel):
    """The whole object."""

    model_config = _FORMAT

    schema_: int = Field(default=1, alias="schema", description="changes only for an incompatible change")
    made_at: Time = Field(description="when this was printed")
    since: Time = Field(description="older values are left out")
    accounts: dict[str, str] = Field(description="label of each account, by its id")
    limits: tuple[LimitReport, ...] = Field(description="by account and limit")
    providers: dict[str, str] = Field(description="provider of each account that is shown now, by its id")


def history_json(
    history: Sequence[tuple[LimitSeries, Sequence[HistoryEntry]]],
    accounts: dict[str, str],
    providers: dict[str, str],
    times: tuple[datetime, datetime],
) -> str:
    """One JSON object in ASCII, which no terminal or pipe changes; `times` are since when, and now."""
    since, now = times
    limits = tuple(
        LimitReport(
            account=series.account,
            window=series.window,
            label=series.label,
            length_seconds=series.length_seconds,
            readings=tuple(ValueReport.model_validate(as_record(entry)) for entry in entries),
            early_resets=tuple(_early_resets(entries)),
        )
        for series, entries in history
    )
    report = HistoryReport(made_at=now, since=since, accounts=accounts, providers=providers, limits=limits)
    return json.dumps(report.model_dump(mode="json"), indent=2)


def _early_resets(entries: Iterable[HistoryEntry]) -> Iterator[EarlyResetReport]:
    for part in cut_at_early_resets(entries):
        if part.reset_from is not None:
            before = as_record(part.reset_from)
            at = utc_text(part.entries[0].read_at)
            yield EarlyResetReport(at=at, from_percent=before["percent"], from_resets_at=before["resets_at"])


def write_csv(entries: Iterable[HistoryEntry], out: TextIO) -> None:
    """A line for each value below a line of names; null is an empty cell, confirmed is true or false.

    A text that starts like a formula has a quote before it.
    """
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for entry in entries:
        writer.writerow(_cell(as_record(entry)[name]) for name in COLUMNS)


def _cell(value: Any) -> object:  # noqa: ANN401 - what JSON holds
    return str(value).lower() if isinstance(value, bool) else guarded(value) if isinstance(value, str) else value
