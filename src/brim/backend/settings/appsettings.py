"""All settings of Brim as one model, with the place that each came from and the errors that were found on the way.

This module must not know how a place is read, nor what any setting is used for.
"""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - pydantic evaluates what a private attribute is
from typing import TYPE_CHECKING, Annotated, Any, Literal, override

from pydantic import AfterValidator, BeforeValidator, Field, PrivateAttr, create_model
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from brim.backend.providerlist.providers import PROVIDERS
from brim.backend.providerlist.selection import AUTO, provider_names
from brim.backend.settings.alerts import AlertSettings
from brim.backend.settings.calendar import CalendarSettings
from brim.backend.settings.defaultfolders import default_config_dir, default_state_dir
from brim.backend.settings.hooks import HookSettings
from brim.backend.settings.icon import IconSettings
from brim.backend.settings.metrics import MetricsSettings
from brim.backend.settings.settingnames import PREFIX, display_name
from brim.backend.settings.updates import UpdateSettings
from brim.backend.settings.values.fieldtypes import ExpandedPath, split_list
from brim.backend.settings.values.poll import PollSettings
from brim.errors import NobodyAskedError, ProviderConfigError
from brim.suggestions import nearest
from brim.words import valuefaults
from brim.words.translation import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from brim.backend.settings.values.providersection import ProviderSettings
    from brim.errors import ConfigError


def _known_providers(names: tuple[str, ...]) -> tuple[str, ...]:
    choices = (AUTO, *provider_names())
    for name in names:
        if name not in choices:
            raise ValueError(valuefaults.not_one_of(choices, nearest(name, choices)))
    return names


def _provider_sections(*, simulated: bool) -> dict[str, Any]:  # Any: what pydantic makes a class from
    return {
        one.name: (one.settings, Field(default_factory=one.settings, description=one.section))
        for one in PROVIDERS
        if one.simulated is simulated
    }


if TYPE_CHECKING:
    _Sections = BaseSettings  # what providers declare is read by `AppSettings.section`
else:
    _Sections = create_model("_Sections", __base__=BaseSettings, **_provider_sections(simulated=False))


class AppSettings(_Sections):
    """All settings of Brim."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        case_sensitive=False,
        extra="ignore",
        env_ignore_empty=True,
        hide_input_in_errors=True,  # it may be the address of a webhook
        enable_decoding=False,  # a section given as one variable is a mistake to be named, not JSON
    )

    providers: Annotated[tuple[str, ...], BeforeValidator(split_list), AfterValidator(_known_providers)] = Field(
        default=(AUTO,),
        description=N_("Whose usage is shown: names of providers, or auto for all that have a login here."),
    )
    poll: PollSettings = Field(default_factory=PollSettings, description=N_("How often usage is refreshed."))
    icon: IconSettings = Field(default_factory=IconSettings, description=N_("How the icon is drawn."))
    alerts: AlertSettings = Field(default_factory=AlertSettings, description=N_("Which alerts are sent, and when."))
    calendar: CalendarSettings = Field(default_factory=CalendarSettings, description=N_("When you work."))
    hooks: HookSettings = Field(default_factory=HookSettings, description=N_("What is run or called for an event."))
    metrics: MetricsSettings = Field(
        default_factory=MetricsSettings, description=N_("Where metrics go, and what they say.")
    )
    updates: UpdateSettings = Field(
        default_factory=UpdateSettings, description=N_("Whether Brim looks for a newer version of itself.")
    )
    state_dir: ExpandedPath = Field(default_factory=default_state_dir, description=N_("Data folder, with the log."))
    config_dir: ExpandedPath = Field(
        default_factory=default_config_dir, description=N_("Folder of brim.toml and .env.")
    )
    environment: Literal["development", "production"] = Field(
        default="development",
        description=N_("development or production; in production the log has JSON lines."),
    )
    debug: bool = Field(default=False, description=N_("Log more."))

    _errors: tuple[ConfigError, ...] = PrivateAttr(default=())
    _hints: tuple[ConfigError, ...] = PrivateAttr(default=())
    _renamed: tuple[ConfigError, ...] = PrivateAttr(default=())
    _places: dict[str, str] = PrivateAttr(default_factory=dict)
    _files: dict[Path, object] = PrivateAttr(default_factory=dict)

    @property
    def errors(self) -> tuple[ConfigError, ...]:
        """What in the settings could not be used and was replaced; each is one line for a person."""
        return self._errors

    @property
    def faults(self) -> Mapping[str, ConfigError]:
        """What is wrong with the settings of providers that cannot be read because of it, by their names."""
        return {error.provider: error for error in reversed(self._errors) if isinstance(error, ProviderConfigError)}

    @property
    def nobody_asked(self) -> ConfigError | None:
        """Why no provider is asked, whatever else is set: it is not known whom the settings name."""
        return next((error for error in self._errors if isinstance(error, NobodyAskedError)), None)

    @property
    def hints(self) -> tuple[ConfigError, ...]:
        """What in the settings is right and has no effect; each is one line for a person."""
        return self._hints

    @property
    def renamed(self) -> tuple[ConfigError, ...]:
        """What in the settings has a new name, and counts under the old one too; each is one line for a person."""
        return self._renamed

    @property
    def places(self) -> Mapping[str, str]:
        """For each setting that some place names, the strongest place with a usable value."""
        return self._places

    def section[Section: ProviderSettings](self, kind: type[Section]) -> Section:
        """The section with the settings of a provider, by its model; its defaults, where these settings have none."""
        found = (value for name in type(self).model_fields if isinstance(value := getattr(self, name), kind))
        return next(found, None) or kind()

    @property
    def files(self) -> Mapping[Path, object]:
        """The files that may name settings, there or not, with their versions before they were read."""
        return self._files

    def display_name(self, key: str) -> str:
        """A setting as a person finds it: the environment variable that sets it, or its key and file."""
        place = self._places.get(key)
        return key if place is None else display_name(key, place)

    def with_hints(self, hints: Iterable[ConfigError], renamed: Iterable[ConfigError]) -> AppSettings:
        """These settings, with what has no effect in them, and what has a new name."""
        self._hints, self._renamed = tuple(hints), tuple(renamed)
        return self

    def with_origin(
        self, places: Mapping[str, str], errors: Iterable[ConfigError], files: Mapping[Path, object]
    ) -> AppSettings:
        """These settings, with the place of each, the errors that were found, and the files that were read."""
        self._places, self._errors, self._files = dict(places), tuple(errors), dict(files)
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
        """Only the given values: `load_settings` reads the places itself, to drop a bad value and keep the rest."""
        return (init_settings,)


if TYPE_CHECKING:
    SimulatedSettings = AppSettings
else:
    SimulatedSettings = create_model("SimulatedSettings", __base__=AppSettings, **_provider_sections(simulated=True))
    """All settings, with the sections of simulated accounts, which no file or variable names."""
