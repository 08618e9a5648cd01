"""The JSON that `brim status --json` prints: a fixed contract, to which fields are only ever added.

Behind each field stands what it means. Times are UTC, ISO 8601; money is a decimal string in major units; an amount or
a time that is not known is null. Standard library only, for quick commands. This module must not know how a reading is
made.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from brim.backend.system.times import clamp_time, utc_text
from brim.words import forecast as words
from brim.words.extrausage import disabled_text, money_line
from brim.words.iconreason import icon_reason

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from decimal import Decimal

    from brim.model.account import AccountView
    from brim.model.forecast import Forecast
    from brim.model.usage import EarlyReset, Figure, Spend, Window

type _Object = dict[str, object]

_SCHEMA = 1
"""Changes only when a field must."""


def report(views: AccountView | tuple[AccountView, ...], now: datetime, notes: Mapping[str, str] | None = None) -> str:
    """One account as an object, or several as a list; in ASCII, which no terminal or pipe changes on the way.

    `notes` are sentences by id of account.
    """
    every = views if isinstance(views, tuple) else (views,)
    found = [account_json(view, now, (notes or {}).get(view.account.id)) for view in every]
    return json.dumps(found if every is views else found[0], indent=2)


def account_json(view: AccountView, now: datetime, note: str | None = None) -> _Object:
    """The object of one account; `note` is a sentence about it."""
    problem, incident, costs = view.problem, view.incident, view.costs
    return {
        "schema": _SCHEMA,
        "provider": view.account.provider,  # its name in the settings, or demo
        "account": {
            "id": view.account.id,  # 16 hex digits; the account's folder among the files of state
            "label": view.account.label,  # for a person
            "name": view.account.name,  # the same with its provider, where several are shown
        },
        "plan": view.plan,  # for example Ultra
        "health": str(view.health),  # the outcome of the last attempt
        "problem": problem
        and {
            "title": problem.title,  # in a few words
            "message": problem.message,  # what to do next
        },  # null when health is ok
        "source": _text(view.source),  # where the figures came from
        "fetched_at": _time(view.fetched_at),  # when they were true
        "age_seconds": _age(view.fetched_at, now),  # how long ago that was
        "next_read_at": _time(view.next_read_at),  # when they will be read again; null when they will not
        "headline": view.headline,  # id of the headline window, or spend
        "level": str(view.level),  # of the headline
        "windows": [_window(window, view, now) for window in view.windows],  # every limit
        "spend": view.spend and _spend(view.spend),  # extra usage
        "login_ends_at": _time(view.sign_in_before),  # the person must sign in again before, or replace the key
        "incident": incident
        and {
            "title": incident.title,  # in its own words
            "affects": list(incident.affects),  # its services
            "since": _time(incident.since),  # when it began
        },  # the provider reports it now; null when it does not
        "note": note,  # why sessions of its program may not use this plan
        "next_read_reason": view.next_read_reason or None,  # why then; null when they will not be read again
        "why": icon_reason(view, now),  # why the icon has its colour, in one sentence
        "cost_today": None if costs is None else f"{costs.today:.6f}",  # USD at list price, not money spent
        "stale": view.stale,  # the figures are not from a recent successful attempt
        "stale_at": _time(view.stale_at),  # from then on newer figures are long due
        "saved_resets": view.saved_resets,  # resets that the vendor keeps for the person; null where it does not say
        "login_by_key": view.account.vendor.by_key,  # the login is an API key, which is replaced and not renewed
    }


def _window(window: Window, view: AccountView, now: datetime) -> _Object:
    forecast = window.forecast
    likely = forecast is not None and (forecast.chance or 0.0) >= words.LIKELY
    top_project = None if view.costs is None else view.costs.top_project(window.id)
    outlook = forecast and words.forecast_sentence(forecast, window.resets_at, now)
    return {
        "id": window.id,  # kind, or kind:scope name
        "kind": window.kind,  # session, daily, weekly_all, monthly, or another word
        "label": window.label,  # for a person
        "percent": _number(window.percent),  # used; null when not started, or the reset has passed unread
        "resets_at": _time(window.resets_at),  # when the limit resets
        "length_seconds": window.length_seconds,  # 18000, 604800, or any other length
        "level": str(window.level),  # calm, watch, warn, critical, exhausted, paying or unknown
        "headline": window.headline,  # the one number of the account
        "confirmed": window.confirmed,  # false while a doubtful figure waits for a second reading
        "pace": forecast and forecast.pace,  # used so far over an even spread
        "runs_out_at": _time(forecast.runs_out_at if forecast is not None and likely else None),  # null: rather not
        "chance": forecast and forecast.chance,  # that it is reached before the reset, 0 to 1
        "outlook": outlook,  # what is to be expected, in one sentence
        "source": str(window.source),  # where the figure came from
        "read_at": _time(window.read_at),  # when it was true
        "age_seconds": _age(window.read_at, now),  # how long ago that was
        "doubt": _text(window.doubt),  # why it waits: jump, fall, moved (its reset), gone; null when it does not
        "last_confirmed": window.last_confirmed and _figure(window.last_confirmed),  # before, while it waits
        "reset_early": window.early_reset and _early_reset(window.early_reset),  # it began before its time
        "top_project": top_project
        and {
            "name": top_project.name,  # last part of its folder
            "percent": _number(top_project.percent),  # of the limit that it used
        },  # what most of the window went to
        **_forecast_figures(forecast),
        "unknown": window.unknown and window.percent is None,  # else a limit without a percentage is unused
        "refused": window.refused,  # by the vendor, whatever the percentage says
    }


def _figure(figure: Figure) -> _Object:
    return {
        "percent": _number(figure.percent),  # used
        "resets_at": _time(figure.resets_at),  # when the limit resets
        "source": str(figure.source),  # where it came from
        "read_at": _time(figure.read_at),  # when it was true
    }


def _early_reset(early: EarlyReset) -> _Object:
    return {
        "at": _time(early.at),  # when the first figure after it was read
        "from_percent": _number(early.before.percent),  # used just before
        "from_resets_at": _time(early.before.resets_at),  # when it would have been reset
    }


def _forecast_figures(forecast: Forecast | None) -> _Object:
    """What a chart of a forecast needs; nothing where too little is known for it to mean much."""
    known = forecast if forecast is not None and forecast.enough_data else None
    measured = known if known is not None and known.rate_measured and not known.rough else None
    return {
        "runs_out_p10": known and _time(known.runs_out_p10),  # 1 of 10 such cases is earlier, if it is reached
        "runs_out_p50": known and _time(known.runs_out_at),  # the median of that time, however likely it is
        "runs_out_p90": known and _time(known.runs_out_p90),  # 9 of 10 such cases are earlier
        "rate_per_hour": measured and measured.rate_per_hour,  # percent used in an hour, at present
        "even_percent": known and known.even_percent,  # percent of an even spread over work hours by now
    }


def _spend(spend: Spend) -> _Object:
    return {
        "enabled": spend.enabled,  # whether it is on
        "used": _money(spend.used),
        "limit": _money(spend.limit),  # null without a cap
        "currency": spend.currency,  # ISO 4217 code
        "percent": _number(spend.percent),  # of the cap
        "disabled_reason": spend.disabled_reason,  # why it does not pay, in the server's word
        "disabled_text": disabled_text(spend),  # the same for a person
        "balance": _money(spend.balance),  # left of what was paid in advance
        "balance_currency": spend.balance_currency,  # ISO 4217 code
        "beyond_plan": spend.beyond_plan,  # false where money is all there is
        "text": money_line(spend),  # all of it in one line, for a person
    }


def _time(when: datetime | None) -> str | None:
    return None if when is None else utc_text(clamp_time(when))


def _age(since: datetime | None, now: datetime) -> int | None:
    return None if since is None else max(0, int((now - since).total_seconds()))


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)


def _number(value: float | None) -> float | None:
    return None if value is None else float(value)


def _text(word: str | None) -> str | None:
    return None if word is None else str(word)
