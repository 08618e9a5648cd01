"""The reason for the time of the next read: phrases that are shown in brackets behind that time.

Seconds are real seconds, written as `formatting.duration_text` writes them. This module must not know how the wait is
decided.
"""

from __future__ import annotations

from brim.words import formatting

SERVER_NAME, PROGRAM_NAME = "the server", "the agent"
"""The names of the server and of the limited program, for a provider that sets none."""
DEMO_SERVER_NAME, DEMO_PROGRAM_NAME = "the simulated server", "the simulated agent"

FIRST_READING = "first reading"
LOGIN_CHANGED = "the login changed"
WAITING_FOR_LOGIN = "waiting for the login to change"
AFTER_RESET = "just after a reset"
TO_CONFIRM = "to confirm an odd figure"
USER_RETURNED = "you are back"
COMPUTER_WOKE = "the computer has just woken up"
CONNECTION_BACK = "the connection is back"
NO_CONNECTION = "no connection; sooner when it is back"
COMPUTER_SLEEPS = "the computer sleeps"


def while_working(seconds: float, program: str) -> str:
    """`every 5 min while Claude Code works`."""
    return f"every {formatting.duration_text(seconds)} while {program} works"


def while_quiet(seconds: float, program: str) -> str:
    """`every 15 min, Claude Code is quiet`."""
    return f"every {formatting.duration_text(seconds)}, {program} is quiet"


def while_locked(seconds: float) -> str:
    """`every 30 min, the screen is locked`."""
    return f"every {formatting.duration_text(seconds)}, the screen is locked"


def while_idle(seconds: float) -> str:
    """`every 30 min, nobody is at the computer`."""
    return f"every {formatting.duration_text(seconds)}, nobody is at the computer"


def on_low_battery(reason: str) -> str:
    """A reason, with the addition that the battery is low."""
    return f"{reason}, the battery is low"


def asked_to_wait(server: str) -> str:
    """`Anthropic asked to wait`."""
    return f"{server} asked to wait"


def longer_wait_asked(server: str, seconds: float) -> str:
    """The server asked for a longer wait than the one that is kept."""
    return f"{server[:1].upper()}{server[1:]} asked for a longer wait; Brim tries again after {seconds / 3600:g} h."


def after_refusal(seconds: float) -> str:
    """The wait after a refusal."""
    return f"a refusal, trying again after {formatting.duration_text(seconds)}"


def after_connection_failure(seconds: float) -> str:
    """The wait after a failed connection."""
    return f"no connection, trying again after {formatting.duration_text(seconds)}"


def after_server_failure(seconds: float) -> str:
    """The wait after a failure of the server."""
    return f"a fault, trying again after {formatting.duration_text(seconds)}"
