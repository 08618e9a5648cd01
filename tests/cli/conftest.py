"""A machine with a login and a usage server, or a state folder alone, for every test that asks for one."""

from __future__ import annotations

from tests.backend.world import server, world
from tests.cli.past import state

__all__ = ["server", "state", "world"]
