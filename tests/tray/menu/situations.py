"""Some thirty invented situations of accounts, for tests that count what menu and tooltip show."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from brim.backend.providers.claude import fetchwords, loginwords
from brim.backend.settings.choices import menu_options
from brim.backend.settings.load import load_settings
from brim.model.account import Health, Incident, Problem
from brim.model.alert import ALL_RULES
from brim.model.forecast import Forecast
from brim.model.level import Level
from brim.model.options import Option
from brim.model.snapshot import SnoozedRule
from brim.model.usage import Doubt, EarlyReset, Figure, Source
from brim.words import connectionerrors, fetcherrors
from tests.support.providerviews import eight_accounts, five_providers
from tests.support.samples import (
    NOW,
    RESET,
    account_view,
    extra_usage,
    snapshot,
    week,
    window,
    with_label,
)

if TYPE_CHECKING:
    from brim.model.account import AccountView
    from brim.model.snapshot import Snapshot
    from brim.model.usage import Window

FABLE = replace(
    week(78.0, Level.WARN), id="weekly_scoped:Fable", kind="weekly_scoped", label="Fable (week)", headline=True
)
CALM_SESSION = replace(window(), headline=False)
LONG = replace(FABLE, id="weekly_scoped:long", label="Week limit of a model whose name is longer than any row")
RUNS_OUT = Forecast(
    runs_out_at=NOW + timedelta(days=2),
    chance=0.8,
    runs_out_p10=NOW + timedelta(days=1),
    runs_out_p90=NOW + timedelta(days=3),
)
LASTS = Forecast(chance=0.01)
CONFIRMED = Figure(96.0, RESET, Source.API, NOW - timedelta(hours=1))
PROBLEMS = {
    "offline": (Health.OFFLINE, Problem(*connectionerrors.not_connected())),
    "network-off": (Health.OFFLINE, fetcherrors.network_off("claude")),
    "rate-limited": (Health.BLOCKED, Problem(*fetchwords.request_refused(limited=True))),
    "server": (Health.ERROR, Problem(*fetchwords.server_error(503))),
    "old": (Health.STALE, fetcherrors.stale_usage()),
    "expired": (Health.EXPIRED, loginwords.expired()),
    "ended": (Health.EXPIRED, loginwords.ended()),
    "no-scope": (Health.NO_SCOPE, loginwords.no_scope()),
    "keychain": (Health.SIGNED_OUT, loginwords.keychain_denied()),
}


def _usual(*, spend: bool = True) -> AccountView:
    """Three limits and extra usage, of which the week of one model is the most pressing."""
    return account_view(CALM_SESSION, week(), FABLE, spend=extra_usage() if spend else None)


def _with_problem(name: str, *, unread: bool = False) -> AccountView:
    health, problem = PROBLEMS[name]
    view = replace(_usual(), health=health, problem=problem, stale=True)
    return replace(view, windows=(), spend=None, headline=None, fetched_at=None, source=None) if unread else view


def _with_forecast() -> AccountView:
    return account_view(CALM_SESSION, week(), replace(FABLE, forecast=RUNS_OUT))


def _everything(home: AccountView, many: tuple[Window, ...], incident: Incident) -> tuple[AccountView, ...]:
    """Four accounts, the pressing one of which has many limits, a problem, an incident, and a login that ends."""
    pressing = account_view(window(91.0, Level.CRITICAL), *many, spend=extra_usage(), problem=PROBLEMS["no-scope"][1])
    return (
        home,
        _with_problem("offline"),
        with_label("third", _with_problem("expired", unread=True)),
        replace(
            with_label("a long name of an organisation, really", pressing),
            stale=True,
            incident=incident,
            login_ends_at=NOW + timedelta(days=2),
        ),
    )


def _several(many: tuple[Window, ...], incident: Incident) -> dict[str, tuple[AccountView, ...]]:
    """More than one account."""
    home = with_label("home", _usual())
    return {
        "two-accounts": (home, _with_forecast()),
        "four-accounts": (
            home,
            _with_problem("offline"),
            with_label("third", _with_problem("expired", unread=True)),
            with_label("a long name of an organisation, really", account_view(LONG)),
        ),
        "many-limits-and-a-problem": (
            home,
            replace(account_view(window(91.0, Level.CRITICAL), *many), problem=PROBLEMS["no-scope"][1], stale=True),
        ),
        "everything": _everything(home, many, incident),
        **{f"{count}-providers": five_providers()[:count] for count in (2, 3, 5)},
        "eight-accounts": eight_accounts(),
    }


def accounts() -> dict[str, tuple[AccountView, ...]]:
    """The accounts of each situation, by its name."""
    unconfirmed = replace(window(100.0, Level.EXHAUSTED, confirmed=False), doubt=Doubt.FALL, last_confirmed=CONFIRMED)
    early = replace(window(3.0), early_reset=EarlyReset(NOW - timedelta(hours=2), CONFIRMED))
    incident = Incident("Elevated errors on many requests to several models at once", ("Claude API",), NOW)
    many = tuple(replace(week(5.0 * n), id=f"weekly_scoped:{n}", label=f"Week model {n}") for n in range(1, 9))
    return {
        "usual": (_usual(),),
        "session-only": (account_view(window()),),
        "weekly-only": (account_view(replace(week(62.0, Level.WATCH), headline=True)),),
        "weekly-and-model": (account_view(week(), FABLE),),
        "extra-usage-only": (account_view(spend=extra_usage()),),
        "extra-usage-off": (account_view(window(), spend=extra_usage(enabled=False)),),
        "paying": (account_view(window(100.0, Level.PAYING), week(), spend=extra_usage(percent=71.0)),),
        "exhausted": (account_view(window(100.0, Level.EXHAUSTED), week()),),
        "forecast": (_with_forecast(),),
        "lasts": (account_view(replace(window(), forecast=LASTS)),),
        "unread": (replace(account_view(), fetched_at=None, source=None, headline=None),),
        "being-read": (replace(_usual(), being_read=True),),
        "unused": (account_view(window(None, Level.UNKNOWN, resets_at=None)),),
        "unconfirmed": (account_view(unconfirmed, week()),),
        "early-reset": (account_view(early, week()),),
        "other-source": (
            account_view(window(), replace(week(), read_at=NOW - timedelta(hours=1), source=Source.CACHE)),
        ),
        "long-label": (account_view(CALM_SESSION, LONG),),
        "many-limits": (account_view(window(), *many, spend=extra_usage()),),
        "incident": (replace(_usual(), incident=incident),),
        "login-ends": (replace(_usual(), login_ends_at=NOW + timedelta(days=2), incident=incident),),
        **_several(many, incident),
        **{name: (_with_problem(name),) for name in PROBLEMS},
        **{f"{name}-unread": (_with_problem(name, unread=True),) for name in ("offline", "expired", "keychain")},
    }


def _pinned() -> dict[str, tuple[AccountView, ...]]:
    """Accounts with a pinned limit, which an alarming one hides in one of them."""
    alarming = account_view(window(96.0, Level.CRITICAL), week())
    return {
        "pinned": (replace(_usual(), pinned="session"),),
        "pinned-beside-an-alarming-one": (replace(alarming, pinned="weekly_all"),),
    }


def situations(show: str) -> dict[str, Snapshot]:
    """The snapshot of each situation, with every option of the settings and this value of `icon.show`."""
    options = tuple(
        Option(option.key, show, option.choices) if option.key == "icon.show" else option
        for option in menu_options(load_settings())
    )
    shown = {name: replace(snapshot(*views), options=options) for name, views in (accounts() | _pinned()).items()}
    shown["demo"] = replace(shown["forecast"], demo=True)
    shown["snoozed"] = replace(shown["usual"], snoozed=(SnoozedRule(ALL_RULES, NOW + timedelta(days=1)),))
    shown["everything"] = replace(shown["everything"], demo=True, snoozed=shown["snoozed"].snoozed)
    return shown
