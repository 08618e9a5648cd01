"""How Codex is called, and how often it may be asked. It imports nothing of this folder."""

from __future__ import annotations

from brim.backend.providers.pollingpolicy import PollingPolicy

NAME = "codex"
POLICY = PollingPolicy(shortest_interval=120.0)
"""Codex itself asks every minute while it is open (seen), and takes its numbers for old after 15 minutes."""
