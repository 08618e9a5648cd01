"""The status line in sessions that use a token: Claude Code hides it from the status line, and Brim sees it anyway."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.statuslinerun import COMMAND, run_statusline, statusline_input

if TYPE_CHECKING:
    from pathlib import Path

TOKEN = "CLAUDE_CODE_OAUTH_TOKEN"


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder."""
    monkeypatch.setenv("BRIM_STATE_DIR", str(tmp_path / "state"))
    return tmp_path / "state"


def _kept(state: Path) -> int:
    return len(list(state.glob("statusline/*.json")))


def _call_from_session(script: str, **environment: str) -> bytes:
    """What the status line prints in a session: a shell that runs `script`, in which "$@" is the status line."""
    raw = json.dumps(statusline_input(five_hour=41.0)).encode()
    session = ["sh", "-c", f"{script}; exit $?", "sh", *COMMAND]
    env = os.environ | environment
    return subprocess.run(session, input=raw, capture_output=True, env=env, check=True, timeout=60).stdout


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows the environment of another process")
@pytest.mark.parametrize(
    "script",
    [
        'pid=$$; env -u CLAUDE_CODE_OAUTH_TOKEN CLAUDECODE=1 CLAUDE_PID="$pid" "$@"',
        'env -u CLAUDE_CODE_OAUTH_TOKEN CLAUDECODE=1 "$@"',
        """env -u CLAUDE_CODE_OAUTH_TOKEN CLAUDECODE=1 sh -c '"$@"; exit $?' sh "$@" """,
    ],
    ids=["named", "parent", "with a shell between"],
)
@pytest.mark.parametrize(("token", "kept"), [("sk-ant-oat01-OTHER", 0), ("", 1)])
def test_the_environment_of_the_session_counts(state: Path, script: str, token: str, kept: int) -> None:
    """A session that was started with a token keeps nothing, although its status line does not get the variable."""
    assert b"41%" in _call_from_session(script, **{TOKEN: token})
    assert kept == _kept(state)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows the environment of another process")
@pytest.mark.parametrize("pid", ["0", "1", "-1", "²", "999999999", "x" * 100, "9" * 100])
def test_a_session_that_is_not_there_does_no_harm(state: Path, pid: str) -> None:
    """With any other process as the session the limits are stored."""
    assert b"41%" in run_statusline(statusline_input(five_hour=41.0), CLAUDE_PID=pid, CLAUDECODE="1").stdout
    assert 1 == _kept(state)


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        ({"env": {TOKEN: "sk-ant-oat01-OTHER"}}, 0),
        ({"env": {"ANTHROPIC_AUTH_TOKEN": "sk-ant-OTHER"}}, 0),
        ({"env": {TOKEN: ""}}, 1),
        ({"env": [TOKEN]}, 1),
        ([], 1),
    ],
)
def test_a_token_in_the_settings_counts(state: Path, tmp_path: Path, content: object, kept: int) -> None:
    """A token that the user's settings set makes the session that of another account."""
    (tmp_path / "settings.json").write_text(json.dumps(content))
    transcript = str(tmp_path / "projects" / "-work" / "one.jsonl")
    raw = statusline_input(five_hour=41.0) | {"transcript_path": transcript}

    assert b"41%" in run_statusline(raw).stdout
    assert kept == _kept(state)
