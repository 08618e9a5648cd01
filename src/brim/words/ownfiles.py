"""Texts about Brim's own files, which an upgrade or a removal takes away while it runs.

This module must not know which file is missing.
"""

from __future__ import annotations

from brim.words.translation import _


def changed() -> tuple[str, str]:
    """What runs needs a file of Brim that is not there any more, or is one of another version."""
    return _("Brim was updated or removed"), _("Its files changed while it runs. Quit Brim, then start it again.")


def incomplete(reason: str) -> str:
    """A command needs a file of Brim that is not there; `reason` is Python's."""
    return _("Brim is incomplete. Wait until its update has ended, or install it again ({reason}).", reason=reason)
