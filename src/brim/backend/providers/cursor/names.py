"""How Cursor is called, and how often it may be asked. It imports nothing else of this folder."""

from __future__ import annotations

from brim.backend.providers.pollingpolicy import PollingPolicy

NAME = "cursor"
POLICY = PollingPolicy(shortest_interval=300.0)
"""The vendor documents no limit for this request; five minutes is what peers do at most."""
