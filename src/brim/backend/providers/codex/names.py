"""How Codex is called, and how often it may be asked. It imports nothing of this folder."""

from __future__ import annotations

from brim.backend.providers.pollingpolicy import PollingPolicy

NAME = "codex"
POLICY = PollingPolicy(shortest_interval=300.0)
"""Codex itself asks every minute while it is open (seen); between two requests its session files show usage."""
