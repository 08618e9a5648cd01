"""The provider of a Claude account on Windows whose files may be in WSL: used when Windows itself has no login.

Nothing in WSL is opened while its distribution does not run, because that would start it; what was read before counts
then. This module must not know what the account is read for.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from brim.backend.providers.base import AccountIdentity, LoginCheck
from brim.backend.providers.claude import cliwords, loginwords, words
from brim.backend.providers.claude.credentials import Login, LoginOrigin, LoginState
from brim.backend.providers.claude.identity import account_id
from brim.backend.providers.claude.locations import AccountLocation
from brim.backend.providers.claude.logins import login_check
from brim.backend.providers.claude.names import NAME
from brim.errors import BadAnswerError, SignedOutError
from brim.model.account import Account

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime
    from pathlib import Path

    from brim.backend.providers.claude.provider import ClaudeProvider
    from brim.backend.providers.claude.wsl import WslDistributions
    from brim.backend.providers.pollingpolicy import PollingPolicy
    from brim.backend.watching.places import Changes, Place
    from brim.errors import ReadError
    from brim.model.account import Incident
    from brim.model.usage import Reading

_NOT_RUNNING = "asleep"
"""The version of a login whose distribution does not run."""
_LOGIN_SECONDS, _ACTIVITY_SECONDS = 300, 120
"""A login in WSL, and whether somebody works there, are checked this often; each check first lists what runs."""


class WslProvider:
    """Reads the account of a location, or of the home in WSL that replaces it."""

    def __init__(
        self,
        location: AccountLocation,
        make_provider: Callable[[AccountLocation], ClaudeProvider],
        wsl: WslDistributions,
        now: Callable[[], datetime],
    ) -> None:
        """`make_provider` makes the provider of a location."""
        self._windows_provider = self._provider = make_provider(location)
        self._windows_location = self._location = location
        self._make_provider = make_provider
        self._wsl = wsl
        self._now = now
        self._may_search = location.named_by is None
        self._is_searching = False
        """Windows itself has no login, so that one in WSL is looked for."""
        self._identity: AccountIdentity | None = None
        self._readings: tuple[Reading, ...] = ()
        self._active_at: datetime | None = None
        self._activity_checked_at = 0.0

    @property
    def name(self) -> str:
        """That of the descriptor."""
        return NAME

    @property
    def polling_policy(self) -> PollingPolicy:
        """The same for all locations."""
        return self._windows_provider.polling_policy

    @property
    def config_dir(self) -> Path:
        """Claude Code's folder."""
        return self._provider.config_dir

    def login_version(self) -> str:
        """The version of the login on Windows; for one in WSL, a number that changes every few minutes."""
        period = int(self._now().timestamp()) // _LOGIN_SECONDS
        if self._distribution is None:
            version = self._windows_provider.login_version()
            return f"{version} {period}" if self._is_searching else version
        version = self._windows_provider.login_version() if self._may_search else ""
        return f"{version} {self._location.login_dir} {period}"

    async def identify(self) -> AccountIdentity:
        """The account that would be read now; while its distribution does not run, the last one."""
        provider = await self._current_provider()
        if provider is not None:
            identity = await provider.identify()
            supports_program = identity.supports_program and self._distribution is None
            self._identity = replace(identity, supports_program=supports_program)
            return self._identity
        known = self._identity or _unknown_identity(self._location)
        return replace(known, credentials_version=_NOT_RUNNING, present=True, ready=False)

    async def login(self) -> Login:
        """The login that counts; unreadable while its distribution does not run."""
        provider = await self._current_provider()
        if provider is not None:
            return await provider.login()
        return Login(
            LoginOrigin.FILE,
            str(self._location.login_file),
            LoginState.UNREADABLE,
            _NOT_RUNNING,
            unreadable_reason=loginwords.wsl_stopped(),
        )

    async def active_at(self) -> datetime | None:
        """When Claude Code was last in use there."""
        now = self._now().timestamp()
        if self._distribution is not None and abs(now - self._activity_checked_at) < _ACTIVITY_SECONDS:
            return self._active_at
        provider = await self._current_provider()
        if provider is not None:
            self._active_at = await provider.active_at()
        self._activity_checked_at = now
        return self._active_at

    def watched_places(self) -> tuple[Place, ...]:
        """The files on Windows, and those in WSL, which are only checked."""
        found = (*self._windows_provider.watched_places(), *self._provider.watched_places())
        return tuple(dict.fromkeys(found))

    def note_changes(self, changes: Changes) -> None:
        """Hand the changes on."""
        self._windows_provider.note_changes(changes)
        self._provider.note_changes(changes)

    async def retry_refused(self) -> None:
        """Allow another try of what was refused."""
        await self._windows_provider.retry_refused()

    async def local_readings(self) -> tuple[Reading, ...]:
        """The readings in Claude Code's files there."""
        provider = await self._current_provider()
        if provider is not None:
            self._readings = await provider.local_readings()
        return self._readings

    async def read(self, attempt: Callable[[], Awaitable[None]]) -> Reading:
        """Ask the server once; raises SignedOutError while the distribution does not run."""
        provider = await self._current_provider()
        if provider is None:
            raise self._not_running_error()
        return await provider.read(attempt)

    async def ask_program(self) -> Reading:
        """The figures that the program reports; the one on Windows does not know a login in WSL."""
        provider = await self._current_provider()
        if provider is None or self._distribution is not None:
            raise BadAnswerError(*cliwords.in_wsl())
        return await provider.ask_program()

    async def fetch_incident(self) -> Incident | None:
        """The incident on the status page."""
        return await self._windows_provider.fetch_incident()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._windows_provider.aclose()
        await self._provider.aclose()

    async def login_error(self, login: Login) -> ReadError | None:
        """What is wrong with a login; None for one that can be used."""
        provider = await self._current_provider()
        return self._not_running_error() if provider is None else await provider.login_error(login)

    async def check_login(self) -> LoginCheck:
        """The login, and what is known of the account's files."""
        provider = await self._current_provider()
        if provider is not None:
            return await provider.check_login()
        return replace(
            login_check(await self.login(), self._not_running_error()),
            folder=self.config_dir,
            status_line=self.config_dir / "settings.json",
        )

    def settings_files(self) -> tuple[Path, ...]:
        """Claude Code's settings there."""
        return self._provider.settings_files()

    def usage_files(self) -> tuple[Path, ...]:
        """The file of the status line."""
        return self._provider.usage_files()

    def transcript_folders(self) -> tuple[Path, ...]:
        """None: those in WSL are not read."""
        return ()

    async def other_backends(self) -> tuple[str, ...]:
        """What in Claude Code's own settings makes its sessions run without this plan."""
        provider = await self._current_provider()
        return () if provider is None else await provider.other_backends()

    async def note(self) -> str | None:
        """A sentence that sessions of Claude Code may run without this plan, and why."""
        provider = await self._current_provider()
        return None if provider is None else await provider.note()

    @property
    def _distribution(self) -> str | None:
        return self._wsl.distribution(self._location.login_dir)

    def _not_running_error(self) -> ReadError:
        problem = loginwords.wsl_not_running(self._distribution or "")
        return SignedOutError(problem.title, problem.message)

    async def _current_provider(self) -> ClaudeProvider | None:
        """The provider of the location that counts now; None while its distribution does not run."""
        location = self._windows_location
        self._is_searching = self._may_search and _is_replaceable(await self._windows_provider.login())
        if self._is_searching:
            config_dir = await self._wsl.config_dir()
            if config_dir is not None:
                location = AccountLocation(config_dir, config_dir, name=location.name)
        if location != self._location:
            await self._switch_to(location)
        distribution = self._distribution
        return self._provider if distribution is None or await self._wsl.runs(distribution) else None

    async def _switch_to(self, location: AccountLocation) -> None:
        if self._provider is not self._windows_provider:
            await self._provider.aclose()
        self._location, self._identity, self._readings, self._active_at = location, None, (), None
        is_windows = location == self._windows_location
        self._provider = self._windows_provider if is_windows else self._make_provider(location)


def _is_replaceable(login: Login) -> bool:
    """Whether a login in WSL comes before this one: a token of the environment mostly may not read usage."""
    return login.state is LoginState.ABSENT or login.origin is LoginOrigin.ENVIRONMENT


def _unknown_identity(location: AccountLocation) -> AccountIdentity:
    """The identity of an account when only its location is known."""
    account = Account(
        account_id(str(location.login_dir)), location.name or str(location.config_dir), NAME, words.vendor()
    )
    return AccountIdentity(account, None, _NOT_RUNNING)
