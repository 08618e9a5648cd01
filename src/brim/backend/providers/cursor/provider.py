"""Reads one account of Cursor: the login of the app or of the command line, its usage, and the summary for companies.

This module must not know how a body or a file is parsed.
"""

from __future__ import annotations

import asyncio
import hashlib
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from brim.backend.network.request import Request
from brim.backend.providers.answers import error, usage_body
from brim.backend.providers.base import AccountIdentity, FirstContact, LoginCheck, PlainProvider
from brim.backend.providers.boundtoken import BoundToken
from brim.backend.providers.cursor import summary, usage, words
from brim.backend.providers.cursor.logins import LoginState
from brim.backend.providers.cursor.names import NAME
from brim.backend.providers.cursor.refusals import refusal_of
from brim.backend.providers.fetching import Requester
from brim.backend.providers.refusedtokens import RefusedTokens
from brim.backend.system.files import short_path
from brim.backend.watching.places import Topic, file_place
from brim.errors import BlockedError, ExpiredError, NoLimitsError, OfflineError, ReadError, SignedOutError
from brim.model.account import Account
from brim.words import apikeys

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    import tenacity
    from pydantic import SecretStr

    from brim.backend.providers.answers import Json
    from brim.backend.providers.cursor.logins import CursorLogin, CursorLogins
    from brim.backend.providers.cursor.places import CursorPlaces
    from brim.backend.providers.pollingpolicy import PollingPolicy
    from brim.backend.watching.places import Place
    from brim.model.usage import Reading

_USAGE = "/aiserver.v1.DashboardService/GetCurrentPeriodUsage"
_PLAN = "/aiserver.v1.DashboardService/GetPlanInfo"
_SUMMARY = "/api/usage/summary"
_CONNECT = {"Content-Type": "application/json", "Connect-Protocol-Version": "1"}
_HASH_END = 4


@dataclass(frozen=True, slots=True)
class CursorService:
    """What is asked, and where its logins are."""

    logins: CursorLogins
    places: CursorPlaces
    api_url: str
    """The server, from the settings."""
    policy: PollingPolicy
    """With the intervals of the settings."""
    now: Callable[[], datetime]
    state_dir: Path
    """The data folder."""


