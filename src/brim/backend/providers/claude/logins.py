"""The one login that counts, out of all places. Read only: never refreshed, never written, never copied.

The order: a file whose login can be used, the Keychain (macOS), the file whatever it is good for, the environment.
On macOS the Keychain is Claude Code's main store, and it writes the file only where the Keychain refuses, so both are
rarely there. A file that was left behind is past its time within hours and then steps back; until then it asks nothing
of the person, so it comes first. A token in the environment is mostly one of `claude setup-token`, which may not read
usage, and it lingers in shells: it counts only where nothing else is.

This module must not know how a login is used.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from brim.backend.providers.claude import keychain
from brim.backend.providers.claude.credentials import Credentials, Login, LoginOrigin, LoginState, StoredLogin, evaluate
from brim.backend.providers.claude.keychain import KeychainResult
from brim.backend.providers.claude.locations import changed_at, file_version, read_file
from brim.words import loginerrors

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import SecretStr

    from brim.backend.providers.claude.keychain import KeychainItem
    from brim.backend.providers.claude.locations import AccountLocation
    from brim.backend.providers.claude.refusals import RefusalStore
    from brim.model.account import Health

VARIABLE = "CLAUDE_CODE_OAUTH_TOKEN"
_ENVIRONMENT = "environment"
_KEPT_SECONDS = 300
"""What the Keychain said counts so long, unless its file changes."""
_LIFE = timedelta(hours=8)
"""Of an access token: so it tells when it was made."""
_EPOCH = datetime.fromtimestamp(0, UTC)


class Logins:
    """Finds the login of one account."""

    def __init__(
        self,
        where: AccountLocation,
        refused: RefusalStore,
        now: Callable[[], datetime],
        seconds: float = keychain.SECONDS,
    ) -> None:
        """`seconds` are for a person to answer a question about the Keychain."""
        self._where = where
        self._refused = refused
        self._now = now
        self._seconds = seconds
        self._kept: tuple[str, StoredLogin] | None = None

    def mark(self) -> str:
        """Changes whenever `read` may find something else. Opens no file, asks nothing, never raises."""
        file = file_version(self._where.file)
        if self._where.item is None:
            return file if self._where.token is None else f"{file} {self._refused.mark()}"
        return f"{file} {self._keychain_mark(self._where.item)}"

    async def read(self, *, anew: bool = False) -> Login:
        """The login that counts; `anew` also looks into the Keychain when its file seems unchanged."""
        if anew:
            self._kept = None
        file = await read_file(self._where.file, self._now())
        if file.state is LoginState.USABLE:
            return file
        if self._where.item is not None:
            kept = await self._from_keychain(self._where.item)
            if kept.state is not LoginState.ABSENT:
                return kept
        if file.state is not LoginState.ABSENT or self._where.token is None:
            return file
        return await self._from_environment(self._where.token)

    def changed_at(self, login: Login) -> datetime:
        """When a login was last renewed; long ago where nothing tells."""
        if login.origin is LoginOrigin.FILE:
            return changed_at(self._where.file)
        ends = login.credentials.expires_at if login.credentials is not None else None
        if login.origin is not LoginOrigin.KEYCHAIN or ends is None:
            return _EPOCH
        made = _EPOCH + timedelta(milliseconds=min(max(ends, 0), self._now().timestamp() * 2000)) - _LIFE
        return made if made <= self._now() else _EPOCH

    async def refuse(self, why: Health) -> None:
        """The server refused the token of the environment: it is not sent again before a person asks."""
        await asyncio.to_thread(self._refused.remember, _ENVIRONMENT, why)

    async def retry_refused(self) -> None:
        """A person asks: try again what was refused."""
        self._kept = None
        await asyncio.to_thread(self._refused.forgive)

    def _keychain_mark(self, item: KeychainItem) -> str:
        period = int(self._now().timestamp()) // _KEPT_SECONDS
        return f"{file_version(item.database)} {period} {self._refused.mark()}"

    async def _from_keychain(self, item: KeychainItem) -> Login:
        mark = await asyncio.to_thread(self._keychain_mark, item)
        if self._kept is None or self._kept[0] != mark:
            self._kept = mark, await self._look_into_keychain(item)
        content = self._kept[1]
        ends = content.credentials.expires_at if content.credentials is not None else None
        changed = f"keychain-{content.why or ends}"
        state = evaluate(content, self._now())
        return Login(LoginOrigin.KEYCHAIN, loginerrors.KEYCHAIN, state, changed, content.credentials, content.why)

    async def _look_into_keychain(self, item: KeychainItem) -> StoredLogin:
        why = await asyncio.to_thread(self._refused.why, item.service)
        if why is not None:
            return StoredLogin(why=why)
        answer, content = await keychain.find(item, self._seconds)
        if answer in keychain.PROMPTED:
            await asyncio.to_thread(self._refused.remember, item.service, answer)
        return content if answer in {KeychainResult.FOUND, KeychainResult.ABSENT} else StoredLogin(why=answer)

    async def _from_environment(self, token: SecretStr) -> Login:
        found = Credentials.model_validate({"accessToken": token})
        content = StoredLogin(found) if found.access_token is not None else StoredLogin(why=loginerrors.NO_TOKEN)
        state = evaluate(content, self._now())
        refused = await asyncio.to_thread(self._refused.why, _ENVIRONMENT)
        if state is LoginState.USABLE and refused is not None:
            state = LoginState.EXPIRED if refused == LoginState.EXPIRED else LoginState.NO_SCOPE
        return Login(LoginOrigin.ENVIRONMENT, VARIABLE, state, _ENVIRONMENT, content.credentials, content.why)
