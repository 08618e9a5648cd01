"""The state of Cursor's app is read as it was committed last, while the app writes it; nothing is opened to write."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from brim.backend.providers.cursor.keyvalues import read_values
from tests.support.cursorstate import TABLE, open_state, store, write_state

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("journal", ["wal", "delete"])
@pytest.mark.parametrize("page_size", [512, 1024, 4096, 65536])
def test_every_value_is_what_sqlite_reads(tmp_path: Path, journal: str, page_size: int) -> None:
    """Short and long values, replaced ones, in trees of any depth, are the same as SQLite itself gives."""
    path, chance, expected = tmp_path / "state.vscdb", random.Random(page_size), dict[str, str]()
    first = sqlite3.connect(path)
    first.execute(f"PRAGMA page_size={page_size}")
    first.execute(TABLE)
    first.close()
    with open_state(path, journal) as app:
        app.execute("CREATE TABLE cursorDiskKV (key TEXT UNIQUE ON CONFLICT REPLACE, value BLOB)")
        for number in range(600):
            key = f"key/{chance.randrange(200)}"
            value = "ö" * chance.choice([0, 1, 60, 245, 490, page_size, 2 * page_size]) + str(number)
            expected[key] = value
            store(app, {key: value})
            app.execute("INSERT INTO cursorDiskKV VALUES (?, 'other')", (key,))
            if number % 100 == 50:
                app.commit()
                assert read_values(path, "ItemTable", expected) == expected
        app.commit()
        assert read_values(path, "ItemTable", [*expected, "missing"]) == expected
        assert read_values(path, "NoTable", expected) == {}
    assert read_values(path, "ItemTable", expected) == expected


def test_values_may_be_bytes_and_columns_of_other_types(tmp_path: Path) -> None:
    """A blob counts as text; a number or nothing at all is no value."""
    path = tmp_path / "state.vscdb"
    with open_state(path) as app:
        app.executemany("INSERT INTO ItemTable VALUES (?, ?)", [("a", b"bytes"), ("b", 5), ("c", None), ("d", 1.5)])
        app.commit()

        assert read_values(path, "ItemTable", ["a", "b", "c", "d"]) == {"a": "bytes"}


def test_what_is_not_committed_is_not_read(tmp_path: Path) -> None:
    """While the app is within a change, the state before it counts; after it, the new one, before any checkpoint."""
    path = tmp_path / "state.vscdb"
    with open_state(path) as app:
        store(app, {"token": "old"})
        app.execute("PRAGMA cache_spill=1")
        app.execute("PRAGMA cache_size=1")
        app.execute("INSERT INTO ItemTable VALUES ('token', 'new')")
        app.executemany("INSERT INTO ItemTable VALUES (?, ?)", [(f"k{n}", "x" * 3000) for n in range(50)])
        assert read_values(path, "ItemTable", ["token"]) == {"token": "old"}
        app.commit()
        assert read_values(path, "ItemTable", ["token"]) == {"token": "new"}


def test_a_busy_writer_is_never_read_half(tmp_path: Path) -> None:
    """Two values that are always written together are never read as they never were, also across checkpoints."""
    path, over = tmp_path / "state.vscdb", threading.Event()
    write_state(path, {"a": "0", "b": "0"})

    def write() -> None:
        with open_state(path) as app:
            number = 0
            while not over.is_set():
                number += 1
                text = str(number) * (1 + number % 300)
                store(app, {"a": text, "b": text, f"other{number % 40}": text})
                if number % 20 == 0:
                    app.execute("PRAGMA wal_checkpoint(RESTART)")

    writer = threading.Thread(target=write)
    writer.start()
    seen = set[str]()
    try:
        while len(seen) < 20:
            try:
                found = read_values(path, "ItemTable", ["a", "b"])
            except BlockingIOError:
                continue
            assert found["a"] == found["b"]
            seen.add(found["a"])
    finally:
        over.set()
        writer.join()


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 200, b"\0" * 5000])
def test_what_is_no_database_is_said_so(tmp_path: Path, content: bytes) -> None:
    """A file of another kind raises ValueError, and one that is not there FileNotFoundError."""
    path = tmp_path / "state.vscdb"
    path.write_bytes(content)

    with pytest.raises(ValueError, match="state"):
        read_values(path, "ItemTable", ["a"])
    path.unlink()
    with pytest.raises(FileNotFoundError):
        read_values(path, "ItemTable", ["a"])


def test_a_damaged_database_ends_in_an_error_and_not_in_a_loop(tmp_path: Path) -> None:
    """Whatever bytes are damaged, reading ends: with values, or with one of the two errors."""
    path, chance = tmp_path / "state.vscdb", random.Random(1)
    write_state(path, {f"k{number}": "x" * number * 30 for number in range(100)})
    sound = path.read_bytes()
    for _ in range(150):
        damaged = bytearray(sound)
        for _ in range(chance.randrange(1, 40)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        path.write_bytes(damaged)
        try:
            read_values(path, "ItemTable", ["k1", "k50", "k99"])
        except (OSError, ValueError):
            continue


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_nothing_is_opened_for_writing_while_the_app_writes(tmp_path: Path) -> None:
    """The file, its log and its folder are opened to read only, although the app holds a log with what counts."""
    path, trace = tmp_path / "state.vscdb", tmp_path / "trace"
    script = (
        "from pathlib import Path; from brim.backend.providers.cursor.keyvalues import read_values;"
        f"print(read_values(Path({str(path)!r}), 'ItemTable', ['token']))"
    )
    with open_state(path) as app:
        store(app, {"token": "in the log"})
        before = sorted(file.name for file in tmp_path.iterdir())
        command = ["strace", "-f", "-o", str(trace), "-e", "trace=%file,%desc", sys.executable, "-c", script]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
        assert before == sorted(file.name for file in tmp_path.iterdir() if file != trace)

    assert done.stdout.strip() == "{'token': 'in the log'}"
    touched = [line for line in trace.read_text(errors="replace").splitlines() if "state.vscdb" in line]
    assert any('state.vscdb-wal", O_RDONLY' in line for line in touched)
    assert not [line for line in touched if any(flag in line for flag in ("O_WRONLY", "O_RDWR", "O_CREAT", "unlink"))]
