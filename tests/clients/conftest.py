"""The real programs, a home folder with a login, and sessions. `make test-clients` runs these tests."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Protocol

import pytest

from tests.clients.claudecode import Machine, Session
from tests.clients.messagesapi import MessagesApi, messages_api
from tests.clients.programs import MissingError, Programs, installed
from tests.support.usageserver import load_fixture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FAR = 4_102_444_800_000
"""The year 2100, in milliseconds."""


class StartSession(Protocol):
    """Starts a session of Claude Code; it is ended with the test."""

    def __call__(self, **environment: str) -> Session:
        """With these variables besides its own."""


@pytest.fixture(scope="session")
def programs() -> Programs:
    """The programs from npm. It skips where they cannot be had."""
    try:
        return installed()
    except MissingError as error:
        pytest.skip(str(error))


@pytest.fixture
def api() -> Iterator[MessagesApi]:
    """The API that sessions talk to."""
    with messages_api() as server:
        yield server


@pytest.fixture
def machine(programs: Programs, home: Path, api: MessagesApi) -> Machine:
    """A home folder with an invented login."""
    login = load_fixture("credentials")
    login["claudeAiOauth"] |= {"expiresAt": FAR, "refreshTokenExpiresAt": FAR}
    (home / ".claude").mkdir()
    (home / ".claude" / ".credentials.json").write_text(json.dumps(login))
    return Machine(programs, home, api)


@pytest.fixture
def start_session(machine: Machine, tmp_path: Path) -> Iterator[StartSession]:
    """Sessions of this test's own."""
    with contextlib.ExitStack() as stack:
        count = 0

        def start(**environment: str) -> Session:
            nonlocal count
            count += 1
            session = Session(machine, tmp_path / f"terminal-{count}", **environment)
            stack.callback(session.close)
            return session

        yield start
