"""Text about incidents that Anthropic reports. This module must not know how or when they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words import formatting

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from brim.model.account import Incident, Problem

OPEN_PAGE = "Open Anthropic's status page"
"""The label of a menu row."""


def explains(problem: Problem | None, incident: Incident | None) -> bool:
    """Whether the text of a problem already names this incident."""
    return problem is not None and incident is not None and problem.title == incident_title(incident)


def incident_title(incident: Incident) -> str:
    """One line: `Anthropic reports an incident: Elevated errors`."""
    return f"Anthropic reports an incident: {incident.title}"


def incident_message(incident: Incident, now: datetime, zone: tzinfo | None = None) -> str:
    """The affected services, the beginning of the incident, and that the user need not do anything."""
    parts = [f"Affected: {', '.join(incident.affects)}"] if incident.affects else []
    if incident.since is not None and incident.since <= now:
        parts.append(f"since {formatting.clock_text(incident.since, now, zone)}")
    return f"{', '.join(parts)}. {_NOTHING_TO_DO}" if parts else _NOTHING_TO_DO


def message_with_next_read(problem: Problem, next_read: str) -> str:
    """The message of such a problem, and the time from which a read is possible; `next_read` is empty for now."""
    return f"{problem.message} The next read is possible at {next_read}." if next_read else problem.message


_NOTHING_TO_DO = "There is nothing to do here; Brim tries again by itself."
