"""Reads the settings; no other module sees the variables of Brim.

Order: environment, `.env` in the config folder, `choices.json` in the data folder (chosen in the menu), `brim.toml`
in the config folder, defaults. A value that cannot be used is dropped and reported in one line, and the rest counts.
This module must not know what any setting is used for.
"""

from __future__ import annotations

import tomllib
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError
from pydantic_settings import DotEnvSettingsSource, EnvSettingsSource

from brim.backend.providerlist.selection import provider_names
from brim.backend.settings import hints
from brim.backend.settings.appsettings import AppSettings, SimulatedSettings
from brim.backend.settings.choicesfile import CHOICES_FILE, DAMAGED_FILE, choices_files, read_choices
from brim.backend.settings.defaultfolders import default_config_dir, default_state_dir
from brim.backend.settings.documentation import manual
from brim.backend.settings.exposedkeys import drop_exposed_keys
from brim.backend.settings.providerchoice import correct_names
from brim.backend.settings.settingnames import ENVIRONMENT
from brim.backend.settings.sources import merge_layers, strongest_places
from brim.backend.settings.unknownnames import unknown_keys, unknown_variables
from brim.backend.settings.validation import drop_flat_sections, drop_missing_values, replace_invalid
from brim.backend.settings.values.fieldtypes import expand_home
from brim.backend.system.files import MAX_BYTES, Json, file_version, read_regular_file
from brim.errors import ConfigError
from brim.words import settings as words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from brim.backend.settings.sources import Layers

SETTINGS_FILE = "brim.toml"
_DOTENV_FILE = ".env"


def get_settings() -> AppSettings:
    """The settings of this process, read once; raises ConfigError as `load_settings` does."""
    if not _settings:
        _settings.append(load_settings())
    return _settings[0]


def reload_settings() -> AppSettings:
    """Read all places again and store the result for `get_settings`."""
    _settings.clear()
    return get_settings()


def default_settings(sections: Json) -> AppSettings:
    """Settings of a simulated account, which no place on this machine names: the defaults, and these values.

    Raises ConfigError.
    """
    try:
        return SimulatedSettings(**sections)
    except ValidationError as error:
        places = ", ".join(".".join(map(str, fault["loc"])) for fault in error.errors(include_url=False))
        raise ConfigError(*words.unusable_settings(places)) from None


_settings: list[AppSettings] = []


def load_settings() -> AppSettings:
    """Read all places.

    A value that cannot be used is dropped and listed in `errors`, and the next place counts. Where a provider would
    then ask another server or send another login than somebody meant, it is in `faults`, too. Raises ConfigError only
    where no settings can be made at all.
    """
    errors: list[ConfigError] = []
    files: dict[Path, object] = {}
    layers = _read_layers(errors, files)
    keys = [row.name for row in manual()]
    errors += drop_flat_sections(layers, AppSettings)
    errors += correct_names(layers)
    errors += drop_missing_values(layers, keys)
    while True:
        merged = merge_layers(layers)
        try:
            # Nothing but settings: pydantic-settings has options of its own that look like values.
            settings = AppSettings(**{key: merged[key] for key in AppSettings.model_fields.keys() & merged.keys()})
        except ValidationError as error:
            before = deepcopy(layers)
            errors += [*replace_invalid(error.errors(include_url=False), layers, AppSettings)]
            if layers == before:  # the same again would go on for ever
                places = ", ".join(".".join(map(str, fault["loc"])) for fault in error.errors(include_url=False))
                raise ConfigError(*words.unusable_settings(places)) from None
        else:
            origin = strongest_places(layers, keys)
            if exposed := [*drop_exposed_keys(settings, origin, layers)]:
                errors += exposed
                continue
            errors += hints.unknown_limits(settings, origin, CHOICES_FILE)
            settings = settings.with_origin(origin, errors, files)
            ineffective = hints.hidden_by_menu(settings, layers, CHOICES_FILE, SETTINGS_FILE)
            renamed = hints.renamed_values(origin, layers, CHOICES_FILE)
            return settings.with_hints((*_unknown_variables(settings, keys), *ineffective), renamed)


