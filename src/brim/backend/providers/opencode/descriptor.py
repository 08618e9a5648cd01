"""opencode Go: its names, its settings, how often it may be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.providers.descriptor import ProviderDescriptor
from brim.backend.providers.opencode import words
from brim.backend.providers.opencode.names import NAME, POLICY
from brim.backend.providers.opencode.settings import OpencodeSettings
from brim.words.translation import N_

if TYPE_CHECKING:
    from brim.backend.providers.base import Provider
    from brim.backend.providers.descriptor import SettingsView


def _accounts(settings: SettingsView) -> tuple[Provider, ...]:
    from brim.backend.providers.opencode.accounts import accounts

    return accounts(settings)


OPENCODE = ProviderDescriptor(
    name=NAME,
    vendor=words.vendor,
    settings=OpencodeSettings,
    section=N_("Where usage of opencode Go comes from."),
    accounts=_accounts,
    reads=words.reads,
    sends=words.sends,
    environment=words.environment,
    policy=POLICY,
)
