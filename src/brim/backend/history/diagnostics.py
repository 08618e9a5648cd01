"""The facts about the history for `brim doctor`, read without writing anything: a damaged file stays where it is.

This module must not know what the facts are used for.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from brim.backend.history.entry import from_milliseconds
from brim.backend.history.errors import OlderError
from brim.backend.history.quarantine import quarantined_files
from brim.backend.history.recorder import FILE_NAME
from brim.backend.history.store import HistoryStore
from brim.backend.system.readonly import read_only
from brim.errors import StateError

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class HistoryDiagnostics:
    """The state of the history as a whole."""

    bytes: int | None = None
    """Size of the file and its journal; None when there is no file."""
    readings: int = 0
    limits: int = 0
    oldest: datetime | None = None
    newest: datetime | None = None
    error: StateError | None = None
    """Why the file cannot be used."""
    quarantined: tuple[str, ...] = ()
    """Names of damaged files that were set aside."""


def diagnose(folder: Path) -> HistoryDiagnostics:
    """Read the whole history in a folder. Never raises because of what the file contains."""
    path = folder / FILE_NAME
    size = _size(path)
    quarantined = tuple(file.name for file in quarantined_files(path))
    store = HistoryStore(path)
    with read_only():
        try:
            store.check()
            with store.reading() as connection:
                if connection is None:
                    return HistoryDiagnostics(size, quarantined=quarantined)
                [readings] = connection.execute("SELECT count(*) FROM readings").fetchone()
                [limits] = connection.execute("SELECT count(*) FROM series").fetchone()
                oldest, newest = connection.execute("SELECT min(first_at), max(last_at) FROM spans").fetchone()
        except OlderError:
            return HistoryDiagnostics(size, quarantined=quarantined)
        except StateError as error:
            return HistoryDiagnostics(size, error=error, quarantined=quarantined)
        finally:
            store.close()
    return HistoryDiagnostics(size, readings, limits, _time(oldest), _time(newest), quarantined=quarantined)


def _size(path: Path) -> int | None:
    sizes = []
    for file in (path, Path(f"{path}-wal")):
        try:
            sizes.append(file.stat().st_size)
        except OSError:
            continue
    return sum(sizes) if sizes else None


def _time(milliseconds: int | None) -> datetime | None:
    return None if milliseconds is None else from_milliseconds(milliseconds)
