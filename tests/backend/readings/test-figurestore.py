"""Confirmed and unconfirmed figures are shared between processes and survive a restart."""

from __future__ import annotations

import json
import math
import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from brim.backend.polling.accountview import ReadPlan, account_view
from brim.backend.readings.figures import LimitFigures
from brim.backend.readings.figurestore import FigureStore
from brim.cli.statusline import limitsfile
from brim.model.usage import Doubt, EarlyReset, Figure, Source, Window
from tests.support.samples import NOW, RESET
from tests.support.sandbox import Sandbox, start_brim, status_json
from tests.support.usageserver import Answer, load_fixture

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def answer(session: float, *, resets_at: datetime = RESET, week: float = 18.0) -> Answer:
    """The server's answer with that many percent of the session used."""
    weekly = (resets_at + timedelta(days=3)).isoformat()
    body = {
        "five_hour": {"utilization": session, "resets_at": resets_at.isoformat()},
        "seven_day": {"utilization": week, "resets_at": weekly},
    }
    return Answer(body=json.dumps(body).encode())


def session(sandbox: Sandbox) -> Window:
    """The session window as a process that starts now shows it."""
    known, reader = sandbox.read(), sandbox.reader()
    outlook = ReadPlan(known, reader.policy, reader.plan(known), reader.refresh_allowed_at(known))
    return account_view(outlook, sandbox.now).windows[0]


def wait(sandbox: Sandbox) -> tuple[int, str]:
    """How many seconds until it reads again, and why."""
    planned = sandbox.reader().plan(sandbox.read())
    return math.ceil(planned.seconds), planned.reason


def earlier(sandbox: Sandbox, seconds: float) -> None:
    """Move the attempts in the gate so many seconds into the past of the real clock."""
    path = sandbox.account_file("gate.json")
    content: dict[str, Any] = json.loads(path.read_text())  # Any: JSON
    for name in ("asked_at", "tried_at"):
        content[name] = (datetime.fromisoformat(content[name]) - timedelta(seconds=seconds)).isoformat()
    path.write_text(json.dumps(content))


def limit(sandbox: Sandbox, name: str = "session") -> dict[str, Any]:  # Any: JSON
    """One limit of figures.json."""
    limits = json.loads(sandbox.account_file("figures.json").read_text())["limits"]
    return next(entry for entry in limits if entry["id"] == name)


def test_an_unconfirmed_figure_outlives_the_process(sandbox: Sandbox) -> None:
    """One process reads a jump to the limit, the next ones show it marked, and a second reading confirms it."""
    sandbox.server.answers = [answer(40.0), answer(100.0)]
    session(sandbox)
    sandbox.advance(920)
    first, again = session(sandbox), session(sandbox)

    assert (100.0, False, Doubt.JUMP) == (first.percent, first.confirmed, first.doubt)
    assert first == again
    assert first.last_confirmed == Figure(40.0, RESET, Source.API, NOW)
    assert (90, "rechecking") == wait(sandbox)
    sandbox.advance(90)
    assert (100.0, True, None) == ((shown := session(sandbox)).percent, shown.confirmed, shown.last_confirmed)
    assert 3 == len(sandbox.server.requests)
    assert wait(sandbox)[1].startswith("every")


def test_repeated_contradictions_are_asked_about_less_and_less(sandbox: Sandbox) -> None:
    """An account whose figures keep contradicting each other costs hardly more requests than any other."""
    sandbox.server.answers = [answer(90.0), answer(70.0), answer(50.0), answer(30.0), answer(10.0)]
    session(sandbox)
    sandbox.advance(920)
    waits = []
    for _ in range(4):
        assert not session(sandbox).confirmed
        waits.append(wait(sandbox)[0])
        sandbox.advance(waits[-1])

    assert [90, 210] == waits[:2]
    assert all(300 <= seconds <= 310 for seconds in waits[2:])


def test_an_early_reset_outlives_the_process(sandbox: Sandbox) -> None:
    """Each process of a series reads once: the third confirms the early reset, and a fourth one still knows it."""
    sandbox.server.answers = [answer(96.0), answer(2.0), answer(3.0)]
    shown = []
    for _ in range(4):
        shown.append(session(sandbox))
        sandbox.advance(920)

    early = shown[2].early_reset
    assert early is not None
    assert (early, None, None) == (shown[3].early_reset, shown[0].early_reset, shown[1].early_reset)
    assert (shown[1].read_at, 96.0) == (early.at, early.before.percent)


