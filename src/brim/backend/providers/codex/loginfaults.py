"""What is wrong with a login of Codex, as one of our errors. This module must not know how a login is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.providers.codex import words
from brim.backend.providers.codex.authfile import LoginState
from brim.backend.system.files import short_path
from brim.errors import BadAnswerError, ExpiredError, NoLimitsError, SignedOutError

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.backend.providers.codex.authfile import CodexLogin
    from brim.backend.providers.codex.homes import CodexHome
    from brim.errors import ReadError
    from brim.model.account import Problem

_FAULTS: dict[LoginState, tuple[type[ReadError], Callable[[str, str], Problem]]] = {
    LoginState.ABSENT: (SignedOutError, lambda file, _: words.signed_out(file)),
    LoginState.ELSEWHERE: (SignedOutError, lambda _, __: words.elsewhere()),
    LoginState.UNREADABLE: (SignedOutError, words.unreadable),
    LoginState.HALF_WRITTEN: (BadAnswerError, lambda file, _: words.half_written(file)),
    LoginState.KEY_ONLY: (NoLimitsError, lambda _, __: words.key_only()),
    LoginState.OTHER: (NoLimitsError, lambda _, __: words.other_login()),
    LoginState.EXPIRED: (ExpiredError, lambda _, __: words.expired()),
}


def login_fault(login: CodexLogin, home: CodexHome) -> ReadError | None:
    """Why a login cannot be sent; None for one that can."""
    if login.state not in _FAULTS:
        return None
    kind, problem = _FAULTS[login.state]
    found = problem(short_path(home.login_file), login.unreadable_reason)
    return kind(found.title, found.message)
