"""A Claude account on Windows whose files may lie in WSL: found there when Windows itself has no login.

Nothing of it is touched while its distribution does not run, for that would start it: what is known then is what was
seen last. This module must not know what the account is read for.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from brim.backend.providers.base import Identity
from brim.backend.providers.claude.credentials import Login, LoginOrigin, LoginState
from brim.backend.providers.claude.locations import AccountLocation
from brim.errors import BadAnswerError, SignedOutError
from brim.model.account import Account
from brim.words import cliprobe, loginerrors

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime
    from pathlib import Path

    from brim.backend.providers.base import PollingPolicy
    from brim.backend.providers.claude.provider import ClaudeProvider
    from brim.backend.providers.claude.wsl import WslDistributions
    from brim.errors import ReadError
    from brim.model.account import Incident
    from brim.model.usage import Reading

_ASLEEP = "asleep"
_PERIOD_SECONDS, _ACTIVE_SECONDS = 300, 120
"""A login in WSL, and whether somebody works there, is looked at again so often; each look asks first what runs."""


class WslProvider:
    """Reads the account of a place, or of the home in WSL that stands in for it."""

    def __init__(
        self,
        where: AccountLocation,
        make: Callable[[AccountLocation], ClaudeProvider],
        wsl: WslDistributions,
        now: Callable[[], datetime],
    ) -> None:
        """`make` makes the provider of a place."""
        self._own = self._inner = make(where)
        self._where = self._place = where
        self._make = make
        self._wsl = wsl
        self._now = now
        self._searches = where.named_by is None
        self._absent = False
        """Windows itself has no login, so that one in WSL is looked for."""
        self._identity: Identity | None = None
        self._readings: tuple[Reading, ...] = ()
        self._active_at: datetime | None = None
        self._looked_at = 0.0

    @property
    def polling_policy(self) -> PollingPolicy:
        """Those of any place."""
        return self._own.polling_policy

    @property
    def home(self) -> Path:
        """Claude Code's folder."""
        return self._inner.home

    def login_version(self) -> str:
        """The mark of what is at hand; for what lies in WSL, the time."""
        period = int(self._now().timestamp()) // _PERIOD_SECONDS
        if self._distribution is None:
            return f"{self._own.login_version()} {period}" if self._absent else self._own.login_version()
        own = self._own.login_version() if self._searches else ""
        return f"{own} {self._place.folder} {period}"

    async def identify(self) -> Identity:
        """Who would be read now; while nothing may be touched, who it was last."""
        inner = await self._settle()
        if inner is not None:
            found = await inner.identify()
            self._identity = replace(found, supports_program=found.supports_program and self._distribution is None)
            return self._identity
        known = self._identity or _unknown(self._place)
        return replace(known, credentials_version=_ASLEEP, present=True, ready=False)

    async def login(self) -> Login:
        """The login that counts; one that may not be touched cannot be read."""
        inner = await self._settle()
        if inner is not None:
            return await inner.login()
        return Login(
            LoginOrigin.FILE, str(self._place.file), LoginState.UNREADABLE, _ASLEEP, why=loginerrors.WSL_STOPPED
        )

    async def active_at(self) -> datetime | None:
        """When Claude Code was last at work there."""
        ticks = self._now().timestamp()
        if self._distribution is not None and abs(ticks - self._looked_at) < _ACTIVE_SECONDS:
            return self._active_at
        inner = await self._settle()
        if inner is not None:
            self._active_at = await inner.active_at()
        self._looked_at = ticks
        return self._active_at

    async def retry_refused(self) -> None:
        """Try again what was refused once."""
        await self._own.retry_refused()

    async def local_readings(self) -> tuple[Reading, ...]:
        """What Claude Code's files say there."""
        inner = await self._settle()
        if inner is not None:
            self._readings = await inner.local_readings()
        return self._readings

    async def read(self, attempt: Callable[[], Awaitable[None]]) -> Reading:
        """Ask once; raises SignedOutError while the login may not be touched."""
        inner = await self._settle()
        if inner is None:
            raise self._asleep()
        return await inner.read(attempt)

    async def ask_program(self) -> Reading:
        """Let the program tell; that of Windows knows nothing of a login in WSL."""
        inner = await self._settle()
        if inner is None or self._distribution is not None:
            raise BadAnswerError(*cliprobe.IN_WSL)
        return await inner.ask_program()

    async def fetch_incident(self) -> Incident | None:
        """What the status page reports."""
        return await self._own.fetch_incident()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._own.aclose()
        await self._inner.aclose()

    async def fault(self, login: Login) -> ReadError | None:
        """What is wrong with a login; None for one that can be used."""
        inner = await self._settle()
        return self._asleep() if inner is None else await inner.fault(login)

    async def detours(self) -> tuple[str, ...]:
        """What in Claude Code's own settings lets its sessions run without this plan."""
        inner = await self._settle()
        return () if inner is None else await inner.detours()

    async def note(self) -> str | None:
        """That sessions of Claude Code may run without this plan, and why."""
        inner = await self._settle()
        return None if inner is None else await inner.note()

    @property
    def _distribution(self) -> str | None:
        return self._wsl.distribution(self._place.folder)

    def _asleep(self) -> ReadError:
        problem = loginerrors.wsl_not_running(self._distribution or "")
        return SignedOutError(problem.title, problem.message)

    async def _settle(self) -> ClaudeProvider | None:
        """The provider of the place that counts now; None while its distribution does not run."""
        place = self._where
        self._absent = self._searches and _is_stopgap(await self._own.login())
        if self._absent:
            home = await self._wsl.home()
            place = AccountLocation(home, home, name=place.name) if home is not None else place
        if place != self._place:
            if self._inner is not self._own:
                await self._inner.aclose()
            self._place, self._identity, self._readings, self._active_at = place, None, (), None
            self._inner = self._own if place == self._where else self._make(place)
        distribution = self._distribution
        return self._inner if distribution is None or await self._wsl.runs(distribution) else None


def _is_stopgap(login: Login) -> bool:
    """Whether a login in WSL would come before this one: a token of the environment may mostly not read usage."""
    return login.state is LoginState.ABSENT or login.origin is LoginOrigin.ENVIRONMENT


def _unknown(place: AccountLocation) -> Identity:
    """An account of which nothing but the place is known."""
    name = hashlib.sha256(str(place.folder).encode(errors="surrogatepass")).hexdigest()[:16]
    return Identity(Account(name, place.name or str(place.home), "claude"), None, _ASLEEP)
