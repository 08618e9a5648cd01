"""Which rows of a transcript count as answers, and with how many tokens."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from brim.backend.costs.tokens import Tokens
from brim.backend.transcripts.rowtimes import seconds_of
from tests.support.transcripts import MODEL, answer, read, session_file, usage, write

FIXTURES = Path(__file__).parents[2] / "support" / "fixtures"
ONE = Tokens(answers=1, input=10, output=100)
SPLIT = {"ephemeral_5m_input_tokens": 300, "ephemeral_1h_input_tokens": 100}


def test_the_trap_transcript_has_thirteen_answers(tmp_path: Path) -> None:
    """A transcript with every known trap has the answers and the list price that were worked out by hand."""
    path = session_file(tmp_path)
    path.parent.mkdir(parents=True)
    shutil.copy(FIXTURES / "claude-transcript.jsonl", path)
    found = read(tmp_path, [tmp_path])

    assert (13, 0.206926, {"claude-future-9"}) == (found.tokens.answers, round(found.cost, 6), found.unpriced)


TORN = json.dumps({"parentUuid": None} | answer(), separators=(",", ":")).encode()

COUNTED = {
    "with and without a request id": [answer(requestId=None), answer()],
    "a copy under another request id": [answer(), answer(requestId="req_2", sessionId="other")],
    "null in the input of a tool": [answer(message={"content": [{"type": "tool_use", "input": {"id": None}}]})],
    "null tokens": [answer(message={"usage": usage(cache_read_input_tokens=None)})],
    "a number with a fraction of nothing": [answer(message={"usage": usage(output_tokens=100.0)})],
    "a version that is no number": [answer(version="dev")],
    "NUL bytes before the row": [b"\0\0\0" + json.dumps(answer()).encode() + b"\n"],
    "half a row and NUL bytes before the row": [b'{"type":"assi' + b"\0" * 9 + json.dumps(answer()).encode() + b"\n"],
    "half a row before the row": [TORN[:120] + TORN + b"\n"],
    "a mark of the byte order": [b"\xef\xbb\xbf" + json.dumps(answer()).encode() + b"\n"],
    "a number of thousands of digits": [json.dumps(answer(version={})).replace("{}", "9" * 6000).encode() + b"\n"],
    "a row that is nested without end beside it": [
        answer(), json.dumps(answer("msg_2", cwd="?")).replace('"?"', "[" * 100_000).encode() + b"\n"
    ],
    "half characters in names": [answer(cwd="/\ud800", sessionId="\udfff")],
    "a small z": [answer(timestamp="2026-11-22T10:00:00z")],
    "spaces in the JSON": [json.dumps(answer(), separators=(" , ", " : ")).encode() + b"\n"],
    "the same row twice without a message id": [answer(None), answer(None)],
    "null in an iteration": [answer(message={"usage": usage(iterations=[{"model": None, "input_tokens": 10}])})],
    "fields of other types": [answer(sessionId=5, cwd=["x"], isSidechain="no", version={})],
    "a streamed answer": [answer(message={"usage": usage(output_tokens=n)}) for n in (9, 9, 100)],
    "a synthetic row beside it": [answer(), answer("msg_2", message={"model": "<synthetic>"})],
    "an error beside it": [answer(), answer("msg_2", isApiErrorMessage=True)],
    "the result of a tool with usage beside it": [
        answer(), {"type": "user", "toolUseResult": {"usage": usage()}, "timestamp": "2026-11-22T10:00:00Z"}
    ],
    "rubbish around it": [b"\xff\xfe\n", b'{"output_tokens"\n', answer(), b'[1, "output_tokens"]\n', b"\n\n"],
    "tokens that cannot be": [answer(message={"usage": usage(input_tokens=10, cache_read_input_tokens=-5)})],
    "more tokens than there are": [answer(message={"usage": usage(cache_read_input_tokens=10**30)})],
    "true in place of a number": [answer(message={"usage": usage(cache_read_input_tokens=True)})],
    "Windows line ends": [json.dumps(answer()).encode() + b"\r\n"],
    "a last row without its end": [json.dumps(answer()).encode()],
}  # fmt: skip


@pytest.mark.parametrize("rows", COUNTED.values(), ids=COUNTED)
def test_an_answer_counts_once(tmp_path: Path, rows: list[object]) -> None:
    """Whatever is odd about a row, the answer in it counts, once, with its tokens."""
    write(session_file(tmp_path), rows)

    assert ONE == read(tmp_path, [tmp_path]).tokens


@pytest.mark.parametrize(
    ("told", "counted"),
    [
        ({"cache_creation_input_tokens": 400}, (400, 0)),
        ({"cache_creation_input_tokens": 400, "cache_creation": SPLIT}, (300, 100)),
        ({"cache_creation_input_tokens": 1000, "cache_creation": SPLIT}, (900, 100)),
        ({"cache_creation_input_tokens": 400, "cache_creation": dict.fromkeys(SPLIT, 0)}, (400, 0)),
        ({"cache_creation_input_tokens": 0, "cache_creation": SPLIT}, (300, 100)),
        ({"cache_creation": None}, (0, 0)),
    ],
)
def test_cache_writes_are_split(tmp_path: Path, told: dict[str, object], counted: tuple[int, int]) -> None:
    """What a split between five minutes and an hour leaves out was written for five minutes."""
    write(session_file(tmp_path), [answer(message={"usage": usage(**told)})])
    tokens = read(tmp_path, [tmp_path]).tokens

    assert counted == (tokens.cache_write_5m, tokens.cache_write_1h)


@pytest.mark.parametrize(
    ("raw", "model"),
    [
        (MODEL, MODEL),
        ("claude-opus-4-5-20251101", "claude-opus-4-5"),
        ("us.anthropic.claude-opus-4-5-20251101-v1:0", "claude-opus-4-5"),
        ("claude-sonnet-4-5@20250929", "claude-sonnet-4-5"),
        ("anthropic/claude-opus-4.5", "claude-opus-4-5"),
        ("claude-opus-5-5[1m]", MODEL),
        ("claude-opus-5-5-fast", MODEL),
        ("claude-opus-55", "claude-opus-55"),
        ("gpt-5", "gpt-5"),
        (None, "unknown"),
    ],
)
def test_model_names_are_brought_to_one_form(tmp_path: Path, raw: str | None, model: str) -> None:
    """Dates, clouds, providers and context sizes are no part of a model's name, and no name is guessed."""
    write(session_file(tmp_path), [answer(message={"model": raw})])

    assert {model} == {cell.price_class.model for cell in read(tmp_path, [tmp_path]).cells}


