"""What GitHub means by each refusal, as one of our errors. Its texts are compared, and never passed on.

Facts (GitHub's REST documentation, and reports of 2026): 401, and 403 with "Bad credentials", refuse the token; 403 or
429 with `x-ratelimit-remaining: 0` lasts until `x-ratelimit-reset`, a second kind of rate limit names `retry-after` or
only says so; `x-github-sso` asks for single sign-on; 404 is an account without Copilot. This module must not know how a
login is found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.network.retryafter import retry_after
from brim.backend.providers.answers import error, refusal
from brim.backend.providers.copilot import words
from brim.backend.providers.copilot.noseat import no_seat
from brim.backend.providers.valueparsing import parse_time
from brim.errors import BlockedError, NoScopeError, ReadError, SignedOutError
from brim.words import apikeys

if TYPE_CHECKING:
    from datetime import datetime

    from brim.backend.providers.answers import Answer
    from brim.backend.providers.copilot.logins import Login

_UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND, _TOO_MANY = 401, 403, 404, 429


def github_refusal(answer: Answer, now: datetime, login: Login) -> ReadError | None:
    """The error that an answer is; None for a good one."""
    vendor = words.vendor()
    if answer.status not in {_UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND, _TOO_MANY} or answer.is_from_edge:
        return refusal(answer, now, vendor, login.place)
    message = str(answer.json().get("message", "")).casefold()
    wait, used_up = _wait(answer, now), _is_used_up(answer)
    limited = wait is not None or used_up or "rate limit" in message
    if answer.status == _TOO_MANY or (answer.status == _FORBIDDEN and limited):
        return error(BlockedError, apikeys.rate_limited(vendor.company), wait)
    if answer.status == _UNAUTHORIZED or "bad credentials" in message:
        return error(SignedOutError, words.token_refused(login.place, login.host))
    if answer.status == _NOT_FOUND:  # without JSON it is of something else, such as a captive portal
        return no_seat() if answer.json() else refusal(answer, now, vendor, login.place)
    if "x-github-sso" in answer.headers:
        return error(NoScopeError, words.single_sign_on(login.place))
    return error(NoScopeError, words.token_without_permission(login.place))


def _is_used_up(answer: Answer) -> bool:
    return answer.headers.get("x-ratelimit-remaining", "").strip() == "0"


def _wait(answer: Answer, now: datetime) -> float | None:
    """Seconds until GitHub answers again: by `retry-after`, else by the end of a used up hour; None without either."""
    named = retry_after(answer.headers.get("retry-after"), now)
    resets_at = parse_time(answer.headers.get("x-ratelimit-reset")) if _is_used_up(answer) else None
    if named is not None or resets_at is None or resets_at <= now:
        return named
    return (resets_at - now).total_seconds()
