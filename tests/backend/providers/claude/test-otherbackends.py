"""What leads sessions of Claude Code elsewhere than to a plan, in the environment and in its settings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from brim.backend.providers.claude.otherbackends import from_environment, from_settings
from brim.backend.settings.load import ClaudeCodeSettings
from brim.backend.system.files import short_path
from brim.words import loginerrors

if TYPE_CHECKING:
    from pathlib import Path

API = "https://api.example.com"


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, []),
        ({"ANTHROPIC_API_KEY": "sk-x"}, ["ANTHROPIC_API_KEY"]),
        ({"ANTHROPIC_API_KEY": " "}, []),
        ({"ANTHROPIC_AUTH_TOKEN": "x"}, ["ANTHROPIC_AUTH_TOKEN"]),
        ({"CLAUDE_CODE_USE_BEDROCK": "1"}, ["CLAUDE_CODE_USE_BEDROCK"]),
        ({"CLAUDE_CODE_USE_VERTEX": "true"}, ["CLAUDE_CODE_USE_VERTEX"]),
        ({"CLAUDE_CODE_USE_FOUNDRY": "0"}, []),
        ({"ANTHROPIC_BASE_URL": "https://llm.example.com/v1"}, ["ANTHROPIC_BASE_URL"]),
        ({"ANTHROPIC_BASE_URL": "https://anthropic.com.example.org"}, ["ANTHROPIC_BASE_URL"]),
        ({"ANTHROPIC_BASE_URL": "http://[::1"}, ["ANTHROPIC_BASE_URL"]),
        ({"ANTHROPIC_BASE_URL": "https://api.anthropic.com"}, []),
        ({"ANTHROPIC_BASE_URL": API}, []),
        (
            {"CLAUDE_CODE_USE_BEDROCK": "1", "ANTHROPIC_API_KEY": "x"},
            ["ANTHROPIC_API_KEY", "CLAUDE_CODE_USE_BEDROCK"],
        ),
    ],
)
def test_in_the_environment(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: list[str]) -> None:
    """A key, a cloud that is switched on, or a server that is not Anthropic's."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert tuple(expected) == from_environment(ClaudeCodeSettings(), API)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"env": {"ANTHROPIC_API_KEY": "k", "OTHER": 1}}, ["ANTHROPIC_API_KEY"]),
        ({"env": {"CLAUDE_CODE_USE_BEDROCK": 1}}, ["CLAUDE_CODE_USE_BEDROCK"]),
        ({"env": {"CLAUDE_CODE_USE_BEDROCK": False, "ANTHROPIC_API_KEY": None}}, []),
        ({"apiKeyHelper": "/bin/key"}, ["apiKeyHelper"]),
        ({"env": [], "apiKeyHelper": ""}, []),
        ([], []),
        (None, []),
    ],
)
def test_in_settings(tmp_path: Path, content: object, expected: list[str]) -> None:
    """The same in Claude Code's settings, with the name of the file."""
    path = tmp_path / "settings.json"
    if content is not None:
        path.write_text("\ufeff" + json.dumps(content), encoding="utf-8")

    assert tuple(f"{name} in {short_path(path)}" for name in expected) == from_settings(tmp_path, API)


@pytest.mark.parametrize("raw", [b"{", b"\xff", b"[" * 100_000])
def test_broken_settings(tmp_path: Path, raw: bytes) -> None:
    """Settings that cannot be read say nothing."""
    (tmp_path / "settings.json").write_bytes(raw)

    assert () == from_settings(tmp_path, API)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], None),
        (["A"], "A is set: sessions of Claude Code that see it do not use this plan."),
        (["A", "B", "C"], "A, B and C are set: sessions of Claude Code that see them do not use this plan."),
    ],
)
def test_words(names: list[str], expected: str | None) -> None:
    """One sentence, however many there are."""
    assert expected == loginerrors.other_backends_note(names)
