"""`brim metrics`: reads what is new in the transcripts, and prints all metrics. No request is sent, tray or not.

This module must not know what a metric means.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from brim import logs
from brim.cli.metrics.options import EXAMPLES
from brim.printing import show

if TYPE_CHECKING:
    from brim.backend.settings.appsettings import AppSettings

DONE = 0
_FOLDER = Path(__file__).with_name("examplefiles")


def run(example: str | None, *, debug: bool) -> int:
    """Print metrics, or an example; returns 0. Raises BrimError for settings, prices or files that cannot be used."""
    if example is not None:
        _write(example_text(example))
        return DONE
    logs.to_stderr(debug=debug)
    from brim.backend.settings.load import get_settings

    _write(metrics_text(get_settings(), time.time()))
    return DONE


def example_text(name: str) -> str:
    """An example, as its program reads it."""
    return (_FOLDER / f"{name}.{EXAMPLES[name]}").read_text("utf-8")


def metrics_text(settings: AppSettings, now: float) -> str:
    """All metrics as text; `now` in seconds since the epoch."""
    from brim.backend.costs.prices import USER_FILE, load_prices
    from brim.backend.costs.reader import TranscriptReader
    from brim.backend.costs.roots import all_roots
    from brim.backend.costs.store import COSTS_FILE, CostStore
    from brim.backend.costs.transcriptfiles import text_of
    from brim.backend.metrics.collector import MetricsCollector
    from brim.backend.outputs.metricfamilies import families
    from brim.backend.outputs.prometheustext import prometheus_text
    from brim.backend.outputs.statusfile import read_reports, read_status

    state_dir = settings.state_dir
    roots = all_roots(settings)
    store = CostStore(state_dir / COSTS_FILE)
    try:
        TranscriptReader(store, load_prices(settings.config_dir / USER_FILE).bands()).update(roots)
    finally:
        store.close()
    collector = MetricsCollector(state_dir, settings.config_dir, frozenset(map(text_of, roots)))
    try:
        found = collector.collect(read_status(str(state_dir)), now, read_reports(str(state_dir)))
    finally:
        collector.close()
    return prometheus_text(families(found.values, settings.metrics.projects, settings.metrics.accounts))


def _write(text: str) -> None:
    """Print as it is for a program, which reads UTF-8 and line feeds; for a person as the terminal can show it."""
    if sys.stdout.isatty():
        show(text, end="")
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
