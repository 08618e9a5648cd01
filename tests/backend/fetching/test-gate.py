"""One reader per machine: shared files, the lock, and what survives a restart."""

from __future__ import annotations

import asyncio
import json
import os
import stat
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from brim.backend.fetching.gate import Gate
from brim.model.account import Health
from tests.support.samples import NOW
from tests.support.sandbox import TOKEN, Sandbox, start_brim, status_json
from tests.support.usageserver import Answer, answer_from_fixture, future_usage_answer, usage_answer

if TYPE_CHECKING:
    from pathlib import Path


def test_two_processes(sandbox: Sandbox) -> None:
    """Two processes that start at once, with nothing known, make one request and both give the number."""
    sandbox.server.answers = [future_usage_answer()]
    with start_brim("status", "--json") as first, start_brim("status", "--json") as second:
        outs = [json.loads(process.communicate(timeout=60)[0]) for process in (first, second)]

    assert [78.0, 78.0] == [out["windows"][2]["percent"] for out in outs]
    assert len(sandbox.server.requests) == 1


def test_two_processes_and_a_fault(sandbox: Sandbox) -> None:
    """When the one request fails, the other process does not ask again."""
    sandbox.server.answers = [Answer(500, b"")]
    with start_brim("status", "--json") as first, start_brim("status", "--json") as second:
        outs = [json.loads(process.communicate(timeout=60)[0]) for process in (first, second)]

    assert ["error", "error"] == [out["health"] for out in outs]
    assert len(sandbox.server.requests) == 1


def test_waits_for_the_holder(sandbox: Sandbox) -> None:
    """While another reader asks, its answer is awaited without blocking the loop, and taken."""

    async def go() -> list[float | None]:
        readers = [sandbox.reader() for _ in range(3)]
        known = await asyncio.gather(*(reader.read() for reader in readers))
        for reader in readers:
            await reader.aclose()
        return [one.reading.windows[0].percent for one in known if one.reading is not None]

    assert [42.0, 42.0, 42.0] == asyncio.run(go())
    assert len(sandbox.server.requests) == 1


def test_restart_keeps_the_wait(sandbox: Sandbox) -> None:
    """A server's wait survives a restart, is honoured by a click, and ends in time."""
    sandbox.server.answers = [answer_from_fixture("error-429"), usage_answer()]
    assert NOW + timedelta(seconds=277) == sandbox.read().history.blocked_until
    sandbox.advance(270)
    assert sandbox.read(requested=True).history.health is Health.BLOCKED
    assert len(sandbox.server.requests) == 1
    sandbox.advance(10)

    assert sandbox.read().history.health is Health.OK


@pytest.mark.parametrize(
    ("header", "hours", "is_cut"),
    [
        ("7200", 2, False),
        ("86400", 24, False),
        ("172800", 24, True),
        ("9" * 400, 24, True),
        ("nan", None, False),
        ("Tue, 24 Nov 2026 08:02:00 GMT", 21, False),
        ("Sat, 28 Nov 2026 11:02:00 GMT", 24, True),
    ],
)
def test_the_wait_that_the_server_names(sandbox: Sandbox, header: str, hours: float | None, *, is_cut: bool) -> None:
    """Retry-After is kept up to 24 hours, also over restarts; Brim says when the server asked for more."""
    sandbox.server.answers = [Answer(429, headers={"retry-after": header}), usage_answer()]
    history = sandbox.read().history
    seconds = 300 if hours is None else hours * 3600

    assert NOW + timedelta(seconds=seconds) == history.blocked_until
    assert history.problem is not None
    assert is_cut == ("asked for is longer; Brim retries after 1 d" in history.problem.message)
    for part in (0.2, 0.5, 0.29):
        sandbox.advance(seconds * part)
        sandbox.read(requested=True)
    assert len(sandbox.server.requests) == 1
    sandbox.advance(seconds * 0.02)
    assert sandbox.read().history.health is Health.OK


