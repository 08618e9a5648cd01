"""The formats of `reading.json` and `gate.json` in an account's folder. Other tools may read both files.

`reading.json`: `schema` (1), `fetched_at`, `source`, `plan`, `windows` (each with `id`, `kind`, `label`, `percent`,
`resets_at`, `length_seconds`, `source`, `read_at`, `active`, `confirmed`) and `spend` (`enabled`, `used`, `limit`,
`currency`, `percent`, `disabled_reason`, `balance`, `balance_currency`; money as decimal strings in major units). It
holds the last successful reading. `confirmed` is as it was at that time; later confirmations and the other sources are
in `figures.json`.

`gate.json`: `schema` (1), `asked_at` and `asked_before` (when the last two requests were sent), `tried_at`, `health`
and `problem` of the last attempt, `failures` in a row, `blocked_until`, `refused` (version of a login that did not
work; not made from a token), `theirs` (the server was reached and may be at fault), `jitter` (seconds added to the next
interval), `attempts` (`total`, `day`, `today`: requests sent, by UTC day; `last_hour`: when those were sent that were
less than an hour old at the last one) and `recent` (the last ten attempts, oldest first: `at`, `health` and `seconds`
until the outcome; null when no request was sent).

Times are UTC, ISO 8601. This module must not know where a file lies, nor when it is written.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field, TypeAdapter, ValidationError

from brim.backend.fetching.attempts import AttemptHistory
from brim.backend.system.stateformat import FORMAT, Duration, Length, Line, Money, Percent, Time
from brim.model.account import Health, Problem
from brim.model.usage import Reading, Source, Spend, Window

RECENT = 10
"""How many attempts are remembered."""
_MAX_TIMES = 200
"""More requests are not sent in an hour."""
_HOUR = timedelta(hours=1)
_TIME: TypeAdapter[datetime] = TypeAdapter(Time)


def _is[T](kind: TypeAdapter[T], value: object) -> bool:
    try:
        kind.validate_python(value)
    except ValidationError:
        return False
    return True


class WindowFile(BaseModel):
    """One window in `reading.json`."""

    model_config = FORMAT

    id: Line = Field(description="kind, or kind:scope name")
    kind: Line = Field(description="session, weekly_all, weekly_scoped, or the server's own word")
    label: Line = Field(description="what a person reads")
    percent: Percent = Field(default=None, description="percent used; null when not started")
    resets_at: Time | None = Field(default=None, description="when the limit resets")
    length_seconds: Length = Field(default=None, description="18000, 604800, or any other length; null when not known")
    source: Source = Field(description="where the figure came from")
    read_at: Time = Field(description="when the figure was true")
    active: bool = Field(default=False, description="the server's headline")
    refused: bool = Field(default=False, description="the vendor refuses now, whatever the percentage says")
    unknown: bool = Field(default=False, description="without a percentage: nobody knows it; else not started")
    reset_moves: bool = Field(default=False, description="the vendor moves the reset of a running window")
    confirmed: bool = Field(default=True, description="false while a doubtful figure waits for a second reading")


class SpendFile(BaseModel):
    """Extra usage in `reading.json`."""

    model_config = FORMAT

    enabled: bool = Field(description="whether extra usage is on")
    used: Money | None = Field(default=None, description="major units")
    limit: Money | None = Field(default=None, description="major units; null without a cap")
    currency: Line | None = Field(default=None, description="ISO 4217 code")
    percent: Percent = Field(default=None, description="of the cap")
    disabled_reason: Line | None = Field(default=None, description="why it does not pay, in the server's word")
    balance: Money | None = Field(default=None, description="left of what was paid in advance, major units")
    balance_currency: Line | None = Field(default=None, description="ISO 4217 code")
    beyond_plan: bool = Field(default=True, description="false where there is no plan")


class ReadingFile(BaseModel):
    """`reading.json`."""

    model_config = FORMAT

    fetched_at: Time = Field(description="when the reading was made")
    source: Source = Field(description="where it came from")
    plan: Line | None = Field(default=None, description="for example Ultra")
    windows: tuple[WindowFile, ...] = Field(default=(), description="the limits")
    spend: SpendFile | None = Field(default=None, description="extra usage")
    saved_resets: int | None = Field(default=None, ge=0, le=1000, description="resets that the vendor keeps to be used")

    def value(self) -> Reading:
        """The content as a value."""
        windows = tuple(Window(**dict(window) | {"source": Source(window.source)}) for window in self.windows)
        spend = None if self.spend is None else Spend(**dict(self.spend))
        return Reading(self.fetched_at, Source(self.source), windows, spend, self.plan, self.saved_resets)


class ProblemFile(BaseModel):
    """What went wrong, in `gate.json`."""

    model_config = FORMAT

    title: Line = Field(description="what is wrong")
    message: Line = Field(description="what to do next")


def _usable_times(value: object) -> object:
    """The times of a list that can be understood."""
    return [one for one in value if _is(_TIME, one)][-_MAX_TIMES:] if isinstance(value, list | tuple) else ()


class RequestCounts(BaseModel):
    """Requests sent for this account by all of Brim's processes on this machine."""

    model_config = FORMAT

    total: int = Field(default=0, ge=0, description="ever")
    day: str = Field(default="", description="the UTC day that `today` counts, as 2026-11-23")
    today: int = Field(default=0, ge=0, description="on that day")
    last_hour: Annotated[tuple[Time, ...], BeforeValidator(_usable_times)] = Field(
        default=(), description="when those of the hour before the last one were sent, oldest first"
    )

    def with_request(self, now: datetime) -> RequestCounts:
        """The counts after a request at `now`."""
        day = f"{now.astimezone(UTC):%Y-%m-%d}"
        today = self.today if self.day == day else 0
        return RequestCounts(
            total=self.total + 1, day=day, today=today + 1, last_hour=(*self.sent_in_hour_before(now), now)
        )

    def sent_in_hour_before(self, now: datetime) -> tuple[datetime, ...]:
        """When requests were sent in the hour before `now`; future times, by a changed clock, do not count."""
        return tuple(at for at in self.last_hour if now - _HOUR < at <= now)[-_MAX_TIMES:]


