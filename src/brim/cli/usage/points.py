"""The points of `brim usage --points`: how much of a limit each row used, and how much was used elsewhere.

This module must not know how points are computed, nor how they are printed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from brim.backend.costs.cells import Cell
from brim.backend.costs.points.accountpoints import SESSION, AccountPoints, PointsAccount
from brim.backend.costs.points.values import Points
from brim.backend.costs.report import GroupBy, keys_of
from brim.backend.costs.roots import paths_of
from brim.backend.costs.tokens import Tokens
from brim.backend.history import queries
from brim.backend.history.recorder import FILE_NAME
from brim.backend.history.store import HistoryStore
from brim.backend.providerlist.transcripts import has_points
from brim.backend.transcripts.answer import PriceClass
from brim.cli.usage.measured import NotKnown, PointsReport, SeveralAccounts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from brim.backend.costs.points.values import WindowPoints
    from brim.backend.costs.prices import PriceTable
    from brim.backend.costs.report import OfficialWindow
    from brim.backend.costs.roots import AccountRoots
    from brim.backend.costs.store import CostStore

_WEEK = "weekly_all"
_NONE = Points(0.0, 0.0, 0.0)


class PointsQuestion(NamedTuple):
    """What points are asked for."""

    accounts: Sequence[AccountRoots]
    since: datetime
    until: datetime
    by: GroupBy
    windows: Sequence[OfficialWindow]

    def has(self, at: float) -> bool:
        """Whether a time lies in the range."""
        return self.since.timestamp() <= at < self.until.timestamp()


def points_report(
    state_dir: Path, costs: CostStore, prices: PriceTable, question: PointsQuestion
) -> PointsReport | SeveralAccounts | NotKnown | None:
    """The points of the week, or by window those of the session; None where no official percentage is known.

    Those of several accounts are not added up. Raises StateError.
    """
    history = HistoryStore(state_dir / FILE_NAME)
    try:
        limit = _limit(history, question)
        computed = AccountPoints(history, costs, prices)
        found: list[Sequence[WindowPoints]] = []
        for one in question.accounts:
            account = PointsAccount(one.account.id, paths_of(one.roots), one.account.provider)
            windows = computed.windows(account, limit, question.since.timestamp(), question.until.timestamp())
            found += [windows] if windows else []
    finally:
        history.close()
    if len(found) > 1:
        return SeveralAccounts()
    if question.accounts and not any(has_points(one.account.provider) for one in question.accounts):
        return NotKnown(question.accounts[0].account.vendor.program)
    return PointsReport(limit, *_summed(found[0], question)) if found else None


def _limit(history: HistoryStore, question: PointsQuestion) -> str:
    """The week, where an account has one and the question is not about 5-hour windows."""
    with history.reading() as connection:
        stored = [] if connection is None else queries.series(connection)
        known = {(one.account, one.window) for one in stored}
    has_week = any((one.account.id, _WEEK) in known for one in question.accounts)
    return _WEEK if has_week and question.by is not GroupBy.WINDOW else SESSION


def _summed(found: Iterable[WindowPoints], question: PointsQuestion) -> tuple[dict[str, Points], Points]:
    """The points of each row, and those elsewhere, in the windows that begin before the end of the range."""
    key_of = keys_of(question.by, windows=question.windows)
    rows: dict[str, Points] = {}
    elsewhere = _NONE
    for window in found:
        if window.window.start >= question.until.timestamp():
            continue
        elsewhere = _plus(elsewhere, window.elsewhere)
        for share in window.shares:
            if question.has(share.at):
                key = key_of(Cell(share.at, share.place, PriceClass(share.model), Tokens()))
                rows[key] = _plus(rows.get(key, _NONE), _part_of(window.projects[share.place.project], share.points))
    return rows, elsewhere


def _part_of(whole: Points, value: float) -> Points:
    """A part of some points, with the same part of their range."""
    part = value / whole.value if whole.value else 0.0
    return Points(value, whole.low * part, whole.high * part)


def _plus(first: Points, second: Points) -> Points:
    return Points(first.value + second.value, first.low + second.low, first.high + second.high)
