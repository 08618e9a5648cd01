"""Transcripts that grow, move, shrink and vanish: what is read of them is never lost and never counted twice."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from brim.backend.costs.reader import TranscriptReader
from brim.backend.costs.store import COSTS_FILE, CostStore, ReadPart
from brim.backend.costs.tokens import Tokens
from brim.backend.costs.transcriptfiles import TranscriptFile
from brim.backend.transcripts.answer import Answer, Place, PriceClass
from tests.support.transcripts import PRICES, PROJECT, SESSION, answer, claude_root, read, session_file, usage, write

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = 86_400
AT = 1_795_341_600.0
"""The time of `answer()`."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder of Claude Code."""
    return tmp_path / "claude"


def test_a_growing_file_is_read_on(tmp_path: Path, root: Path) -> None:
    """What is appended counts, and nothing counts again; a row counts as soon as it is whole."""
    path, row = session_file(root), json.dumps(answer("msg_2")).encode()
    write(path, [answer(), row[:80]])
    first = read(tmp_path, [root]).tokens.answers
    write(path, [row[80:] + b"\n", answer("msg_3")])

    assert (1, 3) == (first, read(tmp_path, [root]).tokens.answers)


def test_an_answer_that_streams_over_two_reads_is_one(tmp_path: Path, root: Path) -> None:
    """Rows about the same answer in two passes are one answer with the highest numbers, at its first time."""
    path = session_file(root)
    write(path, [answer(message={"usage": usage(output_tokens=9)})])
    first = read(tmp_path, [root])
    write(path, [answer(timestamp="2026-11-22T10:06:00.000Z", message={"usage": usage(output_tokens=159)})])
    second = read(tmp_path, [root])

    assert (9, 159, 1) == (first.tokens.output, second.tokens.output, second.tokens.answers)
    assert [cell.start for cell in first.cells] == [cell.start for cell in second.cells]


def test_an_earlier_row_moves_its_answer(tmp_path: Path, root: Path) -> None:
    """A row that is found later and is earlier tells when an answer was given, and where."""
    write(session_file(root, "fork"), [answer(sessionId="fork", timestamp="2026-11-22T12:00:00.000Z")])
    read(tmp_path, [root])
    write(session_file(root), [answer()])
    [cell] = read(tmp_path, [root]).cells

    assert (SESSION, AT - AT % 300, 1) == (cell.place.session, cell.start, cell.tokens.answers)


def test_an_answer_that_moves_before_the_first_sums_counts_once(tmp_path: Path) -> None:
    """Two batches are stored before sums are made, and the second one has an earlier row: only its time counts."""
    store, file = CostStore(tmp_path / COSTS_FILE), TranscriptFile(1, "/x.jsonl", 1, 1, claude_root(tmp_path))
    for at in (AT + 7200, AT):
        one = Answer(int(at), at > AT, Place("s", "/p", "/r"), PriceClass("m"), 1, 2, 0, 0, 0, 0)
        store.add([ReadPart(file, 0, 0, {"msg_1": one})], AT)
    store.sum_up(AT)
    [cell] = store.cells()
    store.close()

    assert (AT - AT % 300, Tokens(1, 1, 2)) == (cell.start, cell.tokens)


REPLAYS = {
    "a fork": {"requestId": "req_9"},
    "a sidechain that replays its parent": {"isSidechain": True, "requestId": "req_9"},
    "a later copy": {"timestamp": "2026-11-22T11:00:00.000Z", "sessionId": "copy"},
}


@pytest.mark.parametrize("change", REPLAYS.values(), ids=REPLAYS)
@pytest.mark.parametrize("first", ["a", "z"])
def test_copies_count_once_over_all_files(tmp_path: Path, root: Path, change: dict[str, object], first: str) -> None:
    """The same answer in two files is one, and belongs to the main conversation and the earliest row."""
    copy = session_file(root, first).parent / "deep" / "subagents" / "workflows" / f"{first}.jsonl"
    write(copy, [answer() | change, answer("msg_2", isSidechain=True)])
    os.utime(copy, (AT, AT))
    write(session_file(root), [answer()])
    found = read(tmp_path, [root])

    assert 2 == found.tokens.answers
    assert {SESSION} == {cell.place.session for cell in found.cells}


