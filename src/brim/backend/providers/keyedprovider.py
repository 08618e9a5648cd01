"""The shared base of providers that are asked with an API key: one key, one request, one account.

A key names no person: the account is known by the end of the key's hash, never by the key. This module must not know
any vendor; a provider says with a `KeyedService` what is its own.
"""

from __future__ import annotations

import asyncio
import hashlib
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from brim.backend.network.request import Request
from brim.backend.providers.answers import error, refusal, usage_body
from brim.backend.providers.base import AccountIdentity, FirstContact, LoginCheck, PlainProvider
from brim.backend.providers.boundtoken import BoundToken
from brim.backend.providers.fetching import Requester
from brim.backend.providers.keys import find_keys, keys_version
from brim.backend.providers.refusedtokens import NO_PLAN, RefusedTokens
from brim.backend.system.clock import utc
from brim.backend.system.files import file_version, short_path
from brim.backend.watching.places import Topic, file_place
from brim.errors import ExpiredError, NoLimitsError, ReadError, SignedOutError
from brim.model.account import Account
from brim.words import apikeys

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import tenacity
    from pydantic import SecretStr

    from brim.backend.providers.answers import Json
    from brim.backend.providers.keyedservice import KeyedService
    from brim.backend.providers.keys import FoundKey
    from brim.backend.providers.pollingpolicy import PollingPolicy
    from brim.backend.watching.places import Place
    from brim.model.usage import Reading

_REFUSALS: dict[str, type[ReadError]] = {"expired": ExpiredError, "signed_out": SignedOutError}
"""What a server says of a key that it does not accept, by the outcome."""
_HASH_END = 4
"""Letters of a key's hash that tell two keys apart in a label."""


