"""The settings that a person can change in the menu, stored in `choices.json` in the data folder.

This module must not know how the menu shows them.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from loguru import logger

from brim.backend.providerlist.providers import PROVIDERS
from brim.backend.providerlist.selection import provider_names
from brim.backend.settings.choicesfile import CHOICES_FILE, choices_files, read_choices, write_choices
from brim.backend.settings.editing import choices_in_use
from brim.backend.settings.load import default_settings, get_settings, overriding_layers, reload_settings
from brim.backend.settings.settingnames import environment_name
from brim.backend.settings.sources import value_at
from brim.backend.settings.updates import CHECK
from brim.backend.system.files import file_version
from brim.errors import ConfigError, StateError
from brim.model.alert import Rule
from brim.model.options import Option
from brim.privatefiles import is_there
from brim.words import settings as words

if TYPE_CHECKING:
    from brim.backend.settings.appsettings import AppSettings
    from brim.backend.system.files import Json
    from brim.model.options import SettingValue

MENU_KEYS = (
    *(f"{name}.network" for name in provider_names()),
    "icon.style",
    "icon.scheme",
    "icon.text",
    "icon.animate",
    "icon.window",
    "icon.show",
    *(f"alerts.{rule}" for rule in Rule),
    CHECK,
)
"""The settings that the menu offers."""
_DEMO_KEYS = (*MENU_KEYS, *(f"{one.name}.network" for one in PROVIDERS if one.simulated))
_UNSEEN = "unseen"


def save_choice(key: str, value: SettingValue) -> AppSettings:
    """Store a choice from the menu and return the settings that result; raises StateError, ConfigError."""
    if key not in MENU_KEYS:
        raise ConfigError(*words.invalid_choice(key, MENU_KEYS))
    path = get_settings().state_dir / CHOICES_FILE
    section, name = key.split(".")
    choices = read_choices(path)
    stored = choices.get(section)
    write_choices(path, choices | {section: (stored if isinstance(stored, dict) else {}) | {name: value}})
    return reload_settings()


class SavedChoices:
    """The choices that are stored on this machine."""

    settings = None
    """They are read with all other settings."""

    def __init__(self) -> None:
        """They are as the settings have them."""
        self._version: object = _UNSEEN

    def save(self, key: str, value: SettingValue) -> AppSettings:
        """Store a choice, as `save_choice`."""
        settings = save_choice(key, value)
        self._version = file_version(settings.state_dir / CHOICES_FILE)
        return settings

    def changed(self) -> bool:
        """Whether another process stored a choice since the last look."""
        version = file_version(get_settings().state_dir / CHOICES_FILE)
        before, self._version = self._version, version
        return before not in {_UNSEEN, version}

    def reload(self) -> AppSettings:
        """The settings with all choices; raises ConfigError."""
        return reload_settings()

    def options(self, settings: AppSettings) -> tuple[Option, ...]:
        """What the menu offers, as `menu_options`."""
        return menu_options(settings)


class UnsavedChoices:
    """The choices of a simulated account: they count until it ends, and no file or variable of this machine does."""

    def __init__(self, preset: Json) -> None:
        """Start with the defaults, and the values of `preset` by section."""
        self._sections: Json = preset

    @property
    def settings(self) -> AppSettings:
        """The settings that result."""
        return default_settings(self._sections)

    def save(self, key: str, value: SettingValue) -> AppSettings:
        """Keep a choice from the menu and return the settings that result; raises ConfigError."""
        if key not in _DEMO_KEYS:
            raise ConfigError(*words.invalid_choice(key, _DEMO_KEYS))
        section, name = key.split(".")
        changed = self._sections | {section: {**self._sections.get(section, {}), name: value}}
        settings = default_settings(changed)
        self._sections = changed
        return settings

    def changed(self) -> bool:
        """Nobody else changes them."""
        return False

    def reload(self) -> AppSettings:
        """The settings that result."""
        return self.settings

    def options(self, settings: AppSettings) -> tuple[Option, ...]:
        """What the menu offers: each setting with its value, which nothing overrides."""
        return tuple(replace(option, overridden_by=None) for option in _options(settings, _DEMO_KEYS))


def restore_choices() -> None:
    """Write the choices in use again, if their file was removed; what cannot be written is logged."""
    settings = get_settings()
    path = settings.state_dir / CHOICES_FILE
    choices = choices_in_use(settings)
    if not choices or any(map(is_there, choices_files(path))):
        return
    try:
        write_choices(path, choices)
    except StateError as error:
        logger.bind(file=CHOICES_FILE).warning("{} What was chosen counts until Brim ends.", error)


def menu_options(settings: AppSettings) -> tuple[Option, ...]:
    """What the menu offers: each setting with its value, and the environment variable that overrides the menu."""
    return _options(settings, MENU_KEYS)


def _options(settings: AppSettings, keys: tuple[str, ...]) -> tuple[Option, ...]:
    layers = overriding_layers(settings)
    options = []
    for key in keys:
        section, name = key.split(".")
        overridden = any(value_at(layer, (section, name)) is not None for layer in layers)
        model = getattr(settings, section)
        kind = type(model).model_fields[name].annotation
        values = tuple(map(str, kind)) if isinstance(kind, type) and issubclass(kind, StrEnum) else ()
        options.append(Option(key, getattr(model, name), values, environment_name(key) if overridden else None))
    return tuple(options)
