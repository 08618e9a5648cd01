"""The transcripts of all providers, whose descriptors name them, too: reading them needs no settings.

This module must not know any one of them, nor what is read there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.providers.claude.transcriptfiles import CLAUDE_TRANSCRIPTS
from brim.backend.providers.codex.transcriptfiles import CODEX_TRANSCRIPTS
from brim.backend.providers.transcripts import TranscriptRoot

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from brim.backend.providers.transcripts import TranscriptKind

KINDS: tuple[TranscriptKind, ...] = (CLAUDE_TRANSCRIPTS, CODEX_TRANSCRIPTS)
"""In the order of the providers. The first one is that of files from before there were others."""


def usual_roots(variables: Mapping[str, str]) -> tuple[TranscriptRoot, ...]:
    """The folders that the programs' own variables mean, whose names are given in small letters; raises ConfigError."""
    return tuple(root for kind in KINDS for root in _rooted(kind, kind.usual_roots(variables)))


def roots_of(provider: str, folders: Iterable[Path]) -> tuple[TranscriptRoot, ...]:
    """The folders of an account; none of a provider without transcripts."""
    return tuple(root for kind in KINDS if kind.provider == provider for root in _rooted(kind, folders))


def plain_models(name: str) -> tuple[str, ...]:
    """The names that answers have for a model that people call so."""
    return tuple(dict.fromkeys(kind.plain_model(name) for kind in KINDS))


def program_of(provider: str) -> str:
    """How people call the program of a provider; its name where that is not known."""
    return next((kind.vendor().program for kind in KINDS if kind.provider == provider), provider)


def has_transcripts(provider: str) -> bool:
    """Whether the program of a provider leaves transcripts that show what was used on this computer."""
    return any(kind.provider == provider for kind in KINDS)


def has_points(provider: str) -> bool:
    """Whether it is known which answers draw on the limits of a provider's plan."""
    return any(kind.plan_models for kind in KINDS if kind.provider == provider)


def _rooted(kind: TranscriptKind, folders: Iterable[Path]) -> tuple[TranscriptRoot, ...]:
    return tuple(TranscriptRoot(folder, kind) for folder in folders)
