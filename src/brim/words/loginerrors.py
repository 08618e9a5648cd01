"""What is wrong with a login of Claude Code, each in one sentence with the next step.

This module must not know how a login is found, nor where the words go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.model.account import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

_BY_ITSELF = "Brim sees that by itself"
_ALWAYS_ALLOW = "Click Refresh, or run `brim status --refresh`, and choose Always Allow when macOS asks."
_SETUP_TOKEN = "a token of `claude setup-token`, which may only run models"  # noqa: S105 - words for a person
_SIGN_IN = f"run `claude auth login`; {_BY_ITSELF}."
_LOGIN = f"R{_SIGN_IN[1:]}"

_IN_WSL = r"\\wsl.localhost\<distribution>\home\<you>\.claude"

EXPIRED = Problem("Login expired", f"Open Claude Code or ask the claude program: it renews the login; {_BY_ITSELF}.")
ENDED = Problem("Login ended", f"Run `claude auth login` to sign in again; {_BY_ITSELF}.")
REFUSED = Problem("Login refused", f"Open Claude Code, which renews its login; {_BY_ITSELF}.")
NO_SCOPE = Problem(
    "Login may not read usage",
    f"It lacks the right user:profile, as tokens of `claude setup-token` do. {_LOGIN}",
)
TOKEN_REFUSED = Problem(
    "Token refused", f"The token in CLAUDE_CODE_OAUTH_TOKEN is no longer valid. {_LOGIN} Refresh tries the token again."
)
TOKEN_WITHOUT_SCOPE = Problem(
    "Token may not read usage", f"CLAUDE_CODE_OAUTH_TOKEN holds {_SETUP_TOKEN}. {_LOGIN} Refresh tries the token again."
)
DENIED = Problem("No access to the Keychain", f"macOS did not let Brim read Claude Code's login. {_ALWAYS_ALLOW}")
UNANSWERED = Problem("No access to the Keychain", f"The question of macOS was not answered. {_ALWAYS_ALLOW}")
LOCKED = Problem("The Keychain is locked", "Unlock the login Keychain on this Mac; Brim tries again by itself.")
UNAVAILABLE = Problem("The Keychain cannot be asked", "The program `security` of macOS cannot be started.")

ASLEEP = "it lies in a distribution of WSL that does not run"
NOT_JSON = "it is not JSON"
KEYCHAIN = "the Keychain"
NO_TOKEN = "it holds no usable token"  # noqa: S105 - words for a person


DETOURS_NEXT = "That is well if you mean it; else take it out where it is set."


def not_openable(reason: str | None) -> str:
    """Why a login cannot be read: our own reason, or the system's."""
    if reason is not None and reason.startswith("it "):
        return reason
    return f"it cannot be opened ({reason})" if reason else "it cannot be opened"


def unreadable(place: str, why: str) -> Problem:
    """A login that is there and of no use as it is."""
    step = "Give yourself the right to read it" if why.startswith("it cannot be opened") else "Open Claude Code"
    return Problem("Login cannot be read", f"{place}: {why}. {step}, or run `claude auth login`; {_BY_ITSELF}.")


def token_unreadable(variable: str) -> Problem:
    """A variable that is set, but to no token."""
    words = f"{variable} is set, but {NO_TOKEN}. Run `claude auth login`, or correct it and start Brim again."
    return Problem("Token cannot be read", words)


def absent(folder: str) -> Problem:
    """No login in Claude Code's own folder."""
    words = f"No login of Claude Code was found in {folder}. Run `claude` and sign in; {_BY_ITSELF}."
    return Problem("Not signed in", words)


def absent_on_windows(folder: str) -> Problem:
    """The same where Claude Code may also run in WSL, which has homes of its own."""
    words = f"{absent(folder).message} If it runs in WSL, open it there, or set BRIM_CLAUDE__CONFIG_DIR to {_IN_WSL}."
    return Problem("Not signed in", words)


def absent_in(folder: str) -> Problem:
    """No login in a folder that a setting of Brim names."""
    start = _start(folder)
    words = f"No login of Claude Code was found in {folder}. {start[0].upper()}{start[1:]}."
    return Problem("Not signed in", words)


def _start(folder: str) -> str:
    return f"run `claude` with CLAUDE_CONFIG_DIR={folder} and sign in"


def no_folder(folder: str, setting: str) -> Problem:
    """A setting names a folder that is not there."""
    words = f"{setting} names {folder}, which is not there. Correct it, or {_start(folder)}."
    return Problem("No such folder", words)


def a_file(path: str, setting: str) -> Problem:
    """A setting names a file."""
    words = f"{setting} names {path}, which is a file. Name the folder that holds Claude Code's files."
    return Problem("Not a folder", words)


def wrong_folder(folder: str, right: str, setting: str) -> Problem:
    """A setting names a folder beside the one that is meant."""
    words = f"{setting} names {folder}, which holds no login; name {right}, which does."
    return Problem("Wrong folder", words)


def only(names: Sequence[str]) -> Problem:
    """No login, and a key or a cloud in its place."""
    words = f"Only {_listed(names)} was found, which has no plan limits. To see those of a plan {_SIGN_IN}"
    return Problem("Not signed in", words)


def only_descriptor() -> Problem:
    """No login, and a token that is handed to Claude Code alone."""
    name = "CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR"  # a name
    words = f"{name} is for Claude Code alone: reading it would take the token away. {_LOGIN}"
    return Problem("Not signed in", words)


def asleep(distribution: str) -> Problem:
    """The login lies in WSL, and its distribution does not run."""
    words = f"{distribution} does not run, and Brim does not start it. Open Claude Code in it; {_BY_ITSELF}."
    return Problem("WSL is not running", words)


def detours(names: Sequence[str]) -> str | None:
    """That sessions may run without the plan: none, when nothing leads them elsewhere."""
    if not names:
        return None
    verb, pronoun = ("is", "it") if len(names) == 1 else ("are", "them")
    return f"{_listed(names)} {verb} set: sessions of Claude Code that see {pronoun} do not use this plan."


def _listed(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
