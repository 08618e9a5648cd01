"""The Claude account behind the provider door: login, request and answer put together.

This module must not know when it is asked, nor who else asks.
"""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from brim.backend.providers.base import Identity, PollingPolicy
from brim.backend.providers.claude import claudejson, loginerrors, otherbackends
from brim.backend.providers.claude.activity import Activity
from brim.backend.providers.claude.claudejson import ClaudeJson, Profile
from brim.backend.providers.claude.credentials import Credentials, Login, LoginOrigin, LoginState
from brim.backend.providers.claude.logins import Logins
from brim.backend.providers.claude.refusals import RefusalStore
from brim.backend.settings.load import ClaudeCodeSettings
from brim.backend.settings.urls import is_loopback
from brim.backend.system.files import file_version, short_path
from brim.errors import BadAnswerError, ExpiredError, NoScopeError, ReadError
from brim.model.account import Account
from brim.words import cliprobe as words
from brim.words import loginerrors as wordsloginerrors
from brim.words.accounts import organisation_label

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    import httpx
    import tenacity
    from pydantic import SecretStr

    from brim.backend.providers.claude.locations import AccountLocation
    from brim.backend.settings.appsettings import AppSettings
    from brim.model.account import Incident
    from brim.model.usage import Reading


NOTES = timedelta(seconds=20)
"""So often Claude Code's notes are looked at while the network is on."""


_EVER = datetime.fromtimestamp(0, UTC)


