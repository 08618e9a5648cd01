"""The file for a textfile collector is whole at every moment, for others to read, and written on a change."""

from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from brim.backend.metrics.textfile import TextFile
from brim.errors import StateError

if TYPE_CHECKING:
    from pathlib import Path


def test_others_may_read_it(tmp_path: Path) -> None:
    """The collector runs as another user, who can read the file whatever this user's own habit is."""
    path = tmp_path / "brim.prom"
    before = os.umask(0o077)
    try:
        TextFile(path).write("a 1\n")
    finally:
        os.umask(before)

    assert b"a 1\n" == path.read_bytes()
    if sys.platform != "win32":
        assert 0o644 == path.stat().st_mode & 0o777


def test_the_same_text_is_written_once(tmp_path: Path) -> None:
    """Without a change the file stays as it is; if somebody removed it, it comes back."""
    path = tmp_path / "brim.prom"
    file = TextFile(path)
    file.write("a 1\n")
    first = path.stat().st_ino, path.stat().st_mtime_ns
    file.write("a 1\n")
    second = path.stat().st_ino, path.stat().st_mtime_ns
    path.unlink()
    file.write("a 1\n")

    assert first == second
    assert path.exists()


def test_no_reader_sees_a_part(tmp_path: Path) -> None:
    """While it is replaced a hundred times, a reader always has one whole text, and no other file of that ending."""
    path = tmp_path / "brim.prom"
    file = TextFile(path)
    texts = [f"{letter} {'1' * 50_000}\n" for letter in "abcdefghij"]
    file.write(texts[0])
    seen: set[str] = set()
    ended = threading.Event()

    def read() -> None:
        while not ended.is_set():
            seen.add(path.read_text())
            ended.wait(0.001)  # Windows replaces no file that is open
            assert [path] == list(tmp_path.glob("*.prom"))

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(100):
        file.write(texts[number % 10])
    ended.set()
    reader.join()

    assert seen <= set(texts)
    assert [path] == list(tmp_path.iterdir())


@pytest.mark.parametrize("place", ["absent/brim.prom", "file/brim.prom", "folder.prom"])
def test_a_place_that_cannot_be_written_is_said(tmp_path: Path, place: str) -> None:
    """An error names the file, the reason and the setting; no folder is made, and nothing is left behind."""
    (tmp_path / "file").write_text("")
    (tmp_path / "folder.prom" / "in the way").mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(StateError, match=r"brim\.toml") as caught:
        TextFile(tmp_path / place).write("a 1\n")

    assert str(tmp_path / place) in str(caught.value)
    assert before == sorted(tmp_path.rglob("*"))
