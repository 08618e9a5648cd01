"""Text about the installation of the status line in Claude Code. This module must not know the form of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

UNCHANGED = "Nothing was changed."
_REPAIR_FIRST = "Mend it first; nothing was changed."
_INSTALL_BRIM = "Install Brim, for example with `uv tool install brim`, and run this command from there."

IN_TEMPORARY_CACHE = ("This Brim lies in a cache that is emptied one day", _INSTALL_BRIM)
NOT_STARTABLE_ELSEWHERE = ("Claude Code could not start this Brim from another folder", _INSTALL_BRIM)
NO_TERMINAL = ("Nothing was changed", "There is no terminal to ask on; with --yes it is done unasked.")
DECLINED = ("Nothing was changed", "Answer y to change it.")
CALLED_BY_HAND = "Claude Code runs this command. To set it up: brim statusline install"
BEFORE_HEADING, AFTER_HEADING = "now", "then"
"""The headings of the settings before and after the change."""
CONFIRM_PROMPT = "Change it? [y/N] "
RESTORED, REMOVED_AGAIN = "is as it was", "is gone again, as before"


def installed(backup: Path) -> str:
    """The status line was installed; `backup` holds the settings from before."""
    return f"Done; open sessions of Claude Code may have to be started again. The settings as they were: {backup}"


def already_installed(path: Path) -> str:
    """The status line was installed before."""
    return f"The status line in {path} is Brim's already."


def not_installed(path: Path) -> str:
    """The status line is not Brim's, so it is not removed."""
    return f"The status line in {path} is not Brim's; nothing was changed."


def key_restored(key: str) -> str:
    """The state of a settings file that another program changed after the installation."""
    return f"has the {key} from before; its other settings were changed since then and stay"


def uninstalled(path: Path, result: str) -> str:
    """The status line was removed; `result` is the state of the settings file."""
    return f"Done: {path} {result}."


def unknown_statusline(key: str, path: Path) -> tuple[str, str]:
    """The settings hold a status line of a form that Brim could not restore."""
    return f"{key} in {path} has an unknown form", "Remove it first; nothing was changed."


def unreadable_settings(path: Path, reason: str | None) -> tuple[str, str]:
    """The settings cannot be read."""
    return f"{path} cannot be read ({reason})", UNCHANGED


def unwritable_file(path: Path, reason: str | None) -> tuple[str, str]:
    """A file cannot be written."""
    return f"{path} cannot be written ({reason})", UNCHANGED


def empty_settings(path: Path) -> tuple[str, str]:
    """The settings file is empty."""
    return f"{path} is empty", "Remove it, or write {} into it; nothing was changed."


def invalid_json(path: Path, error: Exception) -> tuple[str, str]:
    """The settings are not plain JSON."""
    return f"{path} is not plain JSON ({error})", _REPAIR_FIRST


def invalid_constant(name: str) -> str:
    """The fault of a word that Python's JSON parser accepts, but JSON does not have, such as NaN."""
    return f"{name} is no JSON"


def not_an_object(path: Path) -> tuple[str, str]:
    """The settings are JSON, but not an object."""
    return f"{path} holds no JSON object", _REPAIR_FIRST


def changed_meanwhile(path: Path) -> tuple[str, str]:
    """Another program changed the settings."""
    return f"{path} was changed meanwhile", "Nothing was written; run the command again."


def not_writable(path: Path) -> tuple[str, str]:
    """The user has no right to write the settings."""
    return f"{path} may not be written", "Nothing was changed; allow it and try again."


def blocked(blockers: Sequence[str]) -> str:
    """Settings because of which Claude Code runs no status line."""
    them = "it" if len(blockers) == 1 else "them"
    return f"Claude Code runs no status line because of {', '.join(blockers)}. Ask who set {them}, or remove {them}."


def in_store(path: Path, real: Path, key: str, *, removed: bool) -> tuple[str, str]:
    """The settings lead to a file that a configuration makes, as with Nix, so nothing can be written there."""
    what = f"remove {key} from" if removed else "put the lines above into"
    return (
        f"{path} leads to {real}, which may not be written",
        f"{what[0].upper()}{what[1:]} the configuration that makes it.",
    )
