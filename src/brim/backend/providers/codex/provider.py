"""The provider of a Codex account: puts login, request, session files and program together.

This module must not know when an account is read, nor who else reads it.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from brim.backend.providers.answers import error
from brim.backend.providers.base import LoginCheck, PlainProvider
from brim.backend.providers.codex import programwords, words
from brim.backend.providers.codex.authfile import LoginState, changed_at, read_login
from brim.backend.providers.codex.identity import make_identity
from brim.backend.providers.codex.loginfaults import login_fault
from brim.backend.providers.codex.names import NAME, POLICY
from brim.backend.providers.codex.sessions import SessionFiles
from brim.backend.providers.codex.settings import CodexSettings
from brim.backend.providers.refusedtokens import RefusedTokens
from brim.backend.system.clock import utc
from brim.backend.system.files import file_version
from brim.backend.watching.places import Topic, file_place
from brim.errors import BadAnswerError, ExpiredError
from brim.model.account import Health

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime
    from pathlib import Path

    import tenacity

    from brim.backend.providers.base import AccountIdentity
    from brim.backend.providers.codex.authfile import CodexLogin
    from brim.backend.providers.codex.homes import CodexHome
    from brim.backend.providers.codex.rollouts import RolloutReader
    from brim.backend.providers.descriptor import SettingsView
    from brim.backend.providers.fetching import Requester
    from brim.backend.providers.pollingpolicy import PollingPolicy
    from brim.backend.watching.places import Changes, Place
    from brim.model.usage import Reading

_STATES = {LoginState.KEY_ONLY: "no_scope", LoginState.OTHER: "no_scope", LoginState.HALF_WRITTEN: "unreadable"}
"""The state of a login for `brim doctor`, where it has no name of its own there."""


_REWRITING = timedelta(minutes=1)
"""A file that is not complete for longer is broken."""


class CodexProvider(PlainProvider):
    """Reads one Codex account with the login that Codex stores."""

    def __init__(
        self,
        settings: SettingsView,
        home: CodexHome,
        now: Callable[[], datetime] = utc,
        retry_wait: tenacity.wait.wait_base | None = None,
    ) -> None:
        """`retry_wait` is the wait between quick tries, for tests."""
        self._settings = settings.section(CodexSettings)
        self._polling_policy = POLICY.adapted(settings.poll, words.vendor())
        self._home = home
        self._now = now
        self._retry_wait = retry_wait
        self._requester: Requester | None = None
        self._before_rewriting: CodexLogin | None = None
        self._rewritten_since: datetime | None = None
        self._refused = RefusedTokens(NAME, settings.state_dir, now)
        self._sessions = SessionFiles(home.path, now)
        self._rollouts: RolloutReader | None = None

    @property
    def name(self) -> str:
        """That of the descriptor."""
        return NAME

    @property
    def polling_policy(self) -> PollingPolicy:
        """The intervals from the settings, and what the endpoint allows."""
        return self._polling_policy

    def login_version(self) -> str:
        """The versions of the login, of Codex's settings and of its session files."""
        files = (file_version(self._home.login_file), file_version(self._home.config_file))
        return f"{files} {self._sessions.version()}"

    async def identify(self) -> AccountIdentity:
        """The account that would be read now."""
        return await self._identity(await self._login())

    async def active_at(self) -> datetime | None:
        """When a session file last changed."""
        return await self._sessions.changed_at()

    def watched_places(self) -> tuple[Place, ...]:
        """The login, Codex's settings and its session files."""
        login, config = self._home.login_file, self._home.config_file
        return file_place(Topic.LOGIN, login), file_place(Topic.ACCOUNT, config), self._sessions.place

    def usage_files(self) -> tuple[Path, ...]:
        """The newest session files, and the folders where new ones appear."""
        return self._sessions.present()

    def transcript_folders(self) -> tuple[Path, ...]:
        """Codex's folder."""
        return (self._home.path,)

    def note_changes(self, changes: Changes) -> None:
        """Note which sessions are being written."""
        self._sessions.note(changes)

    async def local_readings(self) -> tuple[Reading, ...]:
        """What the session files say, since the login that is there now."""
        login = await self._login()
        if login.state is LoginState.ABSENT:
            return ()  # it is not known whose usage it is
        earliest = await asyncio.to_thread(changed_at, self._home, login)
        files = await self._sessions.newest()
        if not files:
            return ()
        if self._rollouts is None:
            from brim.backend.providers.codex.rollouts import RolloutReader

            self._rollouts = RolloutReader()
        reading = await asyncio.to_thread(self._rollouts.reading, files, earliest, self._now())
        return () if reading is None else (reading,)

    async def read(self, attempt: Callable[[], Awaitable[None]]) -> Reading:
        """Ask the server once; a second time only if the login was renewed while the first request was refused."""
        login = await self._usable_login()
        try:
            reading = await self._fetch(login, attempt)
        except ExpiredError:
            renewed = await self._login()
            if renewed.token is None or renewed.token == login.token:
                await self._note_refusal(login)
                raise
            login = await self._usable_login()
            reading = await self._fetch(login, attempt)
        return reading if reading.plan is not None else replace(reading, plan=(await self._identity(login)).plan)

    async def ask_program(self) -> Reading:
        """The usage that the Codex CLI reports, because a person asks for that."""
        from brim.backend.providers.codex import program
        from brim.childenvironment import child_environment

        configured, environment = self._settings.program, child_environment()
        found = await asyncio.to_thread(program.find_codex, configured, environment)
        if found is None:
            raise BadAnswerError(*programwords.not_found(None if configured is None else str(configured)))
        return await program.read_usage(found, program.program_environment(environment, found, self._home), self._now)

    async def retry_refused(self) -> None:
        """Let a token that was refused be sent again."""
        await asyncio.to_thread(self._refused.clear)

    async def check_login(self) -> LoginCheck:
        """The login, and where Codex and its program are."""
        from brim.backend.providers.codex.program import find_codex
        from brim.childenvironment import child_environment

        login = await self._login()
        is_elsewhere = login.state is LoginState.ELSEWHERE
        state = "unreadable" if is_elsewhere else _STATES.get(login.state, login.state)
        return LoginCheck(
            place=words.keyring() if is_elsewhere else str(self._home.login_file),
            state=state,
            origin="keychain" if is_elsewhere else "file",
            error=login_fault(login, self._home),
            why=login.unreadable_reason or None,
            expires_at=login.expires_at,
            folder=self._home.path,
            program=await asyncio.to_thread(find_codex, self._settings.program, child_environment()),
        )

    async def aclose(self) -> None:
        """Close the connection."""
        if self._requester is not None:
            await self._requester.aclose()

    async def _login(self) -> CodexLogin:
        """The login; while Codex rewrites the file, the one before."""
        now = self._now()
        login = await read_login(self._home, now)
        if login.state is not LoginState.HALF_WRITTEN:
            self._before_rewriting, self._rewritten_since = login, None
            return login
        self._rewritten_since = self._rewritten_since or now
        before = self._before_rewriting
        if before is None or not timedelta(0) <= now - self._rewritten_since < _REWRITING:
            return login
        return before

    async def _identity(self, login: CodexLogin) -> AccountIdentity:
        return await asyncio.to_thread(make_identity, login, self._home, self._settings.api_url)

    async def _usable_login(self) -> CodexLogin:
        login = await self._login()
        fault = login_fault(login, self._home)
        if fault is not None:
            raise fault
        if login.token is not None:
            token = login.token.get_secret_value()
            if await asyncio.to_thread(self._refused.why, token) is not None:
                raise error(ExpiredError, words.refused())
        return login

    async def _note_refusal(self, login: CodexLogin) -> None:
        if login.token is not None:
            token = login.token.get_secret_value()
            await asyncio.to_thread(self._refused.record, token, Health.EXPIRED)

    async def _fetch(self, login: CodexLogin, attempt: Callable[[], Awaitable[None]]) -> Reading:
        from brim.backend.providers.codex import endpoint
        from brim.backend.providers.fetching import Requester

        if self._requester is None:
            self._requester = Requester(self._retry_wait)
        return await endpoint.fetch(self._requester, self._settings.api_url, login, self._now, attempt)