def test_an_unusable_early_reset_is_forgotten_alone(sandbox: Sandbox) -> None:
    """A value of it that cannot be used costs no other figure of the file."""
    sandbox.server.answers = [answer(60.0)]
    session(sandbox)
    path = sandbox.account_file("figures.json")
    for damaged in (5, {"at": "soon"}, {"at": NOW.isoformat(), "before": {"percent": 5}}):
        content = json.loads(path.read_text())
        for entry in content["limits"]:
            entry |= {"reset_early": damaged, "answered": damaged}
        path.write_text(json.dumps(content))

        assert (60.0, None) == ((shown := session(sandbox)).percent, shown.early_reset)
        assert limit(sandbox)["confirmed"]["percent"] == 60.0


def test_other_tools_can_read_the_files(sandbox: Sandbox) -> None:
    """figures.json has the confirmed figure beside the unconfirmed one, and reading.json marks its own."""
    sandbox.server.answers = [answer(60.0), answer(20.0)]
    session(sandbox)
    sandbox.advance(920)
    session(sandbox)

    common = {"resets_at": "2026-11-23T14:00:00Z", "source": "api"}
    expected = {
        "id": "session",
        "confirmed": common | {"percent": 60.0, "read_at": "2026-11-23T11:02:00Z"},
        "doubtful": common | {"percent": 20.0, "read_at": "2026-11-23T11:17:20Z"},
        "odd": 1,
        "told": None,
        "answered": common | {"percent": 60.0, "read_at": "2026-11-23T11:02:00Z"},
        "risen_from": None,
        "reset_early": None,
    }
    assert expected == limit(sandbox)
    stored = json.loads(sandbox.account_file("reading.json").read_text())["windows"]
    assert {"session": False, "weekly_all": True} == {window["id"]: window["confirmed"] for window in stored}


def test_the_statusline_confirms_the_answer_of_the_server(sandbox: Sandbox) -> None:
    """The second reading may come from another source and in another process."""
    long_ago = (NOW - timedelta(days=1)).timestamp()
    os.utime(sandbox.claude / ".credentials.json", (long_ago, long_ago))
    sandbox.server.answers = [answer(40.0), answer(100.0)]
    session(sandbox)
    sandbox.advance(920)
    assert not session(sandbox).confirmed
    sandbox.advance(20)
    status_input = load_fixture("statusline")
    status_input["transcript_path"] = str(sandbox.claude / "projects" / "here" / "session.jsonl")
    status_input["rate_limits"]["five_hour"] = {"used_percentage": 100, "resets_at": RESET.timestamp()}
    limitsfile.store_limits(status_input, str(sandbox.claude), str(sandbox.state), sandbox.now.timestamp())

    shown = session(sandbox)

    assert (100.0, True, Source.STATUSLINE) == (shown.percent, shown.confirmed, shown.source)
    assert 2 == len(sandbox.server.requests)


def test_a_statusline_figure_is_remembered(sandbox: Sandbox) -> None:
    """A figure that no source reports any more stays confirmed: an idle session may overwrite the statusline's file."""
    long_ago = (NOW - timedelta(days=1)).timestamp()
    os.utime(sandbox.claude / ".credentials.json", (long_ago, long_ago))
    sandbox.server.answers = [answer(40.0)]
    session(sandbox)
    shown = []
    for percent, seconds in (
        (55.0, 20),
        (31.0, 700),
    ):  # within ten minutes the status line itself leaves the idle one out
        sandbox.advance(seconds)
        status_input = load_fixture("statusline") | {"session_id": f"of {percent}"}
        status_input["transcript_path"] = str(sandbox.claude / "projects" / "here" / "session.jsonl")
        status_input["rate_limits"]["five_hour"] = {"used_percentage": percent, "resets_at": RESET.timestamp()}
        limitsfile.store_limits(status_input, str(sandbox.claude), str(sandbox.state), sandbox.now.timestamp())
        sandbox.server.answers = [Answer(status=500)]
        shown.append(session(sandbox))

    assert [(55.0, True), (55.0, True)] == [(window.percent, window.confirmed) for window in shown]


