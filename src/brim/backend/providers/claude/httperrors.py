"""What an answer that is no reading means: status, kind of error and `retry-after` as one of our errors, in our words.

Facts, seen in Claude Code 2.1.330 and in public issue threads: a 403 that speaks of a scope means that the login may
not read usage, any other 403 is a limit like 429; errors also come in the body of a good status. The server's texts are
only looked at, never passed on: a body may echo the token. This module must not know how an answer was fetched.
"""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from brim.backend.providers.claude import usagejson
from brim.errors import BadAnswerError, BlockedError, ExpiredError, NoScopeError, ReadError
from brim.words import fetcherrors, loginerrors

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

OK = range(200, 300)
FORBIDDEN = 403
_LIMITED = 429
_SECONDS = re.compile(r"\d+(\.\d*)?", re.ASCII)
_REDIRECT = range(300, 400)
_FAULT = range(500, 600)
_STATUS = {"rate_limit_error": _LIMITED, "authentication_error": 401, "permission_error": FORBIDDEN}
"""The status that an error in the body of a good answer stands for."""
_FIGURES = ("limits", "five_hour", "seven_day", "spend")


def check(status: int, headers: Mapping[str, str], raw: bytes, now: datetime) -> dict[str, object]:
    """The JSON object in a good answer; raises a ReadError for any other."""
    wait = retry_after(headers.get("retry-after"), now)
    if status in OK:
        body = usagejson.decode(raw)
        if isinstance(body.get("error"), dict) and not any(body.get(key) for key in _FIGURES):
            kind, message = _error(body)
            if kind not in _STATUS:
                raise BadAnswerError(*fetcherrors.server_fault(), retry_after=wait)
            raise _refusal(_STATUS[kind], message, wait)
        return body
    try:
        _, message = _error(usagejson.decode(raw))
    except BadAnswerError:
        message = ""
    raise _refusal(status, message, wait)


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that the server asks for, from either form of the header; None when it names no time ahead."""
    if value is None:
        return None
    value = value.strip()
    seconds = float(value) if _SECONDS.fullmatch(value) else None  # infinity, when it is that long
    if seconds is None:
        try:
            when = parsedate_to_datetime(value)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
        seconds = (when.replace(tzinfo=when.tzinfo or UTC) - now).total_seconds()
    return seconds if seconds > 0 else None


def no_scope() -> NoScopeError:
    """The login works, but not for this."""
    return NoScopeError(loginerrors.NO_SCOPE.title, loginerrors.NO_SCOPE.message)


def _error(body: dict[str, object]) -> tuple[str, str]:
    """Type and message of an error body, for decisions only."""
    error = body.get("error")
    if not isinstance(error, dict):
        return "", ""
    kind, message = error.get("type"), error.get("message")
    return kind if isinstance(kind, str) else "", " ".join(message.split()) if isinstance(message, str) else ""


def _refusal(status: int, message: str, wait: float | None) -> ReadError:
    if status == FORBIDDEN and ("scope requirement" in message or "user:profile" in message):
        return no_scope()
    match status:
        case 401:
            return ExpiredError(loginerrors.REFUSED.title, loginerrors.REFUSED.message)
        case 403 | 429:
            return BlockedError(*fetcherrors.request_refused(limited=status == _LIMITED), retry_after=wait)
        case _ if status in _REDIRECT:
            return BadAnswerError(*fetcherrors.REDIRECTED, retry_after=wait)
        case _ if status in _FAULT:
            return BadAnswerError(*fetcherrors.server_fault(status), retry_after=wait)
        case _:
            return BadAnswerError(*fetcherrors.unknown_status(status), retry_after=wait)
