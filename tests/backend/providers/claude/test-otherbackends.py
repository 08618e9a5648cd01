"""What makes sessions of Claude Code use another backend than the plan, in the environment and in its settings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from brim.backend.providers.claude.otherbackends import from_environment, from_settings, prevents_reading
from brim.backend.providers.claude.variables import ClaudeCodeSettings
from brim.backend.system.files import short_path
from brim.words import detours

if TYPE_CHECKING:
    from pathlib import Path

NO_TRAFFIC = "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"
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
def test_variables_that_select_another_backend_are_found(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: list[str]
) -> None:
    """A key, a cloud that is switched on, or a server that is not Anthropic's selects another backend."""
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
def test_settings_that_select_another_backend_are_found(tmp_path: Path, content: object, expected: list[str]) -> None:
    """Claude Code's settings.json selects another backend in the same way; its path is part of the text."""
    path = tmp_path / "settings.json"
    if content is not None:
        path.write_text("\ufeff" + json.dumps(content), encoding="utf-8")

    assert tuple(f"{name} in {short_path(path)}" for name in expected) == from_settings(tmp_path, API)


@pytest.mark.parametrize("raw", [b"{", b"\xff", b"[" * 100_000])
def test_unreadable_settings_name_no_backend(tmp_path: Path, raw: bytes) -> None:
    """Settings that cannot be read name no other backend."""
    (tmp_path / "settings.json").write_bytes(raw)

    assert () == from_settings(tmp_path, API)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], None),
        (["A"], "A is set: Claude Code sessions that see it do not use this plan."),
        (["A", "B", "C"], "A, B and C are set: Claude Code sessions that see them do not use this plan."),
    ],
)
def test_other_backends_are_named_in_one_sentence(names: list[str], expected: str | None) -> None:
    """One sentence names all of them, however many there are."""
    assert expected == detours.note("Claude Code", names)


@pytest.mark.parametrize(
    ("environment", "content", "expected"),
    [
        ({NO_TRAFFIC: "1"}, {}, f"{NO_TRAFFIC} in the environment"),
        ({NO_TRAFFIC: "0"}, {}, f"{NO_TRAFFIC} in the environment"),
        ({NO_TRAFFIC: ""}, {}, None),
        ({}, {"env": {NO_TRAFFIC: "1"}}, f"{NO_TRAFFIC} in {{}}"),
        ({}, {"env": {NO_TRAFFIC: ""}}, None),
        ({}, {"env": [NO_TRAFFIC]}, None),
        ({"DISABLE_TELEMETRY": "1"}, [], None),
    ],
)
def test_what_keeps_the_program_from_asking_is_named(
    tmp_path: Path, environment: dict[str, str], content: object, expected: str | None
) -> None:
    """The variable has this effect with any value but an empty one, in the environment and in the settings."""
    path = tmp_path / "settings.json"
    path.write_text(json.dumps(content))

    assert (expected and expected.format(short_path(path))) == prevents_reading(environment, tmp_path)
