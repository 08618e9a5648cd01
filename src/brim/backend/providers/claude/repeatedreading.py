"""Decides when figures of the Claude CLI are from: it repeats its own last reading, and does not say so.

Facts, seen in Claude Code 2.1.332: for a minute after a reading the program asks nobody, and answers with that reading;
when it reaches nobody, it does the same for an hour. It stores the reading as `cachedUsageUtilization` in
`.claude.json`, newly after each answer of the server; 2.1.330 did so every five minutes at most. It compares the
account of the reading, and not the organisation.
This module must not know how the program is run, nor where the file is.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from brim.backend.providers.claude import cliwords as words
from brim.errors import OfflineError
from brim.model.usage import CLOCK_SLACK

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model.usage import Reading, Window

_MAX_AGE = timedelta(minutes=5)
"""A stored reading that is older is not from an answer of the server to this run."""


def dated(reading: Reading, stored: Reading | None, began: datetime, *, foreign: bool = False) -> Reading:
    """The program's reading with the time that its figures are from; raises an OfflineError when it repeats old ones.

    `stored` is the program's own last reading after the run, `began` when the run began. With `foreign`, what was
    stored before the run is of another account or organisation than the login.
    """
    if stored is None or stored.fetched_at >= began or not _repeats(reading, stored):
        return reading
    if foreign or stored.fetched_at < began - _MAX_AGE:
        raise OfflineError(*words.not_connected())
    windows = tuple(replace(window, read_at=stored.fetched_at) for window in reading.windows)
    return replace(reading, fetched_at=stored.fetched_at, windows=windows)


def _repeats(reading: Reading, stored: Reading) -> bool:
    """Whether each limit is as it was; the program leaves limits of models out when it repeats them."""
    before = {window.id: window for window in stored.windows}
    return all(window.id in before and _same(window, before[window.id]) for window in reading.windows)


def _same(window: Window, before: Window) -> bool:
    if window.resets_at is None or before.resets_at is None:
        return window.percent == before.percent and window.resets_at is before.resets_at
    return window.percent == before.percent and abs(window.resets_at - before.resets_at) < CLOCK_SLACK
