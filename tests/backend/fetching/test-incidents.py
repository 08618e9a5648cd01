"""When the other side's incidents are looked at, by all processes together, and what is said of one."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from brim.backend.fetching.attempts import AttemptHistory
from brim.backend.fetching.incidents import IncidentCache, IncidentNote, check_allowed, check_needed
from brim.backend.polling.accountview import ReadPlan, account_view
from brim.backend.system.clock import Clock
from brim.errors import BadAnswerError, BlockedError, ExpiredError, NoAnswerError, OfflineError
from brim.model.account import AccountView, Health, Incident
from brim.model.command import ChangeSetting, MenuOpened, Refresh
from tests.support.samples import NOW
from tests.support.sandbox import status_json
from tests.support.scriptedpoller import FAST_POLICY, ScriptedProvider, has_reading, running_poller, shows_health
from tests.support.usageserver import FIXTURES, Answer, UsageServer
from tests.support.usageserver import running_server as serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from brim.errors import ReadError
    from tests.support.sandbox import Sandbox

ELEVATED = Incident("Elevated errors", ("Claude API",), NOW - timedelta(minutes=20))
TITLE = "Anthropic reports an incident: Elevated errors (invented)"
MINUTE = timedelta(minutes=1)
REPORT = (FIXTURES / "status-summary.json").read_bytes()


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[UsageServer]:
    """A status page that reports an incident."""
    with serving() as made:
        made.answers = [Answer(body=REPORT)]
        monkeypatch.setenv("BRIM_CLAUDE__STATUS_URL", f"{made.url}/api/v2/summary.json")
        yield made


def _look_around(sandbox: Sandbox) -> AccountView:
    """What a process that starts now shows after it has read and looked around."""

    async def go() -> AccountView:
        reader = sandbox.reader()
        try:
            known = await reader.read()
            if reader.should_check_incidents(known):
                known = await reader.check_incidents(known)
            outlook = ReadPlan(known, reader.policy, reader.plan(known), reader.refresh_allowed_at(known))
            return account_view(outlook, sandbox.now)
        finally:
            await reader.aclose()

    return asyncio.run(go())


@pytest.mark.parametrize(
    ("answer", "looks", "health"),
    [
        (Answer(500, b""), 1, Health.ERROR),
        (Answer(529, b"{}"), 1, Health.ERROR),
        (Answer(429, b"{}"), 1, Health.BLOCKED),
        (Answer(403, b"<html>"), 1, Health.BLOCKED),
        (Answer(raw=b""), 1, Health.OFFLINE),
        (Answer(401, b"{}"), 0, Health.EXPIRED),
    ],
    ids=["500", "529", "429", "403", "silent", "401"],
)
def test_a_failed_read_says_what_anthropic_reports(
    sandbox: Sandbox, page: UsageServer, answer: Answer, looks: int, health: Health
) -> None:
    """Where the server was reached and failed, its incident is named instead of anything on this machine."""
    sandbox.server.answers = [answer]
    view = _look_around(sandbox)

    assert (health, looks) == (view.health, len(page.requests))
    assert view.problem is not None
    assert (TITLE == view.problem.title) == bool(looks)
    assert ("Check the network" in view.problem.message) is False


def test_without_a_network_nobody_is_asked(
    sandbox: Sandbox, page: UsageServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no connection comes about, a status page would say nothing either."""
    monkeypatch.setenv("BRIM_CLAUDE__API_URL", "http://127.0.0.1:9")
    view = _look_around(sandbox)

    assert (Health.OFFLINE, []) == (view.health, page.requests)


def test_a_good_read_needs_no_look(sandbox: Sandbox, page: UsageServer) -> None:
    """While all is well nobody is asked."""
    assert (Health.OK, None) == (_look_around(sandbox).health, _look_around(sandbox).incident)
    assert page.requests == []


def test_no_incident_no_excuse(sandbox: Sandbox, page: UsageServer) -> None:
    """Where nothing is reported, or the page cannot be read, the failure keeps its own words."""
    sandbox.server.answers = [Answer(500, b"")]
    page.answers = [Answer(body=b'{"incidents": []}'), Answer(503, b"")]
    for _ in range(2):
        problem = _look_around(sandbox).problem
        sandbox.advance(3600)

        assert problem is not None
        assert problem.title == "Anthropic server error 500"
    assert len(page.requests) == 2


def test_one_look_in_five_minutes_by_all(sandbox: Sandbox, page: UsageServer) -> None:
    """However many processes and failures there are, the page is asked once in five minutes, also when it fails."""
    sandbox.server.answers = [Answer(500, b"")]
    page.answers = [Answer(503, b"")]
    for _ in range(10):
        _look_around(sandbox)
        sandbox.advance(29)

    assert len(page.requests) == 1


