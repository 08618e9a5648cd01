"""A machine with a login and a usage server, for every test of this folder that asks for one."""

from __future__ import annotations

from tests.backend.fake import install, notes
from tests.backend.world import server, world

__all__ = ["install", "notes", "server", "world"]