class AttemptOutcome(BaseModel):
    """One attempt that came to an end."""

    model_config = FORMAT

    at: Time = Field(description="when it began")
    health: Health = Field(description="how it ended")
    seconds: Duration | None = Field(default=None, description="until its outcome; null when no request was sent")


def _usable(value: object) -> object:
    """The attempts of a list that can be understood: one that cannot must not cost the others."""
    return [one for one in value if _is(_OUTCOME, one)][-RECENT:] if isinstance(value, list | tuple) else ()


_OUTCOME = TypeAdapter(AttemptOutcome)


class AttemptHistoryFile(BaseModel):
    """`gate.json`."""

    model_config = FORMAT

    tried_at: Time | None = Field(default=None, description="the last attempt")
    asked_at: Time | None = Field(default=None, description="the last request sent")
    asked_before: Time | None = Field(default=None, description="the request before that")
    health: Health | None = Field(default=None, description="outcome of the last attempt")
    failures: int = Field(default=0, ge=0, description="failures of this kind in a row")
    problem: ProblemFile | None = Field(default=None, description="words for the failure")
    blocked_until: Time | None = Field(default=None, description="nobody asks before")
    refused: str | None = Field(default=None, description="stamp of the login that did not work")
    theirs: bool = Field(default=False, description="the failure may be the server's fault")
    jitter: Duration = Field(default=0.0, description="seconds added to the next interval")
    attempts: RequestCounts = Field(default_factory=RequestCounts, description="requests sent")
    recent: Annotated[tuple[AttemptOutcome, ...], BeforeValidator(_usable)] = Field(
        default=(), description="the last attempts, oldest first"
    )

    def counts(self) -> RequestCounts:
        """The requests sent. Brim 0.1.0 wrote no `last_hour`: then the last attempts stand for it."""
        if "last_hour" in self.attempts.model_fields_set:
            return self.attempts
        sent = tuple(one.at for one in self.recent if one.seconds is not None)
        return self.attempts.model_copy(update={"last_hour": sent})

    def value(self) -> AttemptHistory:
        """The content as a value."""
        problem = None if self.problem is None else Problem(self.problem.title, self.problem.message)
        health = None if self.health is None else Health(self.health)
        return AttemptHistory(
            **{name: getattr(self, name) for name in AttemptHistory.__slots__} | {"problem": problem, "health": health}
        )
