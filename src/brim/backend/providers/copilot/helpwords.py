"""What `brim help accounts` says of GitHub Copilot. This module must not know how a login is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words.helptopics.page import Paragraph
from brim.words.translation import _

if TYPE_CHECKING:
    from brim.words.helptopics.page import Page


def accounts() -> Page:
    """Tenants, and tokens that are bound to them."""
    return (
        Paragraph(
            _(
                "github.com and each ghe.com tenant with a login are accounts of their own; a token is sent to its own "
                "host alone. Set copilot.host to show one of them only."
            )
        ),
    )
