"""What is wrong with a login, in words that name the next step.

This module must not know where a login is looked for.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from brim.backend.providers.claude.credentials import Credentials, Login, Origin, State
from brim.backend.providers.claude.keychain import Answer
from brim.errors import ExpiredError, NoScopeError, ReadError, SignedOutError

if TYPE_CHECKING:
    from datetime import datetime

    from pydantic import SecretStr

_RENEWS = "Open Claude Code, which renews its login; Brim sees that by itself."
_SIGN_IN = "Run `claude auth login` to sign in again; Brim sees that by itself."
_AGAIN = "Click Refresh, or run `brim status --refresh`, and choose Always Allow when macOS asks."
_KEYCHAIN = {
    Answer.DENIED: ("No access to the Keychain", f"macOS did not let Brim read Claude Code's login. {_AGAIN}"),
    Answer.UNANSWERED: ("No access to the Keychain", f"The question of macOS was not answered. {_AGAIN}"),
    Answer.LOCKED: ("The Keychain is locked", "Unlock the login Keychain on this Mac; Brim tries again by itself."),
    Answer.UNAVAILABLE: ("The Keychain cannot be asked", "The program `security` of macOS cannot be started."),
}
_WSL = r"If Claude Code runs in WSL, set BRIM_CLAUDE__CONFIG_DIR to \\wsl.localhost\<distribution>\home\<you>\.claude."


def usable(login: Login, now: datetime, platform: str = sys.platform) -> SecretStr:
    """The token of a login that may be sent; raises a ReadError that says what is wrong with any other."""
    found = login.credentials or Credentials()
    if login.origin is Origin.ENVIRONMENT and login.state in {State.EXPIRED, State.NO_SCOPE}:
        raise token_refused(login.state)
    match login.state:
        case State.ABSENT:
            more = f" {_WSL}" if platform == "win32" else ""
            raise SignedOutError("Not signed in", f"No Claude Code login was found. Run `claude` and sign in.{more}")
        case State.EXPIRED if found.ends_at is not None and found.ends_at <= now:
            raise ExpiredError("Login ended", _SIGN_IN)
        case State.EXPIRED:
            raise ExpiredError("Login expired", _RENEWS)
        case State.NO_SCOPE:
            from brim.backend.providers.claude.refusal import no_scope

            raise no_scope()
        case State.USABLE if found.access_token is not None:
            return found.access_token
        case _:
            raise _unreadable(login)


def token_refused(state: str) -> ReadError:
    """The server refused the token of the environment, which is not sent again before a person asks."""
    again = "Run `claude auth login`, and Brim reads that login. To try another token, run `brim status --refresh`."
    if state == State.EXPIRED:
        return ExpiredError("Token refused", f"The token in CLAUDE_CODE_OAUTH_TOKEN is no longer valid. {again}")
    words = "CLAUDE_CODE_OAUTH_TOKEN holds a token of `claude setup-token`, which may only run models."
    return NoScopeError("Token may not read usage", f"{words} {again}")


def _unreadable(login: Login) -> SignedOutError:
    if login.origin is Origin.KEYCHAIN and login.why in _KEYCHAIN:
        return SignedOutError(*_KEYCHAIN[Answer(login.why)])
    if login.origin is Origin.ENVIRONMENT:
        words = f"{login.place} is set, but {login.why}. Run `claude auth login`, or correct it and start Brim again."
        return SignedOutError("Token cannot be read", words)
    if login.origin is Origin.KEYCHAIN:
        words = f"Claude Code's login is in the Keychain, but {login.why}. Run `claude` and sign in again."
        return SignedOutError("Login cannot be read", words)
    words = f"Claude Code's login file is there, but {login.why}. Make it readable, or run `claude` and sign in again."
    return SignedOutError("Login cannot be read", words)
