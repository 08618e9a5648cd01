"""`brim metrics`: reads what is new in the transcripts, and prints or sends all metrics, with or without a tray.

This module must not know what a metric means.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from brim import logs
from brim.cli.metrics.options import EXAMPLES
from brim.printing import complain, show

if TYPE_CHECKING:
    from brim.backend.metrics.collector import Collected
    from brim.backend.metrics.otlppost import Posted
    from brim.backend.outputs.metricvalues import Family
    from brim.backend.settings.appsettings import AppSettings

DONE, NOT_SENT = 0, 1
_FOLDER = Path(__file__).with_name("examplefiles")


def run(example: str | None, *, send: bool, debug: bool) -> int:
    """Print metrics or an example, or send metrics once; returns 0, or 1 where not all of them were taken.

    Raises BrimError for settings, prices or files that cannot be used.
    """
    if example is not None:
        _write(example_text(example))
        return DONE
    logs.to_stderr(debug=debug)
    from brim.backend.settings.load import get_settings

    settings = get_settings()
    if send:
        return _send(settings, time.time())
    _write(metrics_text(settings, time.time()))
    return DONE


def example_text(name: str) -> str:
    """An example, as its program reads it."""
    return (_FOLDER / f"{name}.{EXAMPLES[name]}").read_text("utf-8")


def metrics_text(settings: AppSettings, now: float) -> str:
    """All metrics as text; `now` in seconds since the epoch."""
    from brim.backend.outputs.prometheustext import prometheus_text

    return prometheus_text(_families(collected(settings, now), settings))


def collected(settings: AppSettings, now: float) -> Collected:
    """All values now, after what is new in the transcripts was read."""
    from brim.backend.costs.prices import USER_FILE, load_prices
    from brim.backend.costs.reader import TranscriptReader
    from brim.backend.costs.roots import all_roots
    from brim.backend.costs.store import COSTS_FILE, CostStore
    from brim.backend.metrics.collector import MetricsCollector
    from brim.backend.outputs.statusfile import read_reports, read_status

    state_dir = settings.state_dir
    roots = all_roots(settings)
    store = CostStore(state_dir / COSTS_FILE)
    try:
        TranscriptReader(store, load_prices(settings.config_dir / USER_FILE).bands()).update(roots)
    finally:
        store.close()
    collector = MetricsCollector(state_dir, settings.config_dir, roots)
    try:
        return collector.collect(read_status(str(state_dir)), now, read_reports(str(state_dir)))
    finally:
        collector.close()


def _families(found: Collected, settings: AppSettings) -> tuple[Family, ...]:
    from brim.backend.outputs.metricfamilies import families

    return families(found.values, settings.metrics.projects, settings.metrics.accounts)


def _send(settings: AppSettings, now: float) -> int:
    from brim import eventloop
    from brim.backend.metrics.otlppost import SECONDS, Target, post
    from brim.backend.network.client import open_client
    from brim.backend.outputs.otlpjson import otlp_json
    from brim.errors import ConfigError
    from brim.words import metrics as words

    endpoint = settings.metrics.otlp_endpoint
    if endpoint is None:
        raise ConfigError(*words.no_receiver())
    target = Target(endpoint, settings.metrics.otlp_headers)
    found = collected(settings, now)

    async def go() -> Posted:
        async with open_client(SECONDS) as http:
            return await post(http, target, otlp_json(_families(found, settings), found.origin, found.at))

    outcome, fault = eventloop.run(go())
    if fault or outcome.status is None:
        complain((fault,))
        return NOT_SENT
    show(words.sent(outcome.status))
    return DONE


def _write(text: str) -> None:
    """Print as it is for a program, which reads UTF-8 and line feeds; for a person as the terminal can show it."""
    if sys.stdout.isatty():
        show(text, end="")
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
