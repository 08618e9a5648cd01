"""Why there is no Claude Code login where one is looked for, with the next step.

This module must not know how a login is found, or where the text is shown.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from brim.model.account import Problem
from brim.words.joining import all_of
from brim.words.translation import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

_WSL_FOLDER = r"\\wsl.localhost\<distribution>\home\<you>\.claude"


def not_signed_in(folder: str) -> Problem:
    """There is no login in Claude Code's own folder."""
    return Problem(
        _not_signed_in(),
        _(
            "There is no Claude Code login in {folder}. Run `claude` and sign in; Brim detects that automatically.",
            folder=folder,
        ),
    )


def not_signed_in_on_windows(folder: str) -> Problem:
    """`not_signed_in` on Windows, where Claude Code may also run in WSL, which has home folders of its own."""
    return Problem(
        _not_signed_in(),
        _(
            "There is no Claude Code login in {folder}. Run `claude` and sign in; Brim detects that automatically. If "
            "Claude Code runs in WSL, open it there, or set BRIM_CLAUDE__CONFIG_DIR to {example}.",
            folder=folder,
            example=_WSL_FOLDER,
        ),
    )


def not_signed_in_folder(folder: str) -> Problem:
    """There is no login in a folder that a setting of Brim names."""
    return Problem(
        _not_signed_in(),
        _(
            "There is no Claude Code login in {folder}. Run `claude` with CLAUDE_CONFIG_DIR={folder} and sign in.",
            folder=folder,
        ),
    )


def login_elsewhere(folder: str, found: Sequence[str]) -> Problem:
    """There is no login in the folder that counts, but in others."""
    return Problem(
        _not_signed_in(),
        ngettext(
            "There is no Claude Code login in {folder}, but {folders} holds one. Set {setting}.",
            "There is no Claude Code login in {folder}, but {folders} hold one each. Set {setting}.",
            len(found),
            folder=folder,
            folders=all_of(found),
            setting=_folder_setting(found),
        ),
    )


def list_of_folders(variable: str, found: Sequence[str]) -> Problem:
    """Claude Code's own variable names a list of folders; `found` are those with a login."""
    return Problem(
        _no_such_folder(),
        ngettext(
            "{variable} lists several folders, which Claude Code takes for one; {folders} holds a login. Set "
            "{setting}.",
            "{variable} lists several folders, which Claude Code takes for one; {folders} hold a login each. Set "
            "{setting}.",
            len(found),
            variable=variable,
            folders=all_of(found),
            setting=_folder_setting(found),
        ),
    )


def folder_not_found(folder: str, setting: str) -> Problem:
    """A setting names a folder that does not exist."""
    return Problem(
        _no_such_folder(),
        _(
            "{setting} names {folder}, which does not exist. Correct it, or run `claude` with "
            "CLAUDE_CONFIG_DIR={folder} and sign in.",
            setting=setting,
            folder=folder,
        ),
    )


def not_a_folder(path: str, setting: str) -> Problem:
    """A setting names a file instead of a folder."""
    return Problem(
        _("Not a folder"),
        _(
            "{setting} names {path}, which is a file. Name the folder that holds Claude Code's files.",
            setting=setting,
            path=path,
        ),
    )


def wrong_folder(folder: str, right_folder: str, setting: str) -> Problem:
    """A setting names a folder without a login; `right_folder` has one."""
    return Problem(
        _("Wrong folder"),
        _(
            "{setting} names {folder}, which holds no login. Name {right_folder}, which does.",
            setting=setting,
            folder=folder,
            right_folder=right_folder,
        ),
    )


def only_other_credentials(names: Sequence[str]) -> Problem:
    """There is no login, but a key or a cloud provider; `names` are their variables or settings."""
    return Problem(
        _not_signed_in(),
        ngettext(
            "Only {names} was found, which has no plan limits. To see those of a plan, run `claude auth login`; Brim "
            "detects that automatically.",
            "Only {names} were found, which have no plan limits. To see those of a plan, run `claude auth login`; Brim "
            "detects that automatically.",
            len(names),
            names=all_of(names),
        ),
    )


def only_token_descriptor() -> Problem:
    """There is no login, but a token in a file descriptor that only Claude Code can read."""
    return Problem(
        _not_signed_in(),
        _(
            "Only Claude Code can use the token of CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR. Run `claude auth login`; "
            "Brim detects that automatically."
        ),
    )


def _not_signed_in() -> str:
    return _("Not signed in")


def _no_such_folder() -> str:
    return _("No such folder")


def _folder_setting(folders: Sequence[str]) -> str:
    """The setting of Brim for these folders, as it is written in the environment."""
    if len(folders) == 1:
        return f"BRIM_CLAUDE__CONFIG_DIR={folders[0]}"
    return f"BRIM_CLAUDE__CONFIG_DIRS={os.pathsep.join(folders)}"
