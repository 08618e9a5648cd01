"""What `brim help accounts` says of Codex. This module must not know how a login is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words.helptopics.page import Columns, Example, Paragraph
from brim.words.translation import _

if TYPE_CHECKING:
    from brim.words.helptopics.page import Page


def accounts() -> Page:
    """Several homes, and logins that cannot be used."""
    return (
        Paragraph(_("Each home of Codex is an account. Name the homes in brim.toml:")),
        Example(("[codex.homes]", 'Private = "~/.codex"', 'Work = "~/.codex-work"')),
        Columns(
            (
                (_("API key"), _("has no plan limits, so there is nothing to show")),
                (
                    _("keyring"),
                    _("Brim does not open it: usage comes from Codex's session files, or from the Codex CLI if asked"),
                ),
            )
        ),
    )
