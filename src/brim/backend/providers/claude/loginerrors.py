"""Translates what is wrong with a login into one of our errors, whose words name the next step.

This module must not know where a login is looked for.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.backend.providers.claude import loginwords, missingwords, otherfolders
from brim.backend.providers.claude.credentials import Credentials, Login, LoginOrigin, LoginState
from brim.backend.providers.claude.httperrors import no_scope_error
from brim.backend.providers.claude.keychain import KeychainResult
from brim.backend.system.files import file_version, short_path
from brim.errors import ExpiredError, NoScopeError, ReadError, SignedOutError
from brim.privatefiles import is_folder

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from pydantic import SecretStr

    from brim.backend.providers.claude.locations import AccountLocation
    from brim.model.account import Problem

_KEYCHAIN_PROBLEMS = {
    KeychainResult.DENIED: loginwords.keychain_denied,
    KeychainResult.UNANSWERED: loginwords.keychain_unanswered,
    KeychainResult.LOCKED: loginwords.keychain_locked,
    KeychainResult.UNAVAILABLE: loginwords.keychain_unavailable,
}
_DEFAULT_NAME = ".claude"


@dataclass(frozen=True, slots=True)
class LoginContext:
    """What else is known when there is no login."""

    location: AccountLocation
    other_backends: tuple[str, ...] = ()
    """What sessions use instead of a plan."""
    has_token_descriptor: bool = False
    """Claude Code gets a token through a file descriptor, which only Claude Code itself can read."""
    platform: str = sys.platform


def usable_token(login: Login, now: datetime, context: LoginContext) -> SecretStr:
    """The token of a usable login; raises a ReadError that says what is wrong with any other login."""
    credentials = login.credentials or Credentials()
    if login.state is LoginState.USABLE and credentials.access_token is not None:
        return credentials.access_token
    raise _login_error(login, now, context)


def _login_error(login: Login, now: datetime, context: LoginContext) -> ReadError:
    """What is wrong with a login that cannot be used. Without a login, the folder is checked, too."""
    credentials = login.credentials or Credentials()
    if login.origin is LoginOrigin.ENVIRONMENT and login.state in {LoginState.EXPIRED, LoginState.NO_SCOPE}:
        return token_refused(login.state)
    match login.state:
        case LoginState.ABSENT:
            problem = _absent(context)
        case LoginState.EXPIRED:
            has_ended = credentials.ends_at is not None and credentials.ends_at <= now
            return _error(ExpiredError, loginwords.ended() if has_ended else loginwords.expired())
        case LoginState.NO_SCOPE:
            return no_scope_error()
        case _:
            problem = _unreadable(login)
    return _error(SignedOutError, problem)


def token_refused(state: str) -> ReadError:
    """The error for a token of the environment that the server refused; `state` is a LoginState or a Health."""
    if state == LoginState.EXPIRED:
        return _error(ExpiredError, loginwords.token_refused())
    return _error(NoScopeError, loginwords.token_without_scope())


def _error(kind: type[ReadError], problem: Problem) -> ReadError:
    return kind(problem.title, problem.message)


def _unreadable(login: Login) -> Problem:
    if login.origin is LoginOrigin.KEYCHAIN and login.unreadable_reason in _KEYCHAIN_PROBLEMS:
        return _KEYCHAIN_PROBLEMS[KeychainResult(login.unreadable_reason)]()
    if login.origin is LoginOrigin.ENVIRONMENT:
        return loginwords.token_unreadable(login.place)
    return loginwords.login_unreadable(login.display_place, login.unreadable_reason, may_open=login.may_open)


def _absent(context: LoginContext) -> Problem:
    location = context.location
    folder = short_path(location.login_dir)
    if (problem := _wrong_place(location)) is not None:
        return problem
    if context.other_backends:
        return missingwords.only_other_credentials(context.other_backends)
    if context.has_token_descriptor:
        return missingwords.only_token_descriptor()
    if location.named_by is not None:
        return missingwords.not_signed_in_folder(folder)
    if context.platform == "win32":
        return missingwords.not_signed_in_on_windows(folder)
    return missingwords.not_signed_in(folder)


def _wrong_place(location: AccountLocation) -> Problem | None:
    """Why there can be no login where it is looked for; None for a folder that only has no login."""
    found = None if location.from_own_settings else _elsewhere(location)
    if found is not None or location.named_by is None:
        return found
    return _wrong_folder(location.login_dir, location.named_by)


def _elsewhere(location: AccountLocation) -> Problem | None:
    """Which other folders hold a login, and what to set; None where there is none."""
    name = location.named_by
    if name is not None and (listed := otherfolders.listed_folders_with_login(location.login_dir)):
        return missingwords.list_of_folders(name, [short_path(path) for path in listed])
    if name is not None and not is_folder(location.login_dir):
        return None  # a name that is written wrongly
    found = otherfolders.usual_folders_with_login(location.login_dir)
    folders = [short_path(path) for path in found]
    return missingwords.login_elsewhere(short_path(location.login_dir), folders) if folders else None


def _wrong_folder(folder: Path, setting: str) -> Problem | None:
    """What is wrong with the folder that a setting names; None for a folder that only has no login."""
    if file_version(folder) is None:
        return missingwords.folder_not_found(short_path(folder), setting)
    if not is_folder(folder):
        return missingwords.not_a_folder(short_path(folder), setting)
    if file_version(folder / _DEFAULT_NAME / ".credentials.json") is not None:
        return missingwords.wrong_folder(short_path(folder), short_path(folder / _DEFAULT_NAME), setting)
    return None
