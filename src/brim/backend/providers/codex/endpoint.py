"""Asks Codex's usage endpoint, and says what its refusals mean.

Facts (public clients, 2026; undocumented): `GET /backend-api/wham/usage` with the bearer token and
`ChatGPT-Account-Id`, for FedRAMP accounts `X-OpenAI-Fedramp: true`. A 401 or 400 means that the login has expired, a
403 with JSON that the workspace does not show usage to it; any other 403 is a firewall's. This module must not know
where the login is from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.network.request import FORBIDDEN, Request
from brim.backend.providers.answers import error, refusal, usage_body
from brim.backend.providers.boundtoken import BoundToken
from brim.backend.providers.codex import usagejson, words
from brim.errors import BlockedError, ExpiredError, NoScopeError, SignedOutError
from brim.words import apikeys

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from brim.backend.providers.answers import Answer
    from brim.backend.providers.codex.authfile import CodexLogin
    from brim.backend.providers.fetching import Requester
    from brim.errors import ReadError
    from brim.model.usage import Reading

_BASE, _PATH = "/backend-api", "/wham/usage"
_EXPIRED = {400, 401}
_NO_WORKSPACE = {"deactivated_workspace", "workspace_deactivated"}
_REFUSED_LOGIN = {"token_expired", "token_invalidated", "token_revoked", "invalid_token", "unauthorized"}
"""Codes of an error; they count with any status, also with 200."""


async def fetch(
    requester: Requester,
    api_url: str,
    login: CodexLogin,
    now: Callable[[], datetime],
    attempt: Callable[[], Awaitable[None]],
) -> Reading:
    """The usage of the account that a login belongs to; raises a ReadError for every fault."""
    if login.token is None:
        raise error(SignedOutError, words.expired())
    url = f"{api_url.removesuffix(_BASE)}{_BASE}{_PATH}"
    headers = BoundToken(login.token, api_url).header(url)
    if login.account_id is not None:
        headers["ChatGPT-Account-Id"] = login.account_id
    if login.is_fedramp:
        headers["X-OpenAI-Fedramp"] = "true"
    answer = await requester.send(Request(url, headers), attempt)
    at = now()
    refused = _own_refusal(answer) or refusal(answer, at, words.vendor(), words.vendor().program)
    if refused is not None:
        raise refused
    return usagejson.parse(usage_body(answer), at)


def _own_refusal(answer: Answer) -> ReadError | None:
    """What a refusal means here; None for what any server means by it."""
    if answer.is_from_edge:
        return None
    code = _code(answer)
    if code in _NO_WORKSPACE:
        return error(NoScopeError, words.forbidden())
    if answer.status in _EXPIRED or code in _REFUSED_LOGIN:
        return error(ExpiredError, words.refused())
    if answer.status == FORBIDDEN:
        if answer.json():
            return error(NoScopeError, words.forbidden())
        return error(BlockedError, apikeys.edge_block(words.vendor().company))
    return None


def _code(answer: Answer) -> str | None:
    """The code of the error that an answer holds beside its status; None without one."""
    body = answer.json()
    parts = [part for name in ("error", "detail") if isinstance(part := body.get(name), dict)]
    code = next((part.get("code") for part in parts), None)
    return code if isinstance(code, str) else None
