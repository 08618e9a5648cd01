"""Where the login is found, and what is made of it."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from brim.backend.providers.claude.claudejson import Profile, plan_label, read_claude_json
from brim.backend.providers.claude.credentials import Credentials, Login, LoginState
from brim.backend.providers.claude.locations import read_login_file
from tests.support.samples import NOW
from tests.support.usageserver import load_fixture

if TYPE_CHECKING:
    from pathlib import Path

TOKEN = "sk-ant-oat01-EXAMPLE-ACCESS-NOT-REAL"


def _read(place: Path) -> Login:
    return asyncio.run(read_login_file(place / ".credentials.json", NOW))


def _profile(place: Path) -> Profile:
    found = asyncio.run(read_claude_json(place))

    assert found is not None
    return found.profile


def _write(place: Path, content: object) -> Path:
    path = place / ".credentials.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


def test_usable(tmp_path: Path) -> None:
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
def test_end(tmp_path: Path, value: object, expected: datetime | None) -> None:
    """The end of a login is known when it says one that can be read."""
    _write(tmp_path, {"claudeAiOauth": SECTION | {"refreshTokenExpiresAt": value}})
    found = _read(tmp_path).credentials

    assert found is not None
    assert expected == found.ends_at


def test_no_token_shown(tmp_path: Path) -> None:
    """No text made of a login shows its token, and its stamp is not made of it."""
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
def test_shapes(tmp_path: Path, content: object, state: LoginState) -> None:
    """Each shape that the file was seen in, and each break of it, is told apart; none raises."""
    _write(tmp_path, content)

    assert state is _read(tmp_path).state


def test_absent(tmp_path: Path) -> None:
    """No file is no login; that is another thing than a login which cannot be used."""
    assert _read(tmp_path / "nowhere").state is LoginState.ABSENT


def test_not_a_file(tmp_path: Path) -> None:
    """A folder in place of the file is a login that cannot be read."""
    (tmp_path / ".credentials.json").mkdir()

    assert _read(tmp_path).state is LoginState.UNREADABLE


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_pipe(tmp_path: Path) -> None:
    """A pipe in place of the file does not keep us waiting."""
    if sys.platform != "win32":
        os.mkfifo(tmp_path / ".credentials.json")

        assert _read(tmp_path).state is LoginState.UNREADABLE


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux reads a file without a trace")
def test_no_trace(tmp_path: Path) -> None:
    """Not even the time at which the login was last read changes."""
    _write(tmp_path, load_fixture("credentials"))
    path = tmp_path / ".credentials.json"
    os.utime(path, (1000, 2000))

    assert _read(tmp_path).state is LoginState.USABLE
    assert path.stat().st_atime == 1000


def test_half_written(tmp_path: Path) -> None:
    """A file caught half-written is read again shortly after."""
    path = _write(tmp_path, b'{"claudeAi')

    async def go() -> Login:
        reading = asyncio.create_task(read_login_file(tmp_path / ".credentials.json", NOW))
        await asyncio.sleep(0.02)
        threading.Thread(target=_write, args=(tmp_path, {"claudeAiOauth": SECTION})).run()
        return await reading

    assert asyncio.run(go()).state is LoginState.USABLE
    assert path.exists()


def test_stamp(tmp_path: Path) -> None:
    """The stamp changes with the file, and when time makes the login useless; else it stays."""
    soon = (NOW + timedelta(hours=1)).timestamp() * 1000
    _write(tmp_path, {"claudeAiOauth": SECTION | {"expiresAt": soon}})
    first, again = _read(tmp_path).version, _read(tmp_path).version
    late = asyncio.run(read_login_file(tmp_path / ".credentials.json", NOW + timedelta(hours=2))).version
    _write(tmp_path, {"claudeAiOauth": SECTION})

    assert first == again
    assert len({first, late, _read(tmp_path).version}) == 3


@pytest.mark.parametrize(
    ("login", "profile", "label"),
    [
        ({"subscriptionType": "max", "rateLimitTier": "default_claude_max_5x"}, {}, "Max 5x"),
        ({"subscriptionType": "max", "rateLimitTier": "default_claude_max_20x"}, {}, "Max 20x"),
        ({"subscriptionType": "pro", "rateLimitTier": "default_claude_ai"}, {}, "Pro"),
        ({"subscriptionType": "ultra_plus"}, {}, "Ultra Plus"),
        ({"rateLimitTier": "default_claude_max_5x"}, {"planDisplayName": "Max"}, "Max 5x"),
        ({"subscriptionType": "max"}, {"planDisplayName": "<b>Best</b>"}, "Max"),
        ({}, {"organizationType": "claude_team", "userRateLimitTier": "raven_5x"}, "Team 5x"),
        ({}, {}, None),
    ],
)
def test_plan(login: dict[str, str], profile: dict[str, str], label: str | None) -> None:
    """The plan is named in the server's words, also a plan that is new."""
    assert label == plan_label(Credentials.model_validate(login), Profile.model_validate(profile))


@pytest.mark.parametrize("content", [b"[]", b'{"oauthAccount": 7}', b'{"oauthAccount": {"emailAddress": []}}'])
def test_strange_profile(tmp_path: Path, content: bytes) -> None:
    """A .claude.json of another shape costs names and nothing else."""
    (tmp_path / ".claude.json").write_bytes(content)

    assert Profile() == _profile(tmp_path)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff"])
def test_torn_profile(tmp_path: Path, content: bytes) -> None:
    """Notes that are half-written are no notes without an account: nobody knows yet what they say."""
    (tmp_path / ".claude.json").write_bytes(content)

    assert asyncio.run(read_claude_json(tmp_path)) is None


def test_names_of_a_profile(tmp_path: Path) -> None:
    """Names are one short line that can be written anywhere, whatever Claude Code has noted."""
    account = {"emailAddress": "a\ud800\x1b[1m\n@b", "accountUuid": "\ud800"}
    (tmp_path / ".claude.json").write_text(json.dumps({"oauthAccount": account}))
    found = _profile(tmp_path)

    assert ("a [1m @b", None) == (found.email_address, found.account_uuid)


def test_profile(tmp_path: Path) -> None:
    """Who is logged in stands in the login's folder, or beside it when that is ~/.claude."""
    place = tmp_path / ".claude"
    place.mkdir()
    for path in (tmp_path / ".claude.json", place / ".claude.json"):
        path.write_text(json.dumps(load_fixture("claude-json-cache")))
        found = _profile(place)
        path.unlink()

        assert ("person@example.com", "Max") == (found.email_address, found.plan_display_name)
