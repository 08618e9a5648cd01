"""The interface of a provider: what an account must offer so that it can be read. A new provider is a new folder here.

A provider translates every foreign error into one of `brim.errors`. Code that uses this interface must not know HTTP,
login files or how a number is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from brim.errors import BadAnswerError
from brim.words import cliprobe

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime
    from pathlib import Path

    from brim.backend.providers.pollingpolicy import PollingPolicy
    from brim.backend.watching.places import Changes, Place
    from brim.errors import ReadError
    from brim.model.account import Account, Incident
    from brim.model.usage import Reading


@dataclass(frozen=True, slots=True)
class FirstContact:
    """What is awaited before each request of the very first reading of an account, of which one answer has to do."""

    attempt: Callable[[], Awaitable[None]]

    async def __call__(self) -> None:
        """Count the request."""
        await self.attempt()


@dataclass(frozen=True, slots=True)
class AccountIdentity:
    """The account that would be read now."""

    account: Account
    plan: str | None
    """For example `Ultra`; None when the login does not name a plan."""
    credentials_version: str
    """Changes whenever the login changes, so that a refused login is tried again only then. Never made from a token."""
    login_ends_at: datetime | None = None
    """From then on the login cannot be renewed; None when that is not known."""
    expires_at: datetime | None = None
    """When its token expires, which its own program renews; None when that is not known."""
    login_renews: bool = False
    """Its program renews the login whenever it is used, so that nobody has to sign in again at that time."""
    present: bool = True
    """A login was found, whether it can be used or not."""
    ready: bool = True
    """The login can be used now."""
    settled: bool = False
    """Nothing that happens while Brim runs can change what is wrong with it: a setting has to be corrected."""
    hidden: bool = False
    """It is read and not shown, as its login may have nothing to do with the provider, and had no plan last time."""
    plan_may_lag: bool = False
    """The plan is as of the login's last renewal: the one that comes with usage counts more."""
    supports_program: bool = False
    """A program on this machine can report the figures, too. Whether it is installed shows when it is asked."""
    reads_incidents: bool = False
    """Its vendor's status page can be read, for what explains a failure."""
    qualifiers: tuple[str, ...] = ()
    """What distinguishes the account from another with the same label, best first: an organisation, a folder."""


@dataclass(frozen=True, slots=True)
class LoginCheck:
    """What can be said of a login without a request, for `brim doctor`. Nothing in it is made from a token."""

    place: str
    """The file, or what else holds it."""
    state: str
    """`usable`, `expired`, `no_scope`, `unreadable` or `absent`."""
    origin: str = "file"
    """`file`, `keychain`, `environment` or `program`."""
    error: ReadError | None = None
    """What is wrong with it; None for one that can be used."""
    why: str | None = None
    """Why it cannot be read."""
    scopes: tuple[str, ...] | None = None
    expires_at: datetime | None = None
    """When the token expires, which its own program renews."""
    folder: Path | None = None
    """The folder of its program, where there is one."""
    program: Path | None = None
    """Its program that can report usage, where it was found."""
    status_line: Path | None = None
    """The settings of its program that may name a status line of Brim's."""
    status_line_data: Path | None = None
    """What that status line stored last."""
    remarks: tuple[str, ...] = ()
    """What in the program's own settings makes its sessions run without this account."""
    profile_fault: str | None = None
    """Why the program's file about the account cannot be used."""
    unseen: str | None = None
    """What of the plan nobody can read, as a sentence; None where all limits are reported."""


class Provider(Protocol):
    """One account that can be read."""

    @property
    def name(self) -> str:
        """The name of its descriptor."""

    @property
    def polling_policy(self) -> PollingPolicy:
        """How often the account may be asked."""

    def login_version(self) -> str:
        """Changes whenever `identify` or `local_readings` may return something else.

        Opens no file, may block for a moment, never raises.
        """

    async def identify(self) -> AccountIdentity:
        """The account that would be read now. Sends no request and never raises."""

    async def local_readings(self) -> tuple[Reading, ...]:
        """What other programs' files on this machine say of the same account. Sends no request and never raises."""

    async def active_at(self) -> datetime | None:
        """When the program was last in use on this machine; None when it never was. Cheap, and never raises."""

    def watched_places(self) -> tuple[Place, ...]:
        """The files whose changes matter to the methods above; they may be elsewhere later. Never raises."""

    def note_changes(self, changes: Changes) -> None:
        """Files changed, of this account or of others; what was kept of them no longer counts. Returns at once."""

    async def retry_refused(self) -> None:
        """A person asks for a reading: allow another try of what the system refused before.

        Sends no request and never raises.
        """

    async def read(self, attempt: Callable[[], Awaitable[None]]) -> Reading:
        """Ask the server once and return the figures; `attempt` is awaited before each request, to count it.

        With a FirstContact nothing is asked for after the first answer: what else there is comes with the next reading.

        Raises a `brim.errors.ReadError`, and nothing else, when there is no reading.
        """

    async def ask_program(self) -> Reading:
        """The figures that a program of the same vendor on this machine reports, because a person asks for that.

        Raises a ReadError when there are none. Call it only where `AccountIdentity.supports_program` is true.
        """

    async def fetch_incident(self) -> Incident | None:
        """The incident that the vendor reports now. Needs no login and sends no token.

        Raises a ReadError when there is no answer.
        """

    async def note(self) -> str | None:
        """A sentence about the account besides its usage; None when there is nothing to say. Sends no request."""

    async def check_login(self) -> LoginCheck:
        """What can be said of its login. Sends no request and never raises."""

    def settings_files(self) -> tuple[Path, ...]:
        """Files besides the watched ones that change what is said of the account, such as its program's settings."""

    def usage_files(self) -> tuple[Path, ...]:
        """Files besides the watched ones from which usage comes."""

    def transcript_folders(self) -> tuple[Path, ...]:
        """Its program's own folders whose transcripts have tokens; empty when there are none."""

    async def aclose(self) -> None:
        """Close connections and files."""


class PlainProvider:
    """What most of a provider's methods do where there is nothing to do; a provider inherits what it does not need."""

    async def local_readings(self) -> tuple[Reading, ...]:
        """None: no file holds usage."""
        return ()

    async def active_at(self) -> datetime | None:
        """Never: no file shows when the program was in use."""

    def watched_places(self) -> tuple[Place, ...]:
        """None."""
        return ()

    def note_changes(self, changes: Changes) -> None:
        """Do nothing: nothing is kept of files."""

    async def retry_refused(self) -> None:
        """Do nothing: the system refuses nothing."""

    async def ask_program(self) -> Reading:
        """Always raises BadAnswerError: there is no such program."""
        raise BadAnswerError(*cliprobe.no_program())

    async def fetch_incident(self) -> Incident | None:
        """None: no status page is read."""

    async def note(self) -> str | None:
        """None: there is nothing to say."""

    def settings_files(self) -> tuple[Path, ...]:
        """None."""
        return ()

    def usage_files(self) -> tuple[Path, ...]:
        """None."""
        return ()

    def transcript_folders(self) -> tuple[Path, ...]:
        """None."""
        return ()

    async def aclose(self) -> None:
        """Do nothing: nothing is open."""