def test_a_fork_belongs_to_one_session(tmp_path: Path, root: Path) -> None:
    """Of copies that nothing tells from the original, one owns the answer, the same in whatever order they are read."""
    owners = set()
    for first, second in ((SESSION, "fork"), ("fork", SESSION)):
        write(session_file(root, first), [answer(sessionId=first)])
        read(tmp_path / first, [root])
        write(session_file(root, second), [answer(sessionId=second)])
        owners.add(tuple(cell.place.session for cell in read(tmp_path / first, [root]).cells))
        shutil.rmtree(root)

    assert 1 == len(owners) == len(next(iter(owners)))


def test_subagents_count_and_journals_do_not(tmp_path: Path, root: Path) -> None:
    """Transcripts of subagents are read at any depth; the journal beside them repeats their rows."""
    folder = session_file(root).with_suffix("") / "subagents" / "workflows" / "wf_1"
    write(folder / "agent-1.jsonl", [answer(isSidechain=True)])
    write(folder / "journal.jsonl", [answer("msg_journal")])

    assert 1 == read(tmp_path, [root]).tokens.answers


def _truncate(path: Path) -> None:
    path.write_bytes(b"")


def _shorten(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


def _replace(path: Path) -> None:
    other = path.with_name("other")
    write(other, [answer("msg_2", uuid="x" * 600)])
    other.replace(path)


def _rewrite(path: Path) -> None:
    path.write_bytes(json.dumps(answer("msg_2", uuid="y" * 600)).encode() + b"\n" + b"z" * 2000 + b"\n")


def _rewrite_behind_the_same_begin(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content + json.dumps(answer("msg_2")).encode() + b"\n" + content)
    read(path.parents[3], [path.parents[2]])
    path.write_bytes(content + (json.dumps(answer("msg_3")).encode() + b"\n") * 9)


def _remove(path: Path) -> None:
    path.unlink()


def _remove_all(path: Path) -> None:
    shutil.rmtree(path.parent.parent)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (_truncate, 1),
        (_shorten, 1),
        (_replace, 2),
        (_rewrite, 2),
        (_rewrite_behind_the_same_begin, 3),
        (_remove, 1),
        (_remove_all, 1),
    ],
)
def test_nothing_is_subtracted(tmp_path: Path, root: Path, change: Callable[[Path], None], expected: int) -> None:
    """What was read stays when a transcript is emptied, replaced or deleted; a new file in its place is read."""
    path = write(session_file(root), [answer(uuid="w" * 600)])
    read(tmp_path, [root])
    change(path)

    assert expected == read(tmp_path, [root]).tokens.answers


def test_linked_folders_are_read_once(tmp_path: Path, root: Path) -> None:
    """A linked folder is read, a file that two links lead to counts once, and a loop ends."""
    write(session_file(root), [answer()])
    (root / "projects" / "loop").symlink_to(root / "projects")
    (root / "projects" / "again").symlink_to(session_file(root).parent)
    elsewhere = write(tmp_path / "elsewhere" / "s.jsonl", [answer("msg_2")]).parent
    (root / "projects" / "linked").symlink_to(elsewhere)
    (root / "projects" / "dangling").symlink_to(tmp_path / "nowhere")

    assert 2 == read(tmp_path, [root, root / "projects"]).tokens.answers


def test_links_that_lead_round_hide_nothing(tmp_path: Path, root: Path) -> None:
    """Links that lead to themselves, in any place, leave the files and folders beside them to be read."""
    for number in range(20):
        write(session_file(root, f"s{number}"), [answer(f"msg_{number}")])
        for link in (root / "projects" / f"l{number}", session_file(root, f"l{number}")):
            link.symlink_to(link.name)

    assert 20 == read(tmp_path, [root]).tokens.answers


