"""`brim history export` and `import`: the history as a file, for backup or another machine.

This module must not know what the lines of such a file contain.
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
from brim.printing import complain, show
from brim.privatefiles import is_plain
from brim.words import history as words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO, TextIO

    from brim.backend.history.store import HistoryStore

DONE, FAILED = 0, 1
_STANDARD_STREAM = "-"


def export_file(store: HistoryStore, name: str) -> int:
    """Write the whole history to a file, in one step; returns 0. Raises BrimError."""
    count = -1
    with store.reading() as connection:
        if name == _STANDARD_STREAM:
            for line in jsonl.export_lines(connection):
                sys.stdout.write(line)
            return DONE
        with _replacing(Path(name)) as out:
            for line in jsonl.export_lines(connection):
                out.write(line)
                count += 1
    show(words.export_done(count, name))
    return DONE


@contextmanager
def _replacing(path: Path) -> Iterator[TextIO]:
    """A file that replaces `path` in one step when the block ends without an error; raises ConfigError."""
    temporary: Path | None = None
    try:
        real = Path(os.path.realpath(path))
        if is_plain(real) is False:
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
        raise ConfigError(*words.unwritable_file(path, error.strerror)) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()


def import_file(store: HistoryStore, name: str) -> int:
    """Add the entries of a file; returns 0, or 1 when some of its lines cannot be used. Raises BrimError."""
    from_stream, name = name == _STANDARD_STREAM, words.standard_input() if name == _STANDARD_STREAM else name
    try:
        with nullcontext(sys.stdin.buffer) if from_stream else Path(name).open("rb") as raw:
            imported = _read(raw, name, on_disk=not from_stream)
    except OSError as error:
        raise ConfigError(*words.unreadable_file(name, error.strerror)) from error
    added = 0
    if imported.entries:
        with store.writing() as connection:
            added = jsonl.import_entries(connection, imported.entries)
    show(words.import_done(added, len(imported.entries) - added))
    if imported.invalid_lines:
        complain((BrimError(*words.invalid_lines(imported.invalid_lines, name)),))
        return FAILED
    return DONE


def _read(raw: BinaryIO, name: str, *, on_disk: bool) -> jsonl.ImportedFile:
    """The entries of an export or, for a file on disk, of the history's own database file."""
    if on_disk and raw.seekable():
        header = raw.read(len(recovery.SQLITE_HEADER))
        raw.seek(0)
        if header == recovery.SQLITE_HEADER and (recovered := recovery.recover(Path(name))):
            return jsonl.ImportedFile(recovered, ())
    return jsonl.parse(raw, name)
