"""The environment of every program that Brim starts: its own, without what only Brim may know.

Tokens, keys and webhooks stand in variables of Brim and of the programs whose usage it shows; a browser, a hook or a
clipboard program would hand them on to whatever it starts. This module must not know which program it is.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

_FOLDERS = {"BRIM_STATE_DIR", "BRIM_CONFIG_DIR"}
"""No secrets, and a hook that runs `brim` means the same state."""
_PRIVATE = re.compile(
    r"BRIM_.*|(CLAUDE|ANTHROPIC)_?.*(TOKEN|KEY|SECRET|PASSWORD|PASSPHRASE|HEADERS|CREDENTIAL)(?!S$).*|PYSTRAY_BACKEND"
    r"|\w+_API_KEY|(\w+_)?(GH|GITHUB)_(ENTERPRISE_)?TOKEN|(CODEX|CURSOR)_\w*(TOKEN|KEY|SECRET|IDENTITY)",
    re.IGNORECASE,
)
"""The tray itself sets PYSTRAY_BACKEND, and other programs must not draw theirs by it."""
_SETTING = re.compile(r"BRIM_(?!HOOKS|METRICS__OTLP_HEADERS).*", re.IGNORECASE)
"""Hooks are commands and URLs, which may hold secrets, and so may headers."""


def child_environment(keep: Container[str] = ()) -> dict[str, str]:
    """The environment for a program; `keep` names private variables that this program needs."""
    return {name: value for name, value in os.environ.items() if name in keep or not _is_private(name)}


def settings_environment() -> dict[str, str]:
    """The environment for another process of Brim, which needs the settings, but no token, key or webhook."""
    return child_environment({name for name in os.environ if _SETTING.fullmatch(name)})


def _is_private(name: str) -> bool:
    return name.upper() not in _FOLDERS and _PRIVATE.fullmatch(name) is not None
