"""How Claude is called in files and settings, and how often it may be asked. It imports nothing of this folder."""

from __future__ import annotations

from brim.backend.providers.pollingpolicy import PollingPolicy

NAME = "claude"
POLICY = PollingPolicy(hourly_allowance=30)
"""About so many requests an hour are allowed for each account (seen, not documented)."""
