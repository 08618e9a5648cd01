"""What Cursor's server means by a refusal: the codes of the Connect protocol, whatever the status.

This module must not know usage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.network.request import FORBIDDEN
from brim.backend.network.retryafter import retry_after
from brim.backend.providers.answers import error, refusal
from brim.backend.providers.cursor import words
from brim.errors import BadAnswerError, BlockedError, ExpiredError, NoScopeError
from brim.words import apikeys, fetcherrors

if TYPE_CHECKING:
    from datetime import datetime

    from brim.backend.providers.answers import Answer, Json
    from brim.errors import ReadError

_UNAUTHORIZED = 401
_GONE = {"unimplemented", "not_found"}


def refusal_of(answer: Answer, now: datetime) -> ReadError | None:
    """The refusal in an answer; None for a good one."""
    vendor = words.vendor()
    if answer.is_from_edge:
        return refusal(answer, now, vendor, "")
    code = _code(answer.json())
    if answer.status == _UNAUTHORIZED or code == "unauthenticated":
        return error(ExpiredError, words.refused())
    if code == "resource_exhausted":
        wait = retry_after(answer.headers.get("retry-after"), now)
        return error(BlockedError, apikeys.rate_limited(vendor.company), wait)
    if code in _GONE:
        return BadAnswerError(*words.method_gone())
    if answer.status == FORBIDDEN or code == "permission_denied":
        return error(NoScopeError, words.without_permission())
    found = refusal(answer, now, vendor, "")
    return BadAnswerError(*fetcherrors.no_known_part()) if found is None and isinstance(code, str) else found


def _code(body: Json) -> object:
    """The code of the Connect protocol, at the top or below `error`."""
    below = body.get("error")
    return body.get("code", below.get("code") if isinstance(below, dict) else None)
