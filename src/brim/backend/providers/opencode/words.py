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
        sign_in=_("Run `opencode auth login` and choose opencode Go."),
        by_key=True,
        mark="O",
        usage_url="https://opencode.ai/auth",
    )


def reads() -> str:
    """The files and variables that are read."""
    return _(
        "opencode's key: OPENCODE_API_KEY, else `opencode-go` in auth.json; when its sessions were changed, and no "
        "word of them"
    )


def sends() -> str:
    """The requests that are sent."""
    return _("`GET https://opencode.ai/zen/go/v1/usage` with that key")


def no_plan() -> Problem:
    """The key works, and its account has no plan with limits."""
    return Problem(_("No Go plan"), _("The account of this key has no opencode Go plan. Check it on the usage page."))


def environment() -> tuple[tuple[str, str], ...]:
    """The variables that are read, each with what it does."""
    return (
        ("OPENCODE_API_KEY", _("an API key of opencode Go, before the stored one")),
        ("XDG_DATA_HOME", _("folder in which opencode's folder with the stored key is")),
    )
