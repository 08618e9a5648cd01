"""Every fault that a newcomer meets says in one sentence what is wrong and what to do next."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.support.sandbox import Sandbox, start_brim, status_json
from tests.support.usageserver import answer_from_fixture, future_usage_answer, usage_answer

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="paths are written as elsewhere")

LOGIN = ".credentials.json"
SIGN_IN = "Run `claude` and sign in; Brim detects that automatically."
AUTH = "un `claude auth login`; Brim detects that automatically."
THERE = "Open Claude Code, or run `claude auth login`; Brim detects that automatically."


def _said() -> str:
    """What `brim status` says on standard error, in one line and in the words of its JSON."""
    _, out, errors = status_json()

    assert f"brim: {out['problem']['title']}. {out['problem']['message']}\n" == errors
    return errors.strip().removeprefix("brim: ")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, f"Not signed in. There is no Claude Code login in ~/.claude. {SIGN_IN}"),
        ("{}", f"Not signed in. There is no Claude Code login in ~/.claude. {SIGN_IN}"),
        ('{"mcpOAuth": {"x": 1}}', f"Not signed in. There is no Claude Code login in ~/.claude. {SIGN_IN}"),
        ('{"claudeAi', f"Login cannot be read. ~/.claude/{LOGIN}: not valid JSON. {THERE}"),
        (
            '{"claudeAiOauth": {"accessToken": ""}}',
            f"Login cannot be read. ~/.claude/{LOGIN}: no usable token in it. {THERE}",
        ),
        (
            '{"claudeAiOauth": {"accessToken": "x", "expiresAt": 1}}',
            (
                "Login expired. Open Claude Code, or get usage from the Claude CLI; "
                "Brim detects the renewed login automatically."
            ),
        ),
        (
            '{"claudeAiOauth": {"accessToken": "x", "expiresAt": 1, "refreshTokenExpiresAt": 1700000000000}}',
            "Login expired for good. Run `claude auth login` to sign in again; Brim detects that automatically.",
        ),
        (
            '{"claudeAiOauth": {"accessToken": "x", "scopes": ["user:inference"]}}',
            (
                "Login lacks usage permission. "
                f"It lacks the scope user:profile, as tokens of `claude setup-token` do. R{AUTH}"
            ),
        ),
    ],
)
def test_login_file(sandbox: Sandbox, content: str | None, expected: str) -> None:
    """Whatever state the login is in."""
    path = sandbox.claude / LOGIN
    if content is None:
        path.unlink()
    else:
        path.write_text(content)

    assert expected == _said()


def test_nobody_signed_in(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person without any login reads once whose usage Brim shows and where signing in is explained; then why."""
    (sandbox.claude / LOGIN).unlink()
    with start_brim("status", "--all") as process:
        out, errors = process.communicate(timeout=60)
    monkeypatch.setenv("BRIM_PROVIDERS", "claude")
    with start_brim("status") as process:
        _, of_one = process.communicate(timeout=60)
    first, second = errors.splitlines()

    assert (3, 1) == (process.returncode, out.count("Not signed in"))
    assert first.startswith("brim: No login was found. Sign in to Claude, Codex, GitHub Copilot,")
    assert first.endswith("and Brim shows your usage; `brim help accounts` says how.")
    assert f"brim: Claude: There is no Claude Code login in ~/.claude. {SIGN_IN}" == second
    assert f"brim: Not signed in. There is no Claude Code login in ~/.claude. {SIGN_IN}\n" == of_one


NOWHERE = "Not signed in. There is no Claude Code login in ~/.claude"
ONE = f"{NOWHERE}, but ~/.claude-work holds one. "
SET_BOTH = "Set BRIM_CLAUDE__CONFIG_DIRS=~/.claude-home:~/.claude-work."
LISTED = "No such folder. CLAUDE_CONFIG_DIR lists several folders, which Claude Code takes for one; "
BOTH = f"hold a login each. {SET_BOTH}"


@pytest.mark.parametrize(
    ("variable", "folders", "expected"),
    [
        (None, [".claude-work"], ONE + "Set BRIM_CLAUDE__CONFIG_DIR=~/.claude-work."),
        (
            None,
            [".claude-home", ".claude-work"],
            f"{NOWHERE}, but ~/.claude-home and ~/.claude-work hold one each. {SET_BOTH}",
        ),
        (
            "~/.claude-home,~/.claude-work",
            [".claude-home", ".claude-work"],
            LISTED + f"~/.claude-home and ~/.claude-work {BOTH}",
        ),
        (
            "~/.claude-home, ~/.claude-work",
            [".claude-work"],
            f"{LISTED}~/.claude-work holds a login. Set BRIM_CLAUDE__CONFIG_DIR=~/.claude-work.",
        ),
        ("~/.claude", [".claude-work"], ONE + "Set BRIM_CLAUDE__CONFIG_DIR=~/.claude-work."),
    ],
)
def test_login_in_another_folder(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, variable: str | None, folders: list[str], expected: str
) -> None:
    """A login in another folder than the one that counts is named, with what to set."""
    (sandbox.claude / LOGIN).unlink()
    for name in folders:
        sandbox.add_account(name, usage_answer())
    if variable is not None:
        monkeypatch.setenv("CLAUDE_CONFIG_DIR", variable)

    assert expected == _said()
    assert [] == sandbox.server.requests


