"""Fixtures of the command tests: a sandbox with a login and a usage server, or only a data folder."""

from __future__ import annotations

from tests.support.pasthistory import state
from tests.support.sandbox import sandbox, server

__all__ = ["sandbox", "server", "state"]
