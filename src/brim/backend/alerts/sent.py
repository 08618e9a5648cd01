"""What the rules of notices remember: kept across restarts, so that none comes twice. Written by the tray only.

`episodes.json` in the state folder: `schema` (1), `welcomed_at`, and lists. `sent`: `account`, `rule`, `window` (a
limit's id, or what else it is about), `reset` (UTC, to the minute; null without one), `threshold`, `sent_at`. `seen`:
the running windows, `account`, `window`, `reset`, and whether they `mattered`. `spent`: by account, what was `used`
and when it `rose_at`. `failing`: accounts that cannot be read, `since` when, and whether that was `told`. `held`: what
happened while notices were kept back. `snoozed`: `rule` and `until`. This module must not know when a notice is due.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from loguru import logger
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from brim.backend.system.files import read_object, set_aside, write_object
from brim.backend.system.stateformat import Money, Time
from brim.errors import StateError
from brim.model.alert import Rule
from brim.model.snapshot import SnoozedRule
from brim.words import settings as wrong

if TYPE_CHECKING:
    from decimal import Decimal
    from pathlib import Path

TOLERANCE = timedelta(minutes=2)
"""The server's reset times differ by fractions of a second between calls and rows."""
_KEPT = timedelta(days=40)
_MOST = 500
_SHAPE = ConfigDict(extra="ignore", from_attributes=True, allow_inf_nan=False, use_enum_values=True)


@dataclass(frozen=True, slots=True)
class SentAlert:
    """One threshold of one window, once; or whatever else is told once."""

    account: str
    window: str
    """Id of the limit, or what else it is about."""
    reset: datetime | None
    threshold: float
    sent_at: datetime
    rule: Rule = Rule.LIMIT

    def matches(self, other: SentAlert) -> bool:
        """Whether both mean the same."""
        mine, others = ((one.account, one.rule, one.window, one.threshold) for one in (self, other))
        return mine == others and same_reset(self.reset, other.reset)


@dataclass(frozen=True, slots=True)
class SeenWindow:
    """A window as it was last seen."""

    account: str
    window: str
    reset: datetime
    mattered: bool


@dataclass(frozen=True, slots=True)
class SeenSpend:
    """Extra usage as it was last seen."""

    account: str
    used: Decimal
    rose_at: datetime | None


@dataclass(frozen=True, slots=True)
class FailureState:
    """An account that cannot be read."""

    account: str
    since: datetime
    told: bool = False


@dataclass(frozen=True, slots=True)
class HeldEvent:
    """Something that happened once, while notices were kept back."""

    account: str
    rule: Rule
    window: str
    title: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AlertMemory:
    """All that the rules remember."""

    sent: tuple[SentAlert, ...] = ()
    seen: tuple[SeenWindow, ...] = ()
    spent: tuple[SeenSpend, ...] = ()
    failing: tuple[FailureState, ...] = ()
    held: tuple[HeldEvent, ...] = ()


def same_reset(first: datetime | None, second: datetime | None) -> bool:
    """Whether two resets are the same one."""
    if first is None or second is None:
        return first is second
    return abs(first - second) <= TOLERANCE


def to_minute(when: datetime) -> datetime:
    """Rounded to the nearest minute."""
    return (when + timedelta(seconds=30)).replace(second=0, microsecond=0)


class SentAlertFile(BaseModel):
    """One entry of `sent`."""

    model_config = _SHAPE

    account: str = Field(description="id of the account")
    rule: Rule = Field(default=Rule.LIMIT, description="which rule told it")
    window: str = Field(description="id of the window, or what else it is about")
    reset: Time | None = Field(default=None, description="its reset, to the minute")
    threshold: float = Field(description="percent, an amount or days, as the rule has it")
    sent_at: Time = Field(description="when the notice was sent")


class SeenWindowFile(BaseModel):
    """One entry of `seen`."""

    model_config = _SHAPE

    account: str = Field(description="id of the account")
    window: str = Field(description="id of the window")
    reset: Time = Field(description="when it ends")
    mattered: bool = Field(default=False, description="whether its reset will be worth a notice")


class SeenSpendFile(BaseModel):
    """One entry of `spent`."""

    model_config = _SHAPE

    account: str = Field(description="id of the account")
    used: Money = Field(description="extra usage, major units")
    rose_at: Time | None = Field(default=None, description="when it last rose")


class FailureStateFile(BaseModel):
    """One entry of `failing`."""

    model_config = _SHAPE

    account: str = Field(description="id of the account")
    since: Time = Field(description="the first failure in a row")
    told: bool = Field(default=False, description="whether a notice said so")


