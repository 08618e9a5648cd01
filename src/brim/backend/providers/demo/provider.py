"""The provider of a simulated account: it sends no request, stores nothing, and changes fast enough to watch.

Its figures are invented, and their source says so. This module must not know how they are shown.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from brim.backend.providers.base import AccountIdentity
from brim.backend.providers.demo import pastusage
from brim.backend.providers.demo.scenario import SESSION_SECONDS, STORY_SECONDS, DemoScene, DemoState, scene
from brim.backend.providers.pollingpolicy import PollingPolicy
from brim.backend.system.clock import utc
from brim.errors import BadAnswerError, BlockedError, OfflineError, SignedOutError
from brim.model.account import Account
from brim.model.usage import Reading, Source, Spend, Window
from brim.words import accounts, demofaults, limits, pollreasons

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from brim.backend.watching.places import Changes, Place
    from brim.model.account import Incident

_ACCOUNT_ID = "00000000000000de"
_WEEK = timedelta(days=7)
_SCOPE = "Fable"
_SPEND = Spend(enabled=False, used=Decimal(0), limit=Decimal(50), currency="USD", percent=None)


class DemoProvider:
    """One simulated account; its first session begins when the object is made."""

    def __init__(self, now: Callable[[], datetime] = utc) -> None:
        """Begin the first session."""
        self._now = now
        self._began = now()

    @property
    def polling_policy(self) -> PollingPolicy:
        """Short intervals, because no server is asked. A login is looked for again before long."""
        return PollingPolicy(
            interval=2.0,
            quiet_interval=2.0,
            away_interval=2.0,
            jitter=0.0,
            min_request_gap=0.0,
            burst_window=0.0,
            block_backoff=6.0,
            connect_backoff=2.0,
            after_reset=0.05,
            before_reset=0.0,
            after_wake=0.0,
            check_interval=2.0,
            watched_check_interval=2.0,
            max_wait=STORY_SECONDS,
            max_server_wait=STORY_SECONDS,
            server_name=pollreasons.demo_server_name(),
            program_name=pollreasons.demo_program_name(),
        )

    def login_version(self) -> str:
        """One version while signed in, and another one while signed out."""
        return DemoState.SIGNED_OUT if self._scene().state is DemoState.SIGNED_OUT else DemoState.ANSWERED

    async def identify(self) -> AccountIdentity:
        """The simulated account, which never changes; its login comes and goes."""
        return AccountIdentity(
            Account(_ACCOUNT_ID, accounts.demo_label(), "demo"), accounts.demo_plan(), self.login_version()
        )

    async def local_readings(self) -> tuple[Reading, ...]:
        """None: no file belongs to the simulated account."""
        return ()

    async def active_at(self) -> datetime | None:
        """Now: the simulated program is always in use."""
        return self._now()

    def watched_places(self) -> tuple[Place, ...]:
        """None: no file belongs to the simulated account."""
        return ()

    def note_changes(self, changes: Changes) -> None:
        """Does nothing, because no file is watched."""

    async def retry_refused(self) -> None:
        """Does nothing, because nothing is refused."""

    async def ask_program(self) -> Reading:
        """Always raises BadAnswerError: there is no such program."""
        raise BadAnswerError(*demofaults.without_cli())

    async def fetch_incident(self) -> Incident | None:
        """None: no server is asked."""

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

    async def aclose(self) -> None:
        """Does nothing, because nothing is open."""


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
