"""`brim history export` and `import`: the history as a file to keep, or to take elsewhere.

This module must not know what the lines of such a file say.
"""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from brim.backend.history import jsonl, recovery
from brim.errors import BrimError, ConfigError
from brim.words import history as words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO, TextIO

    from brim.backend.history.store import HistoryStore

DONE, FAILED = 0, 1
_STREAM = "-"


def export_file(store: HistoryStore, name: str) -> int:
    """Write the whole history to a file, in one step; returns 0. Raises BrimError."""
    count = -1
    with store.reading() as view:
        if name == _STREAM:
            for line in jsonl.export_lines(view):
                sys.stdout.write(line)
            return DONE
        with _replaced(Path(name)) as out:
            for line in jsonl.export_lines(view):
                out.write(line)
                count += 1
    print(words.export_done(count, name))
    return DONE


@contextmanager
def _replaced(path: Path) -> Iterator[TextIO]:
    """A file that stands in place of `path` when the block has ended well, in one step; raises ConfigError."""
    temporary: Path | None = None
    try:
        real = Path(os.path.realpath(path))
        if real.exists() and not real.is_file():
            with real.open("w", encoding="ascii", newline="\n") as out:  # a device or a pipe
                yield out
            return
        handle, name = tempfile.mkstemp(prefix=f".{real.name}.", dir=real.parent)
        temporary = Path(name)
        with os.fdopen(handle, "w", encoding="ascii", newline="\n") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(real)
        temporary = None
    except OSError as error:
        raise ConfigError(words.unwritable_title(str(path)), words.check_file(error.strerror)) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()


def import_file(store: HistoryStore, name: str) -> int:
    """Add what a file has; returns 0, or 1 when some of its lines cannot be used. Raises BrimError."""
    streamed, name = name == _STREAM, words.STANDARD_INPUT if name == _STREAM else name
    try:
        with nullcontext(sys.stdin.buffer) if streamed else Path(name).open("rb") as raw:
            read = _read(raw, name, kept=not streamed)
    except OSError as error:
        raise ConfigError(words.unreadable_title(name), words.check_file(error.strerror)) from error
    added = 0
    if read.entries:
        with store.writing() as connection:
            added = jsonl.import_entries(connection, read.entries)
    print(words.import_done(added, len(read.entries) - added))
    if read.invalid_lines:
        print(f"brim: {BrimError(*words.invalid_lines(read.invalid_lines, name))}", file=sys.stderr)
        return FAILED
    return DONE


def _read(raw: BinaryIO, name: str, *, kept: bool) -> jsonl.ImportedFile:
    """The lines of an export or, of a file that is kept on disk, the rows of a history's own file."""
    if kept and raw.seekable():
        begins = raw.read(len(recovery.SQLITE_HEADER))
        raw.seek(0)
        if begins == recovery.SQLITE_HEADER and (found := recovery.recover(Path(name))):
            return jsonl.ImportedFile(found, ())
    return jsonl.parse(raw, name)
