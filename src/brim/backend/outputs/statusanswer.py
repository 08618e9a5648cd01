"""What `brim status` answers without reading anything again: the accounts in `status.json`, as long as they hold.

They hold until something of them changes by the clock, and while each file is the same from which they come: those of
the settings in any case, and those of the accounts unless the tray that wrote them still runs, which follows them. Only
the same version of Brim reads them. In any other case there is no answer, and the files are read again. Standard
library only. This module must not know how an account is read.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from brim import __version__
from brim.backend.outputs.statusfile import object_in, read_status
from brim.backend.outputs.viewjson import decoded_view, encoded
from brim.backend.system.followers import port_in, port_in_use
from brim.model.account import Health
from brim.privatefiles import read_plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from brim.backend.outputs.statusfile import Json
    from brim.model.account import AccountView

type Versions = dict[str, list[int] | None]
"""By path: modification time, size and inode; None where there is no file."""

KEY = "answer"
_MOST_AGE = timedelta(minutes=5)
"""Of accounts that no tray follows: a forecast counts as long (`brim.backend.forecast.cache`)."""
_LONGEST = timedelta(days=1)
_TRAY_FILE = "tray.json"
_MAX_BYTES = 4096
_OTHERS = 0o077


@dataclass(frozen=True, slots=True)
class Basis:
    """What an answer depends on besides the time."""

    mark: int
    """The number of the environment."""
    settings: Versions
    """Files that each process reads for itself."""
    sources: Versions
    """Files that the tray follows; none where they are not all that counts, so that only a tray can tell."""
    notes: Mapping[str, str] = field(default_factory=dict)
    """Sentences about accounts, by account id."""
    until: datetime | None = None
    """When a login expires, as far as that is known."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Accounts that hold at present."""

    views: tuple[AccountView, ...]
    notes: Mapping[str, str]
    shows_left: bool
    """Whether people want to see what is left."""


def versions_of(paths: Iterable[Path | str]) -> Versions:
    """The present versions of files; opens none of them."""
    return {str(path): _version(str(path)) for path in paths}


def answer_json(views: Sequence[AccountView], basis: Basis, made_at: datetime) -> Json | None:
    """The answer for `status.json`; None for accounts that may be others at any moment."""
    if any(view.being_read or view.incident is not None or view.health is Health.ERROR for view in views):
        return None
    if any(view.problem is None and view.fetched_at is None for view in views):
        return None
    until = min((at for view in views for at in (*_changes(view), basis.until) if at is not None), default=None)
    return {
        "version": __version__,
        "pid": os.getpid(),
        "environment": basis.mark,
        "made_at": made_at.isoformat(),
        "until": (made_at + _LONGEST if until is None else until).isoformat(),
        "settings": basis.settings,
        "sources": basis.sources,
        "notes": dict(basis.notes),
        "views": [encoded(view) for view in views],
    }


def stored_answer(state_dir: str, mark: int | None, now: datetime) -> Answer | None:
    """The accounts that the shared file says hold now; None when they have to be read. Never raises."""
    if _is_open_to_others(state_dir):
        return None
    status = read_status(state_dir)
    stored = object_in(status, KEY)
    if mark is None or stored.get("version") != __version__ or stored.get("environment") != mark:
        return None
    try:
        made_at, until = (datetime.fromisoformat(stored[name]).astimezone(UTC) for name in ("made_at", "until"))
        if not made_at <= now < until or not _are_same(object_in(stored, "settings")):
            return None
        is_young = now - made_at < _MOST_AGE and _are_same(object_in(stored, "sources"))
        if not is_young and not _tray_runs(state_dir, stored["pid"]):
            return None
        views = tuple(map(decoded_view, stored["views"]))
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    notes = {name: note for name, note in object_in(stored, "notes").items() if isinstance(note, str)}
    return Answer(views, notes, status.get("show") == "remaining") if views else None


def _is_open_to_others(folder: str) -> bool:
    """Whether others have rights in the data folder, which only the whole way takes from them."""
    try:
        return sys.platform != "win32" and bool(os.stat(folder).st_mode & _OTHERS)
    except (OSError, ValueError):
        return False


def _changes(view: AccountView) -> Iterator[datetime | None]:
    """When an account is another one, although no file changes."""
    yield from (view.next_read_at, view.stale_at, view.blocked_until, view.login_ends_at)
    yield None if view.costs is None else view.costs.day_ends_at
    for window in view.windows:
        yield window.resets_at
        yield None if window.last_confirmed is None else window.last_confirmed.resets_at


def _are_same(versions: Json) -> bool:
    return bool(versions) and all(_version(path) == version for path, version in versions.items())


def _version(path: str) -> list[int] | None:
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return [found.st_mtime_ns, found.st_size, found.st_ino]


def _tray_runs(state_dir: str, pid: int) -> bool:
    """Whether the process that wrote the answer is a tray that still listens for changes."""
    path = os.path.join(state_dir, _TRAY_FILE)
    port = port_in(path)
    if port is None or not port_in_use(port):
        return False
    try:
        return bool(json.loads(read_plain(path, _MAX_BYTES)).get("pid") == pid)
    except (OSError, ValueError, AttributeError):
        return False
