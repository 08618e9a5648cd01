"""What z.ai means by a refusal: it has codes of its own, and most of them come in an answer with status 200.

Facts (peers' code; docs.z.ai lists the codes): 1000 to 1004 are about the key; 500 and 1309 say that there is no plan;
1302 to 1305 ask for a pause. A code is a number or a text, at the top or below `error`.

This module must not know usage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.network.get import OK
from brim.backend.network.retryafter import retry_after
from brim.backend.providers.answers import error
from brim.backend.providers.zai import words
from brim.backend.system.clock import utc
from brim.errors import BadAnswerError, BlockedError, NoLimitsError, SignedOutError
from brim.model.numbers import parse_number
from brim.words import apikeys, fetcherrors

if TYPE_CHECKING:
    from brim.backend.providers.answers import Answer
    from brim.errors import ReadError

_UNAUTHORIZED = 401
_KEY = {_UNAUTHORIZED, *range(1000, 1005)}
_NO_PLAN = {500, 1309}
_PAUSE = {429, *range(1302, 1306)}


def own_refusal(answer: Answer, place: str) -> ReadError | None:
    """The refusal in an answer; None when it is usage, or what any server means by its status."""
    if answer.is_from_edge:
        return None
    body = answer.json()
    code = _code(body.get("code"), body.get("error"))
    company = words.vendor().company
    if answer.status == _UNAUTHORIZED or (code in _KEY and not _is_good(answer, body)):
        return error(SignedOutError, apikeys.key_refused(company, place))
    if answer.status not in OK or _is_good(answer, body):
        return None
    if code in _NO_PLAN:
        return error(NoLimitsError, words.no_plan())
    if code in _PAUSE:
        wait = retry_after(answer.headers.get("retry-after"), utc())
        return error(BlockedError, apikeys.rate_limited(company), wait)
    return BadAnswerError(*fetcherrors.no_known_part())


def _is_good(answer: Answer, body: dict[str, object]) -> bool:
    return answer.status in OK and body.get("success") is not False and "error" not in body


def _code(code: object, below: object) -> int | None:
    if code is None and isinstance(below, dict):
        code = below.get("code")
    number = parse_number(code)
    return None if number is None else int(number)