def test_named_folder_is_then_read(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the setting that the message names the login is read."""
    (sandbox.claude / LOGIN).unlink()
    sandbox.add_account(".claude-work", future_usage_answer())
    monkeypatch.setenv("BRIM_CLAUDE__CONFIG_DIR", "~/.claude-work")

    assert 0 == status_json()[0]


@pytest.mark.parametrize("expires_at", [0, "0", 0.0, None])
def test_unknown_expiry_is_tried_once(sandbox: Sandbox, expires_at: object) -> None:
    """An expiry that is not known does not keep the login from being sent; refused, it is not sent again."""
    sandbox.server.answers = [answer_from_fixture("error-401")]
    sandbox.write_login(expiresAt=expires_at)
    [first, second] = [_said(), _said()]

    assert first.startswith("Login refused.")
    assert first == second
    assert 1 == len(sandbox.server.requests)


NAMED = {
    "~/.claude-new": (
        "Not signed in. There is no Claude Code login in ~/.claude-new. "
        "Run `claude` with CLAUDE_CONFIG_DIR=~/.claude-new and sign in."
    ),
    "~": "Wrong folder. BRIM_CLAUDE__CONFIG_DIR names {home}, which holds no login. Name ~/.claude, which does.",
    "~/.clod": (
        "No such folder. BRIM_CLAUDE__CONFIG_DIR names ~/.clod, which does not exist. "
        "Correct it, or run `claude` with CLAUDE_CONFIG_DIR=~/.clod and sign in."
    ),
    "~/.claude/.credentials.json": (
        "Not a folder. BRIM_CLAUDE__CONFIG_DIR names ~/.claude/.credentials.json, which is a file. "
        "Name the folder that holds Claude Code's files."
    ),
}


@pytest.mark.parametrize(("named", "expected"), NAMED.items())
def test_folder(sandbox: Sandbox, home: Path, monkeypatch: pytest.MonkeyPatch, named: str, expected: str) -> None:
    """A setting that names another folder than the one that is meant."""
    sandbox.add_account(".claude-new", None)
    monkeypatch.setenv("BRIM_CLAUDE__CONFIG_DIR", named)

    assert expected.format(home=home) == _said()


def test_folder_of_a_list(sandbox: Sandbox) -> None:
    """A folder in brim.toml is named with its setting and its file."""
    (sandbox.config / "brim.toml").write_text('[claude]\nconfig_dirs = ["~/.clod"]\n')

    assert _said().startswith("No such folder. claude.config_dirs in brim.toml names ~/.clod, which does not exist.")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows closes its files in another way")
@pytest.mark.parametrize("closed", [".", LOGIN])
def test_not_readable(sandbox: Sandbox, closed: str) -> None:
    """A folder or a file that this person may not read."""
    path = sandbox.claude / closed
    path.chmod(0)
    try:
        found = _said()
    finally:
        path.chmod(0o700)

    step = f"Make the file readable for you, or r{AUTH}"
    assert f"Login cannot be read. ~/.claude/{LOGIN}: it cannot be opened (Permission denied). {step}" == found


ONLY = f"Not signed in. Only {{}} was found, which has no plan limits. To see those of a plan, r{AUTH}"
VARIABLES = {
    "ANTHROPIC_API_KEY=sk-ant-api03-EXAMPLE": ONLY.format("ANTHROPIC_API_KEY"),
    "CLAUDE_CODE_USE_BEDROCK=1": ONLY.format("CLAUDE_CODE_USE_BEDROCK"),
    "CLAUDE_CODE_OAUTH_TOKEN=tok en": (
        "Token cannot be used. CLAUDE_CODE_OAUTH_TOKEN is set, but holds no usable token. "
        "Correct it and start Brim again, or run `claude auth login`."
    ),
    "CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR=3": (
        f"Not signed in. Only Claude Code can use the token of CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR. R{AUTH}"
    ),
}


@pytest.mark.parametrize(("variable", "expected"), VARIABLES.items())
def test_variable(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, variable: str, expected: str) -> None:
    """No login, and something else in its place."""
    (sandbox.claude / LOGIN).unlink()
    monkeypatch.setenv(*variable.split("=", 1))

    assert expected == _said()


def test_sessions_elsewhere(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key beside the login is told once where a person looks; the figures are there all the same."""
    sandbox.server.answers = [future_usage_answer()]
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-api03-EXAMPLE")
    with start_brim("status") as process:
        out, errors = process.communicate(timeout=60)
    with start_brim("doctor", "--json") as process:
        page = process.communicate(timeout=60)[0]
    lines = [line["text"] for line in json.loads(page)["lines"] if line["topic"] == "Claude Code sessions"]

    expected = "ANTHROPIC_API_KEY is set: Claude Code sessions that see it do not use this plan."
    assert (0, "", expected) == (process.returncode, errors, " ".join(out.split()[-len(expected.split()) :]))
    assert [expected] == lines
    assert expected == status_json()[1]["note"]
    assert "EXAMPLE" not in out + page


def test_login_that_ends(sandbox: Sandbox) -> None:
    """Three days ahead, when signing in again is still easy."""
    ends = datetime.now(UTC) + timedelta(hours=30)
    sandbox.write_login(refreshTokenExpiresAt=int(ends.timestamp() * 1000))
    sandbox.server.answers = [future_usage_answer()]
    with start_brim("status") as process:
        out, _ = process.communicate(timeout=60)

    assert 1 == out.count(": sign in again")
