"""Cursor: its names, its settings, how often it may be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.providers.cursor import words
from brim.backend.providers.cursor.names import NAME, POLICY
from brim.backend.providers.cursor.settings import CursorSettings
from brim.backend.providers.descriptor import ProviderDescriptor
from brim.words.translation import N_

if TYPE_CHECKING:
    from brim.backend.providers.base import Provider
    from brim.backend.providers.descriptor import SettingsView


def _accounts(settings: SettingsView) -> tuple[Provider, ...]:
    from brim.backend.providers.cursor.accounts import accounts

    return accounts(settings)


CURSOR = ProviderDescriptor(
    name=NAME,
    vendor=words.vendor,
    settings=CursorSettings,
    section=N_("Where usage of Cursor comes from."),
    accounts=_accounts,
    reads=words.reads,
    sends=words.sends,
    environment=words.environment,
    policy=POLICY,
)
