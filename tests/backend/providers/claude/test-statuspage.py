"""Anthropic's status page: which incident is found in its summary, and that a hostile page does no harm."""

from __future__ import annotations

import asyncio
import gzip
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from brim import __version__
from brim.backend.providers.claude import statuspage
from brim.errors import ReadError
from brim.model.account import Incident
from tests.support.usageserver import FIXTURES, Answer, UsageServer, load_fixture

if TYPE_CHECKING:
    from collections.abc import Callable

type Json = dict[str, Any]  # Any: a foreign body, built by the test

API, CODE, LOGIN, COWORK = "k8w3r06qmzrp", "yyzkbfz2thpt", "rwppv331jlwc", "bpp5gb3hpjcl"
REPORTED = Incident("Elevated errors (invented)", ("Claude API",), datetime(2026, 11, 23, 10, 41, tzinfo=UTC))


def _body(*incidents: Json, **statuses: str) -> Json:
    """A summary; `statuses` are those of components with an outage, by id."""
    components = [
        {**component, "status": statuses.get(component["id"], "operational")}
        for component in load_fixture("status-summary")["components"]
    ]
    return {"components": components, "incidents": list(incidents), "scheduled_maintenances": []}


def _incident(name: str, *codes: str, **changes: object) -> Json:
    components = [{"id": code} for code in codes]
    return {"name": name, "status": "investigating", "impact": "minor", "components": components} | changes


def _fetch(url: str, seconds: float = 5.0) -> Incident | ReadError | None:
    try:
        return asyncio.run(statuspage.fetch(url, seconds))
    except ReadError as error:
        return error


def test_the_recorded_page_is_parsed(server: UsageServer) -> None:
    """The incident is read with one honest request without a token, also where its list of components is empty."""
    server.answers = [Answer(body=(FIXTURES / "status-summary.json").read_bytes())]
    incident = _fetch(server.url)
    (headers,) = server.requests

    assert incident == REPORTED
    assert f"brim/{__version__}" == headers["user-agent"]
    assert not {"authorization", "cookie", "anthropic-beta"} & headers.keys()


@pytest.mark.parametrize(
    ("body", "title"),
    [
        (_body(), None),
        (_body(_incident("a", API)), "a"),
        (_body(_incident("a", CODE)), "a"),
        (_body(_incident("a", LOGIN)), "a"),
        (_body(_incident("a", COWORK)), None),
        (_body(_incident("a", API, status="resolved")), None),
        (_body(_incident("a", API, status="postmortem")), None),
        (_body(_incident("a", API, status="monitoring")), "a"),
        (_body(_incident("minor", API), _incident("major", CODE, impact="major")), "major"),
        (_body(_incident("a", COWORK), **{API: "major_outage"}), "Claude API, major outage"),
        (_body(_incident("unnamed"), **{API: "major_outage"}), "unnamed"),
        (_body(_incident("unnamed")), None),
        (_body(**{API: "degraded_performance", CODE: "partial_outage"}), "Claude Code, partial outage"),
        (_body(**{COWORK: "major_outage"}), None),
        (_body() | {"scheduled_maintenances": [_incident("m", API, status="in_progress")]}, "m"),
        (_body() | {"scheduled_maintenances": [_incident("m", API, status="scheduled")]}, None),
        (_body(_incident("by name", components=[{"id": "new", "name": "Claude API (api.anthropic.com)"}])), "by name"),
        (_body(_incident("", API)), "unnamed incident"),
    ],
    ids=range(18),
)
def test_the_most_severe_incident_that_affects_us_counts(body: Json, title: str | None) -> None:
    """The most severe incident counts that is not over and affects requests, Claude Code or signing in."""
    incident = statuspage.parse(body)

    assert title == (None if incident is None else incident.title)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"incidents": None, "components": 5, "scheduled_maintenances": "x"},
        {"incidents": [None, 1, "x", [], {}]},
        {"incidents": [{"name": 5, "status": {}, "impact": [], "components": {"id": API}, "incident_updates": "x"}]},
        {"incidents": [{"incident_updates": [{"affected_components": [{"code": None}, 5]}]}]},
        {"components": [{"id": API, "status": "on fire"}, {"status": "major_outage"}]},
        {"incidents": [_incident("x", COWORK)] * 100_000},
    ],
    ids=range(7),
)
def test_unknown_shapes_report_no_incident(body: Json) -> None:
    """A change in the shape of the page affects only its own part."""
    assert statuspage.parse(body) is None


def test_a_bad_part_does_not_hide_the_next() -> None:
    """Each part is decoded on its own; a time that cannot be parsed does not remove the incident."""
    incident = statuspage.parse({"incidents": [7, _incident("a", API, started_at="soon", incident_updates=9)]})

    assert Incident("a", ("Claude API",)) == incident


def test_names_are_cut_and_cleaned() -> None:
    """A name of any length with any characters becomes one short line."""
    incident = statuspage.parse(_body(_incident("\x1b[31mEvil\n\u202e" + "x" * 5000, API)))

    assert incident is not None
    assert incident.title.isprintable()
    assert incident.title.startswith("[31mEvil xxx")
    assert (80, "…") == (len(incident.title), incident.title[-1])


@pytest.mark.parametrize(
    "answer",
    [
        lambda server: Answer(302, b"", {"location": f"{server.url}/elsewhere"}),
        lambda _: Answer(500, b"no"),
        lambda _: Answer(403, b"no"),
        lambda _: Answer(200, b"<html>"),
        lambda _: Answer(200, b"[]"),
        lambda _: Answer(200, b"[" * 100_000),
        lambda _: Answer(200, b" " * 1_500_000 + b"{}"),
        lambda _: Answer(200, gzip.compress(b" " * 50_000_000), {"content-encoding": "gzip"}),
        lambda _: Answer(raw=b""),
        lambda _: Answer(raw=b"220 smtp ready\r\n\r\n"),
    ],
    ids=range(10),
)
def test_a_bad_answer_is_an_error(server: UsageServer, answer: Callable[[UsageServer], Answer]) -> None:
    """Redirects are not followed, and a body that is too large or is not a JSON object is no answer."""
    server.answers = [answer(server)]

    assert isinstance(_fetch(server.url), ReadError)
    assert len(server.requests) == 1


def test_a_page_that_never_ends_times_out(server: UsageServer) -> None:
    """A page that sends bytes without an end is given up after the time limit."""
    server.answers = [Answer(drip=b" ")]

    assert isinstance(_fetch(server.url, 0.2), ReadError)


def test_the_fixture_contains_the_known_services() -> None:
    """The recorded answer contains the ids of the services that Brim depends on."""
    ids = {component["id"] for component in load_fixture("status-summary")["components"]}

    assert {API, CODE, LOGIN} <= ids
    assert json.loads((FIXTURES / "status-summary.json").read_bytes())["status"]["indicator"] == "major"