class ClaudeProvider:
    """Reads one Claude account with the login that Claude Code keeps."""

    def __init__(
        self,
        settings: AppSettings,
        where: AccountLocation,
        now: Callable[[], datetime],
        retry: tenacity.wait.wait_base | None = None,
    ) -> None:
        """`retry` is the wait between quick tries, for tests."""
        self._api_url = settings.claude.api_url
        self._status_url = settings.claude.status_url
        self._program = settings.claude.program
        self._polling_policy = PollingPolicy(
            interval=settings.poll.interval,
            quiet_interval=settings.poll.quiet,
            away_interval=settings.poll.away,
            server_name="Anthropic",
            program_name="Claude Code",
        )
        self._places = where
        self._now = now
        self._retry = retry
        self._client: httpx.AsyncClient | None = None
        self._notes: tuple[object, ClaudeJson] | None = None
        self._torn = False
        """The notes were caught half-written: their files are watched until they can be read."""
        self._noted: tuple[datetime, object] | None = None
        self._network = settings.claude.network
        self._state_dir = settings.state_dir
        self._activity = Activity(where.home, now)
        self._logins = Logins(where, RefusalStore(settings.state_dir / "logins.json", now), now)

    @property
    def polling_policy(self) -> PollingPolicy:
        """The settings' interval, and what the endpoint bears."""
        return self._polling_policy

    @property
    def home(self) -> Path:
        """Claude Code's folder."""
        return self._places.home

    def login_version(self) -> str:
        """The mark of the login, and of the files that tell of usage."""
        return f"{self._logins.mark()} {self._notes_mark()} {file_version(self._told)}"

    async def identify(self) -> Identity:
        """Who would be read now."""
        return await self._identity(await self.login())

    async def login(self) -> Login:
        """The login that counts, from whatever place."""
        return await self._logins.read()

    async def active_at(self) -> datetime | None:
        """When a transcript last moved, or the statusline last told something."""
        told = file_version(self._told)
        times = (await self._activity.moved_at(), told and datetime.fromtimestamp(told[0] / 1e9, UTC))
        return max((at for at in times if at is not None), default=None)

    async def retry_refused(self) -> None:
        """Try again what was refused once: a question about the Keychain, or a token of the environment."""
        await self._logins.retry_refused()

    async def local_readings(self) -> tuple[Reading, ...]:
        """Claude Code's own last reading, and what its statusline last told."""
        from brim.backend.providers.claude import localfiles

        login = await self.login()
        if login.state is LoginState.ABSENT:
            return ()  # whose figures they are, nobody can tell
        found = (login.credentials or Credentials()).account_uuid
        noted = await self._read_notes(login)
        cached = localfiles.cached_reading(noted.usage, found or noted.profile.account_uuid)
        told = await asyncio.to_thread(localfiles.statusline_reading, self._told)
        usable = (
            localfiles.since(cached, _EVER, self._now()),
            localfiles.since(told, self._logins.changed_at(login), self._now()),
        )
        return tuple(reading for reading in usable if reading is not None)

    async def read(self, attempt: Callable[[], Awaitable[None]]) -> Reading:
        """Ask once; a second time only when the login was renewed while the first was refused."""
        from brim.backend.providers.claude import usagejson

        login = await self.login()
        token = await self._usable(login)
        try:
            body = await self._fetch(token, attempt)
        except (ExpiredError, NoScopeError) as error:
            if login.origin is LoginOrigin.ENVIRONMENT:
                await self._logins.refuse(error.health)
                raise loginerrors.token_refused(error.health) from None
            login = await self._logins.read(anew=isinstance(error, ExpiredError))
            if login.credentials is None or login.credentials.access_token in {None, token}:
                raise
            body = await self._fetch(await self._usable(login), attempt)
        reading = usagejson.parse(body, self._now())
        return replace(reading, plan=(await self._identity(login)).plan)

    async def fetch_incident(self) -> Incident | None:
        """What Anthropic's status page reports, where the settings name one."""
        from brim.backend.providers.claude import statuspage

        return await statuspage.fetch(self._status_url) if self._status_url else None

    async def ask_program(self) -> Reading:
        """Let the claude program tell, as a person wants it."""
        from brim.backend.providers.claude import cli
        from brim.backend.settings.load import child_environment

        login, around = await self.login(), child_environment()
        found = await asyncio.to_thread(cli.find_cli, self._program, around)
        if found is None:
            raise BadAnswerError(*words.not_found(str(self._program) if self._program is not None else None))
        folder = self._places.home if self._places.own else None
        own_token = login.origin is LoginOrigin.ENVIRONMENT
        reading = await cli.ask_usage(found, cli.cli_environment(around, found, folder, own_token=own_token), self._now)
        return replace(reading, plan=(await self._identity(login)).plan)

    async def aclose(self) -> None:
        """Close the connection."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def fault(self, login: Login) -> ReadError | None:
        """What is wrong with a login; None for one that can be used."""
        try:
            await self._usable(login)
        except ReadError as error:
            return error
        return None

    async def detours(self) -> tuple[str, ...]:
        """What in Claude Code's own settings lets its sessions run without this plan."""
        return await asyncio.to_thread(otherbackends.of_settings, self._places.home, self._api_url)

    async def note(self) -> str | None:
        """That sessions of Claude Code may run without this plan, and why; None when nothing speaks for it."""
        outer = otherbackends.of_environment(ClaudeCodeSettings(), self._api_url)
        return wordsloginerrors.other_backends_note((*outer, *await self.detours()))

    async def _usable(self, login: Login) -> SecretStr:
        """The token of a login that may be sent; raises a ReadError for any other."""
        around = (
            await self._around() if login.state is LoginState.ABSENT else loginerrors.LoginSurroundings(self._places)
        )
        return await asyncio.to_thread(loginerrors.usable, login, self._now(), around)

    async def _around(self) -> loginerrors.LoginSurroundings:
        variables = ClaudeCodeSettings()
        outer = otherbackends.of_environment(variables, self._api_url)
        return loginerrors.LoginSurroundings(
            self._places, (*outer, *await self.detours()), variables.descriptor is not None
        )

    async def _fetch(self, token: SecretStr, attempt: Callable[[], Awaitable[None]]) -> dict[str, object]:
        from brim.backend.providers.claude import client

        if self._client is None:
            self._client = client.open_client(direct=is_loopback(urlsplit(self._api_url).hostname or ""))
        manner = client.RequestOptions(attempt) if self._retry is None else client.RequestOptions(attempt, self._retry)
        return await client.fetch_usage(self._client, self._api_url, token, self._now, manner)

    async def _identity(self, login: Login) -> Identity:
        profile = (await self._read_notes(login)).profile
        found = login.credentials or Credentials()
        if found.account_uuid and profile.account_uuid and found.account_uuid != profile.account_uuid:
            profile = Profile()
        organization = found.organization_uuid or profile.organization_uuid
        if organization != (profile.organization_uuid or organization):
            profile = profile.model_copy(update={"organization_name": None})
        who = found.account_uuid or profile.account_uuid or str(await asyncio.to_thread(self._places.folder.resolve))
        parts = (who, organization, urlsplit(self._api_url).netloc)
        name = hashlib.sha256("\n".join(filter(None, parts)).encode(errors="surrogatepass")).hexdigest()[:16]
        folder = short_path(self._places.home)
        return Identity(
            Account(name, self._places.name or profile.email_address or folder, "claude"),
            claudejson.plan_label(found, profile),
            login.stamp,
            found.ends_at,
            present=login.state is not LoginState.ABSENT,
            ready=login.state is LoginState.USABLE,
            supports_program=True,
            qualifiers=(organisation_label(profile.organization_name, profile.email_address), folder),
        )

    async def _read_notes(self, login: Login) -> ClaudeJson:
        if self._notes is None or self._notes[0] != (login.changed, self._notes_mark()):
            files = self._notes_files()  # before they are read: a change meanwhile is seen next time
            found = await claudejson.read_claude_json(self._places.home)
            self._torn = found is None
            known = self._notes[1] if self._notes is not None else ClaudeJson()
            self._noted = self._now(), files
            self._notes = (login.changed, files), found or known
        return self._notes[1]

    def _notes_mark(self) -> object:
        """With the network on, now and then is often enough: Claude Code writes that large file often."""
        now = self._now()
        before = self._noted[0] if self._noted is not None and self._network and not self._torn else None
        if self._noted is None or before is None or not before <= now < before + NOTES:
            self._noted = now, self._notes_files()
        return self._noted[1]

    def _notes_files(self) -> object:
        return [file_version(path) for path in claudejson.candidate_paths(self._places.home)]

    @property
    def _told(self) -> Path:
        from brim.backend.providers.claude.localfiles import statusline_path

        return statusline_path(self._state_dir, self._places.home)
