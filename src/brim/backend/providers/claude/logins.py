"""Finds the one login that counts, in all places. A login is only read: never refreshed, written or copied.

The order: a file with a usable login, the Keychain (macOS), the file in any state, the environment. On macOS the
Keychain is Claude Code's main store, and Claude Code writes the file only where the Keychain refuses, so both rarely
exist. A file that was left over expires within hours and then counts no more; until then reading it asks the person
nothing, so it comes first. A token in the environment mostly comes from `claude setup-token` and may not read usage,
and it remains in shells for long: it counts only where there is nothing else.

This module must not know how a login is used.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from brim.backend.providers.base import LoginCheck
from brim.backend.providers.claude import keychain, loginwords
from brim.backend.providers.claude.credentials import Credentials, Login, LoginOrigin, LoginState, StoredLogin, evaluate
from brim.backend.providers.claude.keychain import KeychainResult
from brim.backend.providers.claude.locations import login_file_changed_at, login_file_version, read_login_file
from brim.backend.providers.valueparsing import parse_time
from brim.backend.watching.places import Topic, file_place
from brim.words import loginerrors

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import SecretStr

    from brim.backend.providers.claude.keychain import KeychainItem
    from brim.backend.providers.claude.locations import AccountLocation
    from brim.backend.providers.claude.refusedlogins import RefusalStore
    from brim.backend.watching.places import Place
    from brim.errors import ReadError
    from brim.model.account import Health

TOKEN_VARIABLE = "CLAUDE_CODE_OAUTH_TOKEN"  # noqa: S105 - the name of a variable, not a token
_ENVIRONMENT = "environment"
_KEYCHAIN_CACHE_SECONDS = 300
"""The Keychain's answer counts this long, unless its file changes."""
_TOKEN_LIFETIME = timedelta(hours=8)
"""Of an access token: the expiry minus this is when it was made."""
_EPOCH = datetime.fromtimestamp(0, UTC)


def login_check(login: Login, error: ReadError | None) -> LoginCheck:
    """What can be said of a login; `error` is what is wrong with it."""
    credentials = login.credentials or Credentials()
    return LoginCheck(
        place=login.place,
        state=login.state,
        origin=login.origin,
        error=error,
        why=login.unreadable_reason or None,
        scopes=credentials.scopes,
        expires_at=parse_time(credentials.expires_at),
    )


class LoginFinder:
    """Finds the login of one account."""

    def __init__(
        self,
        location: AccountLocation,
        refusals: RefusalStore,
        now: Callable[[], datetime],
        prompt_seconds: float = keychain.PROMPT_SECONDS,
    ) -> None:
        """`prompt_seconds` is the time for a person to answer a question about the Keychain."""
        self._location = location
        self._refusals = refusals
        self._now = now
        self._prompt_seconds = prompt_seconds
        self._keychain_cache: tuple[str, StoredLogin] | None = None

    def version(self) -> str:
        """Changes whenever `read` may return something else. Opens no file, asks nothing, never raises."""
        file_version = login_file_version(self._location.login_file)
        if self._location.keychain_item is not None:
            return f"{file_version} {self._keychain_version(self._location.keychain_item)}"
        if self._location.environment_token is not None:
            return f"{file_version} {self._refusals.version()}"
        return file_version

    def places(self) -> tuple[Place, ...]:
        """The files that hold the login, or that change with it."""
        item = self._location.keychain_item
        files = (self._location.login_file,) if item is None else (self._location.login_file, item.database)
        return tuple(file_place(Topic.LOGIN, path) for path in files)

    async def read(self, *, skip_cache: bool = False) -> Login:
        """The login that counts; `skip_cache` reads the Keychain also when its file seems unchanged."""
        if skip_cache:
            self._keychain_cache = None
        from_file = await read_login_file(self._location.login_file, self._now())
        if from_file.state is LoginState.USABLE:
            return from_file
        if self._location.keychain_item is not None:
            from_keychain = await self._from_keychain(self._location.keychain_item)
            if from_keychain.state is not LoginState.ABSENT:
                return from_keychain
        if from_file.state is not LoginState.ABSENT or self._location.environment_token is None:
            return from_file
        return await self._from_environment(self._location.environment_token)

    def changed_at(self, login: Login) -> datetime:
        """When a login was last renewed; 1970 where that is not known."""
        if login.origin is LoginOrigin.FILE:
            return login_file_changed_at(self._location.login_file)
        expires_at = login.credentials.expires_at if login.credentials is not None else None
        if login.origin is not LoginOrigin.KEYCHAIN or expires_at is None:
            return _EPOCH
        since_epoch = timedelta(milliseconds=min(max(expires_at, 0), self._now().timestamp() * 2000))
        made_at = _EPOCH + since_epoch - _TOKEN_LIFETIME
        return made_at if made_at <= self._now() else _EPOCH

    async def record_refusal(self, health: Health) -> None:
        """The server refused the token of the environment: it is sent again only when a person asks for that."""
        await asyncio.to_thread(self._refusals.record, _ENVIRONMENT, health)

    async def retry_refused(self) -> None:
        """A person asks: allow another try of every place that refused."""
        self._keychain_cache = None
        await asyncio.to_thread(self._refusals.clear)

    def _keychain_version(self, item: KeychainItem) -> str:
        period = int(self._now().timestamp()) // _KEYCHAIN_CACHE_SECONDS
        return f"{login_file_version(item.database)} {period} {self._refusals.version()}"

    async def _from_keychain(self, item: KeychainItem) -> Login:
        version = await asyncio.to_thread(self._keychain_version, item)
        if self._keychain_cache is None or self._keychain_cache[0] != version:
            self._keychain_cache = version, await self._read_keychain(item)
        stored = self._keychain_cache[1]
        reason = stored.unreadable_reason
        expires_at = stored.credentials.expires_at if stored.credentials is not None else None
        state, store_version = evaluate(stored, self._now()), f"keychain-{reason or expires_at}"
        return Login(LoginOrigin.KEYCHAIN, loginwords.keychain(), state, store_version, stored.credentials, reason)

    async def _read_keychain(self, item: KeychainItem) -> StoredLogin:
        reason = await asyncio.to_thread(self._refusals.reason, item.service)
        if reason is not None:
            return StoredLogin(unreadable_reason=reason)
        result, stored = await keychain.find(item, self._prompt_seconds)
        if result in keychain.PROMPTED:
            await asyncio.to_thread(self._refusals.record, item.service, result)
        if result in {KeychainResult.FOUND, KeychainResult.ABSENT}:
            return stored
        return StoredLogin(unreadable_reason=result)

    async def _from_environment(self, token: SecretStr) -> Login:
        credentials = Credentials.model_validate({"accessToken": token})
        if credentials.access_token is None:
            stored = StoredLogin(unreadable_reason=loginerrors.no_token())
        else:
            stored = StoredLogin(credentials)
        state, reason = evaluate(stored, self._now()), stored.unreadable_reason
        refused = await asyncio.to_thread(self._refusals.reason, _ENVIRONMENT)
        if state is LoginState.USABLE and refused is not None:
            state = LoginState.EXPIRED if refused == LoginState.EXPIRED else LoginState.NO_SCOPE
        return Login(LoginOrigin.ENVIRONMENT, TOKEN_VARIABLE, state, _ENVIRONMENT, stored.credentials, reason)