def test_a_link_to_a_folder_above_is_not_followed(tmp_path: Path, root: Path) -> None:
    """A link to the home folder or the whole disk leads to no transcripts: everything would be looked through."""
    write(session_file(root), [answer()])
    write(tmp_path / "elsewhere" / "s.jsonl", [answer("msg_2")])
    for number, folder in enumerate((root, tmp_path, Path("/"))):
        (root / "projects" / f"up-{number}").symlink_to(folder)

    assert 1 == read(tmp_path, [root]).tokens.answers


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have no names that are no text")
def test_names_that_are_no_text_are_read(tmp_path: Path) -> None:
    """A folder or file whose name has bytes of no encoding is read, and read on."""
    root = tmp_path / os.fsdecode(b"claude\xff")
    path = session_file(root, os.fsdecode(b"s\xff"), os.fsdecode(b"p\xfe"))
    row = {key: value for key, value in answer().items() if key not in {"cwd", "sessionId"}}
    write(path, [row])
    first = read(tmp_path, [root]).tokens.answers
    write(path, [answer("msg_2")])

    assert (1, 2) == (first, read(tmp_path, [root]).tokens.answers)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes in folders")
def test_what_is_no_file_is_left_alone(tmp_path: Path, root: Path) -> None:
    """A pipe or a folder with the name of a transcript holds nothing up."""
    write(session_file(root), [answer()])
    if sys.platform != "win32":
        os.mkfifo(session_file(root, "pipe"))
    session_file(root, "folder").mkdir()

    assert 1 == read(tmp_path, [root]).tokens.answers


def test_old_answers_stay_in_the_sums(tmp_path: Path, root: Path) -> None:
    """After 400 days single answers are forgotten, their sums are not, and a copy of them counts nothing."""
    write(session_file(root), [answer()])
    read(tmp_path, [root], now=AT)
    read(tmp_path, [root], now=AT + 500 * DAY)
    write(session_file(root, "new"), [answer("msg_2", timestamp="2028-04-05T10:00:00.000Z")])
    read(tmp_path, [root], now=AT + 500 * DAY)
    write(session_file(root, "copy"), [answer(sessionId="copy"), answer("msg_3", timestamp="2028-04-05T10:00:00.000Z")])
    found = read(tmp_path, [root], now=AT + 500 * DAY)
    with sqlite3.connect(tmp_path / COSTS_FILE) as connection:
        [kept] = connection.execute("SELECT count(*) FROM answers").fetchone()

    assert (3, 2) == (found.tokens.answers, kept)


def test_a_short_file_that_is_written_anew_is_read(tmp_path: Path, root: Path) -> None:
    """Also a file of some bytes is known by what it says, not by its length."""
    path = write(session_file(root), [b'{"type":"x"}\n'])
    read(tmp_path, [root])
    path.write_bytes(json.dumps(answer()).encode() + b"\n")

    assert 1 == read(tmp_path, [root]).tokens.answers


def test_an_old_past_is_read_in_steps(tmp_path: Path, root: Path) -> None:
    """Answers of years ago count whole, in however many passes they are read."""
    for number in range(3):
        row = answer(f"msg_{number}", timestamp=f"2024-01-0{number + 1}T10:00:00.000Z")
        write(session_file(root, f"s{number}"), [row])
    write(session_file(root), [answer("now")])
    for _ in range(6):
        read(tmp_path, [root], now=AT, max_bytes=1)

    assert 4 == read(tmp_path, [root], now=AT).tokens.answers


@pytest.mark.parametrize("ahead", [b"\n", answer("msg_ahead", timestamp="2080-01-01T00:00:00.000Z")])
def test_a_clock_that_was_years_ahead_loses_nothing(tmp_path: Path, root: Path, ahead: object) -> None:
    """When the clock was far ahead for a while, with or without use, later answers count, and earlier ones stay."""
    write(session_file(root), [answer()])
    read(tmp_path, [root], now=AT)
    write(session_file(root), [ahead])
    read(tmp_path, [root], now=AT + 60 * 365 * DAY)
    write(session_file(root), [answer("msg_2", timestamp="2026-11-23T10:00:00.000Z")])

    assert 2 + (ahead != b"\n") == read(tmp_path, [root], now=AT + DAY).tokens.answers


def test_a_damaged_file_is_set_aside(tmp_path: Path, root: Path) -> None:
    """A file that cannot be used is kept beside the new one, which has what the transcripts say."""
    write(session_file(root), [answer()])
    read(tmp_path, [root])
    (tmp_path / COSTS_FILE).write_bytes(b"no database" * 1000)

    assert 1 == read(tmp_path, [root]).tokens.answers
    assert (tmp_path / f"{COSTS_FILE}.broken").exists()


