"""Where the login is found, and how it is parsed."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from brim.backend.providers.claude.claudejson import AccountProfile, read_claude_json
from brim.backend.providers.claude.credentials import Login, LoginState
from brim.backend.providers.claude.locations import read_login_file
from tests.support.samples import NOW
from tests.support.usageserver import load_fixture

if TYPE_CHECKING:
    from pathlib import Path

TOKEN = "sk-ant-oat01-EXAMPLE-ACCESS-NOT-REAL"


def _read(folder: Path) -> Login:
    return asyncio.run(read_login_file(folder / ".credentials.json", NOW))


def _profile(folder: Path) -> AccountProfile:
    claude_json = asyncio.run(read_claude_json(folder))

    assert claude_json is not None
    return claude_json.profile


def _write(folder: Path, content: object) -> Path:
    path = folder / ".credentials.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


def test_the_fixture_is_a_usable_login(tmp_path: Path) -> None:
    """The fixture is a login that can be used now."""
    _write(tmp_path, load_fixture("credentials"))
    login = _read(tmp_path)

    assert login.state is LoginState.USABLE
    assert login.credentials is not None
    assert login.credentials.access_token is not None
    assert TOKEN == login.credentials.access_token.get_secret_value()


@pytest.mark.parametrize(
    ("value", "expected"),
    [(NOW.timestamp() * 1000, NOW), (NOW.isoformat(), NOW), (None, None), ("soon", None), ({}, None), (0, None)],
)
def test_the_end_of_a_login_is_parsed(tmp_path: Path, value: object, expected: datetime | None) -> None:
    """The end of a login is known when the file has it in a form that can be parsed."""
    _write(tmp_path, {"claudeAiOauth": SECTION | {"refreshTokenExpiresAt": value}})
    credentials = _read(tmp_path).credentials

    assert credentials is not None
    assert expected == credentials.ends_at


def test_no_text_of_a_login_contains_the_token(tmp_path: Path) -> None:
    """No text made from a login contains its token, nor does its version."""
    _write(tmp_path, load_fixture("credentials"))
    login = _read(tmp_path)

    assert TOKEN not in f"{login!r} {login} {login.version} {login.credentials!r}"


SECTION = {"accessToken": TOKEN, "expiresAt": None, "scopes": ["user:profile"]}


@pytest.mark.parametrize(
    ("content", "state"),
    [
        ({"claudeAiOauth": SECTION}, LoginState.USABLE),
        (b"\xef\xbb\xbf" + json.dumps({"claudeAiOauth": SECTION, "new": {"a": 1}}).encode(), LoginState.USABLE),
        ({"claudeAiOauth": {"accessToken": TOKEN}}, LoginState.USABLE),
        ({"claudeAiOauth": SECTION | {"scopes": "user:inference user:profile"}}, LoginState.USABLE),
        ({"claudeAiOauth": SECTION | {"subscriptionType": 7, "accountUuid": []}}, LoginState.USABLE),
        ({"claudeAiOauth": SECTION | {"expiresAt": NOW.timestamp() * 1000}}, LoginState.EXPIRED),
        ({"claudeAiOauth": SECTION | {"expiresAt": str(int(NOW.timestamp() * 1000))}}, LoginState.EXPIRED),
        ({"claudeAiOauth": SECTION | {"expiresAt": "2026-11-23T11:01:59Z"}}, LoginState.EXPIRED),
        ({"claudeAiOauth": SECTION | {"expiresAt": NOW.timestamp() - 1}}, LoginState.EXPIRED),
        ({"claudeAiOauth": SECTION | {"expiresAt": NOW.timestamp() + 1}}, LoginState.USABLE),
        ({"claudeAiOauth": SECTION | {"expiresAt": -1}}, LoginState.EXPIRED),
        ({"claudeAiOauth": SECTION | {"scopes": []}}, LoginState.NO_SCOPE),
        ({"claudeAiOauth": SECTION | {"accessToken": "tok en"}}, LoginState.UNREADABLE),
        ({"claudeAiOauth": SECTION | {"accessToken": "tök"}}, LoginState.UNREADABLE),
        ({"claudeAiOauth": SECTION | {"accessToken": None}}, LoginState.UNREADABLE),
        ({"mcpOAuth": {"x": 1}}, LoginState.ABSENT),
        ({"claudeAiOauth": {}}, LoginState.ABSENT),
        ({}, LoginState.ABSENT),
        (b'{"claudeAiOauth": {"accessTo', LoginState.UNREADABLE),
        (b"", LoginState.UNREADABLE),
        (json.dumps({"claudeAiOauth": SECTION}).encode("utf-16"), LoginState.USABLE),
        (json.dumps({"claudeAiOauth": SECTION}).encode("utf-16-le"), LoginState.USABLE),
        (json.dumps({"claudeAiOauth": SECTION}).encode() * 2, LoginState.UNREADABLE),
        (b'{"a":' * 50_000, LoginState.UNREADABLE),
        (b"null", LoginState.ABSENT),
        (b"[]", LoginState.ABSENT),
        ({"claudeAiOauth": []}, LoginState.ABSENT),
        ({"claudeAiOauth": SECTION | {"expiresAt": 10**30}}, LoginState.USABLE),
        ({"claudeAiOauth": SECTION | {"accessToken": "a\r\nHost: b"}}, LoginState.UNREADABLE),
        ({"claudeAiOauth": SECTION, "organizationUuid": [1]}, LoginState.USABLE),
        (b"\xff\xff", LoginState.UNREADABLE),
        (b" " * 2_000_000, LoginState.UNREADABLE),
    ],
)
def test_each_form_of_a_login_has_its_state(tmp_path: Path, content: object, state: LoginState) -> None:
    """Each form in which the file was seen, and each broken form, has its own state; none raises."""
    _write(tmp_path, content)

    assert state is _read(tmp_path).state


def test_no_file_is_no_login(tmp_path: Path) -> None:
    """No file is no login, which differs from a login that cannot be used."""
    assert _read(tmp_path / "nowhere").state is LoginState.ABSENT


def test_a_folder_instead_of_the_file_is_unreadable(tmp_path: Path) -> None:
    """A folder in place of the file is a login that cannot be read."""
    (tmp_path / ".credentials.json").mkdir()

    assert _read(tmp_path).state is LoginState.UNREADABLE


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_a_pipe_instead_of_the_file_does_not_block(tmp_path: Path) -> None:
    """A pipe in place of the file does not block the reader."""
    if sys.platform != "win32":
        os.mkfifo(tmp_path / ".credentials.json")

        assert _read(tmp_path).state is LoginState.UNREADABLE


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can leave the access time as it is")
def test_reading_does_not_change_the_access_time(tmp_path: Path) -> None:
    """Not even the access time of the login file changes."""
    _write(tmp_path, load_fixture("credentials"))
    path = tmp_path / ".credentials.json"
    os.utime(path, (1000, 2000))

    assert _read(tmp_path).state is LoginState.USABLE
    assert path.stat().st_atime == 1000


def test_a_half_written_file_is_read_again(tmp_path: Path) -> None:
    """A half-written file is read again shortly after."""
    path = _write(tmp_path, b'{"claudeAi')

    async def go() -> Login:
        reading = asyncio.create_task(read_login_file(tmp_path / ".credentials.json", NOW))
        await asyncio.sleep(0.02)
        threading.Thread(target=_write, args=(tmp_path, {"claudeAiOauth": SECTION})).run()
        return await reading

    assert asyncio.run(go()).state is LoginState.USABLE
    assert path.exists()


def test_the_version_changes_with_the_file_and_at_the_expiry(tmp_path: Path) -> None:
    """The version changes with the file, and when the login expires; otherwise it stays."""
    soon = (NOW + timedelta(hours=1)).timestamp() * 1000
    _write(tmp_path, {"claudeAiOauth": SECTION | {"expiresAt": soon}})
    first, again = _read(tmp_path).version, _read(tmp_path).version
    late = asyncio.run(read_login_file(tmp_path / ".credentials.json", NOW + timedelta(hours=2))).version
    _write(tmp_path, {"claudeAiOauth": SECTION})

    assert first == again
    assert len({first, late, _read(tmp_path).version}) == 3


@pytest.mark.parametrize("content", [b"[]", b'{"oauthAccount": 7}', b'{"oauthAccount": {"emailAddress": []}}'])
def test_a_profile_of_another_shape_is_empty(tmp_path: Path, content: bytes) -> None:
    """A .claude.json of another shape has no names, and nothing else is affected."""
    (tmp_path / ".claude.json").write_bytes(content)

    assert AccountProfile() == _profile(tmp_path)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff"])
def test_a_half_written_profile_is_unknown(tmp_path: Path, content: bytes) -> None:
    """A half-written .claude.json differs from one without an account: its content is not known yet."""
    (tmp_path / ".claude.json").write_bytes(content)

    assert asyncio.run(read_claude_json(tmp_path)) is None


def test_names_in_a_profile_are_short_printable_lines(tmp_path: Path) -> None:
    """Names are one short line that can be written anywhere, whatever .claude.json contains."""
    account = {"emailAddress": "a\ud800\x1b[1m\n@b", "accountUuid": "\ud800"}
    (tmp_path / ".claude.json").write_text(json.dumps({"oauthAccount": account}))
    profile = _profile(tmp_path)

    assert ("a [1m @b", None) == (profile.email_address, profile.account_uuid)


def test_the_profile_is_in_or_beside_the_folder(tmp_path: Path) -> None:
    """The profile is in the login's folder, or beside it when that is ~/.claude."""
    folder = tmp_path / ".claude"
    folder.mkdir()
    for path in (tmp_path / ".claude.json", folder / ".claude.json"):
        path.write_text(json.dumps(load_fixture("claude-json-cache")))
        profile = _profile(folder)
        path.unlink()

        assert ("person@example.com", "Max") == (profile.email_address, profile.plan_display_name)
