"""Whether percentages say what is used or what is left: the setting `icon.show`, read without its model for speed.

The places and their order are those of `brim.backend.settings.load`; a value that cannot be used counts as `used`.
Standard library only: this module must not know what is shown.
"""

from __future__ import annotations

import json
import os
import re
import sys

from brim.privatefiles import read_plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLE = "BRIM_ICON__SHOW"
_REMAINING = "remaining"
_MAX_BYTES = 1 << 20
_DOTENV_LINE = rf"""(?im)^[ \t]*(?:export[ \t]+)?{VARIABLE}[ \t]*=[ \t]*["']?(\w+)"""


def shows_remaining(state_folder: str, environment: Mapping[str, str]) -> bool:
    """Whether the strongest place that names the setting says `remaining`."""
    folder = config_folder(environment)
    value = (
        environment.get(VARIABLE)
        or _from_dotenv(text_of_file(os.path.join(folder, ".env")))
        or _from_choices(text_of_file(os.path.join(state_folder, "choices.json")))
        or _from_toml(text_of_file(os.path.join(folder, "brim.toml")))
    )
    return value == _REMAINING


def config_folder(environment: Mapping[str, str]) -> str:
    """BRIM_CONFIG_DIR, else the folder that platformdirs would return."""
    if place := environment.get("BRIM_CONFIG_DIR"):
        return os.path.abspath(os.path.expanduser(place))
    if os.name == "nt":
        return os.path.join(environment.get("LOCALAPPDATA") or os.path.expanduser(r"~\AppData\Local"), "brim")
    default = "~/Library/Application Support" if sys.platform == "darwin" else "~/.config"
    place = environment.get("XDG_CONFIG_HOME", "")
    return os.path.join(place if os.path.isabs(place) else os.path.expanduser(default), "brim")


def text_of_file(path: str) -> str:
    """The text of a file; empty when there is none, or it cannot be read."""
    try:
        return read_plain(path, _MAX_BYTES).decode("utf-8-sig", "replace")
    except (OSError, ValueError):
        return ""


def _from_dotenv(text: str) -> object:
    found = re.findall(_DOTENV_LINE, text)
    return found[-1] if found else None


def _from_choices(text: str) -> object:
    try:
        return _shown(json.loads(text)) if text else None
    except (ValueError, RecursionError):
        return None


def _from_toml(text: str) -> object:
    if _REMAINING not in text:
        return None
    import tomllib  # takes some milliseconds, so only where it can matter

    try:
        return _shown(tomllib.loads(text))
    except (ValueError, RecursionError):
        return None


def _shown(data: object) -> object:
    icon = data.get("icon") if isinstance(data, dict) else None
    return icon.get("show") if isinstance(icon, dict) else None
