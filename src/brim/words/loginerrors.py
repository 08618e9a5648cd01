"""What is wrong with a login of Claude Code, each in one sentence with the next step.

This module must not know how a login is found, nor where the words go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.model.account import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

_DETECTED_AUTOMATICALLY = "Brim sees that by itself"
_ALWAYS_ALLOW = "Click Refresh, or run `brim status --refresh`, and choose Always Allow when macOS asks."
_SETUP_TOKEN = "a token of `claude setup-token`, which may only run models"  # noqa: S105 - words for a person
_RUN_LOGIN = f"run `claude auth login`; {_DETECTED_AUTOMATICALLY}."
_RUN_LOGIN_SENTENCE = f"R{_RUN_LOGIN[1:]}"

_WSL_FOLDER = r"\\wsl.localhost\<distribution>\home\<you>\.claude"

EXPIRED = Problem(
    "Login expired", f"Open Claude Code or ask the claude program: it renews the login; {_DETECTED_AUTOMATICALLY}."
)
ENDED = Problem("Login ended", f"Run `claude auth login` to sign in again; {_DETECTED_AUTOMATICALLY}.")
REFUSED = Problem("Login refused", f"Open Claude Code, which renews its login; {_DETECTED_AUTOMATICALLY}.")
NO_SCOPE = Problem(
    "Login may not read usage",
    f"It lacks the right user:profile, as tokens of `claude setup-token` do. {_RUN_LOGIN_SENTENCE}",
)
TOKEN_REFUSED = Problem(
    "Token refused",
    f"The token in CLAUDE_CODE_OAUTH_TOKEN is no longer valid. {_RUN_LOGIN_SENTENCE} Refresh tries the token again.",
)
TOKEN_WITHOUT_SCOPE = Problem(
    "Token may not read usage",
    f"CLAUDE_CODE_OAUTH_TOKEN holds {_SETUP_TOKEN}. {_RUN_LOGIN_SENTENCE} Refresh tries the token again.",
)
KEYCHAIN_DENIED = Problem(
    "No access to the Keychain", f"macOS did not let Brim read Claude Code's login. {_ALWAYS_ALLOW}"
)
KEYCHAIN_UNANSWERED = Problem("No access to the Keychain", f"The question of macOS was not answered. {_ALWAYS_ALLOW}")
KEYCHAIN_LOCKED = Problem(
    "The Keychain is locked", "Unlock the login Keychain on this Mac; Brim tries again by itself."
)
KEYCHAIN_UNAVAILABLE = Problem("The Keychain cannot be asked", "The program `security` of macOS cannot be started.")

WSL_STOPPED = "it lies in a distribution of WSL that does not run"
NOT_JSON = "it is not JSON"
KEYCHAIN = "the Keychain"
NO_TOKEN = "it holds no usable token"  # noqa: S105 - words for a person


OTHER_BACKENDS_NEXT_STEP = "That is well if you mean it; else take it out where it is set."


def cannot_open_reason(reason: str | None) -> str:
    """Why a login cannot be read: our own reason, or the system's."""
    if reason is not None and reason.startswith("it "):
        return reason
    return f"it cannot be opened ({reason})" if reason else "it cannot be opened"


def login_unreadable(place: str, why: str) -> Problem:
    """A login that is there and of no use as it is."""
    step = "Give yourself the right to read it" if why.startswith("it cannot be opened") else "Open Claude Code"
    return Problem(
        "Login cannot be read", f"{place}: {why}. {step}, or run `claude auth login`; {_DETECTED_AUTOMATICALLY}."
    )


def token_unreadable(variable: str) -> Problem:
    """A variable that is set, but to no token."""
    words = f"{variable} is set, but {NO_TOKEN}. Run `claude auth login`, or correct it and start Brim again."
    return Problem("Token cannot be read", words)


def not_signed_in(folder: str) -> Problem:
    """No login in Claude Code's own folder."""
    words = f"No login of Claude Code was found in {folder}. Run `claude` and sign in; {_DETECTED_AUTOMATICALLY}."
    return Problem("Not signed in", words)


def not_signed_in_on_windows(folder: str) -> Problem:
    """The same where Claude Code may also run in WSL, which has homes of its own."""
    next_step = f"If it runs in WSL, open it there, or set BRIM_CLAUDE__CONFIG_DIR to {_WSL_FOLDER}."
    return Problem("Not signed in", f"{not_signed_in(folder).message} {next_step}")


def not_signed_in_folder(folder: str) -> Problem:
    """No login in a folder that a setting of Brim names."""
    start = _sign_in_command(folder)
    words = f"No login of Claude Code was found in {folder}. {start[0].upper()}{start[1:]}."
    return Problem("Not signed in", words)


def _sign_in_command(folder: str) -> str:
    return f"run `claude` with CLAUDE_CONFIG_DIR={folder} and sign in"


def folder_not_found(folder: str, setting: str) -> Problem:
    """A setting names a folder that is not there."""
    words = f"{setting} names {folder}, which is not there. Correct it, or {_sign_in_command(folder)}."
    return Problem("No such folder", words)


def not_a_folder(path: str, setting: str) -> Problem:
    """A setting names a file."""
    words = f"{setting} names {path}, which is a file. Name the folder that holds Claude Code's files."
    return Problem("Not a folder", words)


def wrong_folder(folder: str, right: str, setting: str) -> Problem:
    """A setting names a folder beside the one that is meant."""
    words = f"{setting} names {folder}, which holds no login; name {right}, which does."
    return Problem("Wrong folder", words)


def only_other_credentials(names: Sequence[str]) -> Problem:
    """No login, and a key or a cloud in its place."""
    words = f"Only {_joined(names)} was found, which has no plan limits. To see those of a plan {_RUN_LOGIN}"
    return Problem("Not signed in", words)


def only_token_descriptor() -> Problem:
    """No login, and a token that is handed to Claude Code alone."""
    name = "CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR"  # a name
    words = f"{name} is for Claude Code alone: reading it would take the token away. {_RUN_LOGIN_SENTENCE}"
    return Problem("Not signed in", words)


def wsl_not_running(distribution: str) -> Problem:
    """The login lies in WSL, and its distribution does not run."""
    words = (
        f"{distribution} does not run, and Brim does not start it. Open Claude Code in it; {_DETECTED_AUTOMATICALLY}."
    )
    return Problem("WSL is not running", words)


def other_backends_note(names: Sequence[str]) -> str | None:
    """That sessions may run without the plan: none, when nothing leads them elsewhere."""
    if not names:
        return None
    verb, pronoun = ("is", "it") if len(names) == 1 else ("are", "them")
    return f"{_joined(names)} {verb} set: sessions of Claude Code that see {pronoun} do not use this plan."


def _joined(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