@pytest.mark.parametrize("value", ["2030-01-01T00:00:00Z", "9999-12-31T00:00:00Z"])
def test_absurd_wait(sandbox: Sandbox, value: str) -> None:
    """A wait that a changed clock made absurd ends within an hour, also for processes that start again each time."""
    sandbox.read()
    path = sandbox.account_file("gate.json")
    content = json.loads(path.read_text())
    path.write_text(json.dumps(content | {"blocked_until": value, "health": "blocked", "tried_at": value}))
    sandbox.read()
    sandbox.advance(3601)

    assert sandbox.read().history.health is Health.OK


def test_keeps_the_number(sandbox: Sandbox) -> None:
    """A failed attempt takes no number away, and says what happened."""
    sandbox.server.answers = [usage_answer(), Answer(500, b"")]
    sandbox.read()
    sandbox.advance(1000)
    known = sandbox.read()

    assert known.history.health is Health.ERROR
    assert known.history.problem is not None
    assert known.reading is not None
    assert (NOW, 42.0) == (known.reading.fetched_at, known.reading.windows[0].percent)


def test_lost_number(sandbox: Sandbox) -> None:
    """When the last reading is lost, the next one comes as soon as policy allow, not after the whole interval."""
    sandbox.read()
    sandbox.account_file("reading.json").unlink()
    sandbox.advance(50)
    assert sandbox.read().reading is None
    sandbox.advance(20)

    assert sandbox.read().reading is not None
    assert len(sandbox.server.requests) == 2


def test_counts(sandbox: Sandbox) -> None:
    """Every request is counted, in all and by UTC day."""
    sandbox.read()
    sandbox.advance(86_400)
    sandbox.read()
    sandbox.advance(400)
    sandbox.read()

    attempts = json.loads(sandbox.account_file("gate.json").read_text())["attempts"]
    last = [(sandbox.now - timedelta(seconds=before)).isoformat().replace("+00:00", "Z") for before in (400, 0)]
    assert {"total": 3, "day": "2026-11-24", "today": 2, "last_hour": last} == attempts


@pytest.mark.parametrize("foreign", [7, "x", [None, "2026-11-23T11:01:00Z", {}], ["9999-99-99"]])
def test_times_of_requests_in_foreign_words(sandbox: Sandbox, foreign: object) -> None:
    """What cannot be understood among the times of the last hour is left out, and the counts stay."""
    sandbox.read()
    path = sandbox.account_file("gate.json")
    content = json.loads(path.read_text())
    content["attempts"]["last_hour"] = foreign
    path.write_text(json.dumps(content))
    sandbox.advance(1000)
    sandbox.read()

    assert json.loads(path.read_text())["attempts"]["total"] == 2


def test_remembers_the_last_attempts(sandbox: Sandbox) -> None:
    """The last ten attempts are remembered with their outcome and how long it took, across processes."""
    sandbox.server.answers = [Answer(500, b""), Answer(before=lambda: sandbox.advance(2), body=usage_answer().body)]
    for _ in range(11):
        sandbox.read()
        sandbox.advance(1000)
    (sandbox.claude / ".credentials.json").unlink()
    sandbox.write_login(expiresAt=1)
    sandbox.read()

    recent = json.loads(sandbox.account_file("gate.json").read_text())["recent"]
    assert [("ok", 2.0)] * 9 + [("expired", None)] == [(one["health"], one["seconds"]) for one in recent]
    assert (NOW + timedelta(seconds=2 * 1002 - 2)).isoformat().replace("+00:00", "Z") == recent[0]["at"]


@pytest.mark.parametrize(
    "foreign", [7, [7, {"at": "soon", "health": "ok"}, {"at": "2026-11-23T11:00:00Z", "health": "paused"}]]
)
def test_attempts_in_foreign_words(sandbox: Sandbox, foreign: object) -> None:
    """Attempts that cannot be understood cost neither the others nor anything else in the file."""
    sandbox.read()
    path = sandbox.account_file("gate.json")
    content = json.loads(path.read_text())
    known = content["recent"] if isinstance(foreign, list) else []
    content["recent"] = [*foreign, *known] if isinstance(foreign, list) else foreign
    path.write_text(json.dumps(content))
    sandbox.advance(1000)
    sandbox.read()

    content = json.loads(path.read_text())
    assert [*known, "ok"] == [*content["recent"][:-1], content["recent"][-1]["health"]]
    assert content["attempts"]["total"] == 2


