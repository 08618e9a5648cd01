"""The frozen values that tell how sure a figure is, for whoever reads or shows one.

This module must not know by which rules a figure is doubted, nor how that is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model import Source


class Doubt(StrEnum):
    """Why a figure waits for a second reading to agree."""

    JUMP = "jump"
    """It went up to the limit in one step."""
    FALL = "fall"
    """It went down before the reset."""
    MOVED = "moved"
    """It names another reset although the one before has not passed."""
    GONE = "gone"
    """The limit had a percentage and has none before its reset."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What one source said of one limit at one time."""

    percent: float | None
    """Percent used; None when the window has not started."""
    resets_at: datetime | None
    source: Source
    read_at: datetime
    """When it was true."""
