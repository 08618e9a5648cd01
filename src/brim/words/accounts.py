"""How several accounts read beside each other.

This module must not know how many there are, nor where the words go.
"""

from __future__ import annotations


def of(label: str, text: str) -> str:
    """A sentence that is about one account of several: `work: 5-hour session at 91%`."""
    return f"{label}: {text}"
