"""Keys in a settings file that others on this computer can read: they do not count. It must not know any provider."""

from __future__ import annotations

import stat
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from pydantic import SecretStr

from brim.backend.settings.settingnames import display_name
from brim.backend.settings.values.providersection import ProviderSettings
from brim.errors import ConfigError
from brim.words import settings as words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from brim.backend.settings.appsettings import AppSettings
    from brim.backend.settings.sources import Layers

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def drop_exposed_keys(settings: AppSettings, places: Mapping[str, str], layers: Layers) -> Iterator[ConfigError]:
    """Remove each key from a file that others can read; yield an error for each, without the key."""
    for section, model in _sections(settings):
        for name in type(model).model_fields:
            key = f"{section}.{name}"
            place = places.get(key, "")
            if isinstance(getattr(model, name), SecretStr) and _is_open(settings.config_dir / place):
                del layers[place][section][name]
                yield ConfigError(*words.exposed_key(display_name(key, place), place))


def _sections(settings: AppSettings) -> Iterator[tuple[str, ProviderSettings]]:
    for name in type(settings).model_fields:
        if isinstance(section := getattr(settings, name), ProviderSettings):
            yield name, section


def _is_open(path: Path) -> bool:
    """Whether others can read a file; what is no file is not open."""
    with suppress(OSError):
        status = path.stat()
        return sys.platform != "win32" and stat.S_ISREG(status.st_mode) and bool(status.st_mode & _OTHERS)
    return False
