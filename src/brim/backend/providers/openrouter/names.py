"""How OpenRouter is called, and how often it may be asked. It imports nothing else of this folder."""

from __future__ import annotations

from brim.backend.providers.pollingpolicy import PollingPolicy

NAME = "openrouter"
POLICY = PollingPolicy(shortest_interval=300.0, sees_activity=False)
"""Its amounts lag by up to a minute (openrouter.ai/docs), so more requests would show nothing new."""
