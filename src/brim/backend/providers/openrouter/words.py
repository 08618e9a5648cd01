"""What people read about OpenRouter and nowhere else. This module must not know when a text is shown."""

from __future__ import annotations

from brim.model.vendor import Vendor
from brim.words.translation import _


def vendor() -> Vendor:
    """The names of OpenRouter, and its pages."""
    return Vendor(
        product=_("OpenRouter"),
        company=_("OpenRouter"),
        program=_("OpenRouter"),
        sign_in=_("Set OPENROUTER_API_KEY, or name a file with the key in the settings."),
        sign_in_again=_("Replace the key with a new one from OpenRouter before then."),
        by_key=True,
        mark="R",
        usage_url="https://openrouter.ai/activity",
        status_url="https://status.openrouter.ai",
    )


def reads() -> str:
    """The files and variables that are read."""
    return _("OpenRouter's key: OPENROUTER_API_KEY, else `openrouter` in opencode's auth.json")


def sends() -> str:
    """The requests that are sent."""
    return _(
        "`GET https://openrouter.ai/api/v1/key` with that key; with a management key then "
        "`GET https://openrouter.ai/api/v1/credits`"
    )


def total_label() -> str:
    """The limit of a key that never resets."""
    return _("Total")


def free_tier() -> str:
    """The plan of an account that never bought credits."""
    return _("Free tier")


def environment() -> tuple[tuple[str, str], ...]:
    """The variables that are read, each with what it does."""
    return (("OPENROUTER_API_KEY", _("an API key of OpenRouter, before the stored one")),)
