"""What one attempt to run a hook came to. This module must not know what a hook is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt."""

    succeeded: bool
    text: str
    """What came back, in a line without any secret."""
    wait: float | None = None
    """Seconds that the other side asked to wait before another attempt."""
    final: bool = False
    """Another attempt would fail as well."""
