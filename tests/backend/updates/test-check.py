"""The question to the package index: how often, with what, and what any answer means."""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from brim import __version__
from brim.backend.updates.check import DAY, HOUR, LONGEST_WAIT, check
from brim.backend.updates.updatefile import Known, UpdateFile
from tests.support.samples import NOW
from tests.support.usageserver import Answer, running_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.usageserver import UsageServer

pytestmark = pytest.mark.usefixtures("home")


def index_answer(*versions: str, **headers: str) -> Answer:
    """A project of an index with these versions."""
    files = [{"yanked": False, "requires_python": ">=3.12"}]
    body = json.dumps({"info": {"name": "brim"}, "releases": dict.fromkeys(versions, files)}).encode()
    return Answer(200, body, headers)


@dataclass
class Machine:
    """A data folder, an index and a clock."""

    state: Path
    index: UsageServer
    now: datetime = field(default=NOW)

    def check(self, server: str | None = None) -> Known:
        """What a process that starts now finds out."""
        return asyncio.run(check(UpdateFile(self.state), server or self.index.url, lambda: self.now))

    @property
    def asked(self) -> int:
        """The number of requests so far."""
        return len(self.index.requests)


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    """An index that has 0.1.0 and 99.2.0."""
    with running_server() as index:
        index.answers = [index_answer("0.1.0", "99.2.0")]
        yield Machine(tmp_path, index)


def test_it_asks_once_a_day_and_says_only_who_it_is(machine: Machine) -> None:
    """All processes of a machine together send one request a day, with Brim's name and version and nothing else."""
    found = [machine.check().latest]
    machine.now += DAY - timedelta(seconds=1)
    found.append(machine.check().latest)
    asked_in_a_day = machine.asked
    machine.now += timedelta(seconds=1)
    machine.check()

    assert ["99.2.0", "99.2.0"] == found
    assert (1, 2) == (asked_in_a_day, machine.asked)
    assert {"/pypi/brim/json"} == set(machine.index.paths)
    first = machine.index.requests[0]
    assert f"brim/{__version__}" == first["user-agent"]
    assert {"host", "accept", "accept-encoding", "connection", "user-agent"} == set(first)


def test_nothing_of_an_answer_is_sent_back(machine: Machine) -> None:
    """A mark or a cookie would let an index know a user again: each request is the same as the first."""
    machine.index.answers = [index_answer("99.2.0", **{"ETag": '"robin"', "Set-Cookie": "id=robin; Path=/"})]
    for _ in range(3):
        machine.check()
        machine.now += DAY

    assert 3 == machine.asked
    assert machine.index.requests[0] == machine.index.requests[1] == machine.index.requests[2]


def test_another_index_is_asked_at_once(machine: Machine) -> None:
    """What one index answered means nothing for another one."""
    machine.check()
    with running_server() as other:
        other.answers = [index_answer("99.3.0")]
        found = machine.check(other.url)

    assert "99.3.0" == found.latest


