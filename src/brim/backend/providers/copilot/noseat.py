"""An account of GitHub without Copilot, and what a remembered refusal means. It imports nothing of a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.providers.copilot import words
from brim.backend.providers.refusedtokens import NO_PLAN
from brim.errors import NoLimitsError, NoScopeError, ReadError, SignedOutError
from brim.model.account import Health

if TYPE_CHECKING:
    from brim.backend.providers.copilot.logins import Login
    from brim.model.account import Problem


class NoSeatError(NoLimitsError):
    """The account has no plan and no seat."""


def no_seat() -> ReadError:
    """The error for such an account."""
    return _made(NoSeatError, words.no_seat())


def refusal_before(why: str, login: Login) -> ReadError:
    """The error for a login that GitHub refused, by why that was."""
    if why == NO_PLAN:
        return no_seat()
    if why == Health.NO_SCOPE:
        return _made(NoScopeError, words.token_without_permission(login.place))
    return _made(SignedOutError, words.token_refused(login.place, login.host))


def _made(kind: type[ReadError], problem: Problem) -> ReadError:
    return kind(problem.title, problem.message)
