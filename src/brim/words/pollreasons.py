"""The reason for the time of the next update: phrases that are shown in brackets behind that time.

Seconds are real seconds, written as `formatting.duration_text` writes them. This module must not know how the wait is
decided.
"""

from __future__ import annotations

from brim.words import formatting
from brim.words.translation import _


def server_name() -> str:
    """The server, for a provider that names none; it stands within a sentence."""
    return _("the server")


def program_name() -> str:
    """The program whose limits these are, for a provider that names none; it stands within a sentence."""
    return _("the agent")


def demo_server_name() -> str:
    """The server of the demo."""
    return _("the simulated server")


def demo_program_name() -> str:
    """The program of the demo."""
    return _("the simulated agent")


def first_update() -> str:
    """Nothing was fetched yet."""
    return _("first update")


def login_changed() -> str:
    """Another login is there than at the last attempt."""
    return _("the login changed")


def waiting_for_login() -> str:
    """The last attempt failed for its login, which has not changed."""
    return _("waiting for the login to change")


def after_reset() -> str:
    """A limit resets at that time."""
    return _("just after a reset")


def rechecking() -> str:
    """The last usage is not confirmed."""
    return _("rechecking")


def user_returned() -> str:
    """A person is at the computer again."""
    return _("you are back")


def computer_woke() -> str:
    """The computer slept."""
    return _("the computer has just woken up")


def connection_restored() -> str:
    """There was no network."""
    return _("connection restored")


def no_connection() -> str:
    """There is no network."""
    return _("no connection; sooner once it is back")


def computer_sleeps() -> str:
    """The computer sleeps."""
    return _("the computer sleeps")


def while_active(seconds: float, program: str) -> str:
    """The interval while the program is in use."""
    return _("every {duration} while {program} is active", duration=formatting.duration_text(seconds), program=program)


def while_idle(seconds: float, program: str) -> str:
    """The interval while the program is not in use."""
    return _("every {duration}, {program} is idle", duration=formatting.duration_text(seconds), program=program)


def at_intervals(seconds: float) -> str:
    """`every 15 min`; nobody knows when the program is in use."""
    return _("every {duration}", duration=formatting.duration_text(seconds))


def while_locked(seconds: float) -> str:
    """`every 30 min, the screen is locked`."""
    return _("every {duration}, the screen is locked", duration=formatting.duration_text(seconds))


def while_away(seconds: float) -> str:
    """`every 30 min, nobody is at the computer`."""
    return _("every {duration}, nobody is at the computer", duration=formatting.duration_text(seconds))


def on_low_battery(reason: str) -> str:
    """A reason, with the addition that the battery is low."""
    return _("{reason}, the battery is low", reason=reason)


def rate_limited(server: str) -> str:
    """The server asked for a pause."""
    return _("rate limited by {server}", server=server)


def longer_wait_asked(server: str, seconds: float) -> str:
    """The server asked for a longer wait than the one that is kept."""
    return _(
        "The wait that {server} asked for is longer; Brim retries after {duration}.",
        server=server,
        duration=formatting.duration_text(seconds),
    )


def after_refusal() -> str:
    """The server refused the last attempt. No duration: it would not stay true, and the time stands before it."""
    return _("refused, retrying")


def after_connection_failure() -> str:
    """The last attempt got no connection."""
    return _("no connection, retrying")


def after_server_failure() -> str:
    """The server failed at the last attempt."""
    return _("error, retrying")
