"""The provider of a Claude account: puts login, request and answer together.

This module must not know when an account is read, nor who else reads it.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from brim.backend.providers.claude import loginerrors, otherbackends, words
from brim.backend.providers.claude.activity import TranscriptActivity
from brim.backend.providers.claude.claudejsoncache import ClaudeJsonCache
from brim.backend.providers.claude.credentials import Login, LoginOrigin, LoginState
from brim.backend.providers.claude.identity import make_identity
from brim.backend.providers.claude.logins import LoginFinder, login_check
from brim.backend.providers.claude.names import NAME, POLICY
from brim.backend.providers.claude.refusedlogins import RefusalStore
from brim.backend.providers.claude.settings import ClaudeSettings
from brim.backend.providers.claude.transcripts import folders_of
from brim.backend.providers.claude.variables import ClaudeCodeSettings
from brim.backend.system.files import file_version
from brim.errors import ExpiredError, NoScopeError, ReadError
from brim.words import detours

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    import httpx
    import tenacity
    from pydantic import SecretStr

    from brim.backend.providers.base import AccountIdentity, LoginCheck
    from brim.backend.providers.claude.locations import AccountLocation
    from brim.backend.providers.descriptor import SettingsView
    from brim.backend.providers.pollingpolicy import PollingPolicy
    from brim.backend.watching.places import Changes, Place
    from brim.model.account import Incident
    from brim.model.usage import Reading


_EPOCH = datetime.fromtimestamp(0, UTC)


class ClaudeProvider:
    """Reads one Claude account with the login that Claude Code stores."""

    def __init__(
        self,
        settings: SettingsView,
        location: AccountLocation,
        now: Callable[[], datetime],
        retry_wait: tenacity.wait.wait_base | None = None,
    ) -> None:
        """`retry_wait` is the wait between quick tries, for tests."""
        self._claude = settings.section(ClaudeSettings)
        self._polling_policy = POLICY.adapted(settings.poll, words.vendor())
        self._location = location
        self._now = now
        self._retry_wait = retry_wait
        self._resources = AsyncExitStack()
        self._client: httpx.AsyncClient | None = None
        self._state_dir = settings.state_dir
        self._claude_json = ClaudeJsonCache(location.config_dir, now, check_always=not self._claude.network)
        self._activity = TranscriptActivity(location.config_dir, now)
        self._logins = LoginFinder(location, RefusalStore(settings.state_dir / "logins.json", now), now)

    @property
    def name(self) -> str:
        """That of the descriptor."""
        return NAME

    @property
    def polling_policy(self) -> PollingPolicy:
        """The intervals from the settings, and what the endpoint allows."""
        return self._polling_policy

    @property
    def config_dir(self) -> Path:
        """Claude Code's folder."""
        return self._location.config_dir

    def login_version(self) -> str:
        """The versions of the login, and of the files that contain usage."""
        return f"{self._logins.version()} {self._claude_json.version()} {file_version(self._statusline_file)}"

    async def identify(self) -> AccountIdentity:
        """The account that would be read now."""
        return await self._identity(await self.login())

    async def login(self) -> Login:
        """The login that counts, from any place."""
        return await self._logins.read()

    async def active_at(self) -> datetime | None:
        """When a transcript or the status line's file last changed."""
        version = file_version(self._statusline_file)
        statusline_at = version and datetime.fromtimestamp(version[0] / 1e9, UTC)
        times = (await self._activity.changed_at(), statusline_at)
        return max((at for at in times if at is not None), default=None)

    def watched_places(self) -> tuple[Place, ...]:
        """The login, Claude Code's file about the account, and its transcripts."""
        return (*self._logins.places(), *self._claude_json.places(), self._activity.place)

    def note_changes(self, changes: Changes) -> None:
        """Check the file about the account again, and note which transcripts are being written."""
        self._claude_json.note(changes)
        self._activity.note(changes)

    async def retry_refused(self) -> None:
        """Allow another try of what was refused: the Keychain, or a token of the environment."""
        await self._logins.retry_refused()

    async def local_readings(self) -> tuple[Reading, ...]:
        """Claude Code's own last reading, and the last report of its status line."""
        from brim.backend.providers.claude import localfiles

        login = await self.login()
        if login.state is LoginState.ABSENT:
            return ()  # it is not known whose figures they are
        cached = localfiles.reading_for(await self._claude_json.read(login.store_version), login)
        statusline = await asyncio.to_thread(localfiles.statusline_reading, self._statusline_file)
        since = self._logins.changed_at(login)
        usable = (localfiles.between(cached, _EPOCH, self._now()), localfiles.between(statusline, since, self._now()))
        return tuple(reading for reading in usable if reading is not None)

    async def read(self, attempt: Callable[[], Awaitable[None]]) -> Reading:
        """Ask the server once; a second time only if the login was renewed while the first request was refused."""
        from brim.backend.providers.claude import usagejson

        login = await self.login()
        token = await self._usable_token(login)
        try:
            body = await self._fetch(token, attempt)
        except (ExpiredError, NoScopeError) as error:
            if login.origin is LoginOrigin.ENVIRONMENT:
                await self._logins.record_refusal(error.health)
                raise loginerrors.token_refused(error.health) from None
            login = await self._logins.read(skip_cache=isinstance(error, ExpiredError))
            if login.credentials is None or login.credentials.access_token in {None, token}:
                raise
            body = await self._fetch(await self._usable_token(login), attempt)
        reading = usagejson.parse(body, self._now())
        return replace(reading, plan=(await self._identity(login)).plan)

    async def fetch_incident(self) -> Incident | None:
        """The incident on Anthropic's status page; None when the settings switch that off."""
        from brim.backend.providers.claude import statuspage

        return await statuspage.fetch(self._claude.incidents_url) if self._claude.incidents_url else None

    async def ask_program(self) -> Reading:
        """The figures that the Claude CLI reports, because a person asks for that."""
        from brim.backend.providers.claude.askcli import usage_of_cli

        login = await self.login()
        reading = await usage_of_cli(self._claude.program, self._location, login, self._now)
        return replace(reading, plan=(await self._identity(login)).plan)

    async def aclose(self) -> None:
        """Close the connection."""
        self._client = None
        await self._resources.aclose()

    async def login_error(self, login: Login) -> ReadError | None:
        """What is wrong with a login; None for one that can be used."""
        try:
            await self._usable_token(login)
        except ReadError as error:
            return error
        return None

    async def check_login(self) -> LoginCheck:
        """The login, Claude Code's file about the account, and its settings."""
        from brim.backend.providers.claude.cli import find_cli
        from brim.childenvironment import child_environment

        login = await self.login()
        await self._claude_json.read(login.store_version)
        return replace(
            login_check(login, await self.login_error(login)),
            folder=self.config_dir,
            program=await asyncio.to_thread(find_cli, self._claude.program, child_environment()),
            status_line=self.config_dir / "settings.json",
            status_line_data=self._statusline_file,
            remarks=await self.other_backends(),
            profile_fault=self._claude_json.fault,
        )

    def settings_files(self) -> tuple[Path, ...]:
        """Claude Code's settings."""
        return (self.config_dir / "settings.json",)

    def usage_files(self) -> tuple[Path, ...]:
        """The file of the status line."""
        return (self._statusline_file,)

    def transcript_folders(self) -> tuple[Path, ...]:
        """The folder that the settings name, or those of Claude Code's own variables."""
        return folders_of(self._location)

    async def other_backends(self) -> tuple[str, ...]:
        """What in Claude Code's settings makes its sessions run without this plan."""
        return await asyncio.to_thread(otherbackends.from_settings, self._location.config_dir, self._claude.api_url)

    async def note(self) -> str | None:
        """A sentence that sessions of Claude Code may run without this plan, and why; None when they use the plan."""
        outer = otherbackends.from_environment(ClaudeCodeSettings(), self._claude.api_url)
        return detours.note(words.vendor().program, (*outer, *await self.other_backends()))

    async def _usable_token(self, login: Login) -> SecretStr:
        """The token of a usable login; raises a ReadError for any other login."""
        if login.state is LoginState.ABSENT:
            context = await self._login_context()
        else:
            context = loginerrors.LoginContext(self._location)
        return await asyncio.to_thread(loginerrors.usable_token, login, self._now(), context)

    async def _login_context(self) -> loginerrors.LoginContext:
        variables = ClaudeCodeSettings()
        outer = otherbackends.from_environment(variables, self._claude.api_url)
        backends = (*outer, *await self.other_backends())
        return loginerrors.LoginContext(self._location, backends, variables.descriptor is not None)

    async def _fetch(self, token: SecretStr, attempt: Callable[[], Awaitable[None]]) -> dict[str, object]:
        from brim.backend.network.client import open_client
        from brim.backend.providers.claude.client import TOTAL_SECONDS, RequestOptions, fetch_usage

        if self._client is None:
            self._client = await self._resources.enter_async_context(open_client(TOTAL_SECONDS))
        options = RequestOptions(attempt)
        if self._retry_wait is not None:
            options = replace(options, wait=self._retry_wait)
        return await fetch_usage(self._client, self._claude.api_url, token, self._now, options)

    async def _identity(self, login: Login) -> AccountIdentity:
        profile = (await self._claude_json.read(login.store_version)).profile
        changed_at = self._logins.changed_at(login)
        return await asyncio.to_thread(make_identity, login, changed_at, profile, self._location, self._claude.api_url)

    @property
    def _statusline_file(self) -> Path:
        from brim.backend.providers.claude.localfiles import statusline_path

        return statusline_path(self._state_dir, self._location.config_dir)
