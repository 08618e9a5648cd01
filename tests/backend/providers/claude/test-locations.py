"""Where a login is looked for, by Brim's own settings and Claude Code's variables."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from brim.backend.providers.claude.locations import account_locations
from brim.backend.providers.claude.variables import ClaudeCodeSettings
from brim.backend.settings.load import load_settings
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
def test_the_strongest_place_names_the_login_folder(
    variables: Mapping[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Brim's own setting wins, then the folder of the login, then Claude Code's folder, then the home folder."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    (location,) = account_locations(load_settings(), ClaudeCodeSettings())

    assert Path(expected).expanduser() == location.login_dir


@pytest.mark.parametrize(("created", "expected"), [("\u00fc", "\u00fc"), ("u\u0308", "u\u0308"), ("", "\u00fc")])
def test_a_folder_name_is_converted_to_the_composed_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, created: str, expected: str
) -> None:
    """A folder is used in the form of its name that Claude Code uses, unless only the other form exists."""
    (tmp_path / f"x{created}").mkdir()
    for name in ("CLAUDE_CONFIG_DIR", "BRIM_CLAUDE__CONFIG_DIRS"):
        monkeypatch.setenv(name, str(tmp_path / "xu\u0308"))
        (location,) = account_locations(load_settings(), ClaudeCodeSettings())

        assert str(tmp_path / f"x{expected}") == str(location.login_file.parent)


def test_an_unknown_home_folder_is_a_setting_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A login folder in a home folder that does not exist is reported as a setting to correct."""
    monkeypatch.setenv("CLAUDE_CONFIG_DIR", "~nobody-of-this-name/.claude")

    with pytest.raises(ConfigError, match="Home folder not known"):
        account_locations(load_settings(), ClaudeCodeSettings())


def _service(folder: str) -> str:
    return f"{SERVICE}-{sha256(folder.encode()).hexdigest()[:8]}"


@pytest.mark.parametrize(
    ("variables", "service", "account"),
    [
        ({"USER": "me"}, SERVICE, "me"),
        ({"USER": "a b"}, SERVICE, "claude-code-user"),
        ({"USER": "me", "CLAUDE_CONFIG_DIR": "/a"}, _service("/a"), "me"),
        ({"USER": "me", "CLAUDE_CONFIG_DIR": "/u\u0308"}, _service("/\u00fc"), "me"),
        ({"USER": "me", "CLAUDE_CONFIG_DIR": "/a", "CLAUDE_SECURESTORAGE_CONFIG_DIR": "/b"}, _service("/b"), "me"),
        ({"USER": "me", "CLAUDE_CONFIG_DIR": "/a", "CLAUDE_SECURESTORAGE_CONFIG_DIR": ""}, SERVICE, "me"),
        ({"USER": "me", "BRIM_CLAUDE__CONFIG_DIR": "/c"}, _service("/c"), "me"),
        ({"USER": "me", "CLAUDE_CONFIG_DIR": "/a", "BRIM_CLAUDE__CONFIG_DIR": "~/.claude"}, SERVICE, "me"),
    ],
)
def test_the_keychain_item_is_named_as_claude_code_names_it(
    variables: Mapping[str, str], service: str, account: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The item has the name that Claude Code gives it; there is an item only on macOS."""
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
def test_the_environment_token_is_stripped(
    variables: Mapping[str, str], expected: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A token of the environment counts without white space around it, unless Brim's own settings name a folder."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    (location,) = account_locations(load_settings(), ClaudeCodeSettings())
    token = location.environment_token

    assert expected == (token.get_secret_value() if token is not None else None)
    assert SET not in repr(location)
