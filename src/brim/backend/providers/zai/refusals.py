"""What z.ai means by a refusal: it has codes of its own, and most of them come in an answer with status 200.

Facts (peers' code; docs.z.ai lists the codes): 1000 to 1004 are about the key; 500 and 1309 say that there is no plan;
1113
that its money is used up; 1302 to 1305 ask for a pause. A code is a number or a text, at the top or below `error`.

This module must not know usage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.network.request import OK
from brim.backend.network.retryafter import retry_after
from brim.backend.providers.answers import error
from brim.backend.providers.valueparsing import parse_flag
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
_NO_BALANCE = {1113}
_PAUSE = {429, *range(1302, 1306)}


def own_refusal(answer: Answer, place: str) -> ReadError | None:
    """The refusal in an answer; None when it is usage, or what any server means by its status."""
    body = answer.json()
    code = _code(body.get("code"), body.get("error"))
    company = words.vendor().company
    if answer.is_from_edge or _is_good(answer, body):
        return None
    if answer.status == _UNAUTHORIZED or code in _KEY:
        return error(SignedOutError, apikeys.key_refused(company, place))
    if code in _NO_BALANCE or (code in _NO_PLAN and answer.status in OK):
        return error(NoLimitsError, words.no_balance() if code in _NO_BALANCE else words.no_plan())
    if answer.status not in OK:
        return None
    if code in _PAUSE:
        wait = retry_after(answer.headers.get("retry-after"), utc())
        return error(BlockedError, apikeys.rate_limited(company), wait)
    return BadAnswerError(*fetcherrors.no_known_part())


def _is_good(answer: Answer, body: dict[str, object]) -> bool:
    """Whether it is usage: it does not say that it failed, and holds data beside a code of a refusal."""
    if answer.status not in OK or parse_flag(body.get("success")) is False or body.get("error") is not None:
        return False
    return _code(body.get("code"), None) not in _KEY | _NO_PLAN | _NO_BALANCE | _PAUSE or bool(body.get("data"))


def _code(code: object, below: object) -> int | None:
    if code is None and isinstance(below, dict):
        code = below.get("code")
    number = parse_number(code)
    return None if number is None else int(number)
