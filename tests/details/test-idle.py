"""The server of the details page ends when nobody looks at it any more."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from brim.details.access import TICKET_SECONDS, Access
from brim.details.server import DetailsServer
from brim.details.sources import Sources
from tests.support.detailsserver import request

if TYPE_CHECKING:
    from pathlib import Path


def test_it_ends_when_idle(tmp_path: Path) -> None:
    """So long after the last request it ends by itself; each request puts that off."""
    server = DetailsServer(Sources(tmp_path, tmp_path, tuple, list), idle_seconds=0.6)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()))
    thread.start()
    host = server.address().removeprefix("http://").partition("/")[0]
    statuses = [request(host, "GET", "/style.css")[0] for _ in range(3)]
    thread.join(20)

    assert ([200] * 3, False) == (statuses, thread.is_alive())


def test_an_old_ticket_is_refused() -> None:
    """A ticket ends after a minute, used or not."""
    clock = [0.0]
    access = Access(lambda: clock[0])
    first, second = access.new_ticket(), access.new_ticket()
    clock[0] = TICKET_SECONDS
    key = access.open_session(first)
    clock[0] = TICKET_SECONDS + 0.1

    assert key is not None
    assert access.is_open(key)
    assert access.open_session(second) is None
