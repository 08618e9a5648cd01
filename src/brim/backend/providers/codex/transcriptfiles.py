"""Codex's session files as transcripts. This module must not know what a row says.

Fact: old ones may be compressed with Zstandard, which no library of Brim reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.providers.codex.modelnames import plain_model
from brim.backend.providers.codex.sessionplaces import SUFFIX, default_home, session_folders
from brim.backend.providers.transcripts import TranscriptKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from brim.backend.providers.transcripts import TranscriptParser
    from brim.model.vendor import Vendor

_PROVIDER = "codex"


def _vendor() -> Vendor:
    from brim.backend.providers.codex import words

    return words.vendor()


def _usual_roots(variables: Mapping[str, str]) -> tuple[Path, ...]:
    return (default_home(variables.get("codex_home")),)


def _parser(root: Path, path: Path, bands: Mapping[str, int], context: str) -> TranscriptParser:
    from brim.backend.providers.codex.sessionparser import SessionParser

    return SessionParser(root, path, bands, context)


CODEX_TRANSCRIPTS = TranscriptKind(
    provider=_PROVIDER,
    vendor=_vendor,
    folders=session_folders,
    usual_roots=_usual_roots,
    parser=_parser,
    plain_model=plain_model,
    packed_suffix=f"{SUFFIX}.zst",
)
