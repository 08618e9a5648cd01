"""What is believed is shared by processes and survives them."""

from __future__ import annotations

import json
import math
import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from brim.backend.polling.tracker import ReadPlan, account_view
from brim.backend.readings.confirmed import ConfirmedStore
from brim.backend.readings.plausibility import ConfirmedFigure
from brim.cli.statusline import feed
from brim.model.usage import Doubt, Figure, Source, Window
from tests.support.samples import NOW, RESET
from tests.support.sandbox import Sandbox, brim, status
from tests.support.usageserver import Answer, fixture

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
    """The session as a process that starts now shows it."""
    known, reader = sandbox.read(), sandbox.reader()
    outlook = ReadPlan(known, reader.manners, reader.plan(known), reader.click(known))
    return account_view(outlook, sandbox.now).windows[0]


def wait(sandbox: Sandbox) -> tuple[int, str]:
    """How many seconds until it reads again, and why."""
    planned = sandbox.reader().plan(sandbox.read())
    return math.ceil(planned.seconds), planned.reason


def earlier(sandbox: Sandbox, seconds: float) -> None:
    """As if all that is in the gate had happened so much earlier by the real clock."""
    path = sandbox.file("gate.json")
    content: dict[str, Any] = json.loads(path.read_text())  # Any: JSON
    for name in ("asked_at", "tried_at"):
        content[name] = (datetime.fromisoformat(content[name]) - timedelta(seconds=seconds)).isoformat()
    path.write_text(json.dumps(content))


def limit(sandbox: Sandbox, name: str = "session") -> dict[str, Any]:  # Any: JSON
    """One limit as figures.json tells it."""
    limits = json.loads(sandbox.file("figures.json").read_text())["limits"]
    return next(one for one in limits if one["id"] == name)


def test_a_doubt_outlives_the_process(sandbox: Sandbox) -> None:
    """One process reads a jump to the limit, the next ones show it marked, and the second reading confirms it."""
    sandbox.server.answers = [answer(40.0), answer(100.0)]
    session(sandbox)
    sandbox.later(920)
    first, again = session(sandbox), session(sandbox)

    assert (100.0, False, Doubt.JUMP) == (first.percent, first.confirmed, first.doubt)
    assert first == again
    assert first.last_confirmed == Figure(40.0, RESET, Source.API, NOW)
    assert (90, "to confirm an odd figure") == wait(sandbox)
    sandbox.later(90)
    assert (100.0, True, None) == ((found := session(sandbox)).percent, found.confirmed, found.last_confirmed)
    assert 3 == len(sandbox.server.requests)
    assert wait(sandbox)[1].startswith("every")


def test_readings_that_go_on_contradicting_are_asked_for_less_and_less(sandbox: Sandbox) -> None:
    """An account whose figures make no sense costs hardly more requests than any other."""
    sandbox.server.answers = [answer(90.0), answer(70.0), answer(50.0), answer(30.0), answer(10.0)]
    session(sandbox)
    sandbox.later(920)
    waits = []
    for _ in range(4):
        assert not session(sandbox).confirmed
        waits.append(wait(sandbox)[0])
        sandbox.later(waits[-1])

    assert [90, 210] == waits[:2]
    assert all(300 <= seconds <= 310 for seconds in waits[2:])


def test_the_files_tell_other_tools(sandbox: Sandbox) -> None:
    """figures.json has the confirmed figure beside the doubtful one, and reading.json marks its own."""
    sandbox.server.answers = [answer(60.0), answer(20.0)]
    session(sandbox)
    sandbox.later(920)
    session(sandbox)

    said = {"resets_at": "2026-11-23T14:00:00Z", "source": "api"}
    expected = {
        "id": "session",
        "confirmed": said | {"percent": 60.0, "read_at": "2026-11-23T11:02:00Z"},
        "doubtful": said | {"percent": 20.0, "read_at": "2026-11-23T11:17:20Z"},
        "odd": 1,
        "told": None,
    }
    assert expected == limit(sandbox)
    stored = json.loads(sandbox.file("reading.json").read_text())["windows"]
    assert {"session": False, "weekly_all": True} == {one["id"]: one["confirmed"] for one in stored}


def test_the_statusline_confirms_what_the_server_said(sandbox: Sandbox) -> None:
    """The second reading may come from another source and in another process."""
    long_ago = (NOW - timedelta(days=1)).timestamp()
    os.utime(sandbox.claude / ".credentials.json", (long_ago, long_ago))
    sandbox.server.answers = [answer(40.0), answer(100.0)]
    session(sandbox)
    sandbox.later(920)
    assert not session(sandbox).confirmed
    sandbox.later(20)
    told = fixture("statusline")
    told["transcript_path"] = str(sandbox.claude / "projects" / "here" / "session.jsonl")
    told["rate_limits"]["five_hour"] = {"used_percentage": 100, "resets_at": RESET.timestamp()}
    feed.keep(told, str(sandbox.claude), str(sandbox.state), sandbox.now.timestamp())

    found = session(sandbox)

    assert (100.0, True, Source.STATUSLINE) == (found.percent, found.confirmed, found.source)
    assert 2 == len(sandbox.server.requests)