def test_no_token_is_sent(sandbox: Sandbox, page: UsageServer) -> None:
    """The page is asked as Brim, and by nobody in particular."""
    sandbox.server.answers = [Answer(500, b"")]
    _look_around(sandbox)
    (headers,) = page.requests

    assert {"host", "user-agent", "accept", "accept-encoding", "connection"} == headers.keys()


def test_the_file_is_the_documented_one(sandbox: Sandbox, page: UsageServer) -> None:
    """Other tools find the times of both looks and the incident."""
    sandbox.server.answers = [Answer(500, b"")]
    _look_around(sandbox)
    (path,) = (sandbox.state / "incidents").glob("*.json")
    told = json.loads(path.read_bytes())

    assert {
        "schema": 1,
        "asked_at": "2026-11-23T11:02:00Z",
        "looked_at": "2026-11-23T11:02:00Z",
        "incident": {
            "title": "Elevated errors (invented)",
            "affects": ["Claude API"],
            "since": "2026-11-23T10:41:00Z",
        },
    } == told
    assert len(page.requests) == 1


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '{"asked_at": "soon"}',
        '{"incident": {"title": 5}}',
        '{"incident": {"title": "%s"}}' % ("x" * 999),
    ],
    ids=range(6),
)
def test_a_broken_file_is_no_bulletin(tmp_path: Path, content: str) -> None:
    """What another hand left in the file is set aside."""
    path = tmp_path / "claude.json"
    path.write_text(content)

    assert IncidentNote() == IncidentCache(path).load()


def test_where_nothing_can_be_shared_nobody_is_asked(tmp_path: Path) -> None:
    """Without a place to say so to others, a look would not be counted."""
    (tmp_path / "file").touch()
    looks = 0

    async def fetch() -> Incident | None:
        nonlocal looks
        looks += 1
        return None

    for path in (None, tmp_path / "file" / "claude.json"):
        asyncio.run(IncidentCache(path).refresh(fetch, lambda: NOW))

    assert looks == 0


def test_two_looks_at_once_are_one(tmp_path: Path) -> None:
    """Whoever finds somebody looking leaves it to them."""
    started = 0

    async def go() -> None:
        nonlocal started
        asked, go_on = asyncio.Event(), asyncio.Event()

        async def fetch() -> Incident | None:
            nonlocal started
            started += 1
            asked.set()
            await go_on.wait()
            return ELEVATED

        first = asyncio.create_task(IncidentCache(tmp_path / "claude.json").refresh(fetch, lambda: NOW))
        await asyncio.wait_for(asked.wait(), 5)
        await IncidentCache(tmp_path / "claude.json").refresh(fetch, lambda: NOW + 10 * MINUTE)
        go_on.set()
        await first

    asyncio.run(go())

    assert started == 1
    assert IncidentNote(NOW, NOW, ELEVATED) == IncidentCache(tmp_path / "claude.json").load()


@pytest.mark.parametrize(
    ("asked", "theirs", "expected"),
    [(None, True, True), (NOW - MINUTE, True, True), (NOW + MINUTE, True, False), (None, False, False)],
)
def test_each_failure_wants_one_look(asked: datetime | None, *, theirs: bool, expected: bool) -> None:
    """A look before the failure does not count for it, and one after it is enough."""
    past = AttemptHistory(tried_at=NOW, health=Health.ERROR, theirs=theirs)

    assert expected == check_needed(IncidentNote(asked), past)


@pytest.mark.parametrize(("minutes", "expected"), [(-5, True), (-4.9, False), (0, False), (1, True)])
def test_the_floor(minutes: float, *, expected: bool) -> None:
    """Five minutes lie between two looks; a time ahead is that of a clock that was wrong."""
    assert expected == check_allowed(IncidentNote(NOW + minutes * MINUTE), NOW)


@pytest.mark.parametrize(
    ("looked", "theirs", "expected"), [(-14, False, True), (-16, False, False), (-40, True, True), (-50, True, False)]
)
def test_how_long_a_report_counts(looked: int, *, theirs: bool, expected: bool) -> None:
    """A quarter of an hour; longer only for the failure that it explains, which was tried 45 minutes ago."""
    past = AttemptHistory(tried_at=NOW - 45 * MINUTE, health=Health.ERROR if theirs else Health.OK, theirs=theirs)
    bulletin = IncidentNote(NOW, NOW + looked * MINUTE, ELEVATED)

    assert expected == (bulletin.reported(past, NOW) is not None)


