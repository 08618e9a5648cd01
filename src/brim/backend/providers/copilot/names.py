"""How GitHub Copilot is called, and how often it may be asked. It imports nothing else of this folder."""

from __future__ import annotations

from brim.backend.providers.pollingpolicy import PollingPolicy

NAME = "copilot"
POLICY = PollingPolicy(shortest_interval=300.0)
"""GitHub documents no limit for this request, and its numbers lag by minutes; five minutes is what peers do at most."""
