"""How a provider declares itself: one frozen value per folder. Nothing outside the folder knows more of it.

A new provider is a folder with a descriptor, and a line in `providerlist/providers.py`. This module must not know any
provider, nor where a setting comes from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from brim.backend.providers.base import Provider
    from brim.backend.providers.pollingpolicy import PollingPolicy
    from brim.backend.providers.transcripts import TranscriptKind
    from brim.backend.settings.values.poll import PollSettings
    from brim.backend.settings.values.providersection import ProviderSettings
    from brim.errors import ConfigError
    from brim.model.vendor import Vendor
    from brim.words.helptopics.page import Page


class SettingsView(Protocol):
    """The part of the settings that providers see."""

    @property
    def providers(self) -> tuple[str, ...]:
        """The names of those that are read; AUTO for all that have a login here."""

    @property
    def poll(self) -> PollSettings:
        """The intervals that the user wants."""

    @property
    def state_dir(self) -> Path:
        """The data folder."""

    @property
    def faults(self) -> Mapping[str, ConfigError]:
        """What is wrong with the settings of providers that cannot be read because of it, by their names."""

    @property
    def nobody_asked(self) -> ConfigError | None:
        """Why no provider is asked, whatever else is set."""

    def section[Section: ProviderSettings](self, kind: type[Section]) -> Section:
        """The section with the settings of a provider."""

    def display_name(self, key: str) -> str:
        """A setting as a person finds it: its variable, or its key and file."""


def _no_roots(_: SettingsView) -> tuple[Path, ...]:
    return ()


def _none(_: SettingsView) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class ProviderDescriptor:
    """All that is known of a provider before one of its accounts is read. Importing one is cheap."""

    name: str
    """Its name in settings, files and JSON."""
    vendor: Callable[[], Vendor]
    """The names for people, its mark and its pages."""
    settings: type[ProviderSettings]
    """The model of its section in the settings."""
    section: str
    """What the section is about, marked for translation."""
    accounts: Callable[[SettingsView], tuple[Provider, ...]]
    """The accounts that may be on this machine, whether there is a login or not; raises ConfigError.

    It imports what it needs by itself. Providers that find no login cost nothing more."""
    reads: Callable[[], str]
    """Which files and variables it reads, for README and `brim doctor`."""
    policy: PollingPolicy
    """How often an account may be asked; the settings may ask for longer intervals."""
    sends: Callable[[], str]
    """Which requests it sends, and with what."""
    runs: Callable[[], str] = str
    """Which programs it runs, when, and what they do; empty for none."""
    accounts_help: Callable[[], Page] = tuple
    """What people need to know of its accounts and logins, for `brim help accounts`."""
    environment: Callable[[], tuple[tuple[str, str], ...]] = tuple
    """The environment variables that it reads, each with what it does, for `brim help environment`."""
    variables: Callable[[], Mapping[str, str]] = dict
    """The variables of its own program that say where that keeps its files, as far as they are set."""
    detours: Callable[[SettingsView], tuple[str, ...]] = _none
    """What in the environment makes sessions of its program run without the plan."""
    transcripts: TranscriptKind | None = None
    """The files of its program that have tokens; `providerlist/transcripts.py` names them, too."""
    transcript_roots: Callable[[SettingsView], tuple[Path, ...]] = _no_roots
    """The roots of those files that the settings name, else the usual ones; raises ConfigError."""
    simulated: bool = False
    """It invents its usage: it is shown alone and on request, and stores nothing."""

    def allows_network(self, settings: SettingsView) -> bool:
        """Whether its requests are switched on."""
        return settings.section(self.settings).network
