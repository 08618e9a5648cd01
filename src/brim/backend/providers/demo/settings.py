"""What can be switched in the demo, until it ends. This module must not know what the demo shows."""

from __future__ import annotations

from brim.backend.settings.values.providersection import ProviderSettings


class DemoSettings(ProviderSettings):
    """The section of the simulated account, which no file or variable names."""
