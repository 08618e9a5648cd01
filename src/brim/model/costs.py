"""What an account cost today at list price, and where its limits went. This module must not know transcripts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class TopProject:
    """The project that most of a window went to."""

    name: str
    """The last part of its folder's path."""
    percent: float
    """How much of the limit it used, in percent of the limit."""


@dataclass(frozen=True, slots=True)
class CostView:
    """The costs of one account at one moment."""

    today: float
    """USD at list price since midnight; it is not money spent."""
    day_ends_at: datetime
    """The next midnight on this machine."""
    top_projects: tuple[tuple[str, TopProject], ...] = ()
    """By id of the window, where points are known."""
    roots: tuple[str, ...] = ()
    """The folders whose transcripts are this account's."""

    def top_project(self, window_id: str) -> TopProject | None:
        """The project that most of a window went to; None where that is not known."""
        return dict(self.top_projects).get(window_id)
