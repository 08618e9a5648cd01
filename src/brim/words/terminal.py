"""What stands around the figures of `brim status` and of the gauge. This module must not know how either is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words import forecast, formatting, iconreason, incidents, sources

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model.account import AccountView
    from brim.model.usage import Spend

STARTING = "Brim is starting"
KEY_HELP = "r refresh · q quit"
_EXTRA = "Extra usage"


def gauge_title(plan: str | None, account: str, *, demo: bool) -> str:
    """Above the gauge of an account: `Brim · Max 5x · work`."""
    return " · ".join((("Brim demo, simulated figures" if demo else "Brim"), *([plan] if plan else []), account))


def spend_headline(spend: Spend) -> str:
    """Extra usage, where there is nothing else."""
    return f"{_EXTRA} {formatting.money_text(spend)}"


def spend_row(spend: Spend) -> str:
    """Extra usage below the limits of the gauge."""
    return f"{_EXTRA}  {formatting.money_text(spend)}"


def spend_line(spend: Spend) -> str:
    """Extra usage below the limits of `brim status`."""
    share = f" ({formatting.percent_text(spend.percent)})" if spend.percent is not None else ""
    return f"{_EXTRA}: {formatting.money_text(spend)}{share}"


def account_details(view: AccountView, now: datetime) -> list[str]:
    """What is known besides the figures, a line each: why the colour, what is doubted, what follows, who told."""
    made = [("Why", iconreason.icon_reason(view, now))] if view.fetched_at is not None else []
    told = iconreason.shown_window(view)  # the sentence above tells of its doubt
    doubts = ((one.label, sources.unconfirmed_reason(one, now)) for one in view.windows if one is not told)
    made += [("Doubt", f"{label}: {doubted}") for label, doubted in doubts if doubted is not None]
    made += [("Outlook", line) for line in forecast.forecast_lines(view, now)]
    made += [("Plan", view.plan)] if view.plan else []
    made += [("Read", line) for line in sources.source_lines(view, now)]
    if view.next_read_at is not None:
        made.append(("Next", f"{formatting.clock_text(view.next_read_at, now)} ({view.next_read_reason})"))
    made += [("Problem", view.problem.title)] if view.problem is not None else []
    lines = [f"{name:<9}{text}" for name, text in made]
    if view.incident is not None and not incidents.explains(view.problem, view.incident):
        lines.append(incidents.incident_title(view.incident))
    if (ends := formatting.login_end_text(view.login_ends_at, now)) is not None:
        lines.append(ends)
    return lines
