"""Text about incidents that a provider reports. This module must not know how or when they are fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words import formatting, vendors
from brim.words.joining import listed, sentences
from brim.words.translation import N_, _

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from brim.model.account import AccountView, Incident, Problem
    from brim.model.vendor import Vendor

_OUTAGES = {
    "major_outage": N_("{service}, major outage"),
    "partial_outage": N_("{service}, partial outage"),
    "degraded_performance": N_("{service}, degraded performance"),
    "under_maintenance": N_("{service}, under maintenance"),
}


def open_page_label(vendor: Vendor) -> str:
    """The label of a menu row."""
    return _("Open {company}'s status page", company=vendors.company(vendor))


def outage_title(service: str, status: str) -> str:
    """The title of an outage without a report; `status` is the word of the status page for it."""
    return _(_OUTAGES[status], service=service)


def explains(view: AccountView) -> bool:
    """Whether the text of an account's problem already names its incident."""
    if view.problem is None or view.incident is None:
        return False
    return view.problem.title == incident_title(view.incident, view.account.vendor)


def incident_title(incident: Incident, vendor: Vendor) -> str:
    """One line: `<company> reports an incident: Elevated errors`."""
    return _("{company} reports an incident: {title}", company=vendors.company(vendor), title=incident.title)


def incident_message(incident: Incident, now: datetime, zone: tzinfo | None = None) -> str:
    """The affected services, the beginning of the incident, and that the user need not do anything."""
    services, since = listed(incident.affects), None
    if incident.since is not None and incident.since <= now:
        since = formatting.clock_text(incident.since, now, zone)
    if services and since is not None:
        facts = _("Affected: {services}, since {when}.", services=services, when=since)
    elif services:
        facts = _("Affected: {services}.", services=services)
    else:
        facts = "" if since is None else _("Since {when}.", when=since)
    return sentences(facts, _("There is nothing to do here; Brim retries automatically."))


def message_with_next_update(problem: Problem, clock: str) -> str:
    """The message of such a problem, and from when an update is possible; `clock` is empty for now."""
    if not clock:
        return problem.message
    return sentences(problem.message, _("The next update is possible at {clock}.", clock=clock))
