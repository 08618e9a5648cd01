"""What people read about Claude and nowhere else. This module must not know when a text is shown."""

from __future__ import annotations

from brim.model.vendor import Vendor
from brim.words.translation import _


def vendor() -> Vendor:
    """The names of Claude, and its pages."""
    return Vendor(
        product=_("Claude"),
        company=_("Anthropic"),
        program=_("Claude Code"),
        cli=_("Claude CLI"),
        sign_in=_("Run `claude` and sign in, and your usage appears in the tray."),
        mark="C",
        usage_url="https://claude.ai/settings/usage",
        status_url="https://status.claude.com",
    )


def reads() -> str:
    """The files and variables that are read."""
    return _(
        "Claude Code's login in ~/.claude/.credentials.json or the macOS Keychain, its .claude.json, settings.json and "
        "transcripts"
    )


def sends() -> str:
    """The requests that are sent."""
    return _(
        "`GET /api/oauth/usage` to api.anthropic.com with the login's token, and `GET /api/v2/summary.json` to "
        "status.claude.com without one"
    )