def _random_history(rng: random.Random) -> list[tuple[str, bytes]]:
    """Rows of some sessions in the order of writing: streamed, forked and interleaved."""
    rows = []
    for number in range(rng.randrange(20, 60)):
        session = f"session-{rng.randrange(4)}"
        at = f"2026-11-22T{10 + number // 30:02}:{number % 60:02}:00.000Z"
        write_tokens = rng.randrange(500)
        for output in sorted(rng.randrange(1, 200) for _ in range(rng.randrange(1, 4))):
            told = usage(
                output_tokens=output, cache_creation_input_tokens=write_tokens, speed=rng.choice(["fast", None])
            )
            row = answer(f"msg_{number}", sessionId=session, timestamp=at, message={"usage": told})
            rows.append((session, json.dumps(row).encode() + b"\n"))
            if rng.random() < 0.2:
                copy = row | {
                    "sessionId": "fork",
                    "isSidechain": rng.random() < 0.5,
                    "cwd": rng.choice([PROJECT, "/b"]),
                }
                rows.append((f"fork-{rng.randrange(2)}", json.dumps(copy).encode() + b"\n"))
    return rows


@pytest.mark.parametrize("seed", range(12))
def test_reading_in_steps_equals_reading_at_once(tmp_path: Path, root: Path, seed: int) -> None:
    """Over random appends, cuts in the middle of rows and small budgets, the sums are those of one cold read."""
    rng = random.Random(seed)
    steps, cold = tmp_path / "steps", tmp_path / "cold"
    pending: dict[Path, bytes] = {}
    for session, row in _random_history(rng):
        path = session_file(root, session)
        pending[path] = pending.get(path, b"") + row
        if rng.random() < 0.3:
            cut = rng.randrange(len(pending[path]) + 1)
            write(path, [pending[path][:cut]])
            pending[path] = pending[path][cut:]
            read(steps, [root], max_bytes=rng.choice([None, 1, 400]))
    for path, rest in pending.items():
        write(path, [rest])

    assert read(cold, [root]).cells == read(steps, [root]).cells


KILLED = """
import sys
from pathlib import Path
from tests.support.transcripts import read
print("ready", flush=True)
read(Path(sys.argv[1]), [Path(sys.argv[2])])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_reader_that_is_killed_goes_on(tmp_path: Path, root: Path) -> None:
    """However often the reader is killed, at the end the sums are those of an undisturbed read."""
    for session in range(30):
        path = session_file(root, f"s{session}")
        write(path, [answer(f"msg_{session}_{n}", sessionId=f"s{session}") for n in range(300)])
    rng = random.Random(3)
    for _ in range(6):
        command = [sys.executable, "-c", KILLED, str(tmp_path / "killed"), str(root)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            try:
                process.wait(rng.random() * 0.15)
            except subprocess.TimeoutExpired:
                process.kill()

    assert read(tmp_path / "cold", [root]).cells == read(tmp_path / "killed", [root]).cells


def test_several_read_at_once(tmp_path: Path, root: Path) -> None:
    """Processes that make the same cost file at once, or set a damaged one aside, do not hinder each other."""
    write(session_file(root), [answer(f"msg_{number}") for number in range(2000)])
    for content in (b"", b"no database" * 1000, b"", b""):
        for file in tmp_path.glob(f"{COSTS_FILE}*"):
            file.unlink()
        (tmp_path / COSTS_FILE).write_bytes(content)
        command = [sys.executable, "-c", KILLED, str(tmp_path), str(root)]
        processes = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)]
        errors = [process.communicate()[1] for process in processes]

        assert [0] * 4 == [process.returncode for process in processes], errors
        assert 2000 == read(tmp_path, [root]).tokens.answers


def test_a_removed_file_is_made_again(tmp_path: Path, root: Path) -> None:
    """When somebody removes the cost file while a tray uses it, everything is read again into a new one."""
    write(session_file(root), [answer()])
    store = CostStore(tmp_path / COSTS_FILE)
    reader = TranscriptReader(store, PRICES.bands())
    reader.update([claude_root(root)])
    for file in tmp_path.glob(f"{COSTS_FILE}*"):
        file.unlink()
    write(session_file(root), [answer("msg_2")])
    reader.update([claude_root(root)])
    found = sum(cell.tokens.answers for cell in store.cells())
    store.close()

    assert 2 == found
    assert (tmp_path / COSTS_FILE).exists()
