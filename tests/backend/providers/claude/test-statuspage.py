"""Anthropic's status page: what is made of its summary, and that a hostile one does no harm."""

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


def _body(*incidents: Json, **troubles: str) -> Json:
    """A summary; `troubles` are the components that are not well, by id."""
    components = [
        {**one, "status": troubles.get(one["id"], "operational")}
        for one in load_fixture("status-summary")["components"]
    ]
    return {"components": components, "incidents": list(incidents), "scheduled_maintenances": []}


def _incident(name: str, *codes: str, **changes: object) -> Json:
    parts = [{"id": code} for code in codes]
    return {"name": name, "status": "investigating", "impact": "minor", "components": parts} | changes


def _ask(url: str, seconds: float = 5.0) -> Incident | ReadError | None:
    try:
        return asyncio.run(statuspage.fetch(url, seconds))
    except ReadError as error:
        return error


def test_the_page_as_it_is(server: UsageServer) -> None:
    """The incident is read from one honest request that carries no token, also where its components were emptied."""
    server.answers = [Answer(body=(FIXTURES / "status-summary.json").read_bytes())]
    found = _ask(server.url)
    (headers,) = server.requests

    assert found == REPORTED
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
        (_body(_incident("", API)), "no name given"),
    ],
    ids=range(18),
)
def test_which_incident_counts(body: Json, title: str | None) -> None:
    """Only what is not over and touches requests, Claude Code or signing in; the gravest first."""
    found = statuspage.parse(body)

    assert title == (None if found is None else found.title)


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
def test_odd_bodies_report_nothing(body: Json) -> None:
    """Whatever changes in the page's shape costs its own part only."""
    assert statuspage.parse(body) is None


def test_a_bad_part_does_not_hide_the_next() -> None:
    """Each part is judged on its own; a time that makes no sense leaves the incident."""
    found = statuspage.parse({"incidents": [7, _incident("a", API, started_at="soon", incident_updates=9)]})

    assert Incident("a", ("Claude API",)) == found


def test_names_are_cut_and_cleaned() -> None:
    """A name of any length and with any letters is one short line."""
    found = statuspage.parse(_body(_incident("\x1b[31mEvil\n\u202e" + "x" * 5000, API)))

    assert found is not None
    assert found.title.isprintable()
    assert found.title.startswith("[31mEvil xxx")
    assert (80, "…") == (len(found.title), found.title[-1])


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
def test_no_answer_is_an_error(server: UsageServer, answer: Callable[[UsageServer], Answer]) -> None:
    """Redirects are not followed, and what is too large or no JSON object is no answer."""
    server.answers = [answer(server)]

    assert isinstance(_ask(server.url), ReadError)
    assert len(server.requests) == 1


def test_a_silent_page_is_given_up(server: UsageServer) -> None:
    """A page that drips for ever keeps nobody waiting."""
    server.answers = [Answer(drip=b" ")]

    assert isinstance(_ask(server.url, 0.2), ReadError)


def test_the_fixture_is_of_today() -> None:
    """What the page is known by stands in the recorded answer."""
    ids = {one["id"] for one in load_fixture("status-summary")["components"]}

    assert {API, CODE, LOGIN} <= ids
    assert json.loads((FIXTURES / "status-summary.json").read_bytes())["status"]["indicator"] == "major"
