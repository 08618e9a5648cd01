"""The limits in a snapshot, as Codex's session files and its program report them.

Facts (codex-rs and its session files, 2026): `limit_id` (absent, or `codex` for the plan itself; other pools have other
IDs), `limit_name`, slots such as `primary` with `used_percent`, `window_minutes` and `resets_at` (epoch seconds; old
ones have `resets_in_seconds`, which counts from the line's time), `individual_limit`, `credits`, `plan_type`,
`rate_limit_reached_type`. The program writes the same in camel case, and calls the length `windowDurationMins`.
This module must not know where a snapshot is stored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from brim.backend.providers.codex import spending, usagejson, words
from brim.backend.providers.codex.buckets import Bucket, Slot, assumed_length, reported_length, windows_of
from brim.backend.providers.valueparsing import Flag, Number, Percent, Text, Time

if TYPE_CHECKING:
    from datetime import datetime

    from brim.backend.providers.answers import Json
    from brim.model.usage import Source, Window

_PLAN_IDS = {None, "codex"}
_CAPITAL = re.compile(r"(?<=[a-z0-9])([A-Z])")
_NOT_SLOTS = frozenset({"credits", "individual_limit"})


class SlotJson(BaseModel):
    """One limit."""

    model_config = ConfigDict(extra="ignore")

    used_percent: Percent = Field(default=None, description="percent used")
    window_minutes: Number = Field(
        default=None,
        validation_alias=AliasChoices("window_minutes", "window_duration_mins"),
        description="its length; of some programs what remains",
    )
    resets_at: Time = Field(default=None, description="epoch seconds")
    resets_in_seconds: Number = Field(default=None, description="in old files, from the time of the line")


class SnapshotJson(BaseModel):
    """A snapshot, besides its limits."""

    model_config = ConfigDict(extra="ignore")

    limit_id: Text = Field(default=None, description="which pool")
    limit_name: Text = Field(default=None, description="for a person")
    plan_type: Text = Field(default=None, description="in the server's word")
    spend_control_reached: Flag = Field(default=None, description="a limit of spending refuses work")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was said of one pool at one time."""

    windows: tuple[Window, ...]
    plan: str | None
    """The name of the plan."""


def read_snapshot(raw: Json, at: datetime, source: Source, *, refused: bool = False) -> Snapshot:
    """The limits in a snapshot that was made at `at`; `refused` where its source says so beside it."""
    content = {_snake(name): value for name, value in raw.items()}
    found = SnapshotJson.model_validate(content)
    scope = None if found.limit_id in _PLAN_IDS else found.limit_name or found.limit_id
    reason = usagejson.reached_reason(content.get("rate_limit_reached_type"))
    slots = tuple(
        _slot(name, item, at) for name, item in content.items() if name not in _NOT_SLOTS and isinstance(item, dict)
    )
    bucket = Bucket(
        tuple(slot for slot in slots if slot.percent is not None or slot.resets_at is not None),
        scope,
        refused=refused or reason is not None,
    )
    limits = spending.limit_windows(
        {"individual_limit": content.get("individual_limit"), "reached": found.spend_control_reached}, at
    )
    return Snapshot(
        (*windows_of((bucket,), at, source), *(spending.from_source(limit, source) for limit in limits)),
        None if found.plan_type is None else words.plan(found.plan_type),
    )


def _slot(name: str, item: Json, at: datetime) -> Slot:
    found = SlotJson.model_validate({_snake(key): value for key, value in item.items()})
    left, resets_at = found.resets_in_seconds, found.resets_at
    if resets_at is None and left is not None and 0 <= left < spending.MAX_SECONDS:
        resets_at = at + timedelta(seconds=left)
    length = reported_length(found.window_minutes)
    if found.window_minutes is None:
        length = assumed_length(name, None if resets_at is None else resets_at - at)
    return Slot(name, found.used_percent, resets_at, length)


def _snake(name: str) -> str:
    return _CAPITAL.sub(r"_\1", name).lower()
