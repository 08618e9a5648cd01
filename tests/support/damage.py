"""Ways to damage the file of a history, and the content of a path for comparisons."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path


def truncated(path: Path) -> None:
    """The second half of the file is missing."""
    os.truncate(path, path.stat().st_size // 2 + 100)


def only_first_bytes(path: Path) -> None:
    """Only the first bytes of the file exist."""
    os.truncate(path, 50)


def only_first_page(path: Path) -> None:
    """Only the first page of the file exists."""
    os.truncate(path, 4096)


def zeroed_header(path: Path) -> None:
    """The file begins with zeros."""
    with path.open("r+b") as file:
        file.write(bytes(100))


def garbage_pages(path: Path) -> None:
    """Two pages in the middle hold random bytes."""
    with path.open("r+b") as file:
        file.seek(4096 * 4)
        file.write(random.Random(7).randbytes(4096 * 2))


def flipped_bytes(path: Path) -> None:
    """Some bytes of the pages are changed, and most of the file can still be read."""
    rng, content = random.Random(11), bytearray(path.read_bytes())
    for _ in range(40):
        content[rng.randrange(4096, len(content))] ^= 0xFF
    path.write_bytes(content)


def wrong_schema(path: Path) -> None:
    """The file has Brim's application id, but a column has another name."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE readings RENAME COLUMN percent TO share")
        connection.commit()


def flipped_schema_byte(path: Path) -> None:
    """A byte of the schema is changed, and SQLite quotes it in a message that is not valid UTF-8."""
    path.write_bytes(path.read_bytes().replace(b"WITHOUT ROWID", b"WITHOUT R\xcfWID"))


def broken_primary_key(path: Path) -> None:
    """A letter of the schema is changed, so that new rows get no primary key."""
    path.write_bytes(path.read_bytes().replace(b"id INTEGER PRIMARY KEY, series", b"id INTEGER PRIMARY KEX, series"))


def invalid_percent(path: Path) -> None:
    """A percentage is stored as text."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE readings SET percent = 'forty' WHERE read_at = (SELECT max(read_at) FROM readings)")
        connection.commit()


def invalid_time(path: Path) -> None:
    """A reset is in a year that `datetime` does not support."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE spans SET resets_at = 1000 * resets_at, last_at = 1000 * last_at")
        connection.commit()


def invalid_length(path: Path) -> None:
    """The length of a window is longer than `timedelta` supports."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE series SET length_seconds = 4611686018427387904")
        connection.commit()


def invalid_name(path: Path) -> None:
    """The name of a limit has a byte that is not valid UTF-8."""
    path.write_bytes(path.read_bytes().replace(b"Session", b"Sess\xffon"))


def empty_with_journal(path: Path) -> None:
    """The file is empty, but its journal is not."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE readings SET source = 'cli'")
        connection.commit()
        shutil.copyfile(f"{path}-wal", f"{path}-copy")
    Path(f"{path}-copy").replace(f"{path}-wal")
    os.truncate(path, 0)


def foreign_database(path: Path) -> None:
    """The file is the database of another program."""
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (url)")
        connection.commit()


def not_a_database(path: Path) -> None:
    """The file is a text file."""
    path.write_text("Dear diary, " * 1000)


def directory(path: Path) -> None:
    """There is a folder in the place of the file."""
    path.unlink()
    path.mkdir()
    (path / "notes.txt").write_text("mine")


def foreign_journal(path: Path) -> None:
    """Beside the file is the journal of another program's database."""
    with tempfile.TemporaryDirectory() as folder:
        other = Path(folder, "other.db")
        with closing(sqlite3.connect(other)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("CREATE TABLE bookmarks (url)")
            connection.commit()
            shutil.copyfile(f"{other}-wal", f"{path}-wal")


DAMAGES = [
    truncated,
    only_first_bytes,
    only_first_page,
    zeroed_header,
    garbage_pages,
    flipped_bytes,
    wrong_schema,
    flipped_schema_byte,
    broken_primary_key,
    invalid_percent,
    invalid_time,
    invalid_length,
    invalid_name,
    empty_with_journal,
    foreign_database,
    not_a_database,
    directory,
    foreign_journal,
]
"""After each of these the file cannot be used as it is."""

if sys.platform != "win32":

    def link_loop(path: Path) -> None:
        """The file is a symbolic link to itself."""
        path.unlink()
        path.symlink_to(path.name)

    def pipe(path: Path) -> None:
        """The file is a named pipe, on which a read would block."""
        path.unlink()
        os.mkfifo(path)

    DAMAGES += [link_loop, pipe]


def path_content(path: Path) -> object:
    """The content of a file, folder or link, for comparison."""
    if path.is_symlink():
        return str(path.readlink())
    if path.is_dir():
        return [path_content(child) for child in path.iterdir()]
    return path.read_bytes() if path.is_file() else path.stat().st_mode
