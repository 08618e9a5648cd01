"""The text around the figures of `brim status` and of the terminal gauge. This module must not know how it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words import accounts, costs, forecast, formatting, iconreason, incidents, sources
from brim.words.extrausage import extra_usage_text, money_line
from brim.words.translation import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from brim.model.account import AccountView
    from brim.model.options import IconShow
    from brim.model.usage import Spend


def starting() -> str:
    """The gauge before the first snapshot."""
    return _("Brim is starting")


def key_help() -> str:
    """The keys of the gauge."""
    return _("r refresh · q quit")


def gauge_title(plan: str | None, account_label: str, *, demo: bool) -> str:
    """The title of the gauge of an account: `Brim · Ultra · work`; the demo has no other."""
    if demo:
        return _("Brim demo: simulated usage, sped up")
    return " · ".join((_("Brim"), *([plan] if plan else []), account_label))


def spend_headline(spend: Spend, show: IconShow) -> str:
    """Usage in money as the headline of `brim status`, where there is no limit."""
    return money_line(spend, show)


def spend_row(spend: Spend) -> str:
    """Extra usage as a row of the gauge, below the limits."""
    if not spend.beyond_plan:
        return money_line(spend)
    return _("Extra usage  {amount}", amount=extra_usage_text(spend))


def spend_line(spend: Spend, show: IconShow) -> str:
    """Extra usage as a line of `brim status`, below the limits; without a plan a limit above has the percentage."""
    if not spend.beyond_plan:
        return money_line(spend)
    return _("Extra usage: {amount}", amount=extra_usage_text(spend, show))


def account_details(view: AccountView, now: datetime, show: IconShow) -> list[str]:
    """What is known besides the limits, a line each: status, unconfirmed usage, forecast, sources, problem."""
    rows = [(_("Why"), iconreason.icon_reason(view, now, show))] if view.fetched_at is not None else []
    rows += _limit_details(view, now, show)
    rows += [(_("Forecast"), line) for line in forecast.forecast_lines(view, now)]
    rows += _cost_details(view)
    rows += [(_("Plan"), view.plan)] if view.plan else []
    rows += [(_("Resets"), accounts.saved_resets(view.saved_resets))] if view.saved_resets else []
    rows += [(_("Updated"), line) for line in sources.source_lines(view, now)]
    if view.next_read_at is not None:
        rows.append((_("Next"), sources.time_with_reason(view.next_read_at, view.next_read_reason, now)))
    heads = view.headline_window is None and view.spend is None  # then the problem is the headline
    rows += [(_("Problem"), view.problem.title)] if view.problem is not None and not heads else []
    lines = [f"{name:<10}{text}" for name, text in rows]
    if view.incident is not None and not incidents.explains(view):
        lines.append(incidents.incident_title(view.incident, view.account.vendor))
    if (login_end := accounts.login_end(view, now)) is not None:
        lines.append(login_end)
    return lines


def _cost_details(view: AccountView) -> Iterator[tuple[str, str]]:
    """Which project used most of the shown limit, and what today has cost."""
    shown = view.shown_window
    top = None if view.costs is None or shown is None else view.costs.top_project(shown.id)
    if top is not None:
        yield _("Used by"), costs.top_project_text(top.name, top.percent)
    if view.costs is not None and view.costs.today > 0:
        yield _("Today"), costs.today_text(view.costs.today)


def _limit_details(view: AccountView, now: datetime, show: IconShow) -> Iterator[tuple[str, str]]:
    """Why percentages are unconfirmed, except for the shown limit, whose reason stands above; and early resets."""
    shown = view.shown_window
    for window in view.windows:
        reason = sources.unconfirmed_reason(window, now, show)
        if reason is not None and window is not shown:
            yield _("Recheck"), _("{limit}: {text}", limit=window.label, text=reason)
    for window in view.windows:
        if (early := formatting.early_reset_text(window.early_reset, now, show)) is not None:
            yield _("Reset"), _("{limit}: {text}", limit=window.label, text=early)
