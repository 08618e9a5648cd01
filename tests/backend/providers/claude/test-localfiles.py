"""Readings without a request: Claude Code's own last reading, and the reports of its status line."""

from __future__ import annotations

import asyncio
import json
import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from brim.backend.polling.accountview import ReadPlan, account_view
from brim.backend.providers.claude.localfiles import statusline_path
from brim.cli.statusline import limitsfile
from brim.model.account import AccountView, Health
from brim.model.usage import Source
from brim.words.fetcherrors import network_off
from tests.support.samples import NOW
from tests.support.usageserver import Answer, load_fixture

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.sandbox import Sandbox

REFUSED = Answer(status=500, body=b"{}")


def _write_cached_reading(sandbox: Sandbox, *, fetched_at: datetime, **changes: object) -> None:
    content = load_fixture("claude-json-cache")
    content["cachedUsageUtilization"] |= {"fetchedAtMs": fetched_at.timestamp() * 1000} | changes
    (sandbox.claude.parent / ".claude.json").write_text(json.dumps(content))


def _report(sandbox: Sandbox, percent: float, *, resets_at: datetime, at: datetime | None = None) -> None:
    """Store a report of the status line, as `brim statusline` does."""
    report = load_fixture("statusline")
    report["transcript_path"] = str(sandbox.claude / "projects" / "here" / "session.jsonl")
    report["rate_limits"]["five_hour"] = {"used_percentage": percent, "resets_at": resets_at.timestamp()}
    limitsfile.store_limits(report, str(sandbox.claude), str(sandbox.state), (at or sandbox.now).timestamp())


def _make_login_old(sandbox: Sandbox) -> None:
    """Make the login older than every report."""
    long_ago = (NOW - timedelta(days=1)).timestamp()
    os.utime(sandbox.claude / ".credentials.json", (long_ago, long_ago))


def _view(sandbox: Sandbox, *, network: bool = True) -> AccountView:
    known, reader = sandbox.read(), sandbox.reader()
    plan = ReadPlan(known, reader.policy, reader.plan(known), reader.refresh_allowed_at(known))
    return account_view(plan, sandbox.now, network_off=None if network else network_off("claude"))


def test_the_cached_reading_is_shown_until_there_is_a_newer_one(sandbox: Sandbox) -> None:
    """A number is shown before the server has answered, with its own source and age."""
    sandbox.server.answers = [REFUSED]
    _write_cached_reading(sandbox, fetched_at=NOW - timedelta(minutes=40))

    view = _view(sandbox)

    assert (42.0, 18.0) == tuple(window.percent for window in view.windows)
    assert (Source.CACHE, NOW - timedelta(minutes=40)) == (view.source, view.fetched_at)
    assert (Health.ERROR, True) == (view.health, view.stale)


def test_the_servers_newer_answer_wins(sandbox: Sandbox) -> None:
    """A newer figure wins, from any source."""
    _write_cached_reading(sandbox, fetched_at=NOW - timedelta(minutes=40))

    view = _view(sandbox)

    assert {Source.API} == {window.source for window in view.windows}


@pytest.mark.parametrize("changes", [{"accountUuid": "somebody else"}, {"utilization": None}, {"fetchedAtMs": "soon"}])
def test_a_foreign_or_bad_cached_reading_counts_as_absent(sandbox: Sandbox, changes: dict[str, object]) -> None:
    """Another account's figures are never shown, and bad content does no harm."""
    sandbox.server.answers = [REFUSED]
    _write_cached_reading(sandbox, fetched_at=NOW, **changes)

    assert () == _view(sandbox).windows


def test_the_status_line_updates_only_its_own_limits(sandbox: Sandbox) -> None:
    """Two limits come from the status line at once; the week of a model keeps the time of the server's answer."""
    _make_login_old(sandbox)
    sandbox.read()
    sandbox.advance(120)
    _report(sandbox, 44.5, resets_at=datetime(2026, 11, 23, 14, tzinfo=UTC))

    windows = {window.id: window for window in _view(sandbox).windows}

    assert (44.5, Source.STATUSLINE, sandbox.now) == (
        windows["session"].percent,
        windows["session"].source,
        windows["session"].read_at,
    )
    assert (78.0, Source.API, NOW) == (
        windows["weekly_scoped:Fable"].percent,
        windows["weekly_scoped:Fable"].source,
        windows["weekly_scoped:Fable"].read_at,
    )
    assert len(sandbox.server.requests) == 1


