"""Files of state with hostile values in any place: no traceback, no stuck account, and nothing left behind."""

from __future__ import annotations

import asyncio
import json
import shutil
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from brim.backend.alerts.memorystore import AlertMemoryStore
from brim.backend.alerts.policy import AlertContext, decide
from brim.backend.forecast.cache import ForecastCache
from brim.backend.history.recorder import HistoryRecorder
from brim.backend.polling.accountview import ReadPlan, account_view
from brim.backend.providers.claude.localfiles import statusline_path
from brim.backend.system.wakeup import send_wake
from brim.model.account import Health
from brim.model.options import IconShow
from brim.model.snapshot import Snapshot
from brim.tray.menu.rows import menu_rows
from brim.tray.menu.tooltip import tooltip
from brim.words import terminal
from tests.support.samples import NOW
from tests.support.usageserver import answer_from_fixture, usage_answer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.sandbox import Sandbox

HOSTILE = [
    *('"\\ud800"', '"a\\ud800b"', '""', f'"{"x" * 5000}"', '"\\u001b[31m"', '"soon"', '"1e999999999"', '"NaN"'),
    *('"0001-01-01T00:00:00+14:00"', '"9999-12-31T23:59:59-14:00"', '"2026-11-23T11:02:00"', '"100000000000000%"'),
    *("-5", "0", "1180591620717411303424", "1" + "0" * 400, "-1e300", "1e300", "1e18", "NaN", "1e400", "1e-320"),
    *("true", "null", "[]", "{}", "[[]]", '{"a": {"b": 1}}', "-62135596800", "[" * 1_200 + "]" * 1_200),
]
"""Values as JSON."""
FILES = ["gate.json", "reading.json", "figures.json", "program.json", "episodes.json", "logins.json", "presence.json"]


@pytest.fixture
def kept(sandbox: Sandbox, tmp_path: Path) -> Path:
    """A folder with a good file of each kind."""
    sandbox.server.answers = [usage_answer()]
    state = sandbox.read()
    at = NOW.isoformat()
    memory = {"sent": [{"account": "a", "window": "session", "reset": at, "threshold": 90, "sent_at": at}]}
    memory |= {"seen": [{"account": state.identity.account.id, "window": "session", "reset": at, "mattered": True}]}
    memory |= {"spent": [{"account": "a", "used": "1.50", "rose_at": at}], "failing": [{"account": "a", "since": at}]}
    content: dict[str, object] = {
        "episodes.json": memory,
        "logins.json": {"refused": {"environment": {"at": at, "why": "expired"}}},
        "presence.json": {"port": 1, "woke_at": at, "asleep_since": at, "spread": 0.5},
        "tray.json": {"port": 1, "pid": 1},
        "incidents/claude.json": {"asked_at": at, "looked_at": at, "incident": {"title": "x", "since": at}},
    }
    reading = json.loads(sandbox.account_file("reading.json").read_text())
    program = {"asked_at": at, "health": "ok", "seconds": 2, "problem": {"title": "a", "message": "b"}}
    account = sandbox.account_file("gate.json").parent.relative_to(sandbox.state)
    content[str(account / "program.json")] = program | {"attempts": {"total": 1}, "reading": reading}
    limits = {"five_hour": {"used_percentage": 44, "resets_at": NOW.timestamp() + 3600, "told_at": NOW.timestamp()}}
    statusline = statusline_path(sandbox.state, sandbox.claude).relative_to(sandbox.state)
    content[str(statusline)] = {"received_at": at, "session_id": "a", "rate_limits": limits}
    for name, value in content.items():
        path = sandbox.state / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(value))
    return shutil.copytree(sandbox.state, tmp_path / "kept")


def _places(value: Any) -> Iterator[tuple[Any, str | int]]:  # noqa: ANN401 - any JSON
    """Every member of every object and list, as its parent and its key."""
    children = (
        list(value.items()) if isinstance(value, dict) else list(enumerate(value)) if isinstance(value, list) else []
    )
    for key, child in children:
        yield value, key
        yield from _places(child)


async def _use(sandbox: Sandbox) -> None:
    """Everything that a tray and the commands do with the files, without a request."""
    reader = sandbox.reader()
    state = await reader.load()
    plan = ReadPlan.of(reader, state)
    store = AlertMemoryStore(sandbox.state / "episodes.json")
    store.load()
    for now in (NOW, NOW + timedelta(days=3)):
        view = account_view(plan, now)
        snapshot = Snapshot(now, (view,))
        tooltip(snapshot, now)
        menu_rows(snapshot, now, durations=True)
        terminal.account_details(view, now, IconShow.USED)
        store.save(decide(view, store.memory, AlertContext(), now).memory, now)
    history = HistoryRecorder(sandbox.state, lambda: NOW)
    if state.reading is not None:
        await history.record(state.identity.account, state.reading)
        await ForecastCache(history).forecasts(state.identity.account.id, state.reading, NOW)
    await history.aclose()
    await reader.retry_refused_login()
    send_wake(sandbox.state)
    await reader.aclose()


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.integers(0, 40), st.lists(st.tuples(st.integers(0, 400), st.sampled_from(HOSTILE)), min_size=1, max_size=3))
@example(0, [(0, HOSTILE[0])])
def test_no_value_in_a_file_of_state_does_harm(
    sandbox: Sandbox, kept: Path, which: int, changes: list[tuple[int, str]]
) -> None:
    """With any value in any place of any file, everything goes on, and the account is read again."""
    sandbox.now = NOW
    shutil.rmtree(sandbox.state)
    shutil.copytree(kept, sandbox.state)
    files = sorted(path for path in sandbox.state.rglob("*.json"))
    path = files[which % len(files)]
    content = json.loads(path.read_text())
    places = list(_places(content))
    for number, value in changes if places else ():
        parent, key = places[number % len(places)]
        parent[key] = json.loads(value)
    path.write_text(json.dumps(content))

    for _ in range(2):
        asyncio.run(_use(sandbox))
    sandbox.advance(86_400)

    assert Health.OK is sandbox.read().history.health
    assert [] == [left.name for left in sandbox.state.rglob(".*.json.*")]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("value", ['"\\ud800"', "[" * 1_200 + "]" * 1_200, '"0001-01-01T00:00:00+14:00"'])
def test_a_wait_survives_what_another_program_has_written(sandbox: Sandbox, kept: Path, name: str, value: str) -> None:
    """A hostile member of another program in a file of state costs neither the file nor the server's wait."""
    assert kept.exists()
    sandbox.server.answers = [answer_from_fixture("error-429")]
    sandbox.advance(1000)
    blocked = sandbox.read().history.blocked_until
    path = next(sandbox.state.rglob(name))
    content = json.loads(path.read_text())
    path.write_text(f'{json.dumps(content)[:-1]}, "note": {value}}}')
    sent = len(sandbox.server.requests)

    assert blocked == sandbox.read(requested=True).history.blocked_until
    assert content.keys() <= json.loads(path.read_text()).keys()
    assert sent == len(sandbox.server.requests)
