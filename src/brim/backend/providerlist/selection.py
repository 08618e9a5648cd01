"""Which providers are read, by the settings. This module must not know any one of them, nor how an account is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.providerlist.providers import PROVIDERS
from brim.backend.providers.unusable import UnusableProvider
from brim.errors import ConfigError
from brim.model.vendor import Vendor
from brim.words.fetcherrors import network_off

if TYPE_CHECKING:
    from collections.abc import Iterable

    from brim.backend.providers.base import Provider
    from brim.backend.providers.descriptor import ProviderDescriptor, SettingsView
    from brim.model.account import Problem

AUTO = "auto"
"""In place of names: all providers that have a login on this machine."""


def real_providers() -> tuple[ProviderDescriptor, ...]:
    """The providers of real accounts."""
    return tuple(one for one in PROVIDERS if not one.simulated)


def provider_names() -> tuple[str, ...]:
    """What the setting `providers` may hold, besides AUTO."""
    return tuple(one.name for one in real_providers())


def chosen_providers(settings: SettingsView) -> tuple[ProviderDescriptor, ...]:
    """The providers that the settings name, or all."""
    named = set(settings.providers)
    return tuple(one for one in real_providers() if AUTO in named or not named or one.name in named)


def accounts_of(settings: SettingsView) -> tuple[Provider, ...]:
    """One reader's side for each account that may be here, of every provider that is read.

    A provider whose settings cannot be used has one account that says so; the others do not depend on it.
    """
    return tuple(account for one in chosen_providers(settings) for account in _accounts(one, settings))


def _accounts(provider: ProviderDescriptor, settings: SettingsView) -> tuple[Provider, ...]:
    if (fault := settings.faults.get(provider.name)) is not None:
        return (UnusableProvider(provider, fault, present=True),)
    try:
        return provider.accounts(settings)
    except ConfigError as error:
        return (UnusableProvider(provider, error, present=False),)


def always_shown(settings: SettingsView) -> frozenset[str]:
    """The names of providers that are shown without a login, too: those that the settings name."""
    return frozenset(settings.providers) - {AUTO}


def without_network(settings: SettingsView) -> dict[str, Problem]:
    """The providers that send no request because of the settings, by their names; each with why, for a person."""
    if (fault := settings.nobody_asked) is not None:
        return {one.name: fault.problem for one in real_providers()}
    return {one.name: network_off(one.name) for one in PROVIDERS if not one.allows_network(settings)}


def vendor_of(name: str) -> Vendor:
    """The names of the provider with this name; empty ones for a name that is not known, as in an old file."""
    return next((one.vendor() for one in PROVIDERS if one.name == name), Vendor())


async def no_login(accounts: Iterable[Provider]) -> bool:
    """Whether no account has a login; an expired or unreadable login counts as one."""
    return not any([(await account.identify()).present for account in accounts])
