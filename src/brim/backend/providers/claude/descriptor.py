"""Claude: its names, its settings, how often it may be asked. This module must not know how an account is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.providers.claude import words
from brim.backend.providers.claude.names import NAME, POLICY
from brim.backend.providers.claude.settings import ClaudeSettings
from brim.backend.providers.claude.transcriptfiles import CLAUDE_TRANSCRIPTS
from brim.backend.providers.claude.transcripts import claude_code_roots
from brim.backend.providers.claude.variables import ClaudeCodeSettings
from brim.backend.providers.descriptor import ProviderDescriptor
from brim.words.translation import N_

if TYPE_CHECKING:
    from pathlib import Path

    from brim.backend.providers.base import Provider
    from brim.backend.providers.descriptor import SettingsView
    from brim.words.helptopics.page import Page


def _accounts(settings: SettingsView) -> tuple[Provider, ...]:
    from brim.backend.providers.claude.discovery import claude_providers

    return claude_providers(settings)


def _variables() -> dict[str, str]:
    variables = ClaudeCodeSettings()
    folders = {
        "CLAUDE_CONFIG_DIR": variables.config_dir,
        "CLAUDE_SECURESTORAGE_CONFIG_DIR": variables.securestorage_config_dir,
    }
    return {name: value for name, value in folders.items() if value is not None}


def _detours(settings: SettingsView) -> tuple[str, ...]:
    from brim.backend.providers.claude.otherbackends import from_environment

    return from_environment(ClaudeCodeSettings(), settings.section(ClaudeSettings).api_url)


def _transcript_roots(settings: SettingsView) -> tuple[Path, ...]:
    named = [folder.path for folder in settings.section(ClaudeSettings).folders]
    return tuple(dict.fromkeys(named)) if named else claude_code_roots(ClaudeCodeSettings().config_dir)


def _accounts_help() -> Page:
    from brim.backend.providers.claude.helpwords import accounts

    return accounts()


CLAUDE = ProviderDescriptor(
    name=NAME,
    vendor=words.vendor,
    settings=ClaudeSettings,
    section=N_("Where usage of Claude comes from."),
    accounts=_accounts,
    reads=words.reads,
    sends=words.sends,
    runs=words.runs,
    accounts_help=_accounts_help,
    environment=words.environment,
    policy=POLICY,
    variables=_variables,
    transcripts=CLAUDE_TRANSCRIPTS,
    transcript_roots=_transcript_roots,
    detours=_detours,
)