@pytest.mark.parametrize("name", ["gate.json", "reading.json"])
@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"failures": -3, "windows": 7}', b'{"tried_at": "soon", "source": "x"}', b"\xff\x00"],
)
def test_broken_file(sandbox: Sandbox, name: str, content: bytes) -> None:
    """A broken file counts as absent, is kept beside, and the next reading puts it right."""
    sandbox.read()
    path = sandbox.account_file(name)
    path.write_bytes(content)
    sandbox.advance(1000)

    assert sandbox.read().history.health is Health.OK
    assert content == path.with_name(f"{name}.broken").read_bytes()
    assert json.loads(path.read_text())["schema"] == 1


@pytest.mark.parametrize(
    "foreign",
    [
        {"health": "paused"},
        {"failures": -3, "jitter": "long"},
        {"problem": "no", "attempts": 7},
        {"blocked_until": "2026-11-23T11:06:37"},
        {"tried_at": "0001-01-01T00:00:00+14:00", "asked_at": "soon"},
    ],
)
def test_wait_among_foreign_words(sandbox: Sandbox, foreign: dict[str, object]) -> None:
    """A wait is kept though the gate holds words of a later Brim, and what it holds besides stays."""
    sandbox.server.answers = [answer_from_fixture("error-429"), usage_answer()]
    sandbox.read()
    path = sandbox.account_file("gate.json")
    path.write_text(json.dumps(json.loads(path.read_text()) | foreign | {"note": "mine"}))
    sandbox.advance(200)
    waits = [sandbox.read(requested=True).history.blocked_until for _ in range(2)]

    assert [NOW + timedelta(seconds=277)] * 2 == waits
    assert len(sandbox.server.requests) == 1
    assert json.loads(path.read_text())["note"] == "mine"


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
@pytest.mark.parametrize("name", ["gate.json", "reading.json"])
def test_end_of_time(sandbox: Sandbox, name: str, time: str) -> None:
    """Times at the ends of the calendar stop nobody: the number is there, and the next reading comes."""
    sandbox.server.answers = [future_usage_answer()]
    sandbox.read()
    path = sandbox.account_file(name)
    content = json.loads(path.read_text())
    for values in (content, *content.get("windows", ())):
        values |= {key: time for key in values if key.endswith("_at")}
    path.write_text(json.dumps(content))
    code, out, _ = status_json()
    sandbox.advance(1000)

    assert (0, 42.0) == (code, out["windows"][0]["percent"])
    assert sandbox.read().history.health is Health.OK


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_pipe(sandbox: Sandbox) -> None:
    """A pipe in place of a file keeps nobody waiting."""
    if sys.platform != "win32":
        sandbox.state.mkdir()
        os.mkfifo(sandbox.state / "choices.json")
        os.mkfifo(sandbox.config / "brim.toml")
        sandbox.server.answers = [future_usage_answer()]
        code, _, errors = status_json()

        assert ([], 1) == (sandbox.server.requests, code)
        assert ["brim.toml", "choices.json"] == [name for name in ("brim.toml", "choices.json") if name in errors]


def test_unknown_keys(sandbox: Sandbox) -> None:
    """What another tool or a later Brim noted in a file stays there."""
    sandbox.read()
    path = sandbox.account_file("gate.json")
    path.write_text(json.dumps(json.loads(path.read_text()) | {"note": "mine"}))
    sandbox.advance(1000)
    sandbox.read()

    assert json.loads(path.read_text())["note"] == "mine"


