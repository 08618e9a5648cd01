"""`brim launcher`: shows whether Brim is in the applications menu, puts it there, and takes it away.

This module must not know which files that takes.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from brim.backend.settings.load import get_settings
from brim.cli.launcher.launcher import LauncherState, launcher_state, set_launcher
from brim.printing import show
from brim.privatefiles import is_there
from brim.terminal import show_wrapped
from brim.tray.desktop import userfolders
from brim.words import launcher as words

_DONE, _NOT_PUT = 0, 1


def run(switch: str | None, *, as_json: bool = False) -> int:
    """Print the state, after changing it when `switch` is `on` or `off`; raises BrimError.

    Returns 0, or 1 when something of somebody else is where the launcher would be.
    """
    state_dir = get_settings().state_dir
    state = launcher_state(state_dir) if switch is None else set_launcher(state_dir, enabled=switch == "on")
    if as_json:
        show(json.dumps(_as_json(state), indent=2))
    else:
        _show(state, switch)
    return _NOT_PUT if switch == "on" and not state.enabled and state.installed is None else _DONE


def _is_found() -> bool:
    """Whether a terminal finds `brim`; the present folder does not count, as in PowerShell."""
    names = ("brim.exe", "brim.cmd", "brim.bat") if sys.platform == "win32" else ("brim",)
    paths = (folder / name for folder in userfolders.search_folders() for name in names)
    return any(is_there(path) and os.access(path, os.X_OK) for path in paths)


def _show_folder(state: LauncherState) -> None:
    """Where `brim` is, for a terminal that does not find it: beside a program of this name that was typed."""
    own, typed = userfolders.programs_folder(), Path(os.path.abspath(sys.argv[0]))  # noqa: PTH100 - links stay
    folder = typed.parent if typed.stem == "brim" else Path(state.command[0]).parent
    if sys.platform != "win32" and own in (folder, *(Path(file).parent for file in state.files)):
        show(words.found_after_login(str(own)))
    else:
        show(words.not_in_path(str(folder)))


def _as_json(state: LauncherState) -> dict[str, object]:
    return {
        "schema": 1,
        "enabled": state.enabled,
        "location": str(state.location),
        "command": list(state.command),
        "complete": state.complete,
        "files": list(state.files),
        "left_alone": [str(path) for path in state.left],
        "installed": None if state.installed is None else str(state.installed),
    }


def _show(state: LauncherState, switch: str | None) -> None:
    """Sentences; one with a path is not wrapped, so that the path can be copied."""
    command = " ".join(state.command)
    if state.installed is not None:
        show(words.installed(str(state.installed)))
    elif state.enabled:
        show(words.status_line(str(state.location), sys.platform, enabled=True))
    else:
        show_wrapped(words.status_line(str(state.location), sys.platform, enabled=False))
    if state.gone:
        show(words.program_gone(command))
    elif state.elsewhere:
        show(words.other_copy(command))
    elif state.enabled and not state.complete:
        show_wrapped(words.incomplete())
    if switch == "on" and state.enabled:
        _show_what_else(state)
    if state.left:
        show_wrapped(words.left_alone())
        show("\n".join(f"  {path}" for path in state.left))


def _show_what_else(state: LauncherState) -> None:
    """What came with it: Windows has no manual, and both want a `brim` that a terminal finds."""
    if not _is_found():
        show_wrapped(words.taken_back())
        _show_folder(state)
    elif sys.platform != "win32":
        show_wrapped(words.what_else())
    if sys.platform != "win32" and userfolders.shell_name() == "zsh":
        show(words.zsh_line(str(userfolders.data_folder() / "zsh" / "site-functions")))
