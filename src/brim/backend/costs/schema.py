"""The tables of the cost file.

`costs.db` in the state folder is an SQLite file in WAL mode with an `application_id` of its own and its version in
`user_version`. Times are seconds since the epoch. Other tools may read it:

`places`: a session, its project and the folder of Claude Code, by a number that is made from them, so that the same
place has the same number in every file. `classes`: all that decides a price, likewise. `files`: how far each transcript
is read. `answers`: each answer of the last 400 days. `cells`: sums of five minutes by place and class, for good.
`moved`: slots of five minutes whose sums are to be made again. `facts`: `closed_before`, the time before which sums no
longer change.

This module must not know what is written or queried.
"""

from __future__ import annotations

APPLICATION_ID = 0x42724373
"""`BrCs` in ASCII."""
VERSION = 1
SLOT_SECONDS = 300

_TABLES = """
CREATE TABLE places (id INTEGER PRIMARY KEY, session TEXT NOT NULL, project TEXT NOT NULL, root TEXT NOT NULL);
CREATE TABLE classes (id INTEGER PRIMARY KEY, model TEXT NOT NULL, fast INTEGER NOT NULL, us_only INTEGER NOT NULL,
    regional INTEGER NOT NULL, long INTEGER NOT NULL);
CREATE TABLE files (path TEXT PRIMARY KEY, size INTEGER NOT NULL, changed_ns INTEGER NOT NULL, inode INTEGER NOT NULL,
    offset INTEGER NOT NULL, head INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE answers (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, sidechain INTEGER NOT NULL, place INTEGER NOT NULL,
    class INTEGER NOT NULL, input INTEGER NOT NULL, output INTEGER NOT NULL, cache_write_5m INTEGER NOT NULL, cache_write_1h INTEGER NOT NULL,
    cache_read INTEGER NOT NULL, web_searches INTEGER NOT NULL);
CREATE INDEX answers_by_time ON answers (at);
CREATE TABLE cells (slot INTEGER NOT NULL, place INTEGER NOT NULL, class INTEGER NOT NULL, answers INTEGER NOT NULL, input INTEGER NOT NULL, output INTEGER NOT NULL,
    cache_write_5m INTEGER NOT NULL, cache_write_1h INTEGER NOT NULL, cache_read INTEGER NOT NULL,
    web_searches INTEGER NOT NULL, PRIMARY KEY (slot, place, class)) WITHOUT ROWID;
CREATE TABLE moved (slot INTEGER PRIMARY KEY);
CREATE TABLE facts (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID
"""
_MOVED = f"""
CREATE TRIGGER answer_moved AFTER UPDATE ON answers WHEN old.at / {SLOT_SECONDS} <> new.at / {SLOT_SECONDS}
    BEGIN INSERT OR IGNORE INTO moved VALUES (old.at / {SLOT_SECONDS}); END
"""


def statements() -> tuple[str, ...]:
    """What makes the tables in a new file."""
    return (*_TABLES.split(";"), _MOVED)


_OWNED = """(excluded.at, excluded.sidechain, excluded.place) < (answers.at, answers.sidechain, answers.place)"""
_OWNER = ("at", "sidechain", "place")
_COUNTS = ("input", "output", "cache_write_5m", "cache_write_1h", "cache_read", "web_searches")
ADD_ANSWER = f"""
INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
    {", ".join(f"{name} = CASE WHEN {_OWNED} THEN excluded.{name} ELSE answers.{name} END" for name in _OWNER)},
    class = CASE WHEN (excluded.output, excluded.class) > (answers.output, answers.class) THEN excluded.class
        ELSE answers.class END,
    {", ".join(f"{name} = max(answers.{name}, excluded.{name})" for name in _COUNTS)}
"""
"""The same rule as `Answer.merge`, with numbers in place of names."""

SUM_SLOTS = f"""
INSERT INTO cells SELECT at / {SLOT_SECONDS}, place, class, count(*), sum(input), sum(output),
    sum(cache_write_5m), sum(cache_write_1h), sum(cache_read), sum(web_searches) FROM answers
    WHERE at >= ? AND at < ? GROUP BY 1, 2, 3
"""
