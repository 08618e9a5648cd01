"""The view of an account out of its state and the plan for its next read. Pure: every time is given.

This module must not know how anything is read, stored or shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from brim.backend.readings.evaluation import EvaluatedReading, evaluate
from brim.model.account import AccountView, Health, Problem
from brim.model.usage import Source
from brim.words import fetcherrors
from brim.words import incidents as words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from brim.backend.fetching.accountreader import AccountReader
    from brim.backend.fetching.accountstate import AccountState
    from brim.backend.fetching.cadence import Wait
    from brim.backend.providers.base import AccountIdentity
    from brim.backend.providers.pollingpolicy import PollingPolicy
    from brim.model.forecast import Forecast
    from brim.model.usage import Reading, Window

_LOCAL_SOURCES = frozenset({Source.STATUSLINE, Source.CACHE, Source.CLI, Source.SESSIONS})
"""Sources that are right while they are fresh, even if Brim's own last attempt failed."""


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """The state of one account, and what comes next."""

    state: AccountState
    policy: PollingPolicy
    wait: Wait
    refresh_from: datetime | None = None
    """A click on Refresh sends no request before this time."""
    cli_from: datetime | None = None
    """The provider's own program is not run before this time."""
    forecasts: Mapping[str, Forecast] = field(default_factory=dict)
    """By id of the window."""

    @classmethod
    def of(cls, reader: AccountReader, state: AccountState) -> ReadPlan:
        """The plan of a reader for a state."""
        times = reader.refresh_allowed_at(state), reader.cli_allowed_at(state)
        return cls(state, reader.policy, reader.plan(state), *times)


def account_view(
    plan: ReadPlan, now: datetime, *, network_off: Problem | None = None, requesting: bool = False
) -> AccountView:
    """All that can be shown of an account at `now`; with `network_off`, which says why, the last usage stays."""
    state, history, reading, account = plan.state, plan.state.history, plan.state.reading, plan.state.identity.account
    evaluated = evaluate(reading, now) if reading is not None else EvaluatedReading()
    fetched_at, source = _origin(evaluated, reading)
    due = None if fetched_at is None else stale_at(fetched_at, plan)
    local = source in _LOCAL_SOURCES and not _is_past(due, now)
    health, problem = history.health or Health.OK, history.problem
    if health is Health.OK and _is_past(due, now):
        health, problem = Health.STALE, fetcherrors.stale_usage()
    if not (network := network_off is None):
        health, problem = (Health.OK, None) if local else (Health.OFFLINE, network_off)
    incident = state.incident_note.reported(history, now) if network else None
    if incident is not None and history.theirs and health is history.health:
        problem = Problem(words.incident_title(incident, account.vendor), words.incident_message(incident, now))
    goes_on = network and not state.identity.settled
    return AccountView(
        account=account,
        health=health,
        problem=problem,
        plan=_plan(state.identity, reading),
        windows=tuple(_with_forecast(window, plan) for window in evaluated.windows),
        spend=evaluated.spend,
        saved_resets=None if reading is None else reading.saved_resets,
        source=source,
        fetched_at=fetched_at,
        stale=fetched_at is not None and health is not Health.OK and not local,
        stale_at=due,
        being_read=requesting,
        next_read_at=max(plan.wait.at, now) if goes_on else None,
        next_read_reason=plan.wait.reason if goes_on else "",
        refresh_available_from=plan.refresh_from if network else None,
        can_ask_cli=state.identity.supports_program,
        cli_available_from=plan.cli_from,
        blocked_until=_still_ahead(history.blocked_until, now),
        level=evaluated.level,
        headline=evaluated.headline,
        login_ends_at=state.identity.login_ends_at,
        login_renews=state.identity.login_renews,
        login_found=state.identity.present,
        incident=incident,
    )


def _is_past(at: datetime | None, now: datetime) -> bool:
    return at is not None and now > at


def _still_ahead(at: datetime | None, now: datetime) -> datetime | None:
    return at if at is not None and at > now else None


def _origin(evaluated: EvaluatedReading, reading: Reading | None) -> tuple[datetime | None, Source | None]:
    """When the figures were true, and where they came from: those of the headline, where there is one."""
    first = next((window for window in evaluated.windows if window.headline), None)
    if first is not None:
        return first.read_at, first.source
    return (None, None) if reading is None else (reading.fetched_at, reading.source)


def with_cli_result(view: AccountView, state: AccountState) -> AccountView:
    """The view after the provider's own program was run: a failure of it is the outcome of the last attempt."""
    probe = state.cli_probe
    if probe.problem is None:
        return view
    return replace(view, health=probe.health or Health.ERROR, problem=probe.problem, stale=view.fetched_at is not None)


def with_reason(view: AccountView) -> AccountView:
    """The view with a problem where it has neither usage nor a problem."""
    if view.problem is None and view.fetched_at is None:
        return replace(view, health=Health.ERROR, problem=fetcherrors.no_data_yet())
    return view


def _plan(identity: AccountIdentity, reading: Reading | None) -> str | None:
    with_usage = None if reading is None else reading.plan
    return (with_usage or identity.plan) if identity.plan_may_lag else (identity.plan or with_usage)


def stale_at(fetched_at: datetime, plan: ReadPlan) -> datetime:
    """The time when a reading is older than twice the planned wait."""
    return fetched_at + timedelta(seconds=2 * (plan.wait.interval + plan.policy.jitter))


def _with_forecast(window: Window, plan: ReadPlan) -> Window:
    """The window with its forecast; one without a percentage has none, nor one that the vendor refuses anyway."""
    if window.percent is None or window.refused or window.forecast is not None or window.id not in plan.forecasts:
        return window
    return replace(window, forecast=plan.forecasts[window.id])
