"""What can be set, and from where: the only room that looks at the environment.

Order: environment, `.env` in the config folder, `choices.json` in the state folder (chosen in the menu), `brim.toml`
in the config folder, defaults. A value that cannot be used is named in one line and dropped, so that the rest counts.
This module must not know what any setting leads to.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Literal, override

from pydantic import BaseModel, Field, PrivateAttr, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from brim.backend.settings import sections, validation
from brim.backend.settings.sections import (
    AlertSettings,
    ClaudeSettings,
    HookSettings,
    IconSettings,
    Place,
    PollSettings,
)
from brim.backend.settings.validation import PREFIX, VARIABLES, display_name, environment_name, section, value_at
from brim.backend.system.files import MAX_BYTES, Json, read_object, read_regular_file, write_object
from brim.errors import ConfigError
from brim.model.alert import Rule
from brim.model.options import Option
from brim.words import settings as words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic.fields import FieldInfo

    from brim.backend.settings.validation import Layers

CHOICES = (
    "claude.network",
    "icon.style",
    "icon.scheme",
    "icon.text",
    "icon.animate",
    "icon.window",
    "icon.show",
    *(f"alerts.{rule}" for rule in Rule),
)
"""The settings that the menu offers."""
_FOLDERS = {"config_dir", "config_dirs"}


def _state_folder() -> Path:
    import platformdirs

    return platformdirs.user_state_path("brim", appauthor=False)


def _config_folder() -> Path:
    import platformdirs

    return platformdirs.user_config_path("brim", appauthor=False)


class AppSettings(BaseSettings):
    """All settings of Brim."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        case_sensitive=False,
        extra="ignore",
        env_ignore_empty=True,
        enable_decoding=False,  # a section given as one variable is a mistake to be named, not JSON
    )

    claude: ClaudeSettings = Field(default_factory=ClaudeSettings, description="How Claude is read.")
    poll: PollSettings = Field(default_factory=PollSettings, description="How often is asked.")
    icon: IconSettings = Field(default_factory=IconSettings, description="How the icon looks.")
    alerts: AlertSettings = Field(default_factory=AlertSettings, description="What is told, and when.")
    calendar: sections.CalendarSettings = Field(
        default_factory=sections.CalendarSettings, description="When work is done."
    )
    hooks: HookSettings = Field(default_factory=HookSettings, description="What is started or called for an event.")
    state_dir: Place = Field(default_factory=_state_folder, description="Where Brim keeps what it knows, and its log.")
    config_dir: Place = Field(default_factory=_config_folder, description="Where brim.toml and .env are looked for.")
    environment: Literal["development", "production"] = Field(
        default="development",
        description="In production the log file holds JSON lines.",
    )
    debug: bool = Field(default=False, description="Log every step.")

    _complaints: tuple[ConfigError, ...] = PrivateAttr(default=())
    _places: dict[str, str] = PrivateAttr(default_factory=dict)

    @property
    def complaints(self) -> tuple[ConfigError, ...]:
        """What in the settings could not be used and was replaced; each is one line for a person."""
        return self._complaints

    @property
    def places(self) -> Mapping[str, str]:
        """For each setting that some place names, the strongest place that says something usable."""
        return self._places

    def named(self, key: str) -> str:
        """A setting as a person finds it: the variable that gives it, or its name and file."""
        place = self._places.get(key)
        return key if place is None else display_name(key, place)

    def read_from(self, layers: Layers, complaints: list[ConfigError]) -> AppSettings:
        """These settings, with where they came from and what was dropped on the way to them."""
        self._complaints = tuple(complaints)
        for row in manual():
            said = (place for place, layer in layers.items() if value_at(layer, tuple(row.name.split("."))) is not None)
            if (place := next(said, None)) is not None:
                self._places[row.name] = place
        return self

    @override
    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what is handed over: `load_settings` reads the places itself, to drop a bad value and keep the rest."""
        return (init_settings,)


class ClaudeCodeSettings(BaseSettings):
    """The variables of Claude Code itself that say where its login is, and what it uses instead of a plan."""

    model_config = SettingsConfigDict(env_prefix="CLAUDE_", extra="ignore")

    config_dir: str | None = Field(default=None, description="CLAUDE_CONFIG_DIR: its whole folder.")
    securestorage_config_dir: str | None = Field(
        default=None,
        description="CLAUDE_SECURESTORAGE_CONFIG_DIR: the folder of the login alone; set but empty means ~/.claude.",
    )
    code_oauth_token: SecretStr | None = Field(default=None, description="CLAUDE_CODE_OAUTH_TOKEN: instead of a login.")
    descriptor: str | None = Field(
        default=None,
        validation_alias="CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR",
        description="where Claude Code alone finds a token.",
    )
    use_bedrock: str | None = Field(default=None, validation_alias="CLAUDE_CODE_USE_BEDROCK", description="A cloud.")
    use_vertex: str | None = Field(default=None, validation_alias="CLAUDE_CODE_USE_VERTEX", description="A cloud.")
    use_foundry: str | None = Field(default=None, validation_alias="CLAUDE_CODE_USE_FOUNDRY", description="A cloud.")
    api_key: SecretStr | None = Field(default=None, validation_alias="ANTHROPIC_API_KEY", description="A key.")
    auth_token: SecretStr | None = Field(default=None, validation_alias="ANTHROPIC_AUTH_TOKEN", description="A key.")
    base_url: str | None = Field(default=None, validation_alias="ANTHROPIC_BASE_URL", description="A server.")
    system_root: Path = Field(
        default=Path("C:/Windows"), validation_alias="SystemRoot", description="SystemRoot: where Windows is."
    )
    user: str | None = Field(default=None, validation_alias="USER", description="USER: names the Keychain's item.")


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting, as a reader of the manual needs it."""

    name: str
    variable: str
    default: str
    description: str


