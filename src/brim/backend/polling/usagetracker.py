"""The owner of the usage of all accounts: states go in, snapshots come out. A failure never removes a number.

This module must not know how anything is read, stored or shown.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from brim.backend.fetching.attempts import EPOCH
from brim.backend.fetching.incidents import LASTING
from brim.backend.polling.accountview import ReadPlan, account_view, stale_at
from brim.backend.readings import accountlabels
from brim.backend.readings.evaluation import window_over_at
from brim.localzone import offsets
from brim.model import pin
from brim.model.account import AccountView, Health, Problem
from brim.model.snapshot import Snapshot, SnoozedRule

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from brim.model.alert import Alert
    from brim.model.costs import CostView
    from brim.model.forecast import Forecast
    from brim.model.options import Option
    from brim.model.update import Update


class UsageTracker:
    """All accounts of this process, by their index."""

    def __init__(self, *, demo: bool = False) -> None:
        """Start without any account."""
        self._demo = demo
        self._plans: dict[int, ReadPlan] = {}
        self._requesting: set[int] = set()
        self._snoozed: tuple[SnoozedRule, ...] = ()
        self._costs: dict[int, CostView] = {}
        self.network_off: Mapping[str, Problem] = {}
        """The providers whose requests are switched off."""
        self._named: frozenset[str] = frozenset()
        self.pinned = "auto"
        """Which window the icon is to show, as `model/pin.py` reads it."""
        self.options: tuple[Option, ...] = ()
        """What the menu offers."""
        self.update: Update | None = None
        """A newer version of Brim."""
        self._hidden: frozenset[int] = frozenset()
        """The accounts that are read and not shown."""
        self._labels: dict[int, str] = {}
        self._full_labels: dict[int, str] = {}
        self._short_labels: dict[int, str] = {}
        self._problems: dict[int, Problem] = {}
        self.problem: Problem | None = None
        """An internal error; shown for every account until it is removed."""

    def record(self, index: int, plan: ReadPlan) -> bool:
        """Take in the state of the account at `index`; True when its reading has changed."""
        before = self._plans.get(index)
        self._plans[index] = plan if before is None else replace(plan, forecasts=before.forecasts)
        identities = {at: one.state.identity for at, one in sorted(self._plans.items())}
        known = {at for at, one in self._plans.items() if one.state.reading is not None}
        shown = accountlabels.shown_locations(identities, self._named, known)
        self._hidden = accountlabels.hidden_locations(identities, self._named)
        labels = accountlabels.labels([identities[at] for at in shown])
        self._labels = dict(zip(shown, labels, strict=True))
        full = accountlabels.full_labels([identities[at].account for at in shown], labels)
        self._full_labels = dict(zip(shown, full, strict=True))
        short = accountlabels.short_labels([identities[at].account for at in shown], labels)
        self._short_labels = dict(zip(shown, short, strict=True))
        reading = plan.state.reading
        return reading is not None and (before is None or before.state.reading != reading)

    def use(self, network_off: Mapping[str, Problem], named: frozenset[str]) -> None:
        """Take from the settings who gets no request and why, and which providers are shown without a login, too."""
        self.network_off, self._named = network_off, named

    def may_send(self, index: int) -> bool:
        """Whether requests for the account at `index` are switched on, and it is read there."""
        return (self.leads(index) or index in self._hidden) and not self._is_off(index)

    def _is_off(self, index: int) -> bool:
        return self._why_off(index) is not None

    def _why_off(self, index: int) -> Problem | None:
        return self.network_off.get(self._plans[index].state.identity.account.provider)

    def set_costs(self, costs: Mapping[int, CostView]) -> None:
        """Take in what accounts cost, by their index."""
        self._costs = dict(costs)

    def set_forecasts(self, index: int, forecasts: Mapping[str, Forecast]) -> None:
        """Take in the forecasts of the account at `index`, by id of the window."""
        self._plans[index] = replace(self._plans[index], forecasts=forecasts)

    def plans(self) -> dict[int, ReadPlan]:
        """The plan of every account that is shown, by index, in order."""
        return {index: self._plans[index] for index in self._labels}

    def leads(self, index: int) -> bool:
        """Whether the account at `index` is read and shown there, and not at another location of the same account."""
        return index in self._labels

    @property
    def several(self) -> bool:
        """Whether more than one account is shown."""
        return len(self._labels) > 1

    def most_pressing(self, now: datetime) -> int | None:
        """The index of the account that is closest to a limit; None without accounts."""
        return max(self._labels, key=lambda index: self.view(index, now).rank, default=None)

    def request_started(self, index: int) -> None:
        """A request is under way."""
        self._requesting.add(index)

    def request_ended(self, index: int) -> None:
        """The request is over."""
        self._requesting.discard(index)

    def set_problem(self, index: int, problem: Problem | None) -> None:
        """Set or remove an internal error of the account at `index`."""
        if problem is None:
            self._problems.pop(index, None)
        else:
            self._problems[index] = problem

    def snooze(self, snoozed: SnoozedRule) -> None:
        """Silence a rule; a later call for the same rule replaces the earlier one."""
        self._snoozed = (*(old for old in self._snoozed if old.rule != snoozed.rule), snoozed)

    def snoozed(self, now: datetime) -> tuple[SnoozedRule, ...]:
        """The rules that are silenced at `now`."""
        return tuple(snoozed for snoozed in self._snoozed if snoozed.until > now)

    def view(self, index: int, now: datetime) -> AccountView:
        """One account at `now`."""
        requesting = index in self._requesting
        view = account_view(self._plans[index], now, network_off=self._why_off(index), requesting=requesting)
        account = replace(
            view.account,
            label=self._labels.get(index, view.account.label),
            full_label=self._full_labels.get(index, ""),
            short_label=self._short_labels.get(index, ""),
        )
        pinned = pin.for_account(self.pinned, account, (window.id for window in view.windows))
        view = replace(view, account=account, pinned=pinned.limit, pin_leads=pinned.leads, costs=self._costs.get(index))
        problem = self.problem or self._problems.get(index)
        if problem is None:
            return view
        return replace(view, health=Health.ERROR, problem=problem, stale=view.fetched_at is not None)

    def views(self, now: datetime) -> dict[int, AccountView]:
        """Every account that is shown, by its index."""
        return {index: self.view(index, now) for index in self._labels}

    def snapshot(self, now: datetime, alerts: tuple[Alert, ...] = (), *, closing: bool = False) -> Snapshot:
        """All that is known at `now`, with the notifications to show."""
        views = tuple(self.view(index, now) for index in self._labels)
        snoozed, zone = self.snoozed(now), offsets()
        return Snapshot(now, views, alerts, self.options, snoozed, self._demo, closing, zone, self.update)

    def changes_at(self, now: datetime) -> datetime | None:
        """When the next snapshot will differ although nothing is read: at a reset, or when a reading becomes stale."""
        times = []
        for plan in self.plans().values():
            reading = plan.state.reading
            if reading is not None:
                times += [at for window in reading.windows if (at := window_over_at(window)) is not None]
                times.append(stale_at(reading.fetched_at, plan))
            checked_at = plan.state.incident_note.looked_at
            if checked_at is not None:
                times.append(checked_at + LASTING)
        return min((at for at in times if at > now), default=None)


def shown_part(snapshot: Snapshot) -> Snapshot:
    """What has to be published again when it changes.

    From when on a click sends a request is no such thing: the menu works it out by the clock.
    """
    views = tuple(replace(view, refresh_available_from=None, cli_available_from=None) for view in snapshot.accounts)
    return replace(snapshot, accounts=views, alerts=(), made_at=EPOCH)