class CursorProvider(PlainProvider):
    """Reads the account of one person."""

    def __init__(
        self, service: CursorService, rank: int = 0, retry_wait: tenacity.wait.wait_base | None = None
    ) -> None:
        """`rank` counts the people that are signed in; without so many it is the account of the first one.

        `retry_wait` is the wait between quick tries, for tests.
        """
        self._logins, self._places = service.logins, service.places
        self._api_url, self._policy = service.api_url, service.policy
        self._now, self._rank = service.now, rank
        self._requester = Requester(retry_wait)
        self._refused = RefusedTokens(NAME, service.state_dir, service.now)
        self._plans: dict[str, str | None] = {}
        """The plan of each person whose usage was read; None before it was asked for, empty where nobody says."""

    @property
    def name(self) -> str:
        """That of the descriptor."""
        return NAME

    @property
    def polling_policy(self) -> PollingPolicy:
        """With the intervals of the settings."""
        return self._policy

    def login_version(self) -> str:
        """The version of the files, and whether their logins have expired."""
        return self._logins.version()

    async def identify(self) -> AccountIdentity:
        """The account by the person in its token."""
        login, vendor = await self._login(), words.vendor()
        state = login.state(self._now())
        parts = (NAME, login.person, urlsplit(self._api_url).netloc)
        account_id = hashlib.sha256("\n".join(parts).encode(errors="surrogatepass")).hexdigest()[:16]
        label = login.email or vendor.product
        if login.email is None and login.token is not None:
            label = apikeys.account_label(vendor.product, account_id[-_HASH_END:])
        return AccountIdentity(
            Account(account_id, label, NAME, vendor),
            None if login.plan is None else words.plan(login.plan),
            f"{login.place} {login.expires_at} {login.issued} {state}",
            login_ends_at=login.expires_at,
            expires_at=login.expires_at,
            login_renews=True,
            present=state is not LoginState.ABSENT,
            ready=state is LoginState.USABLE,
            qualifiers=(login.place,),
        )

    async def active_at(self) -> datetime | None:
        """When the app last wrote its state."""
        return await asyncio.to_thread(self._last_write)

    def watched_places(self) -> tuple[Place, ...]:
        """The file of the command line; the app's file changes all the time, and is looked at now and then."""
        return (file_place(Topic.LOGIN, self._places.cli),)

    def usage_files(self) -> tuple[Path, ...]:
        """The app's file with its log: they are not watched, and who signs in or out changes them."""
        return self._app_files()

    async def retry_refused(self) -> None:
        """Let a token that was refused be sent again."""
        await asyncio.to_thread(self._refused.clear)

    async def check_login(self) -> LoginCheck:
        """Where the login is, and what is wrong with it."""
        login = await self._login()
        state = login.state(self._now())
        fault = None if state is LoginState.USABLE else self._fault(login, state)
        return LoginCheck(
            login.place, state, error=fault, why=login.unreadable_reason or None, expires_at=login.expires_at
        )

    async def read(self, attempt: Callable[[], Awaitable[None]]) -> Reading:
        """Ask for the usage, and for the summary where that says nothing; an expired token is never sent."""
        login = await self._login()
        state = login.state(self._now())
        if login.token is None or state is not LoginState.USABLE:
            raise self._fault(login, state)
        token = login.token.get_secret_value()
        if await asyncio.to_thread(self._refused.why, token) is not None:
            raise error(ExpiredError, words.refused())
        try:
            body = await self._ask(login.token, _USAGE, b"{}", attempt)
        except ExpiredError as refused:
            await asyncio.to_thread(self._refused.record, token, refused.health)
            raise
        reading = usage.parse(body, self._now())
        if reading is None or (not reading.windows and "planUsage" not in body):
            if reading is None and isinstance(attempt, FirstContact):
                raise error(NoLimitsError, words.not_told_yet())
            reading = await self._summary(login.token, attempt) or reading
        if reading is None:
            raise error(NoLimitsError, words.not_told())
        if reading.plan is not None:
            return reading
        return replace(reading, plan=await self._plan(login, login.token, attempt))

    async def aclose(self) -> None:
        """Close the connections."""
        await self._requester.aclose()

    async def _plan(self, login: CursorLogin, token: SecretStr, attempt: Callable[[], Awaitable[None]]) -> str | None:
        """The plan of a login; where that does not say, the server is asked once, and not with the first usage."""
        if login.plan is not None:
            return words.plan(login.plan)
        if login.person not in self._plans:
            self._plans[login.person] = None
        elif self._plans[login.person] is None:
            self._plans[login.person] = ""
            with suppress(ReadError):
                self._plans[login.person] = usage.plan_name(await self._ask(token, _PLAN, b"{}", attempt)) or ""
        return self._plans[login.person] or None

    async def _summary(self, token: SecretStr, attempt: Callable[[], Awaitable[None]]) -> Reading | None:
        try:
            return summary.parse(await self._ask(token, _SUMMARY, None, attempt), self._now())
        except (BlockedError, OfflineError):
            raise
        except ReadError:
            return None  # this login is not given the summary

    async def _ask(
        self, token: SecretStr, path: str, content: bytes | None, attempt: Callable[[], Awaitable[None]]
    ) -> Json:
        url = f"{self._api_url}{path}"
        headers = BoundToken(token, self._api_url).header(url)
        request = Request(url, headers if content is None else headers | _CONNECT, content)
        answer = await self._requester.send(request, attempt)
        refused = refusal_of(answer, self._now())
        if refused is not None:
            raise refused
        return usage_body(answer)

    def _last_write(self) -> datetime | None:
        times = []
        for path in self._app_files():
            with suppress(OSError, ValueError):
                times.append(path.stat().st_mtime)
        return datetime.fromtimestamp(max(times), UTC) if times else None

    def _app_files(self) -> tuple[Path, Path]:
        return self._places.app, self._places.app.with_name(f"{self._places.app.name}-wal")

    async def _login(self) -> CursorLogin:
        found = await asyncio.to_thread(self._logins.find)
        return found[self._rank if self._rank < len(found) else 0]

    def _fault(self, login: CursorLogin, state: LoginState) -> ReadError:
        if state is LoginState.EXPIRED:
            return error(ExpiredError, words.expired())
        if state is LoginState.UNREADABLE:
            return error(SignedOutError, words.unreadable(login.place, login.unreadable_reason))
        return error(SignedOutError, words.signed_out(short_path(self._places.app), short_path(self._places.cli)))
