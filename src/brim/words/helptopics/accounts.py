"""The topic `accounts`: several accounts, and how to sign in to each provider.

This module must not know any provider.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words.helptopics.page import Columns, Heading, Paragraph
from brim.words.translation import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brim.words.helptopics.page import Page
    from brim.words.helptopics.providerhelp import ProviderHelp


def accounts(providers: Sequence[ProviderHelp]) -> Page:
    """Which accounts are shown, how to sign in, and what each provider says of its accounts."""
    own = ((Heading(provider.product), *provider.accounts) for provider in providers if provider.accounts)
    return (
        Paragraph(
            _(
                "Brim shows every account that has a login on this computer, each with its own limits and requests. "
                "The icon shows the one at the highest level, and the menu lists all. To show some providers only, "
                "name them in `providers`: {names}.",
                names=", ".join(provider.name for provider in providers),
            )
        ),
        Heading(_("Signing in")),
        Columns(tuple((provider.product, provider.sign_in) for provider in providers)),
        *(block for page in own for block in page),
    )
