"""Where folders are, without the settings: these take longer than reading what is new in all transcripts.

It answers only where nothing but two variables of Brim and those of other programs can name a folder, and means what
the settings would say then. This module must not know what is in a folder.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from brim.backend.providerlist.transcripts import KINDS
from brim.backend.settings.defaultfolders import default_config_dir, default_state_dir
from brim.privatefiles import is_there, read_plain

if TYPE_CHECKING:
    from collections.abc import Mapping

_PREFIX = "brim_"
_STATE, _CONFIG = "brim_state_dir", "brim_config_dir"
_FILES = ("brim.toml", ".env")
"""Settings in the config folder; one of them may name any folder."""
_CHOICES, _SECTIONS = "choices.json", {"providers", *(kind.provider for kind in KINDS)}
"""Settings in the state folder: most people have this file, and few have a section that names folders."""
_MOST_BYTES = 1 << 20


class QuickFolders(NamedTuple):
    """What is needed to read transcripts."""

    state_dir: Path
    config_dir: Path
    variables: Mapping[str, str]
    """The environment, with names in small letters: the programs' own variables say where transcripts are."""


def quick_folders() -> QuickFolders | None:
    """The folders; None where the settings must be read to know them."""
    variables = {name.lower(): value for name, value in os.environ.items()}
    if any(name.startswith(_PREFIX) and name not in {_STATE, _CONFIG} for name in variables):
        return None
    state, config = variables.get(_STATE, ""), variables.get(_CONFIG, "")
    if not (_is_simple(state) and _is_simple(config)):
        return None
    state_dir = Path(state) if state else default_state_dir()
    config_dir = Path(config) if config else default_config_dir()
    if any(is_there(config_dir / name) for name in _FILES) or _chooses_folders(state_dir / _CHOICES):
        return None
    return QuickFolders(state_dir, config_dir, variables)


def _is_simple(folder: str) -> bool:
    """Whether a folder is meant as it is written."""
    return not folder or (os.path.isabs(folder) and "~" not in folder)  # noqa: PTH117 - a text, which may be no path


def _chooses_folders(path: Path) -> bool:
    """Whether the menu's choices may name folders, also when nobody can tell."""
    try:
        choices = msgspec.json.decode(read_plain(path, _MOST_BYTES))
    except FileNotFoundError:
        return False
    except (OSError, ValueError, RecursionError, msgspec.DecodeError):
        return True
    return not isinstance(choices, dict) or not _SECTIONS.isdisjoint(choices)
