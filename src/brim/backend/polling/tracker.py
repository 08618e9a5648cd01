"""Owner of what is known: attempts go in, snapshots come out. A failure never takes a number away.

This module must not know how anything is read, stored or shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from brim.backend.fetching.incidents import LASTING
from brim.backend.readings import accounts
from brim.backend.readings.levels import EvaluatedReading, evaluate
from brim.model.account import AccountView, Health, Problem
from brim.model.snapshot import Snapshot, SnoozedRule
from brim.model.usage import Source
from brim.words import fetcherrors
from brim.words import incidents as words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from brim.backend.fetching.cadence import Wait
    from brim.backend.fetching.reader import AccountState, Reader
    from brim.backend.providers.base import PollingPolicy
    from brim.model.alert import Alert
    from brim.model.forecast import Forecast
    from brim.model.options import Option
    from brim.model.usage import Window

SWITCHED_OFF = Problem(*fetcherrors.NETWORK_OFF)
_OLD = Problem(*fetcherrors.OLD_FIGURES)


_TOLD = frozenset({Source.STATUSLINE, Source.CACHE, Source.CLI})
"""Sources that are true while they are fresh, whatever became of our own last attempt."""


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """What is known of one account, and what comes next."""

    known: AccountState
    manners: PollingPolicy
    wait: Wait
    refresh_from: datetime | None = None
    program_from: datetime | None = None
    forecasts: Mapping[str, Forecast] = field(default_factory=dict)
    """What the figures lead to, by id of the window."""

    @classmethod
    def of(cls, reader: Reader, known: AccountState) -> ReadPlan:
        """What comes next for what a reader knows."""
        return cls(known, reader.manners, reader.plan(known), reader.click(known), reader.program_from(known))


def account_view(outlook: ReadPlan, now: datetime, *, network: bool = True, reading: bool = False) -> AccountView:
    """All that can be said of an account at `now`; with `network` off, nobody is asked and the last figures stay."""
    known, past = outlook.known, outlook.known.past
    seen = known.reading
    judged = evaluate(seen, now) if seen is not None else EvaluatedReading()
    first = next((window for window in judged.windows if window.headline), None)
    fetched_at = first.read_at if first is not None else (seen.fetched_at if seen is not None else None)
    source = first.source if first is not None else (seen.source if seen is not None else None)
    old = fetched_at is not None and now > stale_at(fetched_at, outlook)
    told = source in _TOLD and not old
    health, problem = past.health or Health.OK, past.problem
    if health is Health.OK and old:
        health, problem = Health.STALE, _OLD
    if not network:
        health, problem = (Health.OK, None) if told else (Health.OFFLINE, SWITCHED_OFF)
    incident = known.bulletin.reported(past, now) if network else None
    if incident is not None and past.theirs and health is past.health:
        problem = Problem(words.incident_title(incident), words.incident_message(incident, now))
    blocked = past.blocked_until if past.blocked_until is not None and past.blocked_until > now else None
    return AccountView(
        account=known.identity.account,
        health=health,
        problem=problem,
        plan=known.identity.plan or (seen.plan if seen is not None else None),
        windows=tuple(_foreseen(window, outlook) for window in judged.windows),
        spend=judged.spend,
        source=source,
        fetched_at=fetched_at,
        stale=fetched_at is not None and health is not Health.OK and not told,
        being_read=reading,
        next_read_at=max(outlook.wait.at, now) if network else None,
        next_read_reason=outlook.wait.reason if network else "",
        refresh_available_from=outlook.refresh_from if network else None,
        can_ask_cli=known.identity.supports_program,
        cli_available_from=outlook.program_from,
        blocked_until=blocked,
        level=judged.level,
        headline=judged.headline,
        login_ends_at=known.identity.login_ends_at,
        login_found=known.identity.present,
        incident=incident,
    )


def _foreseen(window: Window, outlook: ReadPlan) -> Window:
    """The window with what it leads to; nothing is foreseen of one without a figure."""
    if window.percent is None or window.forecast is not None or window.id not in outlook.forecasts:
        return window
    return replace(window, forecast=outlook.forecasts[window.id])


def stale_at(fetched_at: datetime, outlook: ReadPlan) -> datetime:
    """When a reading is over twice the planned wait old."""
    return fetched_at + timedelta(seconds=2 * (outlook.wait.interval + outlook.manners.jitter))


class UsageTracker:
    """All accounts of this process."""

    def __init__(self, *, demo: bool = False) -> None:
        """Know nothing yet."""
        self._demo = demo
        self._outlooks: dict[int, ReadPlan] = {}
        self._reading: set[int] = set()
        self._snoozed: tuple[SnoozedRule, ...] = ()
        self.network = True
        """Whether anybody may be asked."""
        self.pinned = "auto"
        """Id of the window that the icon is to show."""
        self.options: tuple[Option, ...] = ()
        """What the menu offers."""
        self._labels: dict[int, str] = {}
        self._troubles: dict[int, Problem] = {}
        self.trouble: Problem | None = None
        """A fault of Brim itself; stands over every account until it is taken back."""

    def learn(self, place: int, outlook: ReadPlan) -> bool:
        """Take in what is known of the account at `place`; True when its reading is another than before."""
        before = self._outlooks.get(place)
        self._outlooks[place] = outlook if before is None else replace(outlook, forecasts=before.forecasts)
        identities = {at: one.known.identity for at, one in sorted(self._outlooks.items())}
        shown = accounts.primary_locations(identities)
        self._labels = dict(zip(shown, accounts.labels([identities[at] for at in shown]), strict=True))
        reading = outlook.known.reading
        return reading is not None and (before is None or before.known.reading != reading)

    def foresee(self, place: int, forecasts: Mapping[str, Forecast]) -> None:
        """Take in what the figures of the account at `place` lead to."""
        self._outlooks[place] = replace(self._outlooks[place], forecasts=forecasts)

    def outlooks(self) -> dict[int, ReadPlan]:
        """What is known of every account that is shown, and what comes next; by place, in order."""
        return {place: self._outlooks[place] for place in self._labels}

    def leads(self, place: int) -> bool:
        """Whether the account at `place` is read and shown there, and not at another place."""
        return place in self._labels

    @property
    def several(self) -> bool:
        """Whether more than one account is shown."""
        return len(self._labels) > 1

    def pressing(self, now: datetime) -> int | None:
        """The place of the account that stands closest to a limit."""
        return max(self._labels, key=lambda place: self.view(place, now).rank, default=None)

    def begin(self, place: int) -> None:
        """A request is under way."""
        self._reading.add(place)

    def end(self, place: int) -> None:
        """The request is over."""
        self._reading.discard(place)

    def blame(self, place: int, trouble: Problem | None) -> None:
        """Note a fault of Brim itself with the account at `place`, or that there is none any more."""
        if trouble is None:
            self._troubles.pop(place, None)
        else:
            self._troubles[place] = trouble

    def snooze(self, snoozed: SnoozedRule) -> None:
        """Keep a rule quiet; a later call for the same rule counts."""
        self._snoozed = (*(old for old in self._snoozed if old.rule != snoozed.rule), snoozed)

    def snoozed(self, now: datetime) -> tuple[SnoozedRule, ...]:
        """The rules that are quiet at `now`."""
        return tuple(one for one in self._snoozed if one.until > now)

    def view(self, place: int, now: datetime) -> AccountView:
        """One account at `now`."""
        busy = place in self._reading
        view = account_view(self._outlooks[place], now, network=self.network, reading=busy)
        account = replace(view.account, label=self._labels.get(place, view.account.label))
        view = replace(view, account=account, pinned=self.pinned)
        trouble = self.trouble or self._troubles.get(place)
        if trouble is None:
            return view
        return replace(view, health=Health.ERROR, problem=trouble, stale=view.fetched_at is not None)

    def snapshot(self, now: datetime, alerts: tuple[Alert, ...] = (), *, closing: bool = False) -> Snapshot:
        """All that is known at `now`, with the notices to show."""
        views = tuple(self.view(place, now) for place in self._labels)
        return Snapshot(now, views, alerts, self.options, self.snoozed(now), self._demo, closing)

    def changes_at(self, now: datetime) -> datetime | None:
        """When the next snapshot will differ although nothing is read: a reset, or growing stale."""
        times = []
        for outlook in self.outlooks().values():
            reading = outlook.known.reading
            if reading is not None:
                times += [window.resets_at for window in reading.windows if window.resets_at is not None]
                times.append(stale_at(reading.fetched_at, outlook))
            looked_at = outlook.known.bulletin.looked_at
            if looked_at is not None:
                times.append(looked_at + LASTING)
        return min((at for at in times if at > now), default=None)
