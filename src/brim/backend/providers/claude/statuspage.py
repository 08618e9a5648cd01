"""Anthropic's public status page: which incident it reports, read without any token.

Facts, of Statuspage's summary (version 2) as status.claude.com gives it: `components` with `id`, `name` and `status`;
`incidents` that are not over, each with `name`, `status`, `impact`, `started_at`, `components` and `incident_updates`,
whose `affected_components` name services that `components` may have lost; `scheduled_maintenances` of the same shape.
Each part is decoded on its own: what cannot be used counts as absent. This module must not know when or why it is read.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from brim.backend.network.client import open_client
from brim.backend.network.faults import RequestProgress
from brim.backend.network.get import get
from brim.backend.network.request import Request
from brim.backend.providers import valueparsing
from brim.backend.providers.claude import fetchwords, httperrors, usagejson
from brim.errors import BadAnswerError, OfflineError
from brim.model.account import Incident
from brim.words import fetcherrors, incidents

if TYPE_CHECKING:
    from collections.abc import Iterator

TOTAL_SECONDS = 5.0
_SERVICES = {"k8w3r06qmzrp": "Claude API", "yyzkbfz2thpt": "Claude Code", "rwppv331jlwc": "claude.ai"}
"""The services that Brim and Claude Code depend on, by id: requests, the program, signing in."""
_OVER = {"resolved", "postmortem", "completed", "scheduled", "verifying"}
"""The statuses of an incident that does not hold now."""
_IMPACT_SEVERITY = {"critical": 4, "major": 3, "minor": 2, "maintenance": 1}
_COMPONENT_SEVERITY = {"major_outage": 4, "partial_outage": 3, "degraded_performance": 2, "under_maintenance": 1}
_MAX_ITEMS = 100
"""Items of a list that are read."""
_MAX_TITLE_LENGTH = 80


def _parse_title(value: object) -> str | None:
    text = valueparsing.parse_text(value, max_length=2 * _MAX_TITLE_LENGTH)
    return text if text is None or len(text) <= _MAX_TITLE_LENGTH else f"{text[: _MAX_TITLE_LENGTH - 1].rstrip()}…"


def _parse_items(value: object) -> list[object]:
    return [item for item in value[:_MAX_ITEMS] if isinstance(item, dict)] if isinstance(value, list) else []


type Items = Annotated[list[object], BeforeValidator(_parse_items)]
type Title = Annotated[str | None, BeforeValidator(_parse_title)]
_FORMAT = ConfigDict(extra="ignore")


class ServiceComponent(BaseModel):
    """One service, also as an update of an incident names it."""

    model_config = _FORMAT

    id: valueparsing.Text = Field(default=None, description="never changes")
    code: valueparsing.Text = Field(default=None, description="the id, in an update")
    name: valueparsing.Text = Field(default=None, description="for a person")
    status: valueparsing.Text = Field(default=None, description="operational, or what is wrong")

    @property
    def service(self) -> str | None:
        """Our word for it; None when Brim does not depend on it."""
        known = _SERVICES.get(self.id or self.code or "")
        return known or next((word for word in _SERVICES.values() if self._is_named(word)), None)

    def _is_named(self, word: str) -> bool:
        """Whether it has this name, also with something in brackets after it."""
        return (self.name or "").partition("(")[0].strip().casefold() == word.casefold()


class IncidentUpdate(BaseModel):
    """What the page reported of an incident at one time."""

    model_config = _FORMAT

    affected_components: Items = Field(default_factory=list, description="which services")


class IncidentReport(BaseModel):
    """One incident, or one maintenance."""

    model_config = _FORMAT

    name: Title = Field(default=None, description="for a person")
    status: valueparsing.Text = Field(
        default=None, description="investigating, identified, monitoring, in_progress, or over"
    )
    impact: valueparsing.Text = Field(default=None, description="none, minor, major, critical or maintenance")
    started_at: valueparsing.Time = Field(default=None, description="when it began")
    created_at: valueparsing.Time = Field(default=None, description="when it was reported first")
    components: Items = Field(default_factory=list, description="which services; may be empty")
    incident_updates: Items = Field(default_factory=list, description="newest first")

    @property
    def services(self) -> set[str | None]:
        """The services that it names, in our words; None stands for those that Brim does not depend on."""
        updates = (IncidentUpdate.model_validate(item).affected_components for item in self.incident_updates)
        components = [*self.components, *(item for affected in updates for item in affected)]
        return {ServiceComponent.model_validate(item).service for item in components}


class StatusSummary(BaseModel):
    """The whole body."""

    model_config = _FORMAT

    components: Items = Field(default_factory=list, description="every service")
    incidents: Items = Field(default_factory=list, description="those that are not over")
    scheduled_maintenances: Items = Field(default_factory=list, description="also those ahead")


async def fetch(url: str, seconds: float = TOTAL_SECONDS) -> Incident | None:
    """The most severe incident on the page at `url` that affects a service of ours; None when there is none.

    Raises a ReadError without an answer within `seconds`.
    """
    try:
        async with open_client(seconds) as http, asyncio.timeout(seconds):
            status, _, body = await get(http, Request(url), RequestProgress())
    except TimeoutError:
        raise OfflineError(*fetchwords.status_page_no_answer()) from None
    if status not in httperrors.OK:
        raise BadAnswerError(*fetchwords.unreadable_status_page(status))
    return parse(usagejson.decode(body))


def parse(body: dict[str, object]) -> Incident | None:
    """The most severe incident in a summary that affects a service of ours and is not over; None when there is none.

    Where a service of ours has an outage and no incident explains it, the outage itself is the incident.
    """
    summary = StatusSummary.model_validate(body)
    outages = list(_outages(summary))
    incidents = list(_incidents(summary, has_outage=bool(outages))) or outages
    return max(incidents, key=lambda graded: graded[0], default=(0, None))[1]


def _incidents(summary: StatusSummary, *, has_outage: bool) -> Iterator[tuple[int, Incident]]:
    """Each incident with its severity; one that names no service counts only while a service of ours has an outage."""
    for item in (*summary.incidents, *summary.scheduled_maintenances):
        report = IncidentReport.model_validate(item)
        services = report.services
        affected = tuple(word for word in _SERVICES.values() if word in services)
        if report.status not in _OVER and (affected or (has_outage and not services)):
            title, since = report.name or fetcherrors.no_incident_name(), report.started_at or report.created_at
            yield _IMPACT_SEVERITY.get(report.impact or "", 0), Incident(title, affected, since)


def _outages(summary: StatusSummary) -> Iterator[tuple[int, Incident]]:
    for item in summary.components:
        component = ServiceComponent.model_validate(item)
        status = component.status or ""
        severity = _COMPONENT_SEVERITY.get(status, 0)
        if component.service is not None and severity:
            yield severity, Incident(incidents.outage_title(component.service, status))