def test_what_the_statusline_told_is_remembered(sandbox: Sandbox) -> None:
    """A figure that nobody tells any more stays confirmed: the tap's file is written anew, also by a slept session."""
    long_ago = (NOW - timedelta(days=1)).timestamp()
    os.utime(sandbox.claude / ".credentials.json", (long_ago, long_ago))
    sandbox.server.answers = [answer(40.0)]
    session(sandbox)
    shown = []
    for percent, seconds in ((55.0, 20), (31.0, 700)):  # within ten minutes the tap itself leaves the slept one out
        sandbox.later(seconds)
        told = fixture("statusline") | {"session_id": f"of {percent}"}
        told["transcript_path"] = str(sandbox.claude / "projects" / "here" / "session.jsonl")
        told["rate_limits"]["five_hour"] = {"used_percentage": percent, "resets_at": RESET.timestamp()}
        feed.keep(told, str(sandbox.claude), str(sandbox.state), sandbox.now.timestamp())
        sandbox.server.answers = [Answer(status=500)]
        shown.append(session(sandbox))

    assert [(55.0, True), (55.0, True)] == [(one.percent, one.confirmed) for one in shown]


def test_a_passed_reset_ends_the_doubt(sandbox: Sandbox) -> None:
    """After the reset there is no number and nothing left to be confirmed."""
    sandbox.server.answers = [answer(40.0), answer(100.0), Answer(status=500)]
    session(sandbox)
    sandbox.later(920)
    assert not session(sandbox).confirmed
    sandbox.now = RESET + timedelta(minutes=1)

    found = session(sandbox)

    assert (None, None, None) == (found.percent, found.doubt, found.last_confirmed)


def test_real_processes_share_a_doubt(sandbox: Sandbox) -> None:
    """Each command is a process of its own: the first to read the odd figure asks, the others show it as it is."""
    reset = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=2)
    sandbox.server.answers = [answer(40.0, resets_at=reset), answer(100.0, resets_at=reset)]
    status()
    earlier(sandbox, 1000)
    both = [brim("status", "--json") for _ in range(2)]
    objects = [json.loads(process.communicate(timeout=60)[0]) for process in both]

    assert [(100.0, False)] * 2 == [(one["windows"][0]["percent"], one["windows"][0]["confirmed"]) for one in objects]
    assert 2 == len(sandbox.server.requests)
    earlier(sandbox, 100)
    confirmed = status()[1]["windows"][0]
    assert (100.0, True) == (confirmed["percent"], confirmed["confirmed"])
    assert 3 == len(sandbox.server.requests)


def test_a_lost_ledger_costs_no_mark(sandbox: Sandbox) -> None:
    """Without figures.json the marks of reading.json count, and the next reading puts all right."""
    sandbox.server.answers = [answer(40.0), answer(100.0)]
    session(sandbox)
    sandbox.later(920)
    session(sandbox)
    sandbox.file("figures.json").write_bytes(b"{half")

    assert not session(sandbox).confirmed
    assert b"{half" == sandbox.file("figures.json.broken").read_bytes()
    sandbox.later(1000)
    assert session(sandbox).confirmed


def test_what_others_noted_stays(sandbox: Sandbox) -> None:
    """Keys of another tool or a later Brim stay in the file."""
    sandbox.server.answers = [answer(40.0), answer(45.0)]
    session(sandbox)
    path = sandbox.file("figures.json")
    path.write_text(json.dumps(json.loads(path.read_text()) | {"note": "mine"}))
    sandbox.later(1000)
    session(sandbox)

    assert ("mine", 45.0) == (json.loads(path.read_text())["note"], limit(sandbox)["confirmed"]["percent"])


def test_no_disk(tmp_path: Path) -> None:
    """Where nothing can be written, memory keeps the doubt."""
    (tmp_path / "accounts").write_text("in the way")
    ledger = ConfirmedStore(tmp_path / "accounts" / "x")
    beliefs = {"session": ConfirmedFigure(Figure(40.0, RESET, Source.API, NOW))}
    ledger.keep(beliefs)

    assert beliefs == ledger.load()


_FIGURES = st.none() | st.builds(
    Figure,
    st.none() | st.floats(0, 1000),
    st.none() | st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis wants them bare
    st.sampled_from(Source),
    st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - the same
)


@given(
    st.dictionaries(
        st.text(min_size=1, max_size=9), st.builds(ConfirmedFigure, _FIGURES, _FIGURES, st.integers(0, 99), _FIGURES)
    )
)
def test_what_is_kept_is_what_is_loaded(
    tmp_path_factory: pytest.TempPathFactory, beliefs: dict[str, ConfirmedFigure]
) -> None:
    """The file loses nothing."""
    folder = tmp_path_factory.mktemp("account")
    ConfirmedStore(folder).keep(beliefs)

    assert beliefs == ConfirmedStore(folder).load()
