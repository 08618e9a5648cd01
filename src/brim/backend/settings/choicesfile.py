"""The file of the choices that were made in the menu, `choices.json`, and how one of Brim 0.1.0 counts.

There the wheel over the icon saved a pin too, which the file does not tell from one of the menu. So a pin counts only
with a second key beside it that says the same, which 0.1.0 does not know. This module must not know what any choice
means besides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.system.files import read_object, write_object

if TYPE_CHECKING:
    from pathlib import Path

    from brim.backend.system.files import Json

CHOICES_FILE = "choices.json"
_SECTION, _PIN, _PIN_OF_MENU = "icon", "window", "pinned"


def read_choices(path: Path) -> Json:
    """The choices by section, without a pin that the wheel of Brim 0.1.0 may have saved."""
    choices = read_object(path) or {}
    section = choices.get(_SECTION)
    if isinstance(section, dict) and section.pop(_PIN_OF_MENU, None) != section.get(_PIN):
        del section[_PIN]
    return choices


def write_choices(path: Path, choices: Json) -> None:
    """Replace the choices by those that `read_choices` gave, as the menu changed them; raises StateError."""
    section = choices.get(_SECTION)
    if isinstance(section, dict) and _PIN in section:
        choices = choices | {_SECTION: section | {_PIN_OF_MENU: section[_PIN]}}
    write_object(path, choices)
