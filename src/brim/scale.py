"""The scale on which a percentage is read: where each level begins.

This module must not know what the levels look like.
"""

from __future__ import annotations

from brim.model import Level

FLOORS = {Level.CALM: 0, Level.WATCH: 50, Level.WARN: 75, Level.CRITICAL: 90, Level.EXHAUSTED: 100}
"""Percent used from which on a level holds."""