def get_settings() -> AppSettings:
    """The settings of this process, read once; raises ConfigError as `load_settings` does."""
    if not _settings:
        _settings.append(load_settings())
    return _settings[0]


def reload_settings() -> AppSettings:
    """Read all places anew and keep the result for `get_settings`."""
    _settings.clear()
    return get_settings()


_settings: list[AppSettings] = []


def load_settings() -> AppSettings:
    """Read all places.

    A value that cannot be used is dropped, named in `complaints`, and the next place counts. Raises ConfigError only
    where going on would mean asking somebody whom the user did not name: for an API URL that may not be used.
    """
    complaints: list[ConfigError] = []
    layers = _gather(complaints)
    complaints += _drop_flat(layers)
    while True:
        try:
            settings = AppSettings(**_merged(layers))
        except ValidationError as error:
            complaints += [*validation.replace_invalid(error.errors(include_url=False), layers, AppSettings)]
        else:
            return settings.read_from(layers, complaints)


def choose(key: str, value: str | bool) -> AppSettings:  # noqa: FBT001 - the value of a setting, not a switch
    """Keep what was chosen in the menu and return the settings that follow; raises StateError, ConfigError."""
    if key not in CHOICES:
        raise ConfigError(*words.invalid_choice(key, CHOICES))
    path = get_settings().state_dir / "choices.json"
    section, name = key.split(".")
    chosen = read_object(path) or {}
    kept = chosen.get(section)
    write_object(path, chosen | {section: (kept if isinstance(kept, dict) else {}) | {name: value}})
    return reload_settings()


def options(settings: AppSettings) -> tuple[Option, ...]:
    """What the menu offers: each setting with its value and the variable that overrides the menu."""
    strong = [EnvSettingsSource(AppSettings)(), _dotenv(settings.config_dir / ".env", [])]
    made = []
    for key in CHOICES:
        section, name = key.split(".")
        locked = any(value_at(layer, (section, name)) is not None for layer in strong)
        model = getattr(settings, section)
        kind = type(model).model_fields[name].annotation
        values = tuple(str(one) for one in kind) if isinstance(kind, type) and issubclass(kind, StrEnum) else ()
        made.append(Option(key, getattr(model, name), values, environment_name(key) if locked else None))
    return tuple(made)


def environment() -> dict[str, str]:
    """This process's own, for a foreign program: without what is meant for Brim."""
    return {name: value for name, value in os.environ.items() if not name.upper().startswith(PREFIX)}