def test_the_status_line_is_enough_without_the_network(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """With requests switched off, a fresh report of the status line is neither a problem nor stale."""
    monkeypatch.setenv("BRIM_CLAUDE__NETWORK", "false")
    sandbox.write_login(expiresAt=1)  # nothing is sent
    _make_login_old(sandbox)
    _report(sandbox, 44.5, resets_at=datetime(2026, 11, 23, 14, tzinfo=UTC))

    view = _view(sandbox, network=False)

    assert (Health.OK, None, False) == (view.health, view.problem, view.stale)
    assert view.windows[0].percent == 44.5
    assert sandbox.server.requests == []


def test_an_expired_login_does_not_make_a_fresh_figure_stale(sandbox: Sandbox) -> None:
    """The expired login is reported, and a number that a session has just reported is not dimmed."""
    sandbox.write_login(expiresAt=1)
    _make_login_old(sandbox)
    _report(sandbox, 44.5, resets_at=datetime(2026, 11, 23, 14, tzinfo=UTC))

    view = _view(sandbox)

    assert (Health.EXPIRED, False, 44.5) == (view.health, view.stale, view.windows[0].percent)


def test_a_report_from_before_the_login_changed_is_not_shown(sandbox: Sandbox) -> None:
    """Figures from before a change of the login may be another account's."""
    sandbox.server.answers = [REFUSED]
    _report(sandbox, 44.5, resets_at=datetime(2026, 11, 23, 14, tzinfo=UTC), at=NOW - timedelta(days=400))

    assert () == _view(sandbox).windows


def test_a_window_that_had_ended_is_not_shown(sandbox: Sandbox) -> None:
    """A session that was resumed reports figures of a window that has ended."""
    sandbox.server.answers = [REFUSED]
    _make_login_old(sandbox)
    _report(sandbox, 93.0, resets_at=NOW - timedelta(hours=1))

    assert ["weekly_all"] == [window.id for window in _view(sandbox).windows]


def test_writer_and_reader_use_the_same_file(sandbox: Sandbox, tmp_path: Path) -> None:
    """`brim statusline` and the reader use the same path, also through a link."""
    _make_login_old(sandbox)
    _report(sandbox, 44.5, resets_at=datetime(2026, 11, 23, 14, tzinfo=UTC))
    (tmp_path / "link").symlink_to(sandbox.claude)

    assert statusline_path(sandbox.state, sandbox.claude).exists()
    assert statusline_path(sandbox.state, tmp_path / "link") == statusline_path(sandbox.state, sandbox.claude)


@pytest.mark.parametrize(
    ("rows", "asked"),
    [("all", 1), ("fewer", 2), ("without money", 2)],
)
def test_a_complete_cached_reading_saves_a_request(sandbox: Sandbox, rows: str, asked: int) -> None:
    """Claude Code's own reading, when it contains as much as the server's answer did, is shown and saves a request."""
    body = load_fixture("usage-max")
    sandbox.read()
    if rows == "fewer":
        body["limits"] = body["limits"][:2]
    elif rows == "without money":
        body["extra_usage"] = body["spend"] = None
    else:
        body["five_hour"]["utilization"] = body["limits"][0]["percent"] = 47.0
    sandbox.advance(200)
    _write_cached_reading(sandbox, fetched_at=sandbox.now, utilization=body)
    sandbox.advance(120)
    known = sandbox.read()

    assert known.reading is not None
    assert (47.0 if asked == 1 else 42.0) == known.reading.windows[0].percent
    assert asked == len(sandbox.server.requests)
    sandbox.advance(60)
    sandbox.read()
    assert 2 == len(sandbox.server.requests)


def test_a_new_cached_reading_is_found_within_seconds(sandbox: Sandbox) -> None:
    """Claude Code's reading is shown within seconds, and its large file is not read each time."""

    async def go() -> list[float | None]:
        reader = sandbox.reader()
        await reader.read()
        percents = []
        for percent in (47.0, 48.0, 49.0):
            sandbox.advance(10)
            body = load_fixture("usage-max")
            body["five_hour"]["utilization"] = body["limits"][0]["percent"] = percent
            _write_cached_reading(sandbox, fetched_at=sandbox.now, utilization=body)
            known = await reader.load()
            percents.append(known.reading.windows[0].percent if known.reading is not None else None)
        await reader.aclose()
        return percents

    assert [42.0, 48.0, 48.0] == asyncio.run(go())
    assert 1 == len(sandbox.server.requests)


@pytest.mark.parametrize("ahead", [timedelta(hours=2), timedelta(days=400)])
def test_a_reading_from_the_future_is_not_shown(sandbox: Sandbox, ahead: timedelta) -> None:
    """A clock that was wrong makes nothing fresh: the age of such figures is not known."""
    sandbox.server.answers = [REFUSED]
    _make_login_old(sandbox)
    _write_cached_reading(sandbox, fetched_at=NOW + ahead)
    _report(sandbox, 44.5, resets_at=NOW + ahead + timedelta(hours=3), at=NOW + ahead)

    assert () == _view(sandbox).windows


@pytest.mark.parametrize("form", [lambda at: at.timestamp(), lambda at: at.isoformat(), lambda at: f"{at.timestamp()}"])
def test_the_time_of_a_cached_reading_may_have_any_form(sandbox: Sandbox, form: Callable[[datetime], object]) -> None:
    """Seconds and ISO 8601 count as times, like milliseconds."""
    sandbox.server.answers = [REFUSED]
    at = NOW - timedelta(minutes=40)
    _write_cached_reading(sandbox, fetched_at=at, fetchedAtMs=form(at))

    assert at == _view(sandbox).fetched_at


def test_a_limit_of_an_earlier_report_keeps_its_time(sandbox: Sandbox) -> None:
    """A limit that only an earlier report has keeps the time of that report, and is dropped with an older login."""
    _make_login_old(sandbox)
    sandbox.server.answers = [REFUSED]
    path = statusline_path(sandbox.state, sandbox.claude)
    _report(sandbox, 44.5, resets_at=datetime(2026, 11, 23, 14, tzinfo=UTC))
    content = json.loads(path.read_bytes())
    earlier = NOW - timedelta(minutes=7)
    content["rate_limits"]["seven_day"] |= {"told_at": earlier.timestamp(), "session_id": "other"}
    path.write_text(json.dumps(content))
    windows = {window.id: window.read_at for window in _view(sandbox).windows}

    assert {"session": NOW, "weekly_all": earlier} == windows
    between = (NOW - timedelta(minutes=3)).timestamp()
    os.utime(sandbox.claude / ".credentials.json", (between, between))
    assert ["session"] == [window.id for window in _view(sandbox).windows]
