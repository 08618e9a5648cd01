"""The tables of the cost file.

`costs.db` in the state folder is an SQLite file in WAL mode with an `application_id` of its own and its version in
`user_version`. Times are seconds since the epoch. Other tools may read it:

`places`: a session, its project, the folder of its program and the provider, by a number that is made from the first
three, so that the same place has the same number in every file. `classes`: all that decides a price, likewise. `files`:
how far each transcript is read, and what its next rows need of those before. `answers`: each answer of the last 400
days. `cells`: sums of five minutes by place and class, for good. `moved`: slots of five minutes whose sums are to be
made again. `facts`: `closed_before`, the time before which sums no longer change.

This module must not know what is written or queried.
"""

from __future__ import annotations

APPLICATION_ID = 0x42724373
"""`BrCs` in ASCII."""
VERSION = 2
SLOT_SECONDS = 300
"""Of a cell; the statements below name it, too. It divides every offset of a time zone and the length of a window."""

STATEMENTS = (
    """
    CREATE TABLE places (id INTEGER PRIMARY KEY, session TEXT NOT NULL, project TEXT NOT NULL, root TEXT NOT NULL,
        provider TEXT NOT NULL)
    """,
    """
    CREATE TABLE classes (id INTEGER PRIMARY KEY, model TEXT NOT NULL, fast INTEGER NOT NULL, us_only INTEGER NOT NULL,
        regional INTEGER NOT NULL, long INTEGER NOT NULL)
    """,
    """
    CREATE TABLE files (path TEXT PRIMARY KEY, size INTEGER NOT NULL, changed_ns INTEGER NOT NULL,
        inode INTEGER NOT NULL, offset INTEGER NOT NULL, head INTEGER NOT NULL,
        context TEXT NOT NULL DEFAULT '') WITHOUT ROWID
    """,
    """
    CREATE TABLE answers (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, sidechain INTEGER NOT NULL,
        place INTEGER NOT NULL, class INTEGER NOT NULL, input INTEGER NOT NULL, output INTEGER NOT NULL,
        cache_write_5m INTEGER NOT NULL, cache_write_1h INTEGER NOT NULL, cache_read INTEGER NOT NULL,
        web_searches INTEGER NOT NULL)
    """,
    """
    CREATE TABLE cells (slot INTEGER NOT NULL, place INTEGER NOT NULL, class INTEGER NOT NULL,
        answers INTEGER NOT NULL, input INTEGER NOT NULL, output INTEGER NOT NULL, cache_write_5m INTEGER NOT NULL,
        cache_write_1h INTEGER NOT NULL, cache_read INTEGER NOT NULL, web_searches INTEGER NOT NULL,
        PRIMARY KEY (slot, place, class)) WITHOUT ROWID
    """,
    "CREATE TABLE moved (slot INTEGER NOT NULL)",
    "CREATE TABLE facts (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
)
"""They make the tables in a new file."""

WITH_PROVIDERS = (
    "ALTER TABLE files ADD COLUMN context TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE places ADD COLUMN provider TEXT NOT NULL DEFAULT ''",
)
"""They bring a file of version 1 to the tables of version 2."""
NAME_PROVIDER = "UPDATE places SET provider = ?"
"""After that: all places of version 1 are of one provider."""

AFTER_FIRST_SUMS = (
    "CREATE INDEX IF NOT EXISTS answers_by_time ON answers (at)",
    """
    CREATE TRIGGER IF NOT EXISTS answer_changed AFTER UPDATE ON answers
        BEGIN INSERT INTO moved VALUES (old.at / 300), (new.at / 300); END
    """,
)
"""A first reading is quicker without them. Until its sums are made, `moved` names the slots of all answers anyway."""

ADD_ANSWER = """
INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
    at = min(at, excluded.at),
    sidechain = CASE WHEN (excluded.at, excluded.sidechain, excluded.place) < (at, sidechain, place)
        THEN excluded.sidechain ELSE sidechain END,
    place = CASE WHEN (excluded.at, excluded.sidechain, excluded.place) < (at, sidechain, place)
        THEN excluded.place ELSE place END,
    class = CASE WHEN (excluded.output, excluded.class) > (output, class) THEN excluded.class ELSE class END,
    input = max(input, excluded.input), output = max(output, excluded.output),
    cache_write_5m = max(cache_write_5m, excluded.cache_write_5m),
    cache_write_1h = max(cache_write_1h, excluded.cache_write_1h),
    cache_read = max(cache_read, excluded.cache_read), web_searches = max(web_searches, excluded.web_searches)
"""
"""The same rule as `Answer.merge`, with numbers in place of names."""

SUM_SLOTS = """
INSERT INTO cells SELECT at / 300, place, class, count(*), sum(input), sum(output), sum(cache_write_5m),
    sum(cache_write_1h), sum(cache_read), sum(web_searches) FROM answers WHERE at >= ? AND at < ? GROUP BY 1, 2, 3
"""