def settings_files() -> dict[str, Path]:
    """Where each place is, also if the settings cannot be used: files for settings, and the folders for everything."""
    layers = _read_layers([])
    config_dir = _folder(layers[ENVIRONMENT], "config_dir") or default_config_dir()
    folders = (_folder(layer, "state_dir") for layer in layers.values())
    state_dir = next((folder for folder in folders if folder is not None), default_state_dir())
    return {
        "settings": config_dir / SETTINGS_FILE,
        "variables": config_dir / _DOTENV_FILE,
        "choices": state_dir / CHOICES_FILE,
        "state": state_dir,
        "logs": state_dir / "logs",
    }


def _unknown_variables(settings: AppSettings, keys: Sequence[str]) -> Iterator[ConfigError]:
    """A hint for each variable, of the environment or in `.env`, that looks like a setting and is none."""
    variables = [*EnvSettingsSource(AppSettings).env_vars]
    if (dotenv := _open_dotenv(settings.config_dir / _DOTENV_FILE, [])) is not None:
        variables += dotenv.env_vars
    for name, likely in unknown_variables(dict.fromkeys(variables), keys):
        yield ConfigError(*words.unknown_variable(name, likely))


def overriding_layers(settings: AppSettings) -> tuple[Json, ...]:
    """What the environment and `.env` say now: they override a choice from the menu."""
    return EnvSettingsSource(AppSettings)(), _read_dotenv(settings.config_dir / _DOTENV_FILE, [])


def _read_layers(errors: list[ConfigError], files: dict[Path, object] | None = None) -> Layers:
    """What each place says, strongest first, before it is checked; `files` takes the versions of the files."""
    files = {} if files is None else files
    env = EnvSettingsSource(AppSettings)()
    config_dir = _folder(env, "config_dir") or default_config_dir()
    files |= {path: file_version(path) for path in (config_dir / _DOTENV_FILE, config_dir / SETTINGS_FILE)}
    dotenv = _read_dotenv(config_dir / _DOTENV_FILE, errors)
    toml = _read_toml(config_dir / SETTINGS_FILE, errors)
    state_dir = next((folder for layer in (env, dotenv, toml) if (folder := _folder(layer, "state_dir"))), None)
    choices_file = (state_dir or default_state_dir()) / CHOICES_FILE
    files |= {path: file_version(path) for path in choices_files(choices_file)}
    known = len(errors)
    choices = read_choices(choices_file, errors)
    origin = CHOICES_FILE if len(errors) == known else DAMAGED_FILE
    for layer in (dotenv, toml, choices):
        layer.pop("config_dir", None)  # these files were found through it
    choices.pop("state_dir", None)
    return {ENVIRONMENT: env, _DOTENV_FILE: dotenv, origin: choices, SETTINGS_FILE: toml}


def _folder(layer: Json, key: str) -> Path | None:
    value = layer.get(key)
    try:
        return expand_home(Path(value)) if isinstance(value, str) and value else None
    except ValueError:
        return None


def _read_dotenv(path: Path, errors: list[ConfigError]) -> Json:
    known = len(errors)
    source = _open_dotenv(path, errors)
    if source is None:
        return {} if len(errors) == known else _nothing_sent()
    return source()


def _open_dotenv(path: Path, errors: list[ConfigError]) -> DotEnvSettingsSource | None:
    try:
        read_regular_file(path, MAX_BYTES)  # refuses a pipe, which would block
        return DotEnvSettingsSource(AppSettings, env_file=path, env_file_encoding="utf-8-sig")
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        errors.append(ConfigError(*words.unreadable_settings_file(path, error)))
        return None


def _nothing_sent() -> Json:
    """In place of a file that cannot be read: it may say whom Brim must not ask."""
    return {name: {"network": False} for name in provider_names()}


def _read_toml(path: Path, errors: list[ConfigError]) -> Json:
    try:
        data = tomllib.loads(read_regular_file(path, MAX_BYTES).decode("utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:  # TOMLDecodeError names line and column
        errors.append(ConfigError(*words.unreadable_settings_file(path, error)))
        return _nothing_sent()
    unknown = tuple(unknown_keys(data, AppSettings, [*AppSettings.model_fields, *(row.name for row in manual())]))
    if unknown:
        errors.append(ConfigError(*words.unknown_keys(path, unknown)))
    return data
