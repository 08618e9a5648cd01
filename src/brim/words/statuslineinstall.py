"""What is said when Claude Code's status line is set up or taken back. This module must not know how a file looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
"""Above what is changed: the settings before and after."""
CONFIRM_PROMPT = "Change it? [y/N] "
RESTORED, REMOVED_AGAIN = "is as it was", "is gone again, as before"


def installed(backup: Path) -> str:
    """It is Brim's now."""
    return f"Done; open sessions of Claude Code may have to be started again. The settings as they were: {backup}"


def already_installed(path: Path) -> str:
    """Nothing needs to be done."""
    return f"The status line in {path} is Brim's already."


def not_installed(path: Path) -> str:
    """There is nothing to take back."""
    return f"The status line in {path} is not Brim's; nothing was changed."


def key_restored(key: str) -> str:
    """What a file has now, when others changed it meanwhile."""
    return f"has the {key} from before; its other settings were changed since then and stay"


def uninstalled(path: Path, told: str) -> str:
    """It is no longer Brim's."""
    return f"Done: {path} {told}."


def unknown_statusline(key: str, path: Path) -> tuple[str, str]:
    """The settings hold something that nobody knows how to put back."""
    return f"{key} in {path} has an unknown form", "Remove it first; nothing was changed."


def unreadable_settings(path: Path, why: str | None) -> tuple[str, str]:
    """The settings cannot be read."""
    return f"{path} cannot be read ({why})", UNCHANGED


def unwritable_file(path: Path, why: str | None) -> tuple[str, str]:
    """A file cannot be written."""
    return f"{path} cannot be written ({why})", UNCHANGED


def empty_settings(path: Path) -> tuple[str, str]:
    """The settings are no settings yet."""
    return f"{path} is empty", "Remove it, or write {} into it; nothing was changed."


def invalid_json(path: Path, why: Exception) -> tuple[str, str]:
    """The settings are not plain JSON."""
    return f"{path} is not plain JSON ({why})", _REPAIR_FIRST


def invalid_constant(name: str) -> str:
    """Why the settings are not plain JSON: Python's would know that word."""
    return f"{name} is no JSON"


def not_an_object(path: Path) -> tuple[str, str]:
    """The settings are JSON, and no object."""
    return f"{path} holds no JSON object", _REPAIR_FIRST


def changed_meanwhile(path: Path) -> tuple[str, str]:
    """Somebody else wrote the settings."""
    return f"{path} was changed meanwhile", "Nothing was written; run the command again."


def not_writable(path: Path) -> tuple[str, str]:
    """The settings may not be written."""
    return f"{path} may not be written", "Nothing was changed; allow it and try again."