@pytest.mark.parametrize(
    "answer",
    [
        Answer(404, b"{}"),
        Answer(500, b"no"),
        Answer(200, b"<html>sign in</html>"),
        Answer(200, b"[" * 100_000),
        Answer(200, b'{"releases": {"99.9.0": ' + b"9" * 10_000 + b"}}"),
        Answer(200, b" " * 1_000_001),
        Answer(200, b"{}", {"content-encoding": "gzip"}),
        Answer(302, b"", {"location": "http://127.0.0.1:1/"}),
        Answer(raw=b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"),
        Answer(raw=b"nonsense\r\n\r\n"),
        Answer(304),
    ],
    ids=["404", "500", "portal", "deep", "huge-number", "large", "encoding", "redirect", "cut", "no-http", "304"],
)
def test_an_answer_that_cannot_be_used_says_nothing_and_waits_a_day(machine: Machine, answer: Answer) -> None:
    """Whatever a server sends, no version is named, nothing is raised, and it is asked again a day later."""
    machine.index.answers = [answer]
    found = machine.check()
    machine.check()

    assert found.latest is None
    assert (1, NOW + DAY) == (machine.asked, found.not_before)


def test_a_fault_later_keeps_what_is_known(machine: Machine) -> None:
    """A version that was named once stays while the index has a fault."""
    machine.check()
    machine.index.answers = [Answer(503, b"")]
    machine.now += DAY

    assert "99.2.0" == machine.check().latest


def test_without_a_network_it_tries_again_an_hour_later(machine: Machine) -> None:
    """A request that never left this machine is no request."""
    nowhere = "http://127.0.0.1:1"
    found = machine.check(nowhere)

    assert (None, NOW + HOUR) == (found.latest, found.not_before)


@pytest.mark.parametrize(
    ("asked_for", "wait"), [("172800", timedelta(days=2)), ("60", DAY), ("99999999999", LONGEST_WAIT), ("soon", DAY)]
)
def test_a_longer_wait_that_the_server_asks_for_is_kept(machine: Machine, asked_for: str, wait: timedelta) -> None:
    """It is never asked more than once a day, and less where the server wants that, up to a week."""
    machine.index.answers = [Answer(429, b"", {"retry-after": asked_for})]

    assert NOW + wait == machine.check().not_before


def test_a_wait_from_a_wrong_clock_does_not_last(machine: Machine) -> None:
    """Who stored a time far ahead with a wrong clock is asked again once the clock is right."""
    machine.now = NOW + timedelta(days=3650)
    machine.check()
    machine.now = NOW
    machine.check()

    assert 2 == machine.asked


def test_a_clock_that_is_set_makes_a_process_ask_no_earlier(machine: Machine) -> None:
    """A clock that goes years ahead and back asks nothing, as long as no day has passed since the last request."""
    file, asked = UpdateFile(machine.state), []
    for ahead, passed in ((0, 0.0), (3650, 60.0), (0, 120.0), (-3650, 180.0), (0, 86_000.0), (1, 86_401.0)):
        machine.now = NOW + timedelta(days=ahead)
        asyncio.run(check(file, machine.index.url, lambda: machine.now, partial(float, passed)))
        asked.append(machine.asked)

    assert [1, 1, 1, 1, 1, 2] == asked


def test_one_process_asks_while_the_others_go_on(machine: Machine) -> None:
    """Who finds that another process asks does not wait for it."""
    with FileLock(machine.state / "updates.lock"):
        assert machine.check().latest is None

    assert 0 == machine.asked


@pytest.mark.parametrize("content", ["", "[]", "{", '{"not_before": "never", "latest": 7}', '{"latest": "\\u001b[2J"}'])
def test_a_damaged_file_is_no_fault(machine: Machine, content: str) -> None:
    """A file that cannot be used counts as absent."""
    (machine.state / "updates.json").write_text(content)

    assert "99.2.0" == machine.check().latest


def test_nothing_is_asked_where_that_cannot_be_noted_down(machine: Machine) -> None:
    """On a full disk, or with a folder in place of the file, each start of Brim would ask again."""
    (machine.state / "updates.json" / "something").mkdir(parents=True)
    found = [machine.check().latest for _ in range(2)]

    assert [None, None] == found
    assert 0 == machine.asked


@pytest.mark.skipif(sys.platform == "win32", reason="rights of a folder")
def test_the_file_is_for_this_user_and_says_what_it_means(machine: Machine) -> None:
    """The shared file holds the schema and UTC times, and nobody else reads it."""
    machine.check()
    path = machine.state / "updates.json"
    known = json.loads(path.read_text())

    assert 0o600 == path.stat().st_mode & 0o777
    assert (1, "99.2.0") == (known["schema"], known["latest"])
    assert datetime.fromisoformat(known["asked_at"]).astimezone(UTC) == NOW
