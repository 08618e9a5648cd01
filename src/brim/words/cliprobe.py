"""What is said when the claude program is asked for the figures. This module must not know how it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.model.account import Problem
from brim.words import formatting

if TYPE_CHECKING:
    from datetime import datetime

ASK_CLI = "Ask the claude program"
"""A row of the menu."""
ASK_CLI_OFFLINE = "Ask the claude program (it goes online itself)"
"""The same while Brim itself asks nobody."""

_CHECK_USAGE = "Run `claude` in a terminal and type /usage to see what it says."


def ask_cli_label(*, network: bool, possible_from: str = "") -> str:
    """The row of the menu; `possible_from` is a time of day, empty when it is possible now."""
    label = ASK_CLI if network else ASK_CLI_OFFLINE
    return f"{label} (possible from {possible_from})" if possible_from else label


def not_found(named: str | None) -> tuple[str, str]:
    """There is no such program, or not where the settings say."""
    if named is not None:
        return "The claude program is not there", f"{named} is no program. Correct BRIM_CLAUDE__PROGRAM."
    words = "It is neither on the PATH nor where it is usually installed. Set BRIM_CLAUDE__PROGRAM to its full path."
    return "The claude program was not found", words


def not_started(why: str) -> tuple[str, str]:
    """The system refused to start it."""
    return "The claude program cannot be started", f"The system says: {why}. Run `claude` in a terminal to see why."


def timed_out(seconds: float) -> tuple[str, str]:
    """It did not finish."""
    return (
        "The claude program did not answer",
        f"It was ended after {formatting.duration_text(seconds)}. {_CHECK_USAGE}",
    )


def no_figures(status: int | None) -> tuple[str, str]:
    """What it said holds no figures."""
    if status:
        return "The claude program failed", f"It ended with status {status}. {_CHECK_USAGE}"
    return "The claude program gave no figures", f"Its answer is of no form that Brim knows. {_CHECK_USAGE}"


NO_LIMITS = (
    "The claude program knows no limits",
    "It may be signed out, or use a key or token that may not read usage. Run `claude` and type /status.",
)
IN_WSL = ("The claude program is in WSL", "Run `claude` there; Brim sees what it leaves by itself.")
LOGIN_CHANGED = ("The login changed meanwhile", "Nobody knows whose figures these are. Ask again.")


def asked_too_soon(asked_at: datetime | None, possible_from: datetime, now: datetime) -> Problem:
    """It was asked within the last minute."""
    ago = formatting.duration_text((now - (asked_at or now)).total_seconds())
    again = formatting.precise_clock_text(possible_from)
    return Problem(f"The claude program was asked {ago} ago", f"It can be asked again from {again}.")
