"""The folders whose transcripts count are those of every provider that is read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from brim.backend.costs.roots import all_roots, roots_by_index
from brim.backend.providerlist.providers import PROVIDERS
from brim.backend.providerlist.selection import accounts_of
from brim.backend.providerlist.transcripts import KINDS
from brim.backend.settings.load import load_settings

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_all_providers_with_transcripts_are_known_without_settings() -> None:
    """The short list that needs no settings holds what the descriptors declare, in their order, under their names."""
    declared = [(one.name, one.transcripts) for one in PROVIDERS if one.transcripts is not None]

    assert [(kind.provider, kind) for kind in KINDS] == declared


def test_each_account_has_its_own_folders(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings name folders of two providers; each account has its own ones, and what is switched off has none."""
    monkeypatch.setenv("BRIM_CLAUDE__CONFIG_DIR", str(home / "c"))
    monkeypatch.setenv("BRIM_CODEX__HOMES", os.pathsep.join((str(home / "one"), str(home / "two"))))
    settings = load_settings()
    by_account = [root for roots in roots_by_index(accounts_of(settings)).values() for root in roots]
    wanted = [("claude", home / "c"), ("codex", home / "one"), ("codex", home / "two")]

    assert wanted == [(root.kind.provider, root.path) for root in all_roots(settings)]
    assert wanted == [(root.kind.provider, root.path) for root in by_account]
    monkeypatch.setenv("BRIM_PROVIDERS", "codex")
    assert wanted[1:] == [(root.kind.provider, root.path) for root in all_roots(load_settings())]
