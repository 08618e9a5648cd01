"""The provider door: what an account must offer to be read. A new provider is a new folder behind it.

The rooms behind this door translate every foreign error into one of `brim.errors`; whoever stands before it must not
know HTTP, files of logins or how a number comes to be.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from brim.words import pollreasons

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from brim.model.account import Account, Incident
    from brim.model.usage import Reading


@dataclass(frozen=True, slots=True)
class Identity:
    """Who would be read now."""

    account: Account
    plan: str | None
    """For example `Max 5x`; None when the login does not tell."""
    stamp: str
    """Changes whenever the login changes, so that a refused one is tried anew only then. Never made from a token."""
    login_ends_at: datetime | None = None
    """From then on the login cannot be renewed; None when it does not tell."""
    present: bool = True
    """A login was found, of whatever use it is."""
    ready: bool = True
    """The login can be used now."""
    program: bool = False
    """A program on this machine can be asked for the figures, too; whether it is installed shows when it is asked."""
    names: tuple[str, ...] = ()
    """What tells the account from another with the same label, best first: an organisation, a folder."""


@dataclass(frozen=True, slots=True)
class PollingPolicy:
    """How an account may be asked. Seconds throughout."""

    interval: float = 300.0
    """Between two readings while the agent works."""
    quiet: float = 900.0
    """The same while it does not; never less than `interval`."""
    away: float = 1800.0
    """The same while nobody looks at the screen; never less than `interval`."""
    active_for: float = 600.0
    """The agent works until it has been still for so long: people read and think in between."""
    jitter: float = 5.0
    """At most so much is added to the interval, so that machines do not ask in step."""
    click_floor: float = 60.0
    """No request follows another sooner, whoever asks for it."""
    share: float = 300.0
    """Nor does a third one of our own accord follow within so long: others need the rest of the allowance."""
    block: float = 300.0
    """First wait after a refusal that names no usable time; doubles."""
    connect: float = 15.0
    """First wait after a connection fault; doubles up to the interval."""
    after_reset: float = 5.0
    """A shown reset is followed by one reading this much later, and jitter."""
    before_reset: float = 120.0
    """Nobody is asked for so long before a shown reset: the figures would be worthless in a moment."""
    after_wake: float = 5.0
    """The network needs so much after sleep, and jitter."""
    confirm: float = 90.0
    """A doubtful figure is read again so soon; doubles while each reading is doubtful anew, up to the interval."""
    look: float = 20.0
    """Longest rest while somebody may look: work that begins, or a changed login or reading, is seen this soon."""
    look_away: float = 60.0
    """The same while nobody looks at the screen, or on a low battery."""
    ceiling: float = 3600.0
    """No wait is longer."""
    server: str = pollreasons.SERVER
    """Who is asked, in words."""
    agent: str = pollreasons.AGENT
    """The program whose limits these are, in words."""


class Provider(Protocol):
    """One account that can be read."""

    @property
    def manners(self) -> PollingPolicy:
        """How often it may be asked."""

    def login_mark(self) -> str:
        """Changes whenever `identify` may say something else. Opens no file, may block for a moment, never raises."""

    async def identify(self) -> Identity:
        """Who would be read now. Asks nobody and never raises."""

    async def local_readings(self) -> tuple[Reading, ...]:
        """What other programs' files on this machine say of the same account. Asks nobody and never raises."""

    async def active_at(self) -> datetime | None:
        """When the agent was last seen at work on this machine; None when it never was. Cheap, and never raises."""

    async def reconsider(self) -> None:
        """A person asks for a reading: try again what the system refused once. Asks nobody by itself, never raises."""

    async def read(self, attempt: Callable[[], Awaitable[None]]) -> Reading:
        """Ask once and return the figures; `attempt` is awaited before each request, so that it is counted.

        Raises a `brim.errors.ReadError`, and nothing else, when there is no reading.
        """

    async def ask_program(self) -> Reading:
        """Let a program of the other side's on this machine tell the figures, because a person wants that.

        Raises a ReadError when it does not. Only where `Identity.program` says that there is such a thing.
        """

    async def incident(self) -> Incident | None:
        """Ask what the other side reports of its own troubles; no login is needed, and no token is sent.

        Raises a ReadError when there is no answer.
        """

    async def aclose(self) -> None:
        """Let go of connections and files."""
