"""Where a login is looked for, out of Brim's own settings and Claude Code's variables."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from brim.backend.providers.claude.locations import account_locations
from brim.backend.settings.load import ClaudeCodeSettings, load_settings
from brim.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

SET = "sk-ant-oat01-EXAMPLE-OF-THE-ENVIRONMENT"
SERVICE = "Claude Code-credentials"


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, "~/.claude"),
        ({"CLAUDE_CONFIG_DIR": "/a"}, "/a"),
        ({"CLAUDE_CONFIG_DIR": ""}, "~/.claude"),
        ({"CLAUDE_CONFIG_DIR": "/a", "CLAUDE_SECURESTORAGE_CONFIG_DIR": "/b"}, "/b"),
        ({"CLAUDE_CONFIG_DIR": "/a", "CLAUDE_SECURESTORAGE_CONFIG_DIR": ""}, "~/.claude"),
        ({"CLAUDE_SECURESTORAGE_CONFIG_DIR": "/b", "BRIM_CLAUDE__CONFIG_DIR": "/c"}, "/c"),
        ({"BRIM_CLAUDE__CONFIG_DIR": "~/d"}, "~/d"),
    ],
)
def test_place(variables: Mapping[str, str], expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Brim's own setting wins, then the folder of the login, then Claude Code's folder, then the home folder."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    (found,) = account_locations(load_settings(), ClaudeCodeSettings())

    assert Path(expected).expanduser() == found.login_dir


@pytest.mark.parametrize(("made", "expected"), [("\u00fc", "\u00fc"), ("u\u0308", "u\u0308"), ("", "\u00fc")])
def test_composed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: str, expected: str) -> None:
    """A folder is meant in the form of its name that Claude Code uses, unless only the other form is there."""
    (tmp_path / f"x{made}").mkdir()
    for name in ("CLAUDE_CONFIG_DIR", "BRIM_CLAUDE__CONFIG_DIRS"):
        monkeypatch.setenv(name, str(tmp_path / "xu\u0308"))
        (found,) = account_locations(load_settings(), ClaudeCodeSettings())

        assert str(tmp_path / f"x{expected}") == str(found.login_file.parent)


def test_unknown_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """A login folder in a home folder that does not exist is a setting to correct, and said so."""
    monkeypatch.setenv("CLAUDE_CONFIG_DIR", "~nobody-of-this-name/.claude")

    with pytest.raises(ConfigError, match="home folder that is not known"):
        account_locations(load_settings(), ClaudeCodeSettings())


def _hash(named: str) -> str:
    return f"{SERVICE}-{sha256(named.encode()).hexdigest()[:8]}"


@pytest.mark.parametrize(
    ("variables", "service", "account"),
    [
        ({"USER": "me"}, SERVICE, "me"),
        ({"USER": "a b"}, SERVICE, "claude-code-user"),
        ({"USER": "me", "CLAUDE_CONFIG_DIR": "/a"}, _hash("/a"), "me"),
        ({"USER": "me", "CLAUDE_CONFIG_DIR": "/u\u0308"}, _hash("/\u00fc"), "me"),
        ({"USER": "me", "CLAUDE_CONFIG_DIR": "/a", "CLAUDE_SECURESTORAGE_CONFIG_DIR": "/b"}, _hash("/b"), "me"),
        ({"USER": "me", "CLAUDE_CONFIG_DIR": "/a", "CLAUDE_SECURESTORAGE_CONFIG_DIR": ""}, SERVICE, "me"),
        ({"USER": "me", "BRIM_CLAUDE__CONFIG_DIR": "/c"}, _hash("/c"), "me"),
        ({"USER": "me", "CLAUDE_CONFIG_DIR": "/a", "BRIM_CLAUDE__CONFIG_DIR": "~/.claude"}, SERVICE, "me"),
    ],
)
def test_item(variables: Mapping[str, str], service: str, account: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The item has the name that Claude Code gives it; elsewhere than on macOS there is none."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    (mac,), (linux,) = (
        account_locations(load_settings(), ClaudeCodeSettings(), system) for system in ("darwin", "linux")
    )

    assert mac.keychain_item is not None
    assert (service, account) == (mac.keychain_item.service, mac.keychain_item.account)
    assert linux.keychain_item is None


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"CLAUDE_CODE_OAUTH_TOKEN": f" {SET}\n"}, SET),
        ({"CLAUDE_CODE_OAUTH_TOKEN": ""}, None),
        ({"CLAUDE_CODE_OAUTH_TOKEN": SET, "BRIM_CLAUDE__CONFIG_DIR": "/c"}, None),
        ({}, None),
    ],
)
def test_token(variables: Mapping[str, str], expected: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A token of the environment is found as it is meant, and is not that of a folder which Brim's settings name."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    (found,) = account_locations(load_settings(), ClaudeCodeSettings())

    assert expected == (found.environment_token.get_secret_value() if found.environment_token is not None else None)
    assert SET not in repr(found)
