"""The format of `episodes.json` in the data folder: the memory of the alert rules. Only the tray writes it.

`schema` (1), `welcomed_at` (when the alert of the first start was sent), and lists. `sent`: `account`, `rule`, `window`
(a limit's id, `login` or `reading`), `reset` (UTC, to the minute; null without one), `threshold`, `sent_at`. `seen`:
the running windows, `account`, `window`, `reset`, and whether they `mattered`: whether their reset leads to an alert.
`spent`: by account, the amount `used` and when it `rose_at`. `failing`: accounts that cannot be read, `since` when,
and whether an alert `told` that. `held`: events that happened while alerts were held back. `snoozed`: `rule` and
`until`. This module must not know when an alert is due.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from brim.backend.alerts.memory import AlertMemory, FailureState, HeldEvent, SeenSpend, SeenWindow, SentAlert
from brim.backend.system.stateformat import FORMAT, Line, Money, Time
from brim.model.alert import Rule
from brim.model.snapshot import SnoozedRule

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Self


class SentAlertFile(BaseModel):
    """One entry of `sent`."""

    model_config = FORMAT

    account: str = Field(description="id of the account")
    rule: Rule = Field(default=Rule.LIMIT, description="the rule that led to the alert")
    window: str = Field(description="id of the limit, login or reading")
    reset: Time | None = Field(default=None, description="its reset, to the minute")
    threshold: float = Field(description="percent, an amount or days, depending on the rule")
    sent_at: Time = Field(description="when the alert was sent")


class SeenWindowFile(BaseModel):
    """One entry of `seen`."""

    model_config = FORMAT

    account: str = Field(description="id of the account")
    window: str = Field(description="id of the window")
    reset: Time = Field(description="when it ends")
    mattered: bool = Field(default=False, description="whether its reset leads to an alert")

    @classmethod
    def of(cls, seen: SeenWindow) -> Self:
        """The entry for a window."""
        return cls(account=seen.account, window=seen.window, reset=seen.reset, mattered=seen.alert_on_reset)

    def value(self) -> SeenWindow:
        """The window as a frozen value."""
        return SeenWindow(self.account, self.window, self.reset, self.mattered)


class SeenSpendFile(BaseModel):
    """One entry of `spent`."""

    model_config = FORMAT

    account: str = Field(description="id of the account")
    used: Money = Field(description="extra usage, major units")
    rose_at: Time | None = Field(default=None, description="when it last rose")


class FailureStateFile(BaseModel):
    """One entry of `failing`."""

    model_config = FORMAT

    account: str = Field(description="id of the account")
    since: Time = Field(description="the first failure in a row")
    told: bool = Field(default=False, description="whether an alert was sent")

    @classmethod
    def of(cls, failure: FailureState) -> Self:
        """The entry for a failing account."""
        return cls(account=failure.account, since=failure.since, told=failure.alerted)

    def value(self) -> FailureState:
        """The failing account as a frozen value."""
        return FailureState(self.account, self.since, self.told)


class HeldEventFile(BaseModel):
    """One entry of `held`."""

    model_config = FORMAT

    account: str = Field(description="id of the account")
    rule: Rule = Field(description="the rule that the event belongs to")
    window: str = Field(description="id of the limit, login or reading")
    title: Line = Field(description="what happened")
    text: Line = Field(description="what it means")
    at: Time = Field(description="when it happened")


class SnoozedRuleFile(BaseModel):
    """One entry of `snoozed`."""

    model_config = FORMAT

    rule: str = Field(description="a rule, the id of a window, or all")
    until: Time = Field(description="when the snooze ends")


class AlertMemoryFile(BaseModel):
    """`episodes.json`."""

    model_config = FORMAT

    welcomed_at: Time | None = Field(default=None, description="when the alert of the first start was sent")
    sent: tuple[SentAlertFile, ...] = Field(default=(), description="alerts sent")
    seen: tuple[SeenWindowFile, ...] = Field(default=(), description="running windows")
    spent: tuple[SeenSpendFile, ...] = Field(default=(), description="extra usage, by account")
    failing: tuple[FailureStateFile, ...] = Field(default=(), description="accounts that cannot be read")
    held: tuple[HeldEventFile, ...] = Field(default=(), description="events that wait for their alert")
    snoozed: tuple[SnoozedRuleFile, ...] = Field(default=(), description="snoozed rules")

    @classmethod
    def of(cls, memory: AlertMemory, snoozed: tuple[SnoozedRule, ...], welcomed_at: datetime | None) -> Self:
        """The content of the file."""
        return cls(
            welcomed_at=welcomed_at,
            sent=tuple(SentAlertFile.model_validate(sent) for sent in memory.sent),
            seen=tuple(SeenWindowFile.of(window) for window in memory.windows),
            spent=tuple(SeenSpendFile.model_validate(spend) for spend in memory.spending),
            failing=tuple(FailureStateFile.of(failure) for failure in memory.failing),
            held=tuple(HeldEventFile.model_validate(event) for event in memory.held),
            snoozed=tuple(SnoozedRuleFile.model_validate(rule) for rule in snoozed),
        )

    def memory(self) -> AlertMemory:
        """The memory of the rules as a frozen value."""
        return AlertMemory(
            sent=tuple(SentAlert(**dict(sent) | {"rule": Rule(sent.rule)}) for sent in self.sent),
            windows=tuple(window.value() for window in self.seen),
            spending=tuple(SeenSpend(**dict(spend)) for spend in self.spent),
            failing=tuple(failure.value() for failure in self.failing),
            held=tuple(HeldEvent(**dict(event) | {"rule": Rule(event.rule)}) for event in self.held),
        )

    def snoozed_rules(self) -> tuple[SnoozedRule, ...]:
        """The snoozed rules as frozen values."""
        return tuple(SnoozedRule(**dict(rule)) for rule in self.snoozed)
