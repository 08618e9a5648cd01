"""Keeps the cost file up to date while a tray runs, and says what today has cost.

Reading takes place in a thread, in small steps with rests between them: a large past is read within minutes, and is not
felt. This module must not know who asks for an update, nor who shows the costs.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Protocol

from loguru import logger

from brim.backend.costs.points.accountpoints import AccountPoints, PointsAccount
from brim.backend.costs.prices import USER_FILE, load_prices
from brim.backend.costs.reader import TranscriptReader
from brim.backend.costs.report import GroupBy, total_row, usage_rows
from brim.backend.costs.roots import paths_of
from brim.backend.costs.store import COSTS_FILE, CostStore
from brim.backend.history.recorder import FILE_NAME
from brim.backend.history.store import HistoryStore
from brim.backend.transcripts.paths import text_of
from brim.errors import BrimError
from brim.localzone import local_time
from brim.model.costs import CostView, TopProject
from brim.printing import one_line

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from brim.backend.costs.cells import Cell
    from brim.backend.costs.points.values import WindowPoints
    from brim.backend.costs.prices import PriceTable
    from brim.backend.providers.transcripts import TranscriptRoot
    from brim.model.account import AccountView

STEP_BYTES = 8 << 20
"""Read in one step: some hundredths of a second."""
STEP_REST_SECONDS = 0.5
_NAME_LETTERS = 40
_END_SECONDS = 1.0
"""A step that takes longer is left behind at the end."""
REST_SECONDS = 5.0
"""After an update, until the next one: programs write all the time while they work."""


class CostRecipient(Protocol):
    """Who shows accounts and their costs."""

    def views(self) -> Mapping[int, AccountView]:
        """The accounts as they are shown now, by their index."""

    def take(self, costs: Mapping[int, CostView]) -> None:
        """Take in changed costs, by index of the account."""


class CostUpdater:
    """Reads the transcripts of some accounts when it is told to."""

    def __init__(
        self,
        state_dir: Path,
        config_dir: Path,
        roots: Mapping[int, Sequence[TranscriptRoot]],
        recipient: CostRecipient,
        rest_seconds: float = REST_SECONDS,
    ) -> None:
        """`roots`: the folders of each account, by its index; `recipient` is called in the loop."""
        self._prices_file = config_dir / USER_FILE
        self._store = CostStore(state_dir / COSTS_FILE)
        self._roots = {index: tuple(own) for index, own in roots.items()}
        self._recipient = recipient
        self._rest_seconds = rest_seconds
        self._due = asyncio.Event()
        self._places = [
            (one.path.absolute(), root)
            for own in roots.values()
            for root in own
            for one in root.kind.folders(root.path)
        ]
        self._changed: set[TranscriptRoot] = set()
        """The folders below which something changed since they were read last."""
        self._is_all_due = True
        self._shown: dict[int, CostView] = {}
        self._complaint = ""
        self._work: asyncio.Future[Any] | None = None  # Any: of several functions
        self._history = HistoryStore(state_dir / FILE_NAME)
        self._points: AccountPoints | None = None
        self._bands_of_points: dict[str, int] = {}
        self._reader: TranscriptReader | None = None
        self._bands: dict[str, int] = {}
        self.on_read: Callable[[], None] | None = None
        """Called in the loop whenever all that was new is read."""

    def request(self, paths: Iterable[Path] | None = None) -> None:
        """Something changed among the transcripts, at these paths or anywhere, or a day began; returns at once."""
        for path in paths or ():
            below = [root for place, root in self._places if path.is_relative_to(place)]
            self._changed.update(below)
            self._is_all_due = self._is_all_due or not below
        self._is_all_due = self._is_all_due or paths is None
        self._due.set()

    async def run(self) -> None:
        """Update whenever that is requested, until cancelled."""
        try:
            while True:
                self._due.clear()
                await self._update()
                try:
                    async with asyncio.timeout(_until_midnight()):
                        await asyncio.sleep(self._rest_seconds)
                        await self._due.wait()
                except TimeoutError:
                    self._is_all_due = True
        finally:
            if self._work is None or self._work.done():  # else the thread still uses them
                self._store.close()
                self._history.close()

    async def _update(self) -> None:
        """Read what is new in small steps, and show the costs after each."""
        is_all, changed = self._is_all_due, self._changed
        self._is_all_due, self._changed = False, set()
        roots = [root for _, root in self._places] if is_all else changed
        try:
            prices = await self._in_thread(load_prices, self._prices_file)
            reader = self._reader_for(prices)
            while not await self._in_thread(reader.update, [*dict.fromkeys(roots)], STEP_BYTES, only_some=not is_all):
                self._show(await self._in_thread(self._costs, prices, self._recipient.views()))
                await asyncio.sleep(STEP_REST_SECONDS)
            self._show(await self._in_thread(self._costs, prices, self._recipient.views()))
            if self.on_read is not None:
                self.on_read()
        except BrimError as error:
            self._is_all_due = True
            if str(error) != self._complaint:
                self._complaint = str(error)
                logger.bind(file=COSTS_FILE).warning("{}", error)
        else:
            self._complaint = ""

    async def _in_thread[**P, T](self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function in a thread; when it is cancelled, wait for the thread, which uses the open files."""
        self._work = work = asyncio.ensure_future(asyncio.to_thread(function, *args, **kwargs))
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            await asyncio.wait((work,), timeout=_END_SECONDS)
            raise

    def _reader_for(self, prices: PriceTable) -> TranscriptReader:
        """The reader, which remembers how far files are read; another one when other prompts count as long."""
        bands = prices.bands()
        if self._reader is None or bands != self._bands:
            self._reader, self._bands = TranscriptReader(self._store, bands), bands
        return self._reader

    def _costs(self, prices: PriceTable, views: Mapping[int, AccountView]) -> dict[int, CostView]:
        midnight = local_time(datetime.now(UTC)).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
        cells = self._store.cells(midnight.astimezone(UTC).timestamp())
        costs = {index: costs_of_day(cells, roots, prices, midnight) for index, roots in self._roots.items()}
        return {
            index: replace(cost, top_projects=self._top_projects(views[index], self._roots[index], prices))
            if index in views
            else cost
            for index, cost in costs.items()
        }

    def _top_projects(
        self, view: AccountView, roots: Sequence[TranscriptRoot], prices: PriceTable
    ) -> tuple[tuple[str, TopProject], ...]:
        """By id of each running window, the project that most of it went to."""
        if self._points is None or self._bands_of_points != self._bands:
            self._points = AccountPoints(self._history, self._store, prices)
            self._bands_of_points = self._bands
        account = PointsAccount(view.account.id, paths_of(roots), view.account.provider, view.plan)
        found = []
        for window in view.windows:
            points = self._points.running(account, window, datetime.now(UTC).timestamp())
            if points is not None and (top := top_project(points)) is not None:
                found.append((window.id, top))
        return tuple(found)

    def _show(self, costs: dict[int, CostView]) -> None:
        if costs != self._shown:
            self._shown = costs
            self._recipient.take(costs)


