"""Reading in bounded memory, whatever a transcript holds, and in memory alone where nothing can be written."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from brim import logs
from brim.backend.costs.longrow import LongRow
from brim.backend.costs.reader import TranscriptReader
from brim.backend.costs.store import COSTS_FILE, CostStore
from tests.support.transcripts import PRICES, answer, claude_root, read, session_file, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def _texts_of_all_letters(path: Path) -> int:
    """An answer of 50 MB of letters, quotes, backslashes and line ends, between two small ones."""
    huge = json.dumps(answer("msg_2", message={"content": 'é\\ "x\n' * 3_000_000}))
    write(path, [answer(), huge.encode() + b"\n", answer("msg_3")])
    return 3


def _many_small_lists(path: Path) -> int:
    """A row of 25 MB of small lists, which cannot be shortened, and a small one."""
    row = json.dumps(answer(message={"content": "?"})).replace('"?"', f"[{'[],' * (8 << 20)}[]]")
    write(path, [row.encode() + b"\n", answer("msg_2")])
    return 1


def _many_short_rows(path: Path) -> int:
    """Some 40 MB of the shortest rows that there are."""
    row = (
        b'{"type":"assistant","timestamp":"2026-11-22T10:00:00Z",'
        b'"message":{"id":"m%d","model":"claude-opus-5","usage":{"output_tokens":1}}}\n'
    )
    write(path, [row % number for number in range(300_000)])
    return 300_000


READ_AND_MEASURE = """
import re, sys
from pathlib import Path
from tests.support.transcripts import read
state = Path(sys.argv[1])
answers = read(state, [state]).tokens.answers
print(answers, re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""
"""The peak of the resources' usage would be that of the process that started it, if that is larger."""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells the peak of one process")
@pytest.mark.parametrize("write_file", [_texts_of_all_letters, _many_small_lists, _many_short_rows])
def test_memory_is_bounded(tmp_path: Path, write_file: Callable[[Path], int]) -> None:
    """Whatever a file holds, reading it takes at most 64 MiB."""
    expected = write_file(session_file(tmp_path))
    command = [sys.executable, "-c", READ_AND_MEASURE, str(tmp_path)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    answers, peak = map(int, done.stdout.split())

    assert expected == answers
    assert peak < 64 * 1024


def test_a_line_that_is_left_out_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line that has too much beside its texts is named with its size and file."""
    logs.to_stderr(debug=False)
    row = json.dumps(answer(message={"content": "?"})).replace('"?"', f"[{'[],' * (2 << 20)}[]]")
    path = write(session_file(tmp_path), [row.encode() + b"\n"])

    assert 0 == read(tmp_path, [tmp_path]).tokens.answers
    assert f"A line of 6 MB in {path} is not counted." in capsys.readouterr().err


@pytest.mark.parametrize("seed", range(8))
def test_long_texts_are_left_out_wherever_a_piece_ends(seed: int) -> None:
    """A long row in any pieces keeps all but its long texts, and stays JSON."""
    rng = random.Random(seed)
    short = ["", "a\\", '"', "\\\\", "é\n\u2028", "x" * 4095]
    long = ["\\" * 5000, '"' * 5000, "ü\ud83d\ude00" * 9000, "y" * 300_000, "z" * 4096]
    texts = [rng.choice(short if rng.random() < 0.7 else long) for _ in range(rng.randrange(200, 400))]
    texts += ["end" * 800_000, rng.choice(short), rng.choice(long), rng.choice(short)]
    raw = json.dumps({"texts": texts, "name": "kept"}, ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass")
    row = LongRow()
    position = 0
    while position < len(raw):
        size = rng.choice([1, 3, 4096, 70_000, 1 << 20])
        row.add(raw[position : position + size])
        position += size
    kept = json.loads(row.content().decode("utf-8", "surrogatepass"))

    assert "kept" == kept["name"]
    assert [len(raw), len(texts)] == [row.size, len(kept["texts"])]
    assert all(left in {"", text} for left, text in zip(kept["texts"], texts, strict=True))
    assert all(text == left for left, text in zip(kept["texts"], texts, strict=True) if len(json.dumps(text)) < 4096)
    assert len(row.content()) < 4 << 20


def test_a_copy_in_memory_writes_nothing(tmp_path: Path) -> None:
    """Where the cost file cannot be written, a copy in memory has its sums, what is new, and leaves the file alone."""
    gone = write(session_file(tmp_path, "gone"), [answer("msg_1")])
    read(tmp_path, [tmp_path])
    gone.unlink()
    write(session_file(tmp_path), [answer("msg_2")])
    before = {path.name: path.read_bytes() for path in tmp_path.glob("costs*")}
    store = CostStore(tmp_path / COSTS_FILE, in_memory=True)
    TranscriptReader(store, PRICES.bands(), lambda: 1_795_000_000.0).update([claude_root(tmp_path)])
    found = sum(cell.tokens.answers for cell in store.cells())
    store.close()

    assert 2 == found
    assert before == {path.name: path.read_bytes() for path in tmp_path.glob("costs*")}
