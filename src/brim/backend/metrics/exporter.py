"""Writes and sends metrics while a tray runs: whenever something changed, and never by a clock of its own.

Without a setting that names a file or a receiver it is not even imported. This module must not know what a value means.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from loguru import logger

from brim.backend.metrics.collector import MetricsCollector
from brim.backend.metrics.textfile import TextFile
from brim.backend.outputs.metricfamilies import families
from brim.backend.outputs.otlpjson import otlp_json
from brim.backend.outputs.prometheustext import prometheus_text
from brim.backend.outputs.sharedstatus import shared_json
from brim.backend.settings.load import get_settings
from brim.errors import BrimError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from brim.backend.metrics.collector import Collected
    from brim.backend.metrics.otlppush import OtlpPush
    from brim.backend.settings.metrics import MetricsSettings
    from brim.model.snapshot import Snapshot

REST_SECONDS = 2.0
"""Between two times: several changes in a row are one."""
_END_SECONDS = 1.0


class MetricsExporter:
    """The metrics of one tray."""

    def __init__(
        self, settings: MetricsSettings, state_dir: Path, config_dir: Path, rest_seconds: float = REST_SECONDS
    ) -> None:
        """Nothing is written or sent yet."""
        self._settings = settings
        self._collector = MetricsCollector(state_dir, config_dir)
        self._rest_seconds = rest_seconds
        self._textfile = None if settings.textfile is None else TextFile(settings.textfile)
        self._push: OtlpPush | None = None
        self._snapshot: Snapshot | None = None
        self._costs_are_read = False
        self._changed = asyncio.Event()
        self._work: asyncio.Future[Collected] | None = None
        self._sent: object = None
        self._complaints: dict[str, str] = {}

    def take(self, snapshot: Snapshot) -> None:
        """Take what is shown now; returns at once."""
        self._snapshot = snapshot
        self._changed.set()

    def costs_read(self) -> None:
        """All transcripts were read: from now on what is new in them is counted. Returns at once."""
        self._costs_are_read = True
        self._changed.set()

    async def run(self) -> None:
        """Write and send whenever something changed, until cancelled."""
        async with asyncio.TaskGroup() as group:
            if self._settings.otlp_endpoint is not None:
                from brim.backend.metrics.otlppost import Target
                from brim.backend.metrics.otlppush import OtlpPush

                self._push = OtlpPush(Target(self._settings.otlp_endpoint, self._settings.otlp_headers))
                group.create_task(self._push.run())
            try:
                while True:
                    await self._changed.wait()
                    self._changed.clear()
                    if self._snapshot is not None:
                        await self._export(self._snapshot)
                    await asyncio.sleep(self._rest_seconds)
            finally:
                if self._work is None or self._work.done():  # else the thread still uses its files
                    self._collector.close()

    async def _export(self, snapshot: Snapshot) -> None:
        try:
            collected = await self._collect(snapshot, with_costs=self._costs_are_read)
            self._complain("costs", "")
        except BrimError as error:
            self._complain("costs", str(error))
            collected = await self._collect(snapshot, with_costs=False)
        labels = get_settings().metrics  # they may be changed meanwhile
        made = families(collected.values, labels.projects, labels.accounts)
        if self._textfile is not None:
            try:
                await asyncio.to_thread(self._textfile.write, prometheus_text(made))
                self._complain("textfile", "")
            except BrimError as error:
                self._complain("textfile", str(error))
        if self._push is not None and made != self._sent:
            self._sent = made
            self._push.offer(lambda: otlp_json(made, collected.origin, collected.at))

    async def _collect(self, snapshot: Snapshot, *, with_costs: bool) -> Collected:
        """Collect in a thread; when this is cancelled, wait for the thread, which uses the open files."""

        def collect() -> Collected:
            return self._collector.collect(shared_json(snapshot), time.time(), with_costs=with_costs)

        self._work = work = asyncio.ensure_future(asyncio.to_thread(collect))
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            await asyncio.wait((work,), timeout=_END_SECONDS)
            raise

    def _complain(self, about: str, text: str) -> None:
        """Log what is wrong, once until something else is."""
        if text and text != self._complaints.get(about):
            logger.bind(setting="metrics").warning("{}", text)
        self._complaints[about] = text


@asynccontextmanager
async def exporting(exporter: MetricsExporter) -> AsyncIterator[None]:
    """Write and send for the time of the block."""
    task = asyncio.create_task(exporter.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait((task,))