@asynccontextmanager
async def updating(updater: CostUpdater) -> AsyncIterator[None]:
    """Update for the time of the block."""
    task = asyncio.create_task(updater.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait((task,))


def top_project(points: WindowPoints) -> TopProject | None:
    """The project with the most points, unless more was used elsewhere, or it is within its own doubt."""
    if not points.projects:
        return None
    project, most = max(points.projects.items(), key=lambda item: item[1].value)
    if most.low <= 0 or most.value < points.elsewhere.value:
        return None
    return TopProject(one_line(PurePath(project).name or project)[:_NAME_LETTERS], round(most.value))


def costs_of_day(
    cells: Sequence[Cell], roots: Sequence[TranscriptRoot], prices: PriceTable, midnight: datetime
) -> CostView:
    """The costs of one account out of the cells since `midnight`, which has no zone: it is the machine's own."""
    own = [text_of(root.path) for root in roots]
    total = total_row(usage_rows((cell for cell in cells if cell.place.root in own), GroupBy.MODEL, prices))
    next_day = (midnight + timedelta(days=1)).astimezone(UTC)
    return CostView(total.cost or 0.0, next_day, roots=tuple(own))


def _until_midnight() -> float:
    """Seconds until a day begins on this machine."""
    now = local_time(datetime.now(UTC)).replace(tzinfo=None)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return max(1.0, (midnight.astimezone(UTC) - datetime.now(UTC)).total_seconds())
