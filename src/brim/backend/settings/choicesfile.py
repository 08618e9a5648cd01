"""The file of the choices that were made in the menu, `choices.json`, and how one of Brim 0.1.0 counts.

There the wheel over the icon saved a pin too, which the file does not tell from one of the menu. So a pin counts only
with a second key beside it that says the same, which 0.1.0 does not know.

Where the file was damaged, nobody knows whom the user has switched off: until there is a file again, and for what was
lost of one, no provider is asked. The damaged file beside it says so to every process. This module must not know what
any choice means besides.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from brim.backend.providerlist.selection import provider_names
from brim.backend.system.files import MAX_BYTES, file_version, read_object, read_regular_file, write_object
from brim.errors import ConfigError, StateError
from brim.privatefiles import is_there
from brim.words import settings as words

if TYPE_CHECKING:
    from pathlib import Path

    from brim.backend.system.files import Json

CHOICES_FILE = "choices.json"
DAMAGED_FILE = f"{CHOICES_FILE}.broken"
"""Where a damaged one is kept, and the origin of what counts because of it."""
_SECTION, _PIN, _PIN_OF_MENU = "icon", "window", "pinned"


def read_choices(path: Path, errors: list[ConfigError] | None = None) -> Json:
    """The choices by section, without a pin that the wheel of Brim 0.1.0 may have saved.

    Those that were lost with a damaged file count as if all requests had been switched off; `errors` takes in that this
    is so.
    """
    damaged = path.with_name(DAMAGED_FILE)
    aside = file_version(damaged)
    choices = read_object(path)
    if choices is None:
        fault = _why_unknown(path)
        if fault is not None and errors is not None:
            errors.append(fault)
        return {} if fault is None else _nothing_sent({})
    if aside != file_version(damaged):  # some of it was lost just now, and is not in the file any more
        choices = _nothing_sent(choices)
        with suppress(StateError):  # they count in this process
            write_object(path, choices)
    section = choices.get(_SECTION)
    if isinstance(section, dict) and section.pop(_PIN_OF_MENU, None) != section.get(_PIN):
        del section[_PIN]
    return choices


def choices_files(path: Path) -> tuple[Path, ...]:
    """The files that say which choices count, there or not."""
    return path, path.with_name(DAMAGED_FILE)


def _why_unknown(path: Path) -> ConfigError | None:
    """What is wrong where there is no usable file, but may be one that switched requests off; None where never."""
    try:
        read_regular_file(path, MAX_BYTES)
    except (FileNotFoundError, NotADirectoryError):
        return ConfigError(*words.damaged_choices(path.name)) if is_there(path.with_name(DAMAGED_FILE)) else None
    except OSError as error:
        return ConfigError(*words.unreadable_settings_file(path, error)) if is_there(path) else None
    return ConfigError(*words.damaged_choices(path.name))


def _nothing_sent(choices: Json) -> Json:
    """Choices with all requests switched off of which they say nothing."""
    return {name: {"network": False} for name in provider_names()} | choices


def write_choices(path: Path, choices: Json) -> None:
    """Replace the choices by those that `read_choices` gave, as the menu changed them; raises StateError."""
    section = choices.get(_SECTION)
    if isinstance(section, dict) and _PIN in section:
        choices = choices | {_SECTION: section | {_PIN_OF_MENU: section[_PIN]}}
    write_object(path, choices)
