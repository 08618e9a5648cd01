"""What is wrong with a login, as one of our errors, whose words name the next step.

This module must not know where a login is looked for.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.backend.providers.claude.credentials import Credentials, Login, LoginOrigin, LoginState
from brim.backend.providers.claude.httperrors import no_scope
from brim.backend.providers.claude.keychain import KeychainResult
from brim.backend.system.files import file_version, short_path
from brim.errors import ExpiredError, NoScopeError, ReadError, SignedOutError
from brim.words import loginerrors

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from pydantic import SecretStr

    from brim.backend.providers.claude.locations import AccountLocation
    from brim.model.account import Problem

_KEYCHAIN = {
    KeychainResult.DENIED: loginerrors.KEYCHAIN_DENIED,
    KeychainResult.UNANSWERED: loginerrors.KEYCHAIN_UNANSWERED,
    KeychainResult.LOCKED: loginerrors.KEYCHAIN_LOCKED,
    KeychainResult.UNAVAILABLE: loginerrors.KEYCHAIN_UNAVAILABLE,
}
_OWN = ".claude"


@dataclass(frozen=True, slots=True)
class LoginSurroundings:
    """What lies about a place without a login."""

    where: AccountLocation
    detours: tuple[str, ...] = ()
    """What sessions use instead of a plan."""
    descriptor: bool = False
    """A token is handed to Claude Code in a way of which it has the only end."""
    platform: str = sys.platform


def usable(login: Login, now: datetime, around: LoginSurroundings) -> SecretStr:
    """The token of a login that may be sent; raises a ReadError that says what is wrong with any other."""
    found = login.credentials or Credentials()
    if login.state is LoginState.USABLE and found.access_token is not None:
        return found.access_token
    raise _fault(login, now, around)


def _fault(login: Login, now: datetime, around: LoginSurroundings) -> ReadError:
    """What is wrong with a login that cannot be used. Looks at a folder in which there is none."""
    found = login.credentials or Credentials()
    if login.origin is LoginOrigin.ENVIRONMENT and login.state in {LoginState.EXPIRED, LoginState.NO_SCOPE}:
        return token_refused(login.state)
    match login.state:
        case LoginState.ABSENT:
            problem = _absent(around)
        case LoginState.EXPIRED:
            over = found.ends_at is not None and found.ends_at <= now
            return _error(ExpiredError, loginerrors.ENDED if over else loginerrors.EXPIRED)
        case LoginState.NO_SCOPE:
            return no_scope()
        case _:
            problem = _unreadable(login)
    return _error(SignedOutError, problem)


def token_refused(state: str) -> ReadError:
    """The server refused the token of the environment, which is not sent again before a person asks."""
    if state == LoginState.EXPIRED:
        return _error(ExpiredError, loginerrors.TOKEN_REFUSED)
    return _error(NoScopeError, loginerrors.TOKEN_WITHOUT_SCOPE)


def _error(kind: type[ReadError], problem: Problem) -> ReadError:
    return kind(problem.title, problem.message)


def _unreadable(login: Login) -> Problem:
    if login.origin is LoginOrigin.KEYCHAIN and login.why in _KEYCHAIN:
        return _KEYCHAIN[KeychainResult(login.why)]
    if login.origin is LoginOrigin.ENVIRONMENT:
        return loginerrors.token_unreadable(login.place)
    return loginerrors.login_unreadable(login.shown, login.why)


def _absent(around: LoginSurroundings) -> Problem:
    where = around.where
    folder = short_path(where.folder)
    if where.named_by is not None and (problem := _misnamed(where.folder, where.named_by)) is not None:
        return problem
    if around.detours:
        return loginerrors.only_other_credentials(around.detours)
    if around.descriptor:
        return loginerrors.only_token_descriptor()
    if where.named_by is not None:
        return loginerrors.not_signed_in_folder(folder)
    return (
        loginerrors.not_signed_in_on_windows(folder)
        if around.platform == "win32"
        else loginerrors.not_signed_in(folder)
    )


def _misnamed(folder: Path, setting: str) -> Problem | None:
    """What is wrong with the folder that a setting names, if it is not only empty."""
    if file_version(folder) is None:
        return loginerrors.folder_not_found(short_path(folder), setting)
    if not folder.is_dir():
        return loginerrors.not_a_folder(short_path(folder), setting)
    if file_version(folder / _OWN / ".credentials.json") is not None:
        return loginerrors.wrong_folder(short_path(folder), short_path(folder / _OWN), setting)
    return None
