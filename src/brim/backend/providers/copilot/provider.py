"""The provider of one Copilot account: puts login, request and answer together.

This module must not know when an account is read, nor who else reads it.
"""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from brim.backend.providers.base import AccountIdentity, LoginCheck, PlainProvider
from brim.backend.providers.copilot import words
from brim.backend.providers.copilot.hosts import usage_page
from brim.backend.providers.copilot.names import NAME, POLICY
from brim.backend.providers.copilot.noseat import NoSeatError, refusal_before
from brim.backend.providers.copilot.settings import CopilotSettings
from brim.backend.providers.refusedtokens import NO_PLAN, RefusedTokens
from brim.backend.system.clock import utc
from brim.backend.watching.places import Topic, file_place
from brim.errors import NoScopeError, SignedOutError
from brim.model.account import Account

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    import tenacity
    from pydantic import SecretStr

    from brim.backend.providers.copilot.activity import SessionActivity
    from brim.backend.providers.copilot.logins import HostLogins, Login, LoginFinder
    from brim.backend.providers.descriptor import SettingsView
    from brim.backend.providers.fetching import Requester
    from brim.backend.providers.pollingpolicy import PollingPolicy
    from brim.backend.watching.places import Changes, Place
    from brim.errors import ReadError
    from brim.model.account import Problem
    from brim.model.usage import Reading

_PATH = "/copilot_internal/user"
_HEADERS = {"Accept": "application/json", "X-GitHub-Api-Version": "2025-04-01"}
_HASH_END = 4


@dataclass(frozen=True, slots=True)
class CopilotService:
    """Who is asked, and where its logins are."""

    server_of: Callable[[str], str]
    """The URL of the API of a host."""
    logins: LoginFinder
    activity: SessionActivity
    """The same for all hosts."""