def test_open_menu_looks_once(tmp_path: Path) -> None:
    """Opening the menu asks when nobody did for five minutes, a burst is one look, and the figures stay well."""

    async def go() -> None:
        jump = timedelta()
        clock = Clock(lambda: datetime.now(UTC) + jump)
        async with running_poller(
            provider := ScriptedProvider(reported_incident=ELEVATED), state=tmp_path, clock=clock
        ) as tray:
            await tray.until(has_reading(tray))
            await tray.settled()
            before = provider.incident_checks
            tray.send(*[MenuOpened()] * 50)
            await tray.until(lambda: tray.last.accounts[0].incident is not None)
            tray.send(MenuOpened(), Refresh(), MenuOpened())
            await tray.settled()

            assert (0, 1) == (before, provider.incident_checks)
            assert (Health.OK, None) == (tray.last.accounts[0].health, tray.last.accounts[0].problem)
            jump = timedelta(minutes=6)
            tray.send(MenuOpened())
            await tray.until(lambda: provider.incident_checks == 2)

    asyncio.run(go())


@pytest.mark.parametrize("reported", [None, OfflineError("No response in time", "It is silent.")])
def test_a_look_that_brings_nothing(tmp_path: Path, reported: ReadError | None) -> None:
    """Nothing changes, and the loop goes on."""

    async def go() -> None:
        async with running_poller(provider := ScriptedProvider(reported_incident=reported), state=tmp_path) as tray:
            await tray.until(has_reading(tray))
            tray.send(MenuOpened())
            await tray.until(lambda: provider.incident_checks == 1)
            await tray.settled()

            assert (None, Health.OK) == (tray.last.accounts[0].incident, tray.last.accounts[0].health)

    asyncio.run(go())


@pytest.mark.parametrize(
    ("error", "looks"),
    [
        (BadAnswerError("Anthropic server error", "It fails."), 1),
        (BlockedError("Rate limited", "It waits."), 1),
        (NoAnswerError("No response in time", "It is silent."), 1),
        (OfflineError("No connection", "Check it."), 0),
        (ExpiredError("Login refused", "Open it."), 0),
    ],
    ids=["fault", "blocked", "silent", "offline", "login"],
)
def test_the_tray_looks_after_a_failure(tmp_path: Path, error: ReadError, looks: int) -> None:
    """After a failure that may be the other side's the tray looks once, and says what it found."""

    async def go() -> None:
        async with running_poller(
            provider := ScriptedProvider(error=error, reported_incident=ELEVATED), state=tmp_path
        ) as tray:
            await tray.until(shows_health(error.health, tray))
            await tray.settled()
            problem = tray.last.accounts[0].problem

            assert looks == provider.incident_checks
            assert problem is not None
            assert (problem.title == "Anthropic reports an incident: Elevated errors") == bool(looks)

    asyncio.run(go())


def test_asking_switched_off_asks_no_status_page_either(
    sandbox: Sandbox, page: UsageServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`claude.network=false` means nobody at all."""
    monkeypatch.setenv("BRIM_CLAUDE__NETWORK", "false")
    sandbox.server.answers = [Answer(500, b"")]
    status_json()

    assert ([], []) == (sandbox.server.requests, page.requests)


def test_switched_off_in_the_menu(sandbox: Sandbox) -> None:
    """Switched off while Brim runs, an open menu asks nobody."""
    from brim.backend.settings.load import reload_settings

    async def go() -> None:
        async with running_poller(
            provider := ScriptedProvider(FAST_POLICY), state=sandbox.state, settings=reload_settings()
        ) as tray:
            await tray.until(has_reading(tray))
            tray.send(ChangeSetting("claude.network", value=False))
            await tray.until(lambda: any(option.value is False for option in tray.last.options))
            tray.send(MenuOpened())
            await tray.settled()

            assert provider.incident_checks == 0

    asyncio.run(go())


def test_the_command_says_it(sandbox: Sandbox, page: UsageServer) -> None:
    """`brim status` names the incident in its words and in its JSON."""
    sandbox.server.answers = [Answer(500, b"")]
    code, out, errors = status_json()

    assert (1, TITLE) == (code, out["problem"]["title"])
    assert {"title": "Elevated errors (invented)", "affects": ["Claude API"], "since": "2026-11-23T10:41:00Z"} == out[
        "incident"
    ]
    assert TITLE in errors
    assert len(page.requests) == 1


def test_a_click_that_asks_nobody_is_answered_with_it(tmp_path: Path) -> None:
    """Refresh while the server asks to wait names the incident, and when the next read is possible."""

    async def go() -> None:
        provider = ScriptedProvider(error=BlockedError("Rate limited", "It waits."), reported_incident=ELEVATED)
        async with running_poller(provider, state=tmp_path) as tray:
            await tray.until(lambda: bool(tray.snapshots) and tray.last.accounts[0].incident is not None)
            tray.send(Refresh())
            await tray.until(lambda: bool(tray.alerts))

            assert tray.alerts[0].title == "Anthropic reports an incident: Elevated errors"
            assert "There is nothing to do here" in tray.alerts[0].body
            assert " The next update is possible at " in tray.alerts[0].body

    asyncio.run(go())