def test_no_token_in_files(sandbox: Sandbox) -> None:
    """No file of state holds a token, and none can be read by others."""
    sandbox.read()
    files = [path for path in sandbox.state.rglob("*") if path.is_file()]

    assert {"figures.json", "gate.json", "reading.json", "lock"} == {path.name for path in files}
    assert not any(TOKEN.encode() in path.read_bytes() for path in files)
    if sys.platform != "win32":
        assert stat.S_IMODE(sandbox.account_file("gate.json").stat().st_mode) == 0o600


def test_no_disk(sandbox: Sandbox) -> None:
    """Where nothing can be written, readings and waits are kept in memory, and nobody is asked twice."""
    sandbox.state.parent.mkdir(exist_ok=True)
    sandbox.state.write_text("a file where a folder should be")

    async def go() -> list[Health | None]:
        reader = sandbox.reader()
        try:
            return [(await reader.read()).history.health for _ in range(3)]
        finally:
            await reader.aclose()

    assert [Health.OK] * 3 == asyncio.run(go())
    assert len(sandbox.server.requests) == 1


def test_no_room_for_the_gate(sandbox: Sandbox) -> None:
    """Where the gate cannot be written, processes that start again still do not ask in turn, and keep a wait."""
    sandbox.server.answers = [usage_answer(), usage_answer(), answer_from_fixture("error-429"), usage_answer()]
    sandbox.read()
    path = sandbox.account_file("gate.json")
    path.unlink()
    path.mkdir()
    counts = []
    for seconds in (1000, 30, 31, 200, 80):
        sandbox.advance(seconds)
        sandbox.read(requested=True)
        counts.append(len(sandbox.server.requests))

    assert [2, 2, 3, 3, 4] == counts
    path.rmdir()
    sandbox.advance(1000)
    sandbox.read()
    assert {"figures.json", "gate.json", "reading.json", "lock"} == {item.name for item in path.parent.iterdir()}


def test_a_full_disk_keeps_the_time_of_a_request(sandbox: Sandbox) -> None:
    """Where only an empty file can be written, requests that nobody asked for keep their distance of five minutes."""
    sandbox.server.answers = [usage_answer()]
    sandbox.read()
    path = sandbox.account_file("gate.json")
    path.unlink()
    path.mkdir()
    (path / "in the way").touch()
    counts = []
    for seconds in (1000, 100, 190, 20):
        sandbox.advance(seconds)
        sandbox.read()
        counts.append(len(sandbox.server.requests))

    assert [2, 2, 2, 3] == counts


def test_disk_comes_back(tmp_path: Path) -> None:
    """What was kept in memory is written as soon as the disk allows it."""
    folder = tmp_path / "accounts" / "x"
    folder.parent.write_text("in the way")
    gate = Gate(folder)
    past, _ = gate.load()
    gate.count_request(NOW)
    gate.save(past)
    folder.parent.unlink()
    gate.save(past)

    assert json.loads((folder / "gate.json").read_text())["attempts"]["total"] == 1


def test_another_account(sandbox: Sandbox) -> None:
    """Another account has a folder of its own, and never sees the figures of the first."""
    sandbox.read()
    sandbox.write_login(accountUuid="99999999-1111-4111-8111-111111111111")
    sandbox.server.answers = [Answer(500, b"")]
    known = sandbox.read()

    assert known.reading is None
    assert len(list((sandbox.state / "accounts").iterdir())) == 2


def test_rotated_token(sandbox: Sandbox) -> None:
    """A renewed token of the same account stays the same account."""
    sandbox.read()
    sandbox.write_login(accessToken="sk-ant-oat01-RENEWED")

    assert sandbox.read().reading is not None
    assert len(sandbox.server.requests) == 1


def test_login_untouched(sandbox: Sandbox) -> None:
    """The login is only read: its bytes, times and rights stay, also when it is write-protected."""
    path = sandbox.claude / ".credentials.json"
    path.chmod(0o444)

    def state() -> tuple[bytes, int, int, set[Path]]:
        found = path.stat()
        return path.read_bytes(), found.st_mtime_ns, found.st_ino, set(sandbox.claude.iterdir())

    before = state()
    sandbox.read()
    status_json("--refresh")

    assert before == state()
