"""Translates an answer without a reading into one of our errors: by status, type of error and `retry-after`.

Facts, seen in Claude Code 2.1.330 and in public issue threads: a 403 that names a scope means that the login may not
read usage, any other 403 is a limit like 429; errors also come in the body of a good status. The server's texts are
only compared, never passed on: a body may echo the token. This module must not know how an answer was fetched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.network.retryafter import retry_after
from brim.backend.providers.claude import fetchwords, loginwords, usagejson
from brim.errors import BadAnswerError, BlockedError, ExpiredError, NoScopeError, ReadError
from brim.words import fetcherrors

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

OK = range(200, 300)
FORBIDDEN = 403
_LIMITED = 429
_REDIRECTS = range(300, 400)
_SERVER_FAULTS = range(500, 600)
_STATUS_OF_ERROR = {"rate_limit_error": _LIMITED, "authentication_error": 401, "permission_error": FORBIDDEN}
"""The status that means the same as an error type in the body of a good answer."""
_FIGURE_KEYS = ("limits", "five_hour", "seven_day", "spend")


def check(status: int, headers: Mapping[str, str], raw: bytes, now: datetime) -> dict[str, object]:
    """The JSON object in a good answer; raises a ReadError for any other answer."""
    wait = retry_after(headers.get("retry-after"), now)
    if status in OK:
        body = usagejson.decode(raw)
        if isinstance(body.get("error"), dict) and not any(body.get(key) for key in _FIGURE_KEYS):
            kind, message = _type_and_message(body)
            if kind not in _STATUS_OF_ERROR:
                raise BadAnswerError(*fetchwords.server_error(), retry_after=wait)
            raise _refusal(_STATUS_OF_ERROR[kind], message, wait)
        return body
    try:
        _, message = _type_and_message(usagejson.decode(raw))
    except BadAnswerError:
        message = ""
    raise _refusal(status, message, wait)


def no_scope_error() -> NoScopeError:
    """The login works, but may not read usage."""
    problem = loginwords.no_scope()
    return NoScopeError(problem.title, problem.message)


def _type_and_message(body: dict[str, object]) -> tuple[str, str]:
    """Type and message of an error body; use them for decisions only, because they may hold the token."""
    error = body.get("error")
    if not isinstance(error, dict):
        return "", ""
    kind, message = error.get("type"), error.get("message")
    return kind if isinstance(kind, str) else "", " ".join(message.split()) if isinstance(message, str) else ""


def _refusal(status: int, message: str, wait: float | None) -> ReadError:
    if status == FORBIDDEN and ("scope requirement" in message or "user:profile" in message):
        return no_scope_error()
    match status:
        case 401:
            problem = loginwords.refused()
            return ExpiredError(problem.title, problem.message)
        case 403 | 429:
            return BlockedError(*fetchwords.request_refused(limited=status == _LIMITED), retry_after=wait)
        case _ if status in _REDIRECTS:
            return BadAnswerError(*fetcherrors.redirected(), retry_after=wait)
        case _ if status in _SERVER_FAULTS:
            return BadAnswerError(*fetchwords.server_error(status), retry_after=wait)
        case _:
            return BadAnswerError(*fetcherrors.unknown_status(status), retry_after=wait)