def manual(model: type[BaseModel] = AppSettings, above: str = "") -> tuple[Setting, ...]:
    """Every setting in the order of the model, for the table in README."""
    rows: list[Setting] = []
    for name, field in model.model_fields.items():
        key = f"{above}{name}"
        if (nested := section(field)) is not None:
            rows.extend(manual(nested, f"{key}."))
        else:
            rows.append(Setting(key, environment_name(key), _default(field), field.description or ""))
    return tuple(rows)


def _default(field: FieldInfo) -> str:
    if field.default_factory is dict:
        return "unset"
    if field.default_factory is not None:
        return words.SYSTEM_DEFAULT
    if isinstance(field.default, tuple):
        return ", ".join(map(str, field.default)) or "unset"
    if isinstance(field.default, bool):
        return str(field.default).lower()
    return "unset" if field.default in {None, "", ()} else str(field.default)


def _gather(complaints: list[ConfigError]) -> Layers:
    """What each place says, strongest first, before it is checked."""
    env = EnvSettingsSource(AppSettings)()
    config_dir = _folder(env, "config_dir") or _config_folder()
    dotenv = _dotenv(config_dir / ".env", complaints)
    toml = _toml(config_dir / "brim.toml", complaints)
    state_dir = next((place for layer in (env, dotenv, toml) if (place := _folder(layer, "state_dir"))), None)
    choices = read_object((state_dir or _state_folder()) / "choices.json") or {}
    for layer in (dotenv, toml, choices):
        layer.pop("config_dir", None)  # they were found through it
    choices.pop("state_dir", None)
    return {words.ENVIRONMENT: env, ".env": dotenv, "choices.json": choices, "brim.toml": toml}


def _drop_flat(layers: Layers) -> Iterator[ConfigError]:
    """Take out sections that a place gives as one value: merged, such a value would hide what the others say."""
    for place, layer in layers.items():
        for key, field in AppSettings.model_fields.items():
            model = section(field)
            if model is None or key not in layer or isinstance(layer[key], dict):
                continue
            name, part = display_name(key, place), f"{key}.{next(iter(model.model_fields))}"
            if place in VARIABLES:
                part = environment_name(part)
            if key == "claude":
                raise ConfigError(*words.section_without_settings(name, part, words.NO_REQUESTS_UNTIL_CORRECTED))
            del layer[key]
            yield ConfigError(*words.section_without_settings(name, part, words.IGNORED_UNTIL_CORRECTED))


def _merged(layers: Layers) -> Json:
    merged: Json = {}
    for layer in reversed(layers.values()):
        for key, value in layer.items():
            below = merged.get(key)
            merged[key] = _over(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged


def _over(below: Json, section: Json) -> Json:
    """What a place says of a section over what those below it say; either way of naming folders replaces the other."""
    if not _FOLDERS.isdisjoint(section):
        below = {name: value for name, value in below.items() if name not in _FOLDERS}
    return below | section


def _folder(layer: Json, key: str) -> Path | None:
    value = layer.get(key)
    try:
        return Path(value).expanduser() if isinstance(value, str) and value else None
    except RuntimeError:
        return None


def _dotenv(path: Path, complaints: list[ConfigError]) -> Json:
    try:
        if not path.is_file():
            return {}
        return DotEnvSettingsSource(AppSettings, env_file=path, env_file_encoding="utf-8-sig")()
    except (OSError, ValueError) as error:
        complaints.append(ConfigError(*words.unreadable_settings_file(path, error)))
        return {}


def _toml(path: Path, complaints: list[ConfigError]) -> Json:
    try:
        data = tomllib.loads(read_regular_file(path, MAX_BYTES).decode("utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:  # TOMLDecodeError tells line and column
        complaints.append(ConfigError(*words.unreadable_settings_file(path, error)))
        return {}
    unknown = ", ".join(_unknown(data, AppSettings))
    if unknown:
        complaints.append(ConfigError(*words.unknown_keys(path, unknown)))
    return data


def _unknown(data: Json, model: type[BaseModel], above: str = "") -> Iterator[str]:
    for key, value in data.items():
        field = model.model_fields.get(key)
        if field is None:
            yield f"{above}{key}"
        elif isinstance(value, dict) and (nested := section(field)) is not None:
            yield from _unknown(value, nested, f"{above}{key}.")
