"""GitHub Copilot: its names, its settings, how often it may be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.providers.copilot import words
from brim.backend.providers.copilot.names import NAME, POLICY
from brim.backend.providers.copilot.settings import CopilotSettings
from brim.backend.providers.descriptor import ProviderDescriptor
from brim.words.translation import N_

if TYPE_CHECKING:
    from brim.backend.providers.base import Provider
    from brim.backend.providers.descriptor import SettingsView
    from brim.words.helptopics.page import Page


def _accounts(settings: SettingsView) -> tuple[Provider, ...]:
    from brim.backend.providers.copilot.accounts import accounts

    return accounts(settings)


def _accounts_help() -> Page:
    from brim.backend.providers.copilot.helpwords import accounts

    return accounts()


COPILOT = ProviderDescriptor(
    name=NAME,
    vendor=words.vendor,
    settings=CopilotSettings,
    section=N_("Where usage of GitHub Copilot comes from."),
    accounts=_accounts,
    reads=words.reads,
    sends=words.sends,
    runs=words.runs,
    accounts_help=_accounts_help,
    environment=words.environment,
    policy=POLICY,
)
