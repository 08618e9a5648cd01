"""Text about the faults that the demo shows: a title, and one line of what that means.

What shows it says that it is the demo. This module must not know when that is.
"""

from __future__ import annotations

from brim.words.translation import _


def rate_limited() -> tuple[str, str]:
    """The demo shows what a rate limit looks like."""
    return _("Rate limited"), _("The last usage stays, dimmed, until the next update.")


def offline() -> tuple[str, str]:
    """The demo shows what a lost connection looks like."""
    return _("Offline"), _("The last usage stays, dimmed, until you are online.")


def signed_out() -> tuple[str, str]:
    """The demo shows what a missing login looks like."""
    return _("Signed out"), _("Nobody is signed in. The demo signs in soon.")


def without_cli() -> tuple[str, str]:
    """The demo has no program that could be asked."""
    return _("Not in the demo"), _("The demo simulates an account, which no program knows.")


def unconfirmed() -> tuple[str, str]:
    """The percentage is one that Brim would read again before it counts."""
    return _("Unconfirmed"), _("The percentage jumped, so Brim checks it again.")
