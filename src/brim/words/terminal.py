"""The text around the figures of `brim status` and of the terminal gauge. This module must not know how it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words import forecast, formatting, iconreason, incidents, sources
from brim.words.extrausage import EXTRA_USAGE, extra_usage_text

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model.account import AccountView
    from brim.model.usage import Spend

STARTING = "Brim is starting"
KEY_HELP = "r refresh · q quit"


def gauge_title(plan: str | None, account_label: str, *, demo: bool) -> str:
    """The title of the gauge of an account: `Brim · Ultra · work`."""
    return " · ".join((("Brim demo, simulated figures" if demo else "Brim"), *([plan] if plan else []), account_label))


def spend_headline(spend: Spend) -> str:
    """Extra usage as the headline of `brim status`."""
    return f"{EXTRA_USAGE} {extra_usage_text(spend)}"


def spend_row(spend: Spend) -> str:
    """Extra usage as a row of the gauge, below the limits."""
    return f"{EXTRA_USAGE}  {extra_usage_text(spend)}"


def spend_line(spend: Spend) -> str:
    """Extra usage as a line of `brim status`, below the limits."""
    return f"{EXTRA_USAGE}: {extra_usage_text(spend, share=True)}"


def account_details(view: AccountView, now: datetime) -> list[str]:
    """What is known besides the figures, a line each: icon colour, unconfirmed figures, forecast, sources, problem."""
    rows = [("Why", iconreason.icon_reason(view, now))] if view.fetched_at is not None else []
    shown = view.shown_window  # the sentence above names its reason
    unconfirmed = (
        (window.label, sources.unconfirmed_reason(window, now)) for window in view.windows if window is not shown
    )
    rows += [("Doubt", f"{label}: {reason}") for label, reason in unconfirmed if reason is not None]
    early_resets = ((window.label, formatting.early_reset_text(window.early_reset, now)) for window in view.windows)
    rows += [("Reset", f"{label}: {text}") for label, text in early_resets if text is not None]
    rows += [("Forecast", line) for line in forecast.forecast_lines(view, now)]
    rows += [("Plan", view.plan)] if view.plan else []
    rows += [("Updated", line) for line in sources.source_lines(view, now)]
    if view.next_read_at is not None:
        rows.append(("Next", f"{formatting.clock_text(view.next_read_at, now)} ({view.next_read_reason})"))
    rows += [("Problem", view.problem.title)] if view.problem is not None else []
    lines = [f"{name:<10}{text}" for name, text in rows]
    if view.incident is not None and not incidents.explains(view.problem, view.incident):
        lines.append(incidents.incident_title(view.incident))
    if (login_end := formatting.login_end_text(view.login_ends_at, now)) is not None:
        lines.append(login_end)
    return lines
