"""Snapshots and their parts, with usual values, so that a test names only what it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from brim.backend.providers.claude import words
from brim.model.account import Account, AccountView, Health, Problem
from brim.model.level import Level
from brim.model.snapshot import Snapshot
from brim.model.usage import Source, Spend, Window

if TYPE_CHECKING:
    from brim.model.alert import Alert

NOW = datetime(2026, 11, 23, 11, 2, tzinfo=UTC)
RESET = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
BLOCKED_PROBLEM = Problem("Rate limited", "The next update is at 11:07.")


def window(
    percent: float | None = 41.0,
    level: Level = Level.CALM,
    *,
    resets_at: datetime | None = RESET,
    headline: bool = True,
    confirmed: bool = True,
) -> Window:
    """The 5-hour session."""
    return Window(
        id="session",
        kind="session",
        label="Session",
        percent=percent,
        resets_at=resets_at,
        length_seconds=18_000,
        source=Source.API,
        read_at=NOW,
        confirmed=confirmed,
        level=level,
        headline=headline,
    )


def week(percent: float | None = 18.0, level: Level = Level.CALM) -> Window:
    """The weekly limit of all models, which is not the headline."""
    return Window(
        id="weekly_all",
        kind="weekly_all",
        label="Week, all models",
        percent=percent,
        resets_at=NOW + timedelta(days=4),
        length_seconds=604_800,
        source=Source.API,
        read_at=NOW,
        level=level,
    )


def account_view(
    *windows: Window,
    health: Health = Health.OK,
    problem: Problem | None = None,
    spend: Spend | None = None,
    stale: bool = False,
    refresh_from: datetime | None = None,
) -> AccountView:
    """An account that was read at NOW."""
    headline = next((limit for limit in windows if limit.headline), None)
    has_figures = bool(windows) or spend is not None
    return AccountView(
        account=Account("9f86d081884c7d65", "work", "claude", words.vendor()),
        health=health,
        problem=problem,
        plan="Ultra",
        windows=windows,
        spend=spend,
        source=Source.API if has_figures else None,
        fetched_at=NOW if has_figures else None,
        stale=stale,
        next_read_at=NOW + timedelta(seconds=300),
        next_read_reason="every 5 minutes",
        refresh_available_from=refresh_from,
        level=headline.level if headline else (spend.level if spend else Level.UNKNOWN),
        headline=headline.id if headline else ("spend" if spend else None),
    )


def with_label(label: str, view: AccountView) -> AccountView:
    """The same view of another account, whose id is made from its label."""
    return replace(view, account=Account(label.encode().hex()[:16].ljust(16, "0"), label, "claude", words.vendor()))


def extra_usage(*, percent: float | None = 6.0, enabled: bool = True) -> Spend:
    """Extra usage in dollars, with a cap of 300."""
    return Spend(enabled, Decimal("18.02"), Decimal("300.00"), "USD", percent, Level.CALM)


def snapshot(
    *views: AccountView, alerts: tuple[Alert, ...] = (), demo: bool = False, closing: bool = False
) -> Snapshot:
    """A snapshot made at NOW."""
    return Snapshot(NOW, views, alerts, demo=demo, closing=closing)
