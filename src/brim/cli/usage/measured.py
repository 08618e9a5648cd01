"""The points that `brim usage --points` prints. This module must not know how they are computed, nor how printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from brim.backend.costs.points.values import Points


class PointsReport(NamedTuple):
    """The points of the rows of one report."""

    limit: str
    """Id of the limit."""
    rows: dict[str, Points]
    elsewhere: Points


class NotKnown(NamedTuple):
    """In place of points: it is not known which answers draw on the limits of a program."""

    program: str


class SeveralAccounts(NamedTuple):
    """In place of points: those of different limits do not add up."""