@pytest.mark.parametrize(
    ("raw", "regional"),
    [
        ("us.anthropic.claude-opus-4-5-20251101-v1:0", True),
        ("bedrock/eu.anthropic.claude-opus-4-5", True),
        ("arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-opus-4-5-20251101-v1:0", True),
        ("bedrock/global.anthropic.claude-opus-4-5", False),
        ("us.anthropic.claude-opus-4-20250514-v1:0", False),
        (MODEL, False),
    ],
)
def test_a_cloud_s_region_is_known_in_any_form(tmp_path: Path, raw: str, *, regional: bool) -> None:
    """An endpoint of one region has its own price, whatever stands before its name."""
    write(session_file(tmp_path), [answer(message={"model": raw})])

    assert [regional] == [cell.price_class.regional for cell in read(tmp_path, [tmp_path]).cells]


def test_a_row_without_a_folder_has_its_file_s(tmp_path: Path) -> None:
    """Where rows do not say project and session, the names of folder and file count."""
    row = answer()
    del row["cwd"], row["sessionId"]
    write(session_file(tmp_path), [row])
    write(
        session_file(tmp_path).with_suffix("") / "subagents" / "agent-1.jsonl",
        [row | {"uuid": "other", "message": {"model": MODEL, "usage": usage()}}],
    )
    places = {cell.place[:2] for cell in read(tmp_path, [tmp_path]).cells}

    assert {(session_file(tmp_path).stem, "-home-example-app")} == places


@pytest.mark.parametrize("size", [1 << 10, (1 << 20) - 300, 1 << 20, 3 << 20, 20 << 20])
def test_huge_rows_are_read_whole(tmp_path: Path, size: int) -> None:
    """A row of many megabytes counts, and so does the one after it; a snapshot of any size is skipped."""
    huge = answer(message={"content": "x" * size})
    snapshot = {"type": "file-history-snapshot", "snapshot": "y" * size}
    write(session_file(tmp_path), [json.dumps(snapshot, separators=(",", ":")).encode() + b"\n", huge, answer("msg_2")])

    assert 2 == read(tmp_path, [tmp_path]).tokens.answers


TIMES = {
    "2026-11-22T10:00:03Z": 0,
    "2026-11-22T10:00:03.999Z": 0,
    "2026-11-22T10:00:03.999999Z": 0,
    "2026-11-22T10:00:03z": 0,
    "2026-11-22T10:00:03": 0,
    "2026-11-22 10:00:03Z": 0,
    "2026-11-22T12:00:03+02:00": 0,
    "2026-11-22T10:59:59.000Z": 3596,
    "2026-11-22T10:00Z": -3,
    "2026-11-22T10:00:3Z": None,
    "2026-11-22T10:00: 3Z": None,
    "2026-11-22T25:00:03Z": None,
    "2026-11-22T10:60:03Z": None,
    "1026-11-22T10:00:03Z": None,
    "Z": None,
    "": None,
}


@pytest.mark.parametrize("stamp", TIMES)
def test_a_time_is_the_same_whatever_times_came_before(stamp: str) -> None:
    """What a time stamp says does not depend on the ones that were read earlier."""
    before = [seconds_of(one) for one in TIMES]
    expected = TIMES[stamp]

    assert [seconds_of(one) for one in TIMES] == before
    assert seconds_of(stamp) == (None if expected is None else 1_795_341_603 + expected)
