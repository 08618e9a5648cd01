"""The status line never fails: whatever is in its files or on its input, a line or the chained command's output."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brim.cli.statusline.inputjson import parse_object
from brim.cli.statusline.limitsfile import store_limits
from brim.cli.statusline.lineformat import default_line
from tests.support.statuslinerun import COMMAND, RESET, run_statusline, statusline_input

if TYPE_CHECKING:
    from pathlib import Path

WRONG = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.sampled_from(["soon", "", "1e999", "9" * 400, "\ud800", "\x00", "0001-01-01T00:00:00+14:00", 10**400, -1]),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)
WINDOW = st.dictionaries(
    st.sampled_from(["used_percentage", "resets_at", "told_at", "session_id", "other"]),
    WRONG | st.sampled_from([41.5, RESET]),
    max_size=5,
)
LIMITS = st.dictionaries(
    st.sampled_from(["five_hour", "seven_day", "spend_limit", "\udc80"]), WINDOW | WRONG, max_size=3
)
FILE = st.dictionaries(
    st.sampled_from(["schema", "received_at", "config_dir", "session_id", "rate_limits"]), LIMITS | WRONG, max_size=5
)
INPUT = st.dictionaries(
    st.sampled_from(["session_id", "transcript_path", "cwd", "model", "workspace", "cost", "context_window"]),
    WRONG | st.dictionaries(st.sampled_from(["display_name", "current_dir", "total_cost_usd"]), WRONG, max_size=3),
    max_size=7,
)


def stored_path(state: Path, folder: Path) -> Path:
    """The file of the limits of one of Claude Code's folders."""
    name = hashlib.sha256(os.path.realpath(folder).encode()).hexdigest()[:16]
    return state / "statusline" / f"{name}.json"


@given(stored=FILE, limits=LIMITS, rest=INPUT)
def test_any_file_and_input_give_a_line(
    tmp_path_factory: pytest.TempPathFactory, stored: dict[str, object], limits: object, rest: dict[str, object]
) -> None:
    """With any values in the kept file and on the input, the limits are stored and a line is made without an error."""
    state = tmp_path_factory.mktemp("state")
    path = stored_path(state, state / "claude")
    path.parent.mkdir()
    path.write_text(json.dumps(stored))
    data = parse_object(json.dumps({"rate_limits": limits} | rest).encode())

    assert data is not None
    store_limits(data, str(state / "claude"), str(state), RESET - 60.0)
    store_limits(statusline_input("two", five_hour=42.0), str(state / "claude"), str(state), RESET - 30.0)
    default_line(data, RESET - 60.0, color=True).encode()


@pytest.mark.parametrize("told_at", ["soon", None, [], {}, True, -1, 1e308, "9" * 400])
def test_unusable_origin_of_a_kept_window_is_replaced(state: Path, home: Path, told_at: object) -> None:
    """A kept window whose time cannot be one counts as kept when its file was written, and the line is printed."""
    path = stored_path(state, home / ".claude")
    path.parent.mkdir(parents=True)
    window = {"used_percentage": 90, "resets_at": RESET, "told_at": told_at, "session_id": 5}
    path.write_text(json.dumps({"schema": 1, "session_id": "other", "rate_limits": {"five_hour": window}}))
    content = statusline_input("one", five_hour=41.0)
    del content["transcript_path"]
    result = run_statusline(content)

    assert (0, b"") == (result.returncode, result.stderr)
    assert b"41%" in result.stdout
    assert "five_hour" in json.loads(path.read_text())["rate_limits"]


@pytest.mark.parametrize("member", ["session_id", "config_dir", "received_at", "other"])
def test_a_report_that_only_repeats_keeps_no_value_that_cannot_be_written(state: Path, member: str) -> None:
    """A kept file with a value too deep to be written again is written without it, and no temporary file is left."""
    path = stored_path(state, state / "claude")
    path.parent.mkdir(parents=True)
    window = {"used_percentage": 90, "resets_at": RESET, "told_at": RESET - 70, "session_id": "two"}
    kept = json.dumps({"schema": 1, "rate_limits": {"five_hour": window}})
    path.write_text(f'{kept[:-1]}, "{member}": {"[" * 900}{"]" * 900}}}')
    content = statusline_input("one", five_hour=41.0)
    del content["transcript_path"]
    store_limits(content, str(state / "claude"), str(state), RESET - 60.0)
    stored = json.loads(path.read_text())

    assert {"one"} == stored["sessions"].keys()
    assert not isinstance(stored.get(member), list)
    assert [path] == list(path.parent.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")
@pytest.mark.parametrize("obstacle", ["folder", "loop", "pipe", "deep", "nulls"])
def test_obstacle_in_a_file_prevents_neither_line_nor_chain(state: Path, home: Path, obstacle: str) -> None:
    """Anything in place of the kept file prevents neither the line nor the chained command with its exit code."""
    path = stored_path(state, home / ".claude")
    path.parent.mkdir(parents=True)
    match obstacle:
        case "folder":
            path.mkdir()
        case "loop":
            path.symlink_to(path)
        case "pipe" if sys.platform != "win32":
            os.mkfifo(path)
        case "deep":
            path.write_text("[" * 1200 + "]" * 1200)
        case _:
            path.write_bytes(bytes(100_000))
    content = statusline_input("one", five_hour=41.0)
    del content["transcript_path"]
    line, chained = run_statusline(content), run_statusline(content, "--then", "echo mine; exit 7")

    assert (0, b"") == (line.returncode, line.stderr)
    assert b"41%" in line.stdout
    assert (7, b"mine\n", b"") == (chained.returncode, chained.stdout, chained.stderr)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a program stay in a folder that is removed")
def test_removed_working_directory_prevents_no_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder that is gone, a data folder with a relative name cannot be found, and the line is printed."""
    monkeypatch.setenv("BRIM_STATE_DIR", "state")
    gone = tmp_path / "gone"
    gone.mkdir()
    program = ["sh", "-c", 'rmdir "$PWD"; exec "$@"', "sh", *COMMAND]
    raw = json.dumps(statusline_input(five_hour=41.0)).encode()
    result = subprocess.run(program, input=raw, capture_output=True, cwd=gone, check=False, timeout=60)

    assert (0, b"") == (result.returncode, result.stderr)
    assert b"41%" in result.stdout


@pytest.mark.parametrize(
    "variable", ["CLAUDE_CODE_OAUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR", "ANTHROPIC_AUTH_TOKEN"]
)
def test_session_of_another_account_keeps_nothing(state: Path, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    """The session of a token in the environment is not that of the stored login: its line is printed, nothing kept."""
    monkeypatch.setenv(variable, "sk-ant-oat01-OTHER")
    result = run_statusline(statusline_input(five_hour=41.0))

    assert b"41%" in result.stdout
    assert [] == [path for path in state.rglob("*") if path.is_file()]
    monkeypatch.setenv(variable, "")
    run_statusline(statusline_input(five_hour=41.0))
    assert 1 == len(list(state.glob("statusline/*.json")))
