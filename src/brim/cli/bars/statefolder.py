"""Where the data folder is, found without the model of the settings, for speed.

The places and their order are those of `brim.backend.settings.load`. Standard library only. This module must not know
what is in the folder.
"""

from __future__ import annotations

import os
import re

from brim.cli.statusline.command import state_folder
from brim.cli.statusline.shownpart import config_folder, text_of_file

_DOTENV_LINE = (
    r"""(?im)^[ \t]*(?:export[ \t]+)?BRIM_STATE_DIR[ \t]*=[ \t]*(?:"([^"\n\0]+)"|'([^'\n\0]+)'|([^\s#\0]+))"""
)
_NAME = "state_dir"


def data_folder() -> str:
    """The folder that the strongest place names, else the default one; never raises."""
    try:
        return _named_folder()
    except OSError:  # a relative path, and the working directory was removed
        return os.curdir


def _named_folder() -> str:
    if os.environ.get("BRIM_STATE_DIR"):
        return state_folder(None)
    folder = config_folder(os.environ)
    found = re.findall(_DOTENV_LINE, text_of_file(os.path.join(folder, ".env")))
    return state_folder("".join(found[-1]) if found else _from_toml(text_of_file(os.path.join(folder, "brim.toml"))))


def _from_toml(text: str) -> str | None:
    if _NAME not in text:
        return None
    import tomllib  # takes some milliseconds, so only where it can matter

    try:
        value = tomllib.loads(text).get(_NAME)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, str) and value and "\0" not in value else None
