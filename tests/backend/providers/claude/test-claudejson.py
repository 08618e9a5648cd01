"""`.claude.json` of any size and in any state: what Brim takes from it, with how much memory, and what doctor says."""

from __future__ import annotations

import asyncio
import io
import json
import os
import tracemalloc
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brim.backend.providers.claude.claudejson import ClaudeJson, read_claude_json
from brim.backend.system.jsonmembers import read_members
from tests.support.sandbox import start_brim
from tests.support.usageserver import load_fixture

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.sandbox import Sandbox

MEBIBYTE = 1 << 20


def _content(folder: Path) -> ClaudeJson:
    content = asyncio.run(read_claude_json(folder))
    assert content is not None
    return content


def _write_large(path: Path, megabytes: int, **first: object) -> None:
    """A file with what people have pasted before the parts that are needed, as Claude Code writes it."""
    paste = {"display": 'a "quoted" text with {brackets] \\ ' * 30_000}
    with path.open("w") as file:
        file.write(f"{json.dumps(first)[:-1]}{', ' if first else ''}")
        file.write('"projects": {"/home/me": {"oauthAccount": {"emailAddress": "not this one"}, "history": [')
        for _ in range(megabytes):
            file.write(f"{json.dumps(paste)}, ")
        file.write(f"{{}}]}}}}, {json.dumps(load_fixture('claude-json-cache'))[1:]}")


def test_a_file_of_any_size_names_its_account_in_little_memory(tmp_path: Path) -> None:
    """A file of 40 MB is read as a small one is, and what is skipped is not held in memory."""
    _write_large(tmp_path / ".claude.json", 40)
    assert (tmp_path / ".claude.json").stat().st_size > 40_000_000

    tracemalloc.start()
    content = _content(tmp_path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert "person@example.com" == content.profile.email_address
    assert load_fixture("claude-json-cache")["cachedUsageUtilization"] == content.usage
    assert peak < 8 * MEBIBYTE


@pytest.mark.parametrize("depth", [1_200, 200_000])
def test_nesting_elsewhere_does_no_harm(tmp_path: Path, depth: int) -> None:
    """However deep another part is nested, the parts that are needed are read."""
    text = json.dumps(load_fixture("claude-json-cache"))[1:]
    (tmp_path / ".claude.json").write_text(f'{{"projects": {"[" * depth}{"]" * depth}, {text}')

    assert "person@example.com" == _content(tmp_path).profile.email_address


def _doctor_lines(sandbox: Sandbox) -> list[str]:
    sandbox.write_login()
    with start_brim("doctor", "--json") as process:
        report = json.loads(process.communicate(timeout=60)[0])
    return [line["text"] for line in report["lines"] if line["topic"] == "Login" and line["verdict"] == "look"]


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("member", "too large"),
        ("pipe", "plain file"),
        ("folder", "plain file"),
        ("text", "not valid JSON"),
        ("good", ""),
    ],
)
def test_doctor_says_why_the_file_is_not_used(sandbox: Sandbox, case: str, words: str) -> None:
    """A file that is there and cannot be used is a line of `brim doctor`, with the reason; a good one is none."""
    path = sandbox.claude.parent / ".claude.json"
    path.unlink()
    match case:
        case "member":
            _write_large(path, 40, cachedUsageUtilization={"paste": "x" * 2_000_000})
        case "pipe":
            if not hasattr(os, "mkfifo"):
                pytest.skip("Windows has no named pipes in folders")
            os.mkfifo(path)
        case "folder":
            path.mkdir()
        case "text":
            path.write_text("{")
        case _:
            path.write_text(json.dumps(load_fixture("claude-json-cache")))

    lines = _doctor_lines(sandbox)

    assert ([words in line for line in lines] == [True]) if words else (lines == [])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.sampled_from(['"', "\\", '}{][,:"\\']),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", '"', "\\"]), inner),
    max_leaves=12,
)
NAMES = frozenset({"a", 'k"', "é"})


@given(
    st.dictionaries(st.sampled_from(["a", "b", 'k"', "\\", "é", "q" * 300]), JSON),
    st.booleans(),
    st.sampled_from([None, 1]),
    st.floats(0, 1, exclude_max=True),
)
def test_members_are_those_that_the_whole_file_has(
    content: dict[str, object],
    ascii_only: bool,  # noqa: FBT001 - a part of the input
    indent: int | None,
    part: float,
) -> None:
    """Read member by member, a file says what it says as a whole; a part of it says that it is a part."""
    raw = json.dumps(content, ensure_ascii=ascii_only, indent=indent).encode(errors="surrogatepass")
    try:
        raw.decode()
    except UnicodeDecodeError:
        return

    found = read_members(io.BytesIO(raw), NAMES, max_file=MEBIBYTE, max_member=MEBIBYTE)

    assert {name: value for name, value in content.items() if name in NAMES} == found
    with pytest.raises(ValueError, match="JSON"):
        read_members(io.BytesIO(raw[: int(len(raw) * part)]), NAMES | {"x"}, max_file=MEBIBYTE, max_member=MEBIBYTE)