class HeldEventFile(BaseModel):
    """One entry of `held`."""

    model_config = _SHAPE

    account: str = Field(description="id of the account")
    rule: Rule = Field(description="which rule holds it")
    window: str = Field(description="id of the window, or what else it is about")
    title: str = Field(description="what happened")
    text: str = Field(description="what it means")
    at: Time = Field(description="when it happened")


class SnoozedFile(BaseModel):
    """One entry of `snoozed`."""

    model_config = _SHAPE

    rule: str = Field(description="a rule, the id of a window, or all")
    until: Time = Field(description="quiet so long")


class AlertMemoryFile(BaseModel):
    """`episodes.json`."""

    model_config = _SHAPE

    welcomed_at: Time | None = Field(default=None, description="when the notice of the first start was sent")
    sent: tuple[SentAlertFile, ...] = Field(default=(), description="notices sent")
    seen: tuple[SeenWindowFile, ...] = Field(default=(), description="windows that run")
    spent: tuple[SeenSpendFile, ...] = Field(default=(), description="extra usage, by account")
    failing: tuple[FailureStateFile, ...] = Field(default=(), description="accounts that cannot be read")
    held: tuple[HeldEventFile, ...] = Field(default=(), description="what waits to be told")
    snoozed: tuple[SnoozedFile, ...] = Field(default=(), description="rules that are put off")

    def memory(self) -> AlertMemory:
        """What the file tells the rules."""
        return AlertMemory(
            sent=tuple(SentAlert(**dict(one) | {"rule": Rule(one.rule)}) for one in self.sent),
            seen=tuple(SeenWindow(**dict(one)) for one in self.seen),
            spent=tuple(SeenSpend(**dict(one)) for one in self.spent),
            failing=tuple(FailureState(**dict(one)) for one in self.failing),
            held=tuple(HeldEvent(**dict(one) | {"rule": Rule(one.rule)}) for one in self.held),
        )


class SentAlertStore:
    """What the rules remember, in a file and in memory."""

    def __init__(self, path: Path | None) -> None:
        """Keep it in `path`; with None in memory only."""
        self._path = path
        self._memory = AlertMemory()
        self._snoozed: tuple[SnoozedRule, ...] = ()
        self._welcomed_at: datetime | None = None

    @property
    def memory(self) -> AlertMemory:
        """What still matters."""
        return self._memory

    @property
    def snoozed(self) -> tuple[SnoozedRule, ...]:
        """The rules that were put off."""
        return self._snoozed

    @property
    def welcomed(self) -> bool:
        """Whether the notice of the first start was sent."""
        return self._welcomed_at is not None

    def load(self) -> None:
        """Read the file, if there is one that can be used."""
        data = read_object(self._path) if self._path is not None else None
        if data is None or self._path is None:
            return
        try:
            content = AlertMemoryFile.model_validate(data)
        except ValidationError as error:
            set_aside(self._path, wrong.invalid_value_count(error.error_count()))
            return
        self._welcomed_at = content.welcomed_at
        self._memory = content.memory()
        self._snoozed = tuple(SnoozedRule(**dict(one)) for one in content.snoozed)

    def keep(self, memory: AlertMemory, now: datetime) -> None:
        """Replace what is remembered, without what is over; when the disk refuses, memory alone prevents repetition."""
        sent = tuple(one for one in memory.sent if now - (one.reset or one.sent_at) < _KEPT)[-_MOST:]
        seen = tuple(one for one in memory.seen if now - one.reset < _KEPT)[-_MOST:]
        self._memory = replace(memory, sent=sent, seen=seen)
        self._save()

    def snooze(self, snoozed: tuple[SnoozedRule, ...]) -> None:
        """Replace what is put off."""
        self._snoozed = snoozed
        self._save()

    def welcome(self, now: datetime) -> None:
        """Note that the notice of the first start is sent."""
        self._welcomed_at = now
        self._save()

    def _save(self) -> None:
        if self._path is None:
            return
        known = {name: getattr(self._memory, name) for name in AlertMemory.__slots__}
        content = AlertMemoryFile.model_validate(known | {"welcomed_at": self._welcomed_at, "snoozed": self._snoozed})
        kept = read_object(self._path) or {}
        try:
            write_object(self._path, kept | {"schema": 1} | content.model_dump(mode="json"))
        except StateError as error:
            logger.bind(file=self._path.name).warning("{} A notice may come again after a restart.", error)
