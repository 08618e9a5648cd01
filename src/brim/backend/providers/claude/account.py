"""The Claude account behind the provider door: login, request and answer put together.

This module must not know when it is asked, nor who else asks.
"""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from brim.backend.cadence import Manners
from brim.backend.files import file_mark
from brim.backend.providers import Identity
from brim.backend.providers.claude import notes, places
from brim.backend.providers.claude.credentials import NO_TOKEN, Credentials, Login, State
from brim.backend.providers.claude.notes import Notes, Profile
from brim.backend.settings import is_loopback
from brim.errors import ExpiredError, SignedOutError
from brim.model import Account

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime
    from pathlib import Path

    import httpx
    import tenacity

    from brim.backend.providers.claude.places import Places
    from brim.backend.settings import AppSettings
    from brim.model import Reading


class ClaudeProvider:
    """Reads one Claude account with the login that Claude Code keeps."""

    def __init__(
        self,
        settings: AppSettings,
        where: Places,
        now: Callable[[], datetime],
        retry: tenacity.wait.wait_base | None = None,
    ) -> None:
        """`retry` is the wait between quick tries, for tests."""
        self._api_url = settings.claude.api_url
        self._manners = Manners(interval=settings.poll.interval)
        self._places = where
        self._now = now
        self._retry = retry
        self._client: httpx.AsyncClient | None = None
        self._notes: tuple[object, Notes] | None = None
        self._network = settings.claude.network
        self._state_dir = settings.state_dir

    @property
    def manners(self) -> Manners:
        """The settings' interval, and what the endpoint bears."""
        return self._manners

    def login_mark(self) -> str:
        """Time and size of the login, and of the files that tell of usage."""
        return f"{places.file_stamp(self._places.file)} {self._notes_mark()} {file_mark(self._told)}"

    async def identify(self) -> Identity:
        """Who would be read now."""
        return await self._identity(await self.login())

    async def login(self) -> Login:
        """What is found at the place of the login."""
        return await places.read_file(self._places.file, self._now())

    async def local_readings(self) -> tuple[Reading, ...]:
        """Claude Code's own last reading, and what its statusline last told."""
        from brim.backend.providers.claude import local

        login = await self.login()
        if login.state is State.ABSENT:
            return ()  # whose figures they are, nobody can tell
        found = (login.credentials or Credentials()).account_uuid
        noted = await self._read_notes(login)
        cached = local.cached(noted.usage, found or noted.profile.account_uuid)
        told = await asyncio.to_thread(local.told, self._told)
        if told is not None and told.fetched_at < places.changed_at(self._places.file):
            told = None  # from before the login changed: perhaps another account's
        return tuple(reading for reading in (cached, told) if reading is not None)

    async def read(self, attempt: Callable[[], Awaitable[None]]) -> Reading:
        """Ask once; a second time only when the login was renewed while the first was refused."""
        from brim.backend.providers.claude import wire

        login = await self.login()
        try:
            body = await self._fetch(_usable(login), attempt)
        except ExpiredError:
            renewed = await self.login()
            if _token(renewed) in {None, _token(login)}:
                raise
            login = renewed
            body = await self._fetch(_usable(login), attempt)
        reading = wire.parse(body, self._now())
        return replace(reading, plan=(await self._identity(login)).plan)

    async def aclose(self) -> None:
        """Close the connection."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def _fetch(self, found: Credentials, attempt: Callable[[], Awaitable[None]]) -> dict[str, object]:
        from brim.backend.providers.claude import client

        if self._client is None:
            self._client = client.open_client(direct=is_loopback(urlsplit(self._api_url).hostname or ""))
        if found.access_token is None:
            raise _signed_out(NO_TOKEN)
        manner = client.Manner(attempt) if self._retry is None else client.Manner(attempt, self._retry)
        return await client.fetch_usage(self._client, self._api_url, found.access_token, self._now, manner)

    async def _identity(self, login: Login) -> Identity:
        profile = (await self._read_notes(login)).profile
        found = login.credentials or Credentials()
        if found.account_uuid and profile.account_uuid and found.account_uuid != profile.account_uuid:
            profile = Profile()
        who = found.account_uuid or profile.account_uuid or str(await asyncio.to_thread(self._places.folder.resolve))
        name = hashlib.sha256(f"{who}\n{urlsplit(self._api_url).netloc}".encode()).hexdigest()[:16]
        account = Account(name, profile.email_address or "Claude", "claude")
        return Identity(account, notes.plan_label(found, profile), login.stamp, found.ends_at)

    async def _read_notes(self, login: Login) -> Notes:
        mark = (login.changed, self._notes_mark())
        if self._notes is None or self._notes[0] != mark:
            self._notes = (mark, await notes.read_notes(self._places.home))
        return self._notes[1]

    def _notes_mark(self) -> object:
        """With the network on, the notes serve for the first picture only: Claude Code writes that large file often."""
        return None if self._network else [file_mark(path) for path in notes.notes_places(self._places.home)]

    @property
    def _told(self) -> Path:
        from brim.backend.providers.claude.local import told_path

        return told_path(self._state_dir, self._places.home)


def _token(login: Login) -> str | None:
    found = login.credentials
    return found.access_token.get_secret_value() if found is not None and found.access_token is not None else None


def _usable(login: Login) -> Credentials:
    """The login when it may be sent; raises what is wrong with it otherwise."""
    match login.state:
        case State.ABSENT:
            raise SignedOutError("Not signed in", "No Claude Code login was found. Run `claude` and sign in.")
        case State.UNREADABLE:
            raise _signed_out(login.why)
        case State.EXPIRED:
            raise ExpiredError("Login expired", "Open Claude Code, which renews its login; Brim sees that by itself.")
        case State.NO_SCOPE:
            from brim.backend.providers.claude.refusal import no_scope

            raise no_scope()
        case State.USABLE:
            return login.credentials or Credentials()


def _signed_out(why: str) -> SignedOutError:
    return SignedOutError(
        "Login cannot be read",
        f"Claude Code's login file is there, but {why}. Make it readable, or run `claude` and sign in again.",
    )
