"""A cost file from before there were several providers goes on with all that is in it."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from brim.backend.costs.store import COSTS_FILE, CostStore
from brim.backend.costs.tokens import Tokens
from tests.support.codexrollouts import count, meta, read_codex, rollout, tokens, turn
from tests.support.transcripts import answer, read, session_file, write

if TYPE_CHECKING:
    from pathlib import Path

_TO_VERSION_1 = (
    """CREATE TABLE old_places (id INTEGER PRIMARY KEY, session TEXT NOT NULL, project TEXT NOT NULL,
        root TEXT NOT NULL)""",
    "INSERT INTO old_places SELECT id, session, project, root FROM places",
    "DROP TABLE places",
    "ALTER TABLE old_places RENAME TO places",
    """CREATE TABLE old_files (path TEXT PRIMARY KEY, size INTEGER NOT NULL, changed_ns INTEGER NOT NULL,
        inode INTEGER NOT NULL, offset INTEGER NOT NULL, head INTEGER NOT NULL) WITHOUT ROWID""",
    "INSERT INTO old_files SELECT path, size, changed_ns, inode, offset, head FROM files",
    "DROP TABLE files",
    "ALTER TABLE old_files RENAME TO files",
    "PRAGMA user_version = 1",
)
"""What makes a file of today one of version 1, which had the same tables without these columns."""


def _as_version_1(path: Path) -> list[tuple[object, ...]]:
    """Make a file one of version 1; what it says of places."""
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in _TO_VERSION_1:
        connection.execute(statement)
    places = connection.execute("SELECT * FROM places ORDER BY id").fetchall()
    connection.close()
    return places


def test_a_file_of_version_1_keeps_everything(tmp_path: Path) -> None:
    """Sums of transcripts that are gone stay, and are the first provider's; what is appended counts once, as before."""
    root, home = tmp_path / ".claude", tmp_path / ".codex"
    kept, gone = session_file(root), write(session_file(root, "gone"), [answer("gone", sessionId="gone")])
    write(kept, [answer("m1")])
    before = read(tmp_path, [root])
    places = _as_version_1(tmp_path / COSTS_FILE)
    gone.unlink()
    write(kept, [answer("m2")])
    after = read(tmp_path, [root])
    write(rollout(home), [meta(), turn(), count(tokens(100), tokens(100))])
    both = read_codex(tmp_path, [home])

    assert (2, 3, 4) == tuple(found.tokens.answers for found in (before, after, both))
    assert {"claude", "codex"} == {cell.place.provider for cell in both.cells}
    assert Tokens(1, 100) == sum((one.tokens for one in both.cells if one.place.provider == "codex"), Tokens())
    connection = sqlite3.connect(tmp_path / COSTS_FILE)
    now = connection.execute("SELECT id, session, project, root FROM places WHERE provider = 'claude' ORDER BY id")
    assert places == now.fetchall()
    connection.close()


def test_a_file_that_cannot_be_written_is_upgraded_in_memory(tmp_path: Path) -> None:
    """A copy of an old file in memory has its sums, and the file stays as it is."""
    root = tmp_path / ".claude"
    write(session_file(root), [answer("m1")])
    read(tmp_path, [root])
    _as_version_1(tmp_path / COSTS_FILE)
    store = CostStore(tmp_path / COSTS_FILE, in_memory=True)
    cells = store.cells()
    store.close()

    assert [("claude", 1)] == [(cell.place.provider, cell.tokens.answers) for cell in cells]
    connection = sqlite3.connect(tmp_path / COSTS_FILE)
    assert (1,) == connection.execute("PRAGMA user_version").fetchone()
    connection.close()
