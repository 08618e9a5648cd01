"""The JSON that `brim status --json` prints: a fixed contract, to which fields are only ever added.

This module must not know how a reading is made.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from brim.backend.system.stateformat import Money, Time
from brim.model.account import Health
from brim.model.level import Level
from brim.model.usage import Doubt, Source
from brim.words import forecast as words
from brim.words.extrausage import disabled_text
from brim.words.iconreason import icon_reason

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from brim.model.account import AccountView
    from brim.model.forecast import Forecast
    from brim.model.usage import Spend, Window

_SHAPE = ConfigDict(from_attributes=True, populate_by_name=True, serialize_by_alias=True, use_enum_values=True)


class AccountReport(BaseModel):
    """Whose figures these are."""

    model_config = _SHAPE

    id: str = Field(description="16 hex digits; the account's folder among the files of state")
    label: str = Field(description="for a person")


class ProblemReport(BaseModel):
    """What went wrong."""

    model_config = _SHAPE

    title: str = Field(description="in a few words")
    message: str = Field(description="what to do next")


class FigureReport(BaseModel):
    """What was confirmed of a limit before its present figure."""

    model_config = _SHAPE

    percent: float | None = Field(description="percent used")
    resets_at: Time | None = Field(description="when the limit resets")
    source: Source = Field(description="where it came from")
    read_at: Time = Field(description="when it was true")


class EarlyResetReport(BaseModel):
    """The early reset with which the running window began."""

    model_config = _SHAPE

    at: Time = Field(description="when the first figure after it was read")
    from_percent: float | None = Field(description="percent used just before")
    from_resets_at: Time | None = Field(description="when it would have been reset")


class TopProjectReport(BaseModel):
    """The project that most of a window went to."""

    model_config = _SHAPE

    name: str = Field(description="last part of its folder")
    percent: float = Field(description="percent of the limit that it used")


class WindowReport(BaseModel):
    """One limit."""

    model_config = _SHAPE

    id: str = Field(description="kind, or kind:scope name")
    kind: str = Field(description="session, daily, weekly_all, weekly_scoped, monthly, or the server's own word")
    label: str = Field(description="for a person")
    percent: float | None = Field(description="percent used; null when not started, or the reset has passed unread")
    resets_at: Time | None = Field(description="when the limit resets")
    length_seconds: int | None = Field(description="18000, 604800, or any other length; null when not known")
    level: Level = Field(description="calm, watch, warn, critical, exhausted, paying or unknown")
    headline: bool = Field(description="the one number of the account")
    confirmed: bool = Field(description="false while a doubtful figure waits for a second reading")
    pace: float | None = Field(default=None, description="used so far over an even spread")
    runs_out_at: Time | None = Field(default=None, description="when the limit is reached; null when it rather is not")
    chance: float | None = Field(default=None, description="that it is reached before the reset, 0 to 1")
    outlook: str | None = Field(default=None, description="what is to be expected, in one sentence")
    source: Source = Field(description="where the figure came from")
    read_at: Time = Field(description="when it was true")
    age_seconds: int = Field(default=0, description="how long ago that was")
    doubt: Doubt | None = Field(description="why it waits: jump, fall, moved (its reset), gone; null when it does not")
    last_confirmed: FigureReport | None = Field(description="what was confirmed before, while it waits")
    reset_early: EarlyResetReport | None = Field(
        default=None, description="the window began before its time; null when it did not"
    )
    top_project: TopProjectReport | None = Field(
        default=None, description="what most of the window went to; null when not known"
    )
    runs_out_p10: Time | None = Field(default=None, description="1 of 10 such cases is earlier, if it is reached")
    runs_out_p50: Time | None = Field(default=None, description="the median of that time, however likely it is")
    runs_out_p90: Time | None = Field(default=None, description="9 of 10 such cases are earlier")
    rate_per_hour: float | None = Field(default=None, description="percent used in an hour, at present")
    even_percent: float | None = Field(default=None, description="percent of an even spread over work hours by now")
    refused: bool = Field(default=False, description="the vendor refuses now, whatever the percentage says")


class SpendReport(BaseModel):
    """Extra usage."""

    model_config = _SHAPE

    enabled: bool = Field(description="whether it is on")
    used: Money | None = Field(description="major units")
    limit: Money | None = Field(description="major units; null without a cap")
    currency: str | None = Field(description="ISO 4217 code")
    percent: float | None = Field(description="of the cap")
    disabled_reason: str | None = Field(default=None, description="why it does not pay, in the server's word")
    disabled_text: str | None = Field(default=None, description="the same for a person")
    balance: Money | None = Field(default=None, description="left of what was paid in advance, major units")
    balance_currency: str | None = Field(default=None, description="ISO 4217 code")
    beyond_plan: bool = Field(default=True, description="false where money is all there is")


class IncidentReport(BaseModel):
    """What the provider reports of itself."""

    model_config = _SHAPE

    title: str = Field(description="in its own words")
    affects: tuple[str, ...] = Field(description="its services")
    since: Time | None = Field(description="when it began; null when not known")


class StatusReport(BaseModel):
    """The whole object."""

    model_config = _SHAPE

    schema_: int = Field(default=1, alias="schema", description="changes only when a field must")
    provider: str = Field(description="its name in the settings, or demo")
    account: AccountReport = Field(description="whose figures these are")
    plan: str | None = Field(description="for example Ultra")
    health: Health = Field(description="the outcome of the last attempt")
    problem: ProblemReport | None = Field(description="null when health is ok")
    source: Source | None = Field(description="where the figures came from")
    fetched_at: Time | None = Field(description="when they were true")
    age_seconds: int | None = Field(description="how long ago that was")
    next_read_at: Time | None = Field(description="when they will be read again; null when they will not")
    headline: str | None = Field(description="id of the headline window, or spend")
    level: Level = Field(description="of the headline")
    windows: tuple[WindowReport, ...] = Field(description="every limit")
    spend: SpendReport | None = Field(description="extra usage")
    login_ends_at: Time | None = Field(description="the person must sign in again before; null when not known")
    incident: IncidentReport | None = Field(description="the provider reports it now; null when it does not")
    note: str | None = Field(default=None, description="why sessions of Claude Code may not use this plan")
    next_read_reason: str | None = Field(description="why then; null when they will not be read again")
    why: str = Field(description="why the icon has its colour, in one sentence")
    cost_today: Money | None = Field(default=None, description="USD at list price since midnight, not money spent")
    stale: bool = Field(default=False, description="the figures are not from a recent successful attempt")
    stale_at: Time | None = Field(default=None, description="from then on newer figures are long due")


def report(views: AccountView | tuple[AccountView, ...], now: datetime, notes: Mapping[str, str] | None = None) -> str:
    """One account as an object, or several as a list; in ASCII, which no terminal or pipe changes on the way.

    `notes` are sentences by id of account.
    """
    every = views if isinstance(views, tuple) else (views,)
    found = [account_json(view, now, (notes or {}).get(view.account.id)) for view in every]
    return json.dumps(found if every is views else found[0], indent=2)


def account_json(view: AccountView, now: datetime, note: str | None = None) -> dict[str, object]:
    """The object of one account; `note` is about it."""
    return _report(view, now).model_copy(update={"note": note}).model_dump(mode="json")


def _report(view: AccountView, now: datetime) -> StatusReport:
    return StatusReport(
        provider=view.account.provider,
        account=AccountReport.model_validate(view.account),
        plan=view.plan,
        health=view.health,
        problem=None if view.problem is None else ProblemReport.model_validate(view.problem),
        source=view.source,
        fetched_at=view.fetched_at,
        age_seconds=None if view.fetched_at is None else max(0, int((now - view.fetched_at).total_seconds())),
        next_read_at=view.next_read_at,
        headline=view.headline,
        level=view.level,
        windows=tuple(_window(window, view, now) for window in view.windows),
        spend=None if view.spend is None else _spend(view.spend),
        incident=None if view.incident is None else IncidentReport.model_validate(view.incident),
        login_ends_at=view.login_ends_at,
        next_read_reason=view.next_read_reason or None,
        stale=view.stale,
        stale_at=view.stale_at,
        cost_today=None if view.costs is None else Decimal(f"{view.costs.today:.6f}"),
        why=icon_reason(view, now),
    )


def _spend(spend: Spend) -> SpendReport:
    return SpendReport.model_validate(spend).model_copy(update={"disabled_text": disabled_text(spend)})


def _window(window: Window, view: AccountView, now: datetime) -> WindowReport:
    made = WindowReport.model_validate(window)
    forecast = window.forecast
    likely = forecast is not None and (forecast.chance or 0.0) >= words.LIKELY
    early = window.early_reset
    top_project = None if view.costs is None else view.costs.top_project(window.id)
    return made.model_copy(
        update={
            "top_project": top_project and TopProjectReport.model_validate(top_project),
            "reset_early": early
            and EarlyResetReport(at=early.at, from_percent=early.before.percent, from_resets_at=early.before.resets_at),
            "pace": None if forecast is None else forecast.pace,
            "runs_out_at": forecast.runs_out_at if forecast is not None and likely else None,
            "chance": None if forecast is None else forecast.chance,
            **_forecast_figures(forecast),
            "outlook": None if forecast is None else words.forecast_sentence(forecast, window.resets_at, now),
            "age_seconds": max(0, int((now - window.read_at).total_seconds())),
        }
    )


def _forecast_figures(forecast: Forecast | None) -> dict[str, object]:
    """What a chart of a forecast needs; nothing where too little is known for it to mean much."""
    if forecast is None or not forecast.enough_data:
        return {}
    measured = forecast.rate_measured and not forecast.rough
    return {
        "runs_out_p10": forecast.runs_out_p10,
        "runs_out_p50": forecast.runs_out_at,
        "runs_out_p90": forecast.runs_out_p90,
        "rate_per_hour": forecast.rate_per_hour if measured else None,
        "even_percent": forecast.even_percent,
    }
