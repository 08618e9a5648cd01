"""How much metrics say about projects and accounts. This module must not know any one metric."""

from __future__ import annotations

from enum import StrEnum


class ProjectLabels(StrEnum):
    """What metrics say about projects."""

    OFF = "off"
    """Nothing: sums of all projects only."""
    HASHED = "hashed"
    """A code for the name of each project's folder, the same on every machine."""
    NAMES = "names"


class AccountLabels(StrEnum):
    """What metrics say about accounts."""

    HASHED = "hashed"
    """A code that stays the same."""
    NAMES = "names"
