"""The logins that Cursor's app and its command line store. They are only read: never refreshed, written or copied.

Facts (peers' code, 2026): the app has its access token in `state.vscdb`, table `ItemTable`, key
`cursorAuth/accessToken`, plain or as a JSON text; the command line in `auth.json`, `accessToken`. Both are JSON Web
Tokens: `exp` is their end, `sub` ends with the person's id. The two may be of two people.

This module must not know how a login is used.
"""

from __future__ import annotations

import json
import re
import threading
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from pydantic import SecretStr

from brim.backend.providers import jsonwebtoken
from brim.backend.providers.cursor import words
from brim.backend.providers.cursor.keyvalues import read_values
from brim.backend.providers.valueparsing import parse_text
from brim.backend.system.files import file_version, read_regular_file, short_path
from brim.privatefiles import is_there
from brim.words import loginerrors

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from brim.backend.providers.cursor.places import CursorPlaces

_TABLE = "ItemTable"
_TOKEN, _PLAN, _EMAIL = "cursorAuth/accessToken", "cursorAuth/stripeMembershipType", "cursorAuth/cachedEmail"
_HEADER_VALUE = re.compile(r"[!-~]{3,8192}")
_MAX_BYTES, _MAX_EMAIL = 1_000_000, 254
_LOOK_EVERY = timedelta(seconds=60)
"""The app writes into its file all the time, so its login is looked for again only this often."""
_TRIES = 3
_REWRITING = timedelta(minutes=2)


class LoginState(StrEnum):
    """Whether a login can be used, and why not."""

    USABLE = "usable"
    EXPIRED = "expired"
    ABSENT = "absent"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class CursorLogin:
    """A login as it was found, or the absence of one."""

    place: str
    """The file as people write it."""
    token: SecretStr | None = field(default=None, repr=False)
    person: str = ""
    """The claim `sub`; the file without one."""
    email: str | None = None
    plan: str | None = None
    """In the vendor's word."""
    expires_at: datetime | None = None
    issued: str = ""
    """When it was made, to tell a new login from an old one."""
    unreadable_reason: str = ""

    def state(self, now: datetime) -> LoginState:
        """Whether it can be used at `now`."""
        if self.unreadable_reason:
            return LoginState.UNREADABLE
        if self.token is None:
            return LoginState.ABSENT
        ended = self.expires_at is not None and self.expires_at <= now
        return LoginState.EXPIRED if ended else LoginState.USABLE


class CursorLogins:
    """The logins of this machine, each person once. Its methods may be called in any thread."""

    def __init__(self, places: CursorPlaces, now: Callable[[], datetime]) -> None:
        """Nothing is read before it is asked for."""
        self._places, self._now = places, now
        self._lock = threading.Lock()
        self._app_version: tuple[object, datetime] | None = None
        self._broken_since: datetime | None = None
        """Since when the app's file is no database, which it may be for a moment while it is written as a whole."""
        self._app: tuple[object, CursorLogin] | None = None
        self._cli: tuple[object, CursorLogin] | None = None

    def version(self) -> str:
        """Changes whenever `find` may return something else. Opens no file."""
        now = self._now()
        known = [one[1] for one in (self._app, self._cli) if one is not None]
        states = [one.state(now).value for one in known]
        return f"{self._look(now)} {file_version(self._places.cli)} {' '.join(states)}"

    def find(self) -> tuple[CursorLogin, ...]:
        """The login of each person, that of the app first; opens files. One absent or unreadable login without any."""
        with self._lock:
            now = self._now()
            app_version, cli_version = self._look(now), file_version(self._places.cli)
            if self._app is None or self._app[0] != app_version or self._app[1].unreadable_reason:
                login = self._app_login()
                self._app = None if self._app is not None and login is self._app[1] else app_version, login
            if self._cli is None or self._cli[0] != cli_version:
                self._cli = cli_version, _cli_login(self._places.cli)
            found = (self._app[1], self._cli[1])
        return _each_person_once(found, now)

    def _look(self, now: datetime) -> object:
        """The version of the app's file, as it was when it was last looked at."""
        before = self._app_version
        if before is None or abs(now - before[1]) >= _LOOK_EVERY:
            log = self._places.app.with_name(f"{self._places.app.name}-wal")
            before = self._app_version = ((file_version(self._places.app), file_version(log)), now)
        return before[0]

    def _app_login(self) -> CursorLogin:
        """The app's login; the very one that was known while the file is being written, or written again as a whole."""
        path, reason = self._places.app, words.busy()
        for _ in range(_TRIES):
            try:
                found = _from_rows(short_path(path), read_values(path, _TABLE, (_TOKEN, _PLAN, _EMAIL)))
            except BlockingIOError:
                continue
            except (FileNotFoundError, NotADirectoryError):
                return CursorLogin(short_path(path))
            except OSError as error:
                return _closed(path, error)
            except ValueError:
                reason = words.no_database()
                continue
            self._broken_since = None
            return found
        now = self._now()
        self._broken_since = None if reason == words.busy() else self._broken_since or now
        is_broken = self._broken_since is not None and not timedelta() <= now - self._broken_since < _REWRITING
        if self._app is not None and self._app[1].token is not None and not is_broken:
            return self._app[1]
        return CursorLogin(short_path(path), unreadable_reason=reason)


def _each_person_once(found: tuple[CursorLogin, ...], now: datetime) -> tuple[CursorLogin, ...]:
    people: dict[str, CursorLogin] = {}
    for login in found:
        if login.token is None:
            continue
        known = people.get(login.person)
        if known is None or (known.state(now), login.state(now)) == (LoginState.EXPIRED, LoginState.USABLE):
            people[login.person] = login
    if people:
        return tuple(people.values())
    return (next((login for login in found if login.unreadable_reason), found[0]),)


def _from_rows(place: str, rows: dict[str, str]) -> CursorLogin:
    values = {key: _unquoted(value) for key, value in rows.items()}
    return _login(place, values.get(_TOKEN), parse_text(values.get(_EMAIL), _MAX_EMAIL), parse_text(values.get(_PLAN)))


def _unquoted(value: str) -> object:
    """A value that may be stored as a JSON text."""
    if not value.startswith('"'):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _cli_login(path: Path) -> CursorLogin:
    place = short_path(path)
    try:
        content = json.loads(read_regular_file(path, _MAX_BYTES))
    except (FileNotFoundError, NotADirectoryError):
        return CursorLogin(place)
    except OSError as error:
        return _closed(path, error)
    except (ValueError, RecursionError):
        return CursorLogin(place, unreadable_reason=loginerrors.not_json())
    return _login(place, content.get("accessToken") if isinstance(content, dict) else None)


def _closed(path: Path, error: OSError) -> CursorLogin:
    """A file that cannot be opened; in a folder that cannot be looked into nobody knows of a login."""
    reason = loginerrors.cannot_open(error.strerror) if is_there(path) else ""
    return CursorLogin(short_path(path), unreadable_reason=reason)


def _login(place: str, token: object, email: str | None = None, plan: str | None = None) -> CursorLogin:
    if not token:
        return CursorLogin(place)
    if not isinstance(token, str) or _HEADER_VALUE.fullmatch(token) is None:
        return CursorLogin(place, unreadable_reason=loginerrors.no_token())
    claims = jsonwebtoken.claims(token)
    person, issued = claims.get("sub"), claims.get("time") or claims.get("iat")
    return CursorLogin(
        place,
        SecretStr(token),
        person if isinstance(person, str) and person else place,
        email,
        plan,
        jsonwebtoken.expires_at(token),
        str(issued)[:40],
    )
