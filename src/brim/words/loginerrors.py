"""The faults of a login of Claude Code, each with its next step.

This module must not know how a login is found, or where the text is shown.
"""

from __future__ import annotations

import os
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
    """Why a login cannot be read: `reason` is one of Brim's own, beginning with `it`, or the system's."""
    if reason is not None and reason.startswith("it "):
        return reason
    return f"it cannot be opened ({reason})" if reason else "it cannot be opened"


def login_unreadable(location: str, reason: str) -> Problem:
    """A login file exists, but cannot be used."""
    next_step = "Give yourself the right to read it" if reason.startswith("it cannot be opened") else "Open Claude Code"
    return Problem(
        "Login cannot be read",
        f"{location}: {reason}. {next_step}, or run `claude auth login`; {_DETECTED_AUTOMATICALLY}.",
    )


def token_unreadable(variable: str) -> Problem:
    """An environment variable is set, but does not hold a token."""
    message = f"{variable} is set, but {NO_TOKEN}. Run `claude auth login`, or correct it and start Brim again."
    return Problem("Token cannot be read", message)


def not_signed_in(folder: str) -> Problem:
    """There is no login in Claude Code's own folder."""
    message = f"No login of Claude Code was found in {folder}. Run `claude` and sign in; {_DETECTED_AUTOMATICALLY}."
    return Problem("Not signed in", message)


def not_signed_in_on_windows(folder: str) -> Problem:
    """`not_signed_in` on Windows, where Claude Code may also run in WSL, which has home folders of its own."""
    next_step = f"If it runs in WSL, open it there, or set BRIM_CLAUDE__CONFIG_DIR to {_WSL_FOLDER}."
    return Problem("Not signed in", f"{not_signed_in(folder).message} {next_step}")


def not_signed_in_folder(folder: str) -> Problem:
    """There is no login in a folder that a setting of Brim names."""
    sign_in = _sign_in_command(folder)
    message = f"No login of Claude Code was found in {folder}. {sign_in[0].upper()}{sign_in[1:]}."
    return Problem("Not signed in", message)


def login_elsewhere(folder: str, found: Sequence[str]) -> Problem:
    """There is no login in the folder that counts, but in others."""
    verb = "holds one" if len(found) == 1 else "hold one each"
    message = (
        f"No login of Claude Code was found in {folder}, but {_joined(found)} {verb}. Set {_folder_setting(found)}."
    )
    return Problem("Not signed in", message)


def list_of_folders(variable: str, found: Sequence[str]) -> Problem:
    """Claude Code's own variable names a list of folders; `found` are those with a login."""
    verb = "holds a login" if len(found) == 1 else "hold a login each"
    what = f"{variable} lists several folders, which Claude Code takes for one; {_joined(found)} {verb}"
    return Problem("No such folder", f"{what}. Set {_folder_setting(found)}.")


def _folder_setting(folders: Sequence[str]) -> str:
    """The setting of Brim for these folders, as it is written in the environment."""
    if len(folders) == 1:
        return f"BRIM_CLAUDE__CONFIG_DIR={folders[0]}"
    return f"BRIM_CLAUDE__CONFIG_DIRS={os.pathsep.join(folders)}"


def _sign_in_command(folder: str) -> str:
    return f"run `claude` with CLAUDE_CONFIG_DIR={folder} and sign in"


def folder_not_found(folder: str, setting: str) -> Problem:
    """A setting names a folder that does not exist."""
    message = f"{setting} names {folder}, which is not there. Correct it, or {_sign_in_command(folder)}."
    return Problem("No such folder", message)


def not_a_folder(path: str, setting: str) -> Problem:
    """A setting names a file instead of a folder."""
    message = f"{setting} names {path}, which is a file. Name the folder that holds Claude Code's files."
    return Problem("Not a folder", message)


def wrong_folder(folder: str, right_folder: str, setting: str) -> Problem:
    """A setting names a folder without a login; `right_folder` has one."""
    message = f"{setting} names {folder}, which holds no login; name {right_folder}, which does."
    return Problem("Wrong folder", message)


def only_other_credentials(names: Sequence[str]) -> Problem:
    """There is no login, but a key or a cloud provider; `names` are their variables or settings."""
    message = f"Only {_joined(names)} was found, which has no plan limits. To see those of a plan {_RUN_LOGIN}"
    return Problem("Not signed in", message)


def only_token_descriptor() -> Problem:
    """There is no login, but a token in a file descriptor that only Claude Code can read."""
    name = "CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR"  # a name
    message = f"{name} is for Claude Code alone: reading it would take the token away. {_RUN_LOGIN_SENTENCE}"
    return Problem("Not signed in", message)


def wsl_not_running(distribution: str) -> Problem:
    """The login is in a distribution of WSL that does not run."""
    message = (
        f"{distribution} does not run, and Brim does not start it. Open Claude Code in it; {_DETECTED_AUTOMATICALLY}."
    )
    return Problem("WSL is not running", message)


def other_backends_note(names: Sequence[str]) -> str | None:
    """That sessions may not use the plan, because these variables are set; None without any."""
    if not names:
        return None
    verb, pronoun = ("is", "it") if len(names) == 1 else ("are", "them")
    return f"{_joined(names)} {verb} set: sessions of Claude Code that see {pronoun} do not use this plan."


def _joined(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


CLAUDE_JSON_NOT_JSON = "Claude Code's .claude.json is not JSON"


def claude_json_not_read(path: str, reason: str | None) -> str:
    """Claude Code's file about the account cannot be used."""
    return f"{path} cannot be used: {reason or 'it cannot be read'}"
