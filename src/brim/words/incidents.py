"""What is said of incidents that Anthropic reports. This module must not know who reports them, nor when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words import formatting

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from brim.model.account import Incident, Problem

OPEN_PAGE = "Open Anthropic's status page"
"""A row of the menu."""


def explains(problem: Problem | None, incident: Incident | None) -> bool:
    """Whether a problem is said to be this incident."""
    return problem is not None and incident is not None and problem.title == incident_title(incident)


def incident_title(incident: Incident) -> str:
    """One line: `Anthropic reports an incident: Elevated errors`."""
    return f"Anthropic reports an incident: {incident.title}"


def incident_message(incident: Incident, now: datetime, zone: tzinfo | None = None) -> str:
    """What it touches and since when, and that nothing has to be done."""
    told = [f"Affected: {', '.join(incident.affects)}"] if incident.affects else []
    if incident.since is not None and incident.since <= now:
        told.append(f"since {formatting.clock_text(incident.since, now, zone)}")
    return f"{', '.join(told)}. {_NOTHING_TO_DO}" if told else _NOTHING_TO_DO


def message_with_next_read(problem: Problem, at: str) -> str:
    """The message of such a problem for somebody who wants to read at once; that is possible `at`, empty for now."""
    return f"{problem.message} The next read is possible at {at}." if at else problem.message


_NOTHING_TO_DO = "There is nothing to do here; Brim tries again by itself."