class KeyedProvider(PlainProvider):
    """Reads the account that an API key belongs to."""

    def __init__(
        self,
        service: KeyedService,
        now: Callable[[], datetime] = utc,
        retry_wait: tenacity.wait.wait_base | None = None,
        rank: int = 0,
    ) -> None:
        """`rank` counts the servers for which there are keys; without so many it is the account of the first one.

        `retry_wait` is the wait between quick tries, for tests.
        """
        self._service = service
        self._rank = rank
        self._now = now
        self._requester = Requester(retry_wait)
        self._refused = RefusedTokens(service.name, service.state_dir, now)
        self._ends: tuple[str, datetime | None] = ("", None)
        """When a key ends, by its hash."""

    @property
    def name(self) -> str:
        """That of the descriptor."""
        return self._service.name

    @property
    def polling_policy(self) -> PollingPolicy:
        """That of the service."""
        return self._service.policy

    def login_version(self) -> str:
        """The versions of the files that may hold the key, and of refusals; variables do not change."""
        return f"{keys_version(self._service.files)} {self._refused.version()}"

    async def identify(self) -> AccountIdentity:
        """The account by its key."""
        service, found = self._service, await self._find()
        secret = found.secret if found is not None else None
        digest = self._hash(found)
        end = digest[-_HASH_END:]
        label = apikeys.account_label(service.vendor.product, end) if secret is not None else service.vendor.product
        place = found.place if found is not None else ""
        return AccountIdentity(
            Account(_digest(digest, urlsplit(self._server(found)).netloc)[:16], label, service.name, service.vendor),
            None,
            f"{end}-{keys_version(service.files)}",
            login_ends_at=self._ends[1] if self._ends[0] == digest else None,
            present=found is not None,
            ready=secret is not None,
            qualifiers=(place,) if place else (),
            hidden=await asyncio.to_thread(self._is_hidden, found),
        )

    async def active_at(self) -> datetime | None:
        """When the program last changed one of its files."""
        changed = [version[0] for path in self._service.active_files if (version := file_version(path)) is not None]
        return datetime.fromtimestamp(max(changed) / 1e9, UTC) if changed else None

    def watched_places(self) -> tuple[Place, ...]:
        """The files that may hold the key."""
        return tuple(file_place(Topic.LOGIN, path) for path in dict.fromkeys(file.path for file in self._service.files))

    async def retry_refused(self) -> None:
        """Let a key that was refused be sent again."""
        await asyncio.to_thread(self._refused.clear)

    async def check_login(self) -> LoginCheck:
        """Where the key is, and what is wrong with it."""
        found = await self._find()
        if found is None:
            return LoginCheck(self._tool_file(), "absent", error=self._absent())
        if found.problem is not None:
            return LoginCheck(found.place, "unreadable", error=error(SignedOutError, found.problem))
        origin = "environment" if found.place in {key.place for key in self._service.keys} else "file"
        hidden = await asyncio.to_thread(self._is_hidden, found)
        unseen = apikeys.not_shown(self._service.vendor.product) if hidden else ""
        return LoginCheck(found.place, "usable", origin, unseen=unseen)

    async def read(self, attempt: Callable[[], Awaitable[None]]) -> Reading:
        """Ask the server once, and once more where the service needs that; a key that cannot be used is never sent."""
        service, found = self._service, await self._find()
        if found is None:
            raise self._absent()
        if found.secret is None:
            problem = found.problem
            raise error(SignedOutError, problem) if problem is not None else self._absent()
        if self._ends[0] == self._hash(found) and self._ends[1] is not None and self._ends[1] <= self._now():
            raise error(ExpiredError, apikeys.key_expired(service.vendor.company, found.place))
        body = await self._first_answer(found, found.secret, attempt)
        reading = service.parse(body, self._now())
        self._ends = (self._hash(found), service.ends_at(body))
        path = service.more.path(body) if service.more is not None else None
        if service.more is not None and path is not None and not isinstance(attempt, FirstContact):
            with suppress(ReadError):
                reading = service.more.add(reading, await self._ask(found, found.secret, path, attempt))
        return reading

    async def aclose(self) -> None:
        """Close the connections."""
        await self._requester.aclose()

    async def _first_answer(self, found: FoundKey, secret: SecretStr, attempt: Callable[[], Awaitable[None]]) -> Json:
        """The answer to a key that was not refused before; a refusal is noted."""
        service, token = self._service, secret.get_secret_value()
        why = await asyncio.to_thread(self._refused.why, token)
        if why == NO_PLAN and service.no_plan is not None:
            raise error(NoLimitsError, service.no_plan)
        if why is not None:
            raise error(_REFUSALS.get(why, ExpiredError), apikeys.key_refused(service.vendor.company, found.place))
        try:
            body = await self._ask(found, secret, service.path, attempt)
        except tuple(_REFUSALS.values()) as refused:
            await asyncio.to_thread(self._refused.record, token, refused.health)
            raise
        except NoLimitsError:
            if service.no_plan is not None:
                await asyncio.to_thread(self._refused.record, token, NO_PLAN)
            raise
        await asyncio.to_thread(self._refused.forget, token)
        return body

    def _is_hidden(self, found: FoundKey | None) -> bool:
        """Whether a key that may be for other things has no plan."""
        if found is None or found.secret is None or not found.general or self._service.no_plan is None:
            return False
        return self._refused.had_no_plan(found.secret.get_secret_value())

    async def _ask(self, found: FoundKey, secret: SecretStr, path: str, attempt: Callable[[], Awaitable[None]]) -> Json:
        service, server = self._service, self._server(found)
        url = f"{server}{path}"
        answer = await self._requester.send(Request(url, BoundToken(secret, server).header(url)), attempt)
        place = found.place
        refused = service.own_refusal(answer, place) or refusal(answer, self._now(), service.vendor, place)
        if refused is not None:
            raise refused
        return usage_body(answer)

    async def _find(self) -> FoundKey | None:
        found = await asyncio.to_thread(find_keys, self._service.keys, self._service.files)
        return found[self._rank if self._rank < len(found) else 0] if found else None

    def _server(self, found: FoundKey | None) -> str:
        return (found.server if found is not None else "") or self._service.api_url

    def _hash(self, found: FoundKey | None) -> str:
        secret = found.secret if found is not None else None
        return _digest(self._service.name, secret.get_secret_value() if secret is not None else "")

    def _tool_file(self) -> str:
        return short_path(next(file.path for file in self._service.files if not file.own))

    def _absent(self) -> ReadError:
        service = self._service
        return error(SignedOutError, apikeys.no_key(service.vendor.product, service.keys[1].place, self._tool_file()))


def _digest(*parts: str) -> str:
    """A hash of a key; the key has far too many possible values to be guessed from it."""
    return hashlib.sha256("\n".join(("brim", *parts)).encode(errors="surrogatepass")).hexdigest()