def test_a_passed_reset_leaves_nothing_to_confirm(sandbox: Sandbox) -> None:
    """After the reset there is no number and no figure that waits."""
    sandbox.server.answers = [answer(40.0), answer(100.0), Answer(status=500)]
    session(sandbox)
    sandbox.advance(920)
    assert not session(sandbox).confirmed
    sandbox.now = RESET + timedelta(minutes=1)

    shown = session(sandbox)

    assert (None, None, None) == (shown.percent, shown.doubt, shown.last_confirmed)


def test_real_processes_share_an_unconfirmed_figure(sandbox: Sandbox) -> None:
    """Each command is its own process: the first one asks and reads the jump, the others show it with its mark."""
    reset = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=2)
    sandbox.server.answers = [answer(40.0, resets_at=reset), answer(100.0, resets_at=reset)]
    status_json()
    earlier(sandbox, 1000)
    both = [start_brim("status", "--json") for _ in range(2)]
    objects = [json.loads(process.communicate(timeout=60)[0]) for process in both]

    assert [(100.0, False)] * 2 == [
        (shown["windows"][0]["percent"], shown["windows"][0]["confirmed"]) for shown in objects
    ]
    assert 2 == len(sandbox.server.requests)
    earlier(sandbox, 100)
    confirmed = status_json()[1]["windows"][0]
    assert (100.0, True) == (confirmed["percent"], confirmed["confirmed"])
    assert 3 == len(sandbox.server.requests)


def test_a_broken_file_keeps_the_marks(sandbox: Sandbox) -> None:
    """Without figures.json the marks of reading.json count, and the next reading restores the file."""
    sandbox.server.answers = [answer(40.0), answer(100.0)]
    session(sandbox)
    sandbox.advance(920)
    session(sandbox)
    sandbox.account_file("figures.json").write_bytes(b"{half")

    assert not session(sandbox).confirmed
    assert b"{half" == sandbox.account_file("figures.json.broken").read_bytes()
    sandbox.advance(1000)
    assert session(sandbox).confirmed


def test_unknown_keys_stay(sandbox: Sandbox) -> None:
    """Keys of another tool or a later Brim stay in the file."""
    sandbox.server.answers = [answer(40.0), answer(45.0)]
    session(sandbox)
    path = sandbox.account_file("figures.json")
    path.write_text(json.dumps(json.loads(path.read_text()) | {"note": "mine"}))
    sandbox.advance(1000)
    session(sandbox)

    assert ("mine", 45.0) == (json.loads(path.read_text())["note"], limit(sandbox)["confirmed"]["percent"])


def test_figures_stay_in_memory_without_a_disk(tmp_path: Path) -> None:
    """Where nothing can be written, the figures stay in memory."""
    (tmp_path / "accounts").write_text("in the way")
    store = FigureStore(tmp_path / "accounts" / "x")
    figures = {"session": LimitFigures(Figure(40.0, RESET, Source.API, NOW))}
    store.save(figures)

    assert figures == store.load()


_TIMES = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants them bare
_FIGURE = st.builds(Figure, st.none() | st.floats(0, 1000), st.none() | _TIMES, st.sampled_from(Source), _TIMES)
_FIGURES = st.none() | _FIGURE


_EARLY_RESETS = st.one_of(st.none(), st.builds(EarlyReset, _TIMES, _FIGURE))
_LIMITS = st.builds(LimitFigures, _FIGURES, _FIGURES, st.integers(0, 99), _FIGURES, _FIGURES, _FIGURES, _EARLY_RESETS)


@given(st.dictionaries(st.text(min_size=1, max_size=9), _LIMITS))
def test_saved_figures_are_loaded_unchanged(
    tmp_path_factory: pytest.TempPathFactory, figures: dict[str, LimitFigures]
) -> None:
    """The file loses nothing."""
    folder = tmp_path_factory.mktemp("account")
    FigureStore(folder).save(figures)

    assert figures == FigureStore(folder).load()
