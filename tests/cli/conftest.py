"""A machine with a login and a usage server, or a state folder alone, for every test that asks for one."""

from __future__ import annotations

from tests.support.pasthistory import state
from tests.support.sandbox import sandbox, server

__all__ = ["sandbox", "server", "state"]
