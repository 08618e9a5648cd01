"""Text about the faults that the demo shows: a title and a next step. This module must not know when they are shown."""

from __future__ import annotations

from brim.words.translation import _


def rate_limited() -> tuple[str, str]:
    """The demo shows what a rate limit looks like."""
    return _("Rate limited"), _("Part of the demo: the last usage stays, dimmed, until the next update.")


def offline() -> tuple[str, str]:
    """The demo shows what a lost connection looks like."""
    return _("Offline"), _("Part of the demo: the last usage stays, dimmed, until there is a connection.")


def signed_out() -> tuple[str, str]:
    """The demo shows what a missing login looks like."""
    return _("Signed out"), _("Part of the demo: nobody is signed in. The demo signs in again in a moment.")


def without_cli() -> tuple[str, str]:
    """The demo has no program that could be asked."""
    return _("Not in the demo"), _("The demo simulates an account, which the Claude CLI does not know.")


def unconfirmed() -> tuple[str, str]:
    """The percentage is one that Brim would read again before it counts."""
    return _("Unconfirmed"), _("Part of the demo: this percentage jumped, so Brim rechecks it before it counts.")
