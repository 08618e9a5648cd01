"""Files of state that hold what no file of state can hold: they are set aside, and the rest of them is kept."""

from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING

import pytest

from brim.backend.system.files import MAX_BYTES, read_object, write_object
from brim.errors import StateError

if TYPE_CHECKING:
    from pathlib import Path


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _nested(depth: int) -> str:
    return "[" * depth + "]" * depth


@pytest.mark.parametrize(
    "bad", ['"\\ud800"', _nested(1_200), "NaN", "1e400", "9" * 400, '{"\\udfff": 1}', '[{"a": "\\ud800"}]']
)
def test_a_value_that_cannot_be_kept_costs_only_itself(tmp_path: Path, bad: str) -> None:
    """A value that cannot be written again is dropped, the file as it was is kept aside, and the rest is there."""
    path = tmp_path / "gate.json"
    path.write_text(f'{{"blocked_until": "2026-11-23T11:06:37Z", "note": {bad}}}')
    kept = {"blocked_until": "2026-11-23T11:06:37Z"}

    assert kept == read_object(path)
    assert kept == json.loads(path.read_text())
    assert ["gate.json", "gate.json.broken"] == _names(tmp_path)


def test_a_file_nested_too_deep_to_be_read_is_set_aside(tmp_path: Path) -> None:
    """A file that cannot be parsed for its depth counts as absent and is kept aside."""
    path = tmp_path / "gate.json"
    path.write_text(f'{{"a": {_nested(200_000)}}}')

    assert read_object(path) is None
    assert ["gate.json.broken"] == _names(tmp_path)


def test_a_huge_file_is_set_aside(tmp_path: Path) -> None:
    """A file that is too large for one of ours is kept aside, too: the next write would take its place."""
    path = tmp_path / "launcher.json"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)

    assert read_object(path) is None
    write_object(path, {})
    assert ["launcher.json", "launcher.json.broken"] == _names(tmp_path)
    assert MAX_BYTES + 1 == (tmp_path / "launcher.json.broken").stat().st_size


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    """A value that cannot be written is one of our errors; the file stays, and no temporary file is left."""
    path = tmp_path / "gate.json"
    write_object(path, {"a": 1})

    for bad in ("\ud800", float("nan"), json.loads(_nested(1_200))):
        with pytest.raises(StateError):
            write_object(path, {"a": bad})
    assert {"a": 1} == read_object(path)
    assert ["gate.json"] == _names(tmp_path)


def test_temporary_files_of_killed_processes_are_removed(tmp_path: Path) -> None:
    """What a killed process left beside a file goes with the next write; a file that is just being written stays."""
    old, new, other = (tmp_path / name for name in (".gate.json.old", ".gate.json.new", ".reading.json.old"))
    for leftover in (old, new, other):
        leftover.write_text("{")
    for leftover in (old, other):
        os.utime(leftover, (time.time() - 3600,) * 2)

    write_object(tmp_path / "gate.json", {})

    assert [".gate.json.new", ".reading.json.old", "gate.json"] == _names(tmp_path)
