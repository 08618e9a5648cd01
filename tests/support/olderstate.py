"""The data folders that earlier stages of Brim 0.1.0 wrote, and what those printed of them."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from brim.backend.providers.claude.localfiles import statusline_path
from tests.support.usageserver import FIXTURES

if TYPE_CHECKING:
    from pathlib import Path

STAGES = ("first", "history", "costs", "providers")
"""From the oldest to the newest; `first` has neither a history nor costs."""
SERVER = "http://127.0.0.1:47811"
"""What they asked; an account belongs to its server. Nobody listens there."""
_FOLDERS = FIXTURES / "state-0.1.0"
_HOME = "/home/robin"
_DUMP = ".sql"


def unpack(stage: str, state: Path, home: Path) -> None:
    """Put the data folder of a stage in place, as if its user had had the home folder `home`."""
    shutil.copytree(_FOLDERS / stage, state)
    for dump in state.glob(f"*{_DUMP}"):
        with closing(sqlite3.connect(dump.with_suffix(".db"))) as connection:
            connection.executescript(dump.read_text("utf-8").replace(_HOME, str(home)))
        dump.unlink()
    for path in state.rglob("*.json"):
        path.write_text(path.read_text("utf-8").replace(_HOME, str(home)), "utf-8")
    for told in state.glob("statusline/*.json"):
        told.rename(statusline_path(state, home / ".claude"))


def printed(stage: str) -> Any:  # noqa: ANN401 - what JSON holds
    """What the stage printed of its own folder."""
    return json.loads((_FOLDERS / f"{stage}.json").read_text("utf-8"))
