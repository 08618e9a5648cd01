"""Anthropic's public status page: which incident it reports, read without any token.

Facts, of Statuspage's summary (version 2) as status.claude.com gives it: `components` with `id`, `name` and `status`;
`incidents` that are not over, each with `name`, `status`, `impact`, `started_at`, `components` and `incident_updates`,
whose `affected_components` keep what `components` may have lost; `scheduled_maintenances` of the same shape. Every part
is decoded on its own: what cannot be used counts as absent. This module must not know when it is asked, nor why.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from brim.backend.providers import values
from brim.backend.providers.claude import client, httperrors, usagejson
from brim.backend.settings.urls import is_loopback
from brim.errors import BadAnswerError, OfflineError
from brim.model.account import Incident
from brim.words import fetcherrors

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS = 5.0
"""For the whole look."""
_OURS = {"k8w3r06qmzrp": "Claude API", "yyzkbfz2thpt": "Claude Code", "rwppv331jlwc": "claude.ai"}
"""What Brim and Claude Code stand on, by id: requests, the program, signing in."""
_OVER = {"resolved", "postmortem", "completed", "scheduled", "verifying"}
_IMPACTS = {"critical": 4, "major": 3, "minor": 2, "maintenance": 1}
_TROUBLES = {
    "major_outage": (4, "major outage"),
    "partial_outage": (3, "partial outage"),
    "degraded_performance": (2, "degraded performance"),
    "under_maintenance": (1, "under maintenance"),
}
_MOST = 100
"""Parts of a list that are looked at."""
_LONGEST = 80
"""Letters of a title."""
_NAMELESS = fetcherrors.NO_INCIDENT_NAME


def _title(value: object) -> str | None:
    clean = values.text(value, longest=2 * _LONGEST)
    return clean if clean is None or len(clean) <= _LONGEST else f"{clean[: _LONGEST - 1].rstrip()}…"


def _parts(value: object) -> list[object]:
    return [one for one in value[:_MOST] if isinstance(one, dict)] if isinstance(value, list) else []


type Parts = Annotated[list[object], BeforeValidator(_parts)]
type Title = Annotated[str | None, BeforeValidator(_title)]
_SHAPE = ConfigDict(extra="ignore")


class Component(BaseModel):
    """One service, also as an update of an incident names it."""

    model_config = _SHAPE

    id: values.Text = Field(default=None, description="for ever the same")
    code: values.Text = Field(default=None, description="the id, in an update")
    name: values.Text = Field(default=None, description="for a person")
    status: values.Text = Field(default=None, description="operational, or what is wrong")

    @property
    def ours(self) -> str | None:
        """Our word for it; None when Brim does not depend on it."""
        known = _OURS.get(self.id or self.code or "")
        return known or next((word for word in _OURS.values() if self._named(word)), None)

    def _named(self, word: str) -> bool:
        """Whether it has this name, as it stands or with something in brackets behind it."""
        return (self.name or "").partition("(")[0].strip().casefold() == word.casefold()


class Update(BaseModel):
    """What was said of an incident at one time."""

    model_config = _SHAPE

    affected_components: Parts = Field(default_factory=list, description="which services")


class IncidentReport(BaseModel):
    """One incident, or one maintenance."""

    model_config = _SHAPE

    name: Title = Field(default=None, description="for a person")
    status: values.Text = Field(default=None, description="investigating, identified, monitoring, in_progress, or over")
    impact: values.Text = Field(default=None, description="none, minor, major, critical or maintenance")
    started_at: values.Time = Field(default=None, description="when it began")
    created_at: values.Time = Field(default=None, description="when it was reported first")
    components: Parts = Field(default_factory=list, description="which services; may be empty")
    incident_updates: Parts = Field(default_factory=list, description="newest first")

    @property
    def named(self) -> set[str | None]:
        """The services that it names, in our words; None stands for those on which Brim does not depend."""
        updates = (Update.model_validate(one).affected_components for one in self.incident_updates)
        named = [*self.components, *(one for told in updates for one in told)]
        return {Component.model_validate(one).ours for one in named}


class Summary(BaseModel):
    """The whole body."""

    model_config = _SHAPE

    components: Parts = Field(default_factory=list, description="every service")
    incidents: Parts = Field(default_factory=list, description="those that are not over")
    scheduled_maintenances: Parts = Field(default_factory=list, description="also those ahead")


async def fetch(url: str, seconds: float = SECONDS) -> Incident | None:
    """The gravest incident that the page at `url` reports and that touches us; raises a ReadError without an answer."""
    http = client.open_client(direct=is_loopback(urlsplit(url).hostname or ""))
    try:
        async with asyncio.timeout(seconds):
            status, _, body = await client.get(http, url, {}, client.RequestProgress())
    except TimeoutError:
        raise OfflineError(*fetcherrors.STATUS_PAGE_NO_ANSWER) from None
    finally:
        await http.aclose()
    if status not in httperrors.OK:
        raise BadAnswerError(*fetcherrors.unreadable_status_page(status))
    return parse(usagejson.decode(body))


def parse(body: dict[str, object]) -> Incident | None:
    """The gravest incident in a summary that touches us and is not over; None when there is none.

    Where a service of ours is in trouble and no incident says why, the trouble itself is the incident.
    """
    summary = Summary.model_validate(body)
    troubles = list(_troubles(summary))
    found = list(_reports(summary, troubled=bool(troubles))) or troubles
    return max(found, key=lambda graded: graded[0], default=(0, None))[1]


def _reports(summary: Summary, *, troubled: bool) -> Iterator[tuple[int, Incident]]:
    """Each incident with its grade; one that names no service at all counts while one of ours is in trouble."""
    for part in (*summary.incidents, *summary.scheduled_maintenances):
        report = IncidentReport.model_validate(part)
        named = report.named
        affects = tuple(word for word in _OURS.values() if word in named)
        if report.status not in _OVER and (affects or (troubled and not named)):
            since = report.started_at or report.created_at
            yield _IMPACTS.get(report.impact or "", 0), Incident(report.name or _NAMELESS, affects, since)


def _troubles(summary: Summary) -> Iterator[tuple[int, Incident]]:
    for part in summary.components:
        component = Component.model_validate(part)
        grade, words = _TROUBLES.get(component.status or "", (0, ""))
        if component.ours is not None and grade:
            yield grade, Incident(f"{component.ours}, {words}")
