"""What people read about opencode Go and nowhere else. This module must not know when a text is shown."""

from __future__ import annotations

from brim.model.account import Problem
from brim.model.vendor import Vendor
from brim.words.translation import _


def vendor() -> Vendor:
    """The names of opencode Go, and its page."""
    return Vendor(
        product=_("opencode Go"),
        company=_("opencode.ai"),
        program=_("opencode"),
        sign_in=_("Run `opencode auth login` and choose opencode Go, and your usage appears in the tray."),
        mark="O",
        usage_url="https://opencode.ai/auth",
    )


def reads() -> str:
    """The files and variables that are read."""
    return _("the key `opencode-go` in opencode's auth.json, or OPENCODE_API_KEY")


def sends() -> str:
    """The requests that are sent."""
    return _("`GET /zen/go/v1/usage` to opencode.ai with that key")


def no_plan() -> Problem:
    """The key works, and its account has no plan with limits."""
    return Problem(_("No Go plan"), _("The account of this key has no opencode Go plan. Check it on the usage page."))
