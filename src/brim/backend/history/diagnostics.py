"""What a check-up tells of the history: found without writing anything, so a damaged file stays where it is.

This module must not know what is made of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from brim.backend.history.entry import moment
from brim.backend.history.errors import OlderError
from brim.backend.history.quarantine import quarantined_files
from brim.backend.history.recorder import FILE_NAME
from brim.backend.history.store import HistoryStore
from brim.backend.system.files import read_only
from brim.errors import StateError

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class HistoryDiagnostics:
    """The history as a whole."""

    bytes: int | None = None
    """Of the file and its journal; None when there is none."""
    readings: int = 0
    limits: int = 0
    oldest: datetime | None = None
    newest: datetime | None = None
    fault: StateError | None = None
    """Why it cannot be used."""
    aside: tuple[str, ...] = ()
    """Names of files that were set aside."""


def diagnose(folder: Path) -> HistoryDiagnostics:
    """Read all of the history in a folder. Never fails for what it finds."""
    path = folder / FILE_NAME
    size = _size(path)
    names = tuple(one.name for one in quarantined_files(path))
    store = HistoryStore(path)
    with read_only():
        try:
            store.check()
            with store.reading() as view:
                if view is None:
                    return HistoryDiagnostics(size, aside=names)
                [readings] = view.execute("SELECT count(*) FROM readings").fetchone()
                [limits] = view.execute("SELECT count(*) FROM series").fetchone()
                oldest, newest = view.execute("SELECT min(first_at), max(last_at) FROM spans").fetchone()
        except OlderError:
            return HistoryDiagnostics(size, aside=names)
        except StateError as error:
            return HistoryDiagnostics(size, fault=error, aside=names)
        finally:
            store.close()
    return HistoryDiagnostics(size, readings, limits, _moment(oldest), _moment(newest), aside=names)


def _size(path: Path) -> int | None:
    sizes = []
    for one in (path, Path(f"{path}-wal")):
        try:
            sizes.append(one.stat().st_size)
        except OSError:
            continue
    return sum(sizes) if sizes else None


def _moment(count: int | None) -> datetime | None:
    return None if count is None else moment(count)
