"""Finds the settings because of which Claude Code runs no status line of a user.

Facts, of Claude Code's documentation and of anthropics/claude-code#11744, #56380 and #86042: `disableAllHooks` stops it
in any settings, `allowManagedHooksOnly` in those of an organisation. These lie beside the user's own as
`remote-settings.json`, fetched from claude.ai, or in a folder of the system. Seen in 2.1.332: `disableAllHooks` in the
settings of a project stops it in that project alone, which is not looked for; a value that is no boolean is an error
that Claude Code itself shows. This module must not know what follows.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from brim.backend.system.files import MAX_BYTES, read_regular_file, short_path
from brim.cli.statusline.inputjson import parse_object
from brim.words.settings import setting_in_file

if TYPE_CHECKING:
    from collections.abc import Iterator

_ALL, _MANAGED_ONLY = "disableAllHooks", "allowManagedHooksOnly"
_MANAGED_NAME, _MANAGED_FOLDER = "managed-settings.json", "managed-settings.d"
_SYSTEM_FOLDER = Path(
    {"win32": r"C:\Program Files\ClaudeCode", "darwin": "/Library/Application Support/ClaudeCode"}.get(
        sys.platform, "/etc/claude-code"
    )
)


def blocking_settings(settings: Path, system_folder: Path = _SYSTEM_FOLDER) -> tuple[str, ...]:
    """What stops the status line of a user's settings.json, each as its name and file; a bad file stops nothing."""
    managed = [settings.with_name("remote-settings.json"), *_system_files(system_folder)]
    places = [(settings, (_ALL,)), *((path, (_ALL, _MANAGED_ONLY)) for path in managed)]
    return tuple(
        setting_in_file(name, short_path(path))
        for path, names in places
        for name in names
        if _content(path).get(name) is True
    )


def _system_files(folder: Path) -> Iterator[Path]:
    yield folder / _MANAGED_NAME
    try:
        yield from sorted(path for path in (folder / _MANAGED_FOLDER).iterdir() if path.suffix == ".json")
    except OSError:
        return


def _content(path: Path) -> dict[str, object]:
    try:
        return parse_object(read_regular_file(path, MAX_BYTES)) or {}
    except OSError:
        return {}
