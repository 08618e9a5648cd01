"""The transcripts of Claude Code as they are declared. This module must not know what a row says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.providers.claude.transcripts import claude_code_roots, transcript_folder
from brim.backend.providers.transcripts import TranscriptKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from brim.backend.providers.transcripts import TranscriptParser
    from brim.model.vendor import Vendor

_PROVIDER = "claude"


def _vendor() -> Vendor:
    from brim.backend.providers.claude import words

    return words.vendor()


def _usual_roots(variables: Mapping[str, str]) -> tuple[Path, ...]:
    return claude_code_roots(variables.get("claude_config_dir"))


def _parser(root: Path, path: Path, bands: Mapping[str, int], _: str) -> TranscriptParser:
    from brim.backend.providers.claude.transcriptparser import parser_for

    return parser_for(root, path, bands)


def _plain_model(name: str) -> str:
    from brim.backend.providers.claude.modelnames import plain_model

    plain, fast, _ = plain_model(name)
    return name if fast else plain


CLAUDE_TRANSCRIPTS = TranscriptKind(
    provider=_PROVIDER,
    vendor=_vendor,
    folders=lambda root: (transcript_folder(root),),
    usual_roots=_usual_roots,
    parser=_parser,
    plain_model=_plain_model,
    plan_models=("claude-",),
)
