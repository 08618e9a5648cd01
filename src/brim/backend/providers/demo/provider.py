"""The provider of a simulated account: it sends no request, stores nothing, and changes fast enough to watch.

Its figures are invented, and their source says so. This module must not know how they are shown.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from brim.backend.providers.base import AccountIdentity, LoginCheck, PlainProvider
from brim.backend.providers.demo import pastusage, words
from brim.backend.providers.demo.names import NAME, POLICY
from brim.backend.providers.demo.scenario import SESSION_SECONDS, DemoScene, DemoState, scene
from brim.backend.system.clock import utc
from brim.errors import BadAnswerError, BlockedError, OfflineError, SignedOutError
from brim.model.account import Account
from brim.model.usage import Reading, Source, Spend, Window
from brim.words import accounts, demofaults, limits

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from brim.backend.providers.pollingpolicy import PollingPolicy


_ACCOUNT_ID, _SECOND_ACCOUNT_ID = "00000000000000de", "00000000000000df"
_WEEK = timedelta(days=7)
_SCOPE = "Fable"
_SPEND = Spend(enabled=False, used=Decimal(0), limit=Decimal(50), currency="USD", percent=None)


def simulated_accounts(*, several: bool = False) -> tuple[DemoProvider, ...]:
    """The simulated account, and with `several` one of another provider beside it, half a story ahead."""
    second = DemoProvider(account=Account(_SECOND_ACCOUNT_ID, words.second_label(), NAME, words.second_vendor()))
    second.begin_ahead(timedelta(seconds=SESSION_SECONDS))
    return (DemoProvider(), second) if several else (DemoProvider(),)


class DemoProvider(PlainProvider):
    """One simulated account; its first session begins when the object is made."""

    def __init__(self, now: Callable[[], datetime] = utc, account: Account | None = None) -> None:
        """Begin the first session."""
        self._now = now
        self._began = now()
        self._account = account or Account(_ACCOUNT_ID, accounts.demo_label(), NAME, words.vendor())

    def begin_ahead(self, time: timedelta) -> None:
        """Be so far in the story."""
        self._began -= time

    @property
    def name(self) -> str:
        """That of the descriptor."""
        return NAME

    @property
    def polling_policy(self) -> PollingPolicy:
        """Short intervals, because no server is asked. A login is looked for again before long."""
        vendor = words.vendor()
        return replace(POLICY, server_name=vendor.company, program_name=vendor.program)

    def login_version(self) -> str:
        """One version while signed in, and another one while signed out."""
        return DemoState.SIGNED_OUT if self._scene().state is DemoState.SIGNED_OUT else DemoState.ANSWERED

    async def identify(self) -> AccountIdentity:
        """The simulated account, which never changes; its login comes and goes."""
        return AccountIdentity(
            self._account,
            accounts.demo_plan(),
            self.login_version(),
        )

    async def active_at(self) -> datetime | None:
        """Now: the simulated program is always in use."""
        return self._now()

    async def check_login(self) -> LoginCheck:
        """A login that comes and goes, in no place."""
        return LoginCheck(accounts.demo_label(), "usable")

    async def ask_program(self) -> Reading:
        """Always raises BadAnswerError: there is no such program."""
        raise BadAnswerError(*demofaults.without_cli())

    async def read(self, attempt: Callable[[], Awaitable[None]]) -> Reading:
        """The figures of this moment; raises a ReadError while the story is about the fault."""
        await attempt()
        now, present = self._now(), self._scene()
        match present.state:
            case DemoState.OFFLINE:
                raise OfflineError(*demofaults.offline())
            case DemoState.RATE_LIMITED:
                raise BlockedError(*demofaults.rate_limited(), retry_after=present.lasts)
            case DemoState.SIGNED_OUT:
                raise SignedOutError(*demofaults.signed_out())
            case DemoState.ANSWERED | DemoState.UNCONFIRMED:
                week_resets_at = (self._began + _WEEK).replace(hour=8, minute=0, second=0, microsecond=0)
                return Reading(now, Source.DEMO, _windows(present, now, week_resets_at), _SPEND, accounts.demo_plan())

    def _scene(self) -> DemoScene:
        return scene(max(0.0, (self._now() - self._began).total_seconds()))


def _windows(present: DemoScene, now: datetime, week_resets_at: datetime) -> tuple[Window, ...]:
    return (
        _session(present, now),
        _week("weekly_all", None, present.week, now, week_resets_at),
        _week("weekly_scoped", _SCOPE, present.scoped, now, week_resets_at),
    )


def _session(present: DemoScene, now: datetime) -> Window:
    session = Window(
        id="session",
        kind="session",
        label=limits.session_label(),
        percent=round(present.session, 1),
        resets_at=now + timedelta(seconds=SESSION_SECONDS - present.elapsed),
        length_seconds=int(SESSION_SECONDS),
        source=Source.DEMO,
        read_at=now,
        active=True,
        confirmed=present.state is not DemoState.UNCONFIRMED,
    )
    return pastusage.session_with_forecast(session, present, now)


def _week(kind: str, scope: str | None, percent: float, now: datetime, resets_at: datetime) -> Window:
    week = Window(
        id=f"{kind}:{scope}" if scope else kind,
        kind=kind,
        label=limits.weekly_label(scope),
        percent=round(percent, 1),
        resets_at=resets_at,
        length_seconds=604_800,
        source=Source.DEMO,
        read_at=now,
    )
    return pastusage.week_with_forecast(week, now)
