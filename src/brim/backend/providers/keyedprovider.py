"""The shared base of providers that are asked with an API key: one key, one request, one account.

A key names no person: the account is known by the end of the key's hash, never by the key. This module must not know
any vendor; a provider says with a `KeyedService` what is its own.
"""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from brim.backend.network.get import Request
from brim.backend.providers.answers import error, refusal, usage_body
from brim.backend.providers.base import AccountIdentity, LoginCheck, PlainProvider
from brim.backend.providers.boundtoken import BoundToken
from brim.backend.providers.fetching import Requester
from brim.backend.providers.keys import FoundKey, find_key, keys_version
from brim.backend.system.clock import utc
from brim.backend.system.files import short_path
from brim.backend.watching.places import Topic, file_place
from brim.errors import ReadError, SignedOutError
from brim.model.account import Account
from brim.words import apikeys

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    import tenacity
    from pydantic import SecretStr

    from brim.backend.providers.answers import Answer, Json
    from brim.backend.providers.keys import KeyFile
    from brim.backend.providers.pollingpolicy import PollingPolicy
    from brim.backend.watching.places import Place
    from brim.model.usage import Reading
    from brim.model.vendor import Vendor

_HASH_END = 4
"""Letters of a key's hash that tell two keys apart in a label."""


def _no_own_refusal(_: Answer, __: str) -> ReadError | None:
    return None


@dataclass(frozen=True, slots=True)
class KeyedService:
    """What one vendor's service is, for `KeyedProvider`."""

    name: str
    vendor: Vendor
    policy: PollingPolicy
    """With the intervals of the settings."""
    api_url: str
    """The server, from the settings."""
    path: str
    """What is asked for."""
    keys: tuple[tuple[str, SecretStr | None], ...]
    """Settings and variables that may hold the key, the strongest first, with their values; the last one is named where
    there is no key."""
    files: tuple[KeyFile, ...]
    """Files that may hold it, the strongest first; the last one is named, too."""
    parse: Callable[[Json, datetime], Reading]
    """Makes the reading from a body that came at a time; raises a ReadError."""
    own_refusal: Callable[[Answer, str], ReadError | None] = _no_own_refusal
    """What the server means by a refusal of its own, with the place of the key; None for what any server means."""


class KeyedProvider(PlainProvider):
    """Reads the account that an API key belongs to."""

    def __init__(
        self,
        service: KeyedService,
        now: Callable[[], datetime] = utc,
        retry_wait: tenacity.wait.wait_base | None = None,
    ) -> None:
        """`retry_wait` is the wait between quick tries, for tests."""
        self._service = service
        self._now = now
        self._requester = Requester(retry_wait)

    @property
    def name(self) -> str:
        """That of the descriptor."""
        return self._service.name

    @property
    def polling_policy(self) -> PollingPolicy:
        """That of the service."""
        return self._service.policy

    def login_version(self) -> str:
        """The versions of the files that may hold the key; variables do not change."""
        return keys_version(self._service.files)

    async def identify(self) -> AccountIdentity:
        """The account by its key."""
        service, found = self._service, await self._find()
        secret = found.secret if found is not None else None
        digest = _digest(service.name, secret.get_secret_value() if secret is not None else "")
        end = digest[-_HASH_END:]
        label = apikeys.account_label(service.vendor.product, end) if secret is not None else service.vendor.product
        place = found.place if found is not None else ""
        return AccountIdentity(
            Account(_digest(digest, urlsplit(service.api_url).netloc)[:16], label, service.name, service.vendor),
            None,
            f"{end}-{self.login_version()}",
            present=found is not None,
            ready=secret is not None,
            qualifiers=(place,) if place else (),
        )

    def watched_places(self) -> tuple[Place, ...]:
        """The files that may hold the key."""
        return tuple(file_place(Topic.LOGIN, file.path) for file in self._service.files)

    async def check_login(self) -> LoginCheck:
        """Where the key is, and what is wrong with it."""
        found = await self._find()
        if found is None:
            return LoginCheck(str(self._service.files[-1].path), "absent", error=self._absent())
        if found.problem is not None:
            return LoginCheck(found.place, "unreadable", error=error(SignedOutError, found.problem))
        origin = "environment" if found.place in dict(self._service.keys) else "file"
        return LoginCheck(found.place, "usable", origin)

    async def read(self, attempt: Callable[[], Awaitable[None]]) -> Reading:
        """Ask the server once; a key that is not there, or cannot be used, is never sent."""
        service, found = self._service, await self._find()
        if found is None:
            raise self._absent()
        if found.secret is None:
            problem = found.problem
            raise error(SignedOutError, problem) if problem is not None else self._absent()
        url = f"{service.api_url}{service.path}"
        token = BoundToken(found.secret, service.api_url)
        answer = await self._requester.send(Request(url, token.header(url)), attempt)
        now = self._now()
        refused = service.own_refusal(answer, found.place) or refusal(answer, now, service.vendor, found.place)
        if refused is not None:
            raise refused
        return service.parse(usage_body(answer), now)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._requester.aclose()

    async def _find(self) -> FoundKey | None:
        return await asyncio.to_thread(find_key, self._service.keys, self._service.files)

    def _absent(self) -> ReadError:
        service = self._service
        variable = service.keys[-1][0] if service.keys else ""
        file = short_path(service.files[-1].path) if service.files else ""
        return error(SignedOutError, apikeys.no_key(service.vendor.product, variable, file))


def _digest(*parts: str) -> str:
    """A hash of a key; the key has far too many possible values to be guessed from it."""
    return hashlib.sha256("\n".join(("brim", *parts)).encode(errors="surrogatepass")).hexdigest()