class CopilotProvider(PlainProvider):
    """Reads the account of one GitHub host."""

    def __init__(
        self,
        settings: SettingsView,
        service: CopilotService,
        now: Callable[[], datetime] = utc,
        retry_wait: tenacity.wait.wait_base | None = None,
    ) -> None:
        """`retry_wait` is the wait between quick tries, for tests."""
        self._program = settings.section(CopilotSettings).program
        self._policy = POLICY.adapted(settings.poll, words.vendor())
        self._server_of, self._logins, self._activity = service.server_of, service.logins, service.activity
        self._now = now
        self._retry_wait = retry_wait
        self._requester: Requester | None = None
        self._present = False
        self._refused = RefusedTokens(NAME, settings.state_dir, now)
        self._from_gh: tuple[str, SecretStr] | None = None

    @property
    def name(self) -> str:
        """That of the descriptor."""
        return NAME

    @property
    def polling_policy(self) -> PollingPolicy:
        """The intervals from the settings, and what GitHub allows."""
        return self._policy

    def login_version(self) -> str:
        """The versions of the files that may hold a login, and of refusals; variables do not change."""
        return f"{self._logins.version()} {self._refused.version()}"

    async def identify(self) -> AccountIdentity:
        """The account of the first login that GitHub has not refused."""
        host, login = await self._first()
        self._present, vendor = login is not None, words.vendor(usage_page(host))
        if login is None:
            label, owner, version = vendor.product, "", self._logins.version()
        else:
            owner = login.user.casefold() if login.user is not None else _digest(login.secret)
            label = login.user or words.account_label(owner[-_HASH_END:])
            version = f"{login.version} {owner[-_HASH_END:]}"
        account_id = _digest("copilot", host, owner, urlsplit(self._server_of(host)).netloc)[:16]
        return AccountIdentity(
            Account(account_id, label, NAME, vendor),
            None,
            version,
            present=login is not None,
            ready=login is not None and login.ready,
            qualifiers=(host, login.place) if login is not None else (),
            hidden=login is not None and self._is_hidden(login),
        )

    async def active_at(self) -> datetime | None:
        """When a session of the Copilot CLI or a chat of VS Code last changed; None without a login."""
        return await self._activity.changed_at() if self._present else None

    def watched_places(self) -> tuple[Place, ...]:
        """The files that may hold a login, and the Copilot CLI's sessions."""
        return (*(file_place(Topic.LOGIN, path) for path in self._logins.places.login_files), self._activity.place)

    def note_changes(self, changes: Changes) -> None:
        """Note which sessions are being written."""
        self._activity.note(changes)

    async def retry_refused(self) -> None:
        """Try again the tokens that GitHub refused, and ask the GitHub CLI for a new one."""
        await asyncio.to_thread(self._refused.clear)
        self._from_gh = None

    async def check_login(self) -> LoginCheck:
        """Where the login is, and what is wrong with it. It runs no program."""
        host, login = await self._first()
        if login is None:
            return LoginCheck(str(self._logins.places.gh_hosts), "absent", error=_absent(host))
        if login.problem is not None:
            problem = login.problem
            fault = _signed_out(problem)
            return LoginCheck(login.place, "unreadable", login.origin, error=fault, why=problem.message)
        unseen = words.not_shown() if self._is_hidden(login) else words.unseen_limits()
        return LoginCheck(login.place, "usable", login.origin, unseen=unseen)

    async def read(self, attempt: Callable[[], Awaitable[None]]) -> Reading:
        """Ask the server once; again only with another token of the same person, after it refused the first one."""
        found = await self._logins.find()
        refusal: ReadError | None = None
        owner, sent = "", list[str]()
        for login in await self._ordered(found):
            user = (login.user or "").casefold()
            if refusal is not None and user != owner:
                break
            try:
                await self._check_refusals(login)
                token = await self._token(login)
                if token.get_secret_value() in sent:
                    continue
                sent.append(token.get_secret_value())
                reading = await self._ask(login, token, attempt)
            except (SignedOutError, NoScopeError, NoSeatError) as fault:
                refusal, owner = refusal or fault, user
                await self._note_refusal(login, fault)
            else:
                await asyncio.to_thread(self._refused.forget, login.mark)
                return reading
        raise refusal or _absent(found.host)

    async def aclose(self) -> None:
        """Close the connections."""
        if self._requester is not None:
            await self._requester.aclose()

    async def _ask(self, login: Login, secret: SecretStr, attempt: Callable[[], Awaitable[None]]) -> Reading:
        from brim.backend.network.request import Request
        from brim.backend.providers.answers import usage_body
        from brim.backend.providers.boundtoken import BoundToken
        from brim.backend.providers.copilot import usage
        from brim.backend.providers.copilot.refusals import github_refusal
        from brim.backend.providers.fetching import Requester

        if self._requester is None:
            self._requester = Requester(self._retry_wait)
        server = self._server_of(login.host)
        token, url = BoundToken(secret, server), f"{server}{_PATH}"
        answer = await self._requester.send(Request(url, {**_HEADERS, **token.header(url, "token")}), attempt)
        now = self._now()
        fault = github_refusal(answer, now, login)
        if fault is not None:
            raise fault
        return usage.parse(usage_body(answer), now)

    async def _token(self, login: Login) -> SecretStr:
        """The token of a login, that of the keyring until the file changes; raises SignedOutError without one."""
        if login.problem is not None:
            raise _signed_out(login.problem)
        if login.secret is not None:
            return login.secret
        if self._from_gh is None or self._from_gh[0] != login.version:
            from brim.backend.providers.copilot import ghprogram

            self._from_gh = login.version, await ghprogram.token_of(login.host, self._program)
        return self._from_gh[1]

    async def _first(self) -> tuple[str, Login | None]:
        """The host, and the login that is tried first."""
        found = await self._logins.find()
        return found.host, next(iter(await self._ordered(found)), None)

    async def _ordered(self, found: HostLogins) -> tuple[Login, ...]:
        """The logins in the order in which they are tried; those that GitHub refused come last."""
        return await asyncio.to_thread(lambda: tuple(sorted(found.logins, key=self._is_refused)))

    def _is_hidden(self, login: Login) -> bool:
        return login.general and self._refused.had_no_plan(login.mark)

    def _is_refused(self, login: Login) -> bool:
        return self._refused.why(login.mark) is not None

    async def _check_refusals(self, login: Login) -> None:
        """Raise the refusal of a login that GitHub refused before; it is not sent again for a while."""
        why = await asyncio.to_thread(self._refused.why, login.mark)
        if why is not None:
            raise refusal_before(why, login)

    async def _note_refusal(self, login: Login, fault: ReadError) -> None:
        self._from_gh = None
        if login.problem is None and not await asyncio.to_thread(self._is_refused, login):
            why = NO_PLAN if isinstance(fault, NoSeatError) else str(fault.health)
            await asyncio.to_thread(self._refused.record, login.mark, why)


def _absent(host: str) -> ReadError:
    return _signed_out(words.no_login(host))


def _signed_out(problem: Problem) -> SignedOutError:
    return SignedOutError(problem.title, problem.message)


def _digest(*parts: str | SecretStr | None) -> str:
    """A hash of names or of a token; a token has far too many possible values to be guessed from it."""
    texts = (part if isinstance(part, str) else part.get_secret_value() if part is not None else "" for part in parts)
    return hashlib.sha256("\n".join(("brim", *texts)).encode(errors="surrogatepass")).hexdigest()
