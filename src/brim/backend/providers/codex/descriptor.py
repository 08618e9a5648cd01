"""Codex: its names, its settings, how often it may be asked. This module must not know how an account is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.providers.codex import words
from brim.backend.providers.codex.names import NAME, POLICY
from brim.backend.providers.codex.settings import CodexSettings
from brim.backend.providers.codex.transcriptfiles import CODEX_TRANSCRIPTS
from brim.backend.providers.codex.variables import CodexVariables
from brim.backend.providers.descriptor import ProviderDescriptor
from brim.words.translation import N_

if TYPE_CHECKING:
    from pathlib import Path

    from brim.backend.providers.base import Provider
    from brim.backend.providers.descriptor import SettingsView
    from brim.words.helptopics.page import Page


def _accounts(settings: SettingsView) -> tuple[Provider, ...]:
    from brim.backend.providers.codex.homes import codex_homes
    from brim.backend.providers.codex.provider import CodexProvider

    return tuple(CodexProvider(settings, home) for home in codex_homes(settings))


def _variables() -> dict[str, str]:
    home = CodexVariables().home
    return {} if home is None else {"CODEX_HOME": home}


def _transcript_roots(settings: SettingsView) -> tuple[Path, ...]:
    from brim.backend.providers.codex.homes import codex_homes

    return tuple(dict.fromkeys(home.path for home in codex_homes(settings)))


def _accounts_help() -> Page:
    from brim.backend.providers.codex.helpwords import accounts

    return accounts()


CODEX = ProviderDescriptor(
    name=NAME,
    vendor=words.vendor,
    settings=CodexSettings,
    section=N_("Where usage of Codex comes from."),
    accounts=_accounts,
    reads=words.reads,
    sends=words.sends,
    runs=words.runs,
    accounts_help=_accounts_help,
    policy=POLICY,
    environment=words.environment,
    variables=_variables,
    transcripts=CODEX_TRANSCRIPTS,
    transcript_roots=_transcript_roots,
)
