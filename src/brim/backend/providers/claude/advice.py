"""What is wrong with a login, as one of our errors, whose words name the next step.

This module must not know where a login is looked for.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.backend.files import file_mark, short
from brim.backend.providers.claude.credentials import Credentials, Login, Origin, State
from brim.backend.providers.claude.keychain import Answer
from brim.backend.providers.claude.refusal import no_scope
from brim.errors import ExpiredError, NoScopeError, ReadError, SignedOutError
from brim.words import signin

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from pydantic import SecretStr

    from brim.backend.providers.claude.places import Places
    from brim.model import Problem

_KEYCHAIN = {
    Answer.DENIED: signin.DENIED,
    Answer.UNANSWERED: signin.UNANSWERED,
    Answer.LOCKED: signin.LOCKED,
    Answer.UNAVAILABLE: signin.UNAVAILABLE,
}
_OWN = ".claude"


@dataclass(frozen=True, slots=True)
class Around:
    """What lies about a place without a login."""

    where: Places
    detours: tuple[str, ...] = ()
    """What sessions use instead of a plan."""
    descriptor: bool = False
    """A token is handed to Claude Code in a way of which it has the only end."""
    platform: str = sys.platform


def usable(login: Login, now: datetime, around: Around) -> SecretStr:
    """The token of a login that may be sent; raises a ReadError that says what is wrong with any other."""
    found = login.credentials or Credentials()
    if login.state is State.USABLE and found.access_token is not None:
        return found.access_token
    raise _fault(login, now, around)


def _fault(login: Login, now: datetime, around: Around) -> ReadError:
    """What is wrong with a login that cannot be used. Looks at a folder in which there is none."""
    found = login.credentials or Credentials()
    if login.origin is Origin.ENVIRONMENT and login.state in {State.EXPIRED, State.NO_SCOPE}:
        return token_refused(login.state)
    match login.state:
        case State.ABSENT:
            problem = _absent(around)
        case State.EXPIRED:
            over = found.ends_at is not None and found.ends_at <= now
            return _error(ExpiredError, signin.ENDED if over else signin.EXPIRED)
        case State.NO_SCOPE:
            return no_scope()
        case _:
            problem = _unreadable(login)
    return _error(SignedOutError, problem)


def token_refused(state: str) -> ReadError:
    """The server refused the token of the environment, which is not sent again before a person asks."""
    if state == State.EXPIRED:
        return _error(ExpiredError, signin.TOKEN_REFUSED)
    return _error(NoScopeError, signin.TOKEN_WITHOUT_SCOPE)


def _error(kind: type[ReadError], problem: Problem) -> ReadError:
    return kind(problem.title, problem.message)


def _unreadable(login: Login) -> Problem:
    if login.origin is Origin.KEYCHAIN and login.why in _KEYCHAIN:
        return _KEYCHAIN[Answer(login.why)]
    if login.origin is Origin.ENVIRONMENT:
        return signin.token_unreadable(login.place)
    return signin.unreadable(login.shown, login.why)


def _absent(around: Around) -> Problem:
    where = around.where
    folder = short(where.folder)
    if where.named_by is not None and (problem := _misnamed(where.folder, where.named_by)) is not None:
        return problem
    if around.detours:
        return signin.only(around.detours)
    if around.descriptor:
        return signin.only_descriptor()
    if where.named_by is not None:
        return signin.absent_in(folder)
    return signin.absent_on_windows(folder) if around.platform == "win32" else signin.absent(folder)


def _misnamed(folder: Path, setting: str) -> Problem | None:
    """What is wrong with the folder that a setting names, if it is not only empty."""
    if file_mark(folder) is None:
        return signin.no_folder(short(folder), setting)
    if not folder.is_dir():
        return signin.a_file(short(folder), setting)
    if file_mark(folder / _OWN / ".credentials.json") is not None:
        return signin.wrong_folder(short(folder), short(folder / _OWN), setting)
    return None
