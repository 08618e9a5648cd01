"""Text about asking the claude program for the figures. This module must not know how it is asked."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from brim.model.account import Problem
from brim.words import formatting

if TYPE_CHECKING:
    from datetime import datetime

ASK_CLI = "Get usage from the Claude CLI"
"""The label of a menu row."""
ASK_CLI_OFFLINE = "Get usage from the Claude CLI (goes online)"
"""The same row while Brim itself sends no requests."""

_CHECK_USAGE = "Run `claude` in a terminal and type /usage to see what it says."


def ask_cli_label(*, network: bool, wait_seconds: float = 0.0) -> str:
    """The label of the menu row; while it may not be clicked, with the seconds until then."""
    if wait_seconds > 0:
        return f"{ASK_CLI} (in {formatting.duration_text(math.ceil(wait_seconds))})"
    return ASK_CLI if network else ASK_CLI_OFFLINE


def not_found(configured_path: str | None) -> tuple[str, str]:
    """The program was not found; with `configured_path` the settings name its place."""
    if configured_path is not None:
        return "The claude program is not there", f"{configured_path} is no program. Correct BRIM_CLAUDE__PROGRAM."
    next_step = (
        "It is neither on the PATH nor where it is usually installed. Set BRIM_CLAUDE__PROGRAM to its full path."
    )
    return "The claude program was not found", next_step


def not_started(reason: str) -> tuple[str, str]:
    """The system did not start the program."""
    return "The claude program cannot be started", f"The system says: {reason}. Run `claude` in a terminal to see why."


def timed_out(seconds: float) -> tuple[str, str]:
    """The program did not finish within its time limit."""
    return (
        "The claude program did not answer",
        f"It was ended after {formatting.duration_text(seconds)}. {_CHECK_USAGE}",
    )


def no_figures(exit_status: int | None) -> tuple[str, str]:
    """The program's output holds no figures; `exit_status` is None when it ended without one."""
    if exit_status:
        return "The claude program failed", f"It ended with status {exit_status}. {_CHECK_USAGE}"
    return "The claude program gave no figures", f"Its answer is of no form that Brim knows. {_CHECK_USAGE}"


NO_LIMITS = (
    "The claude program knows no limits",
    "It may be signed out, or use a key or token that may not read usage. Run `claude` and type /status.",
)
SIGNED_OUT = ("Claude CLI is signed out", "Run `claude` in a terminal and type /login.")
NO_SCOPE = (
    "Login lacks usage permission",
    "Run `claude` in a terminal and type /login to sign in with the plan.",
)
NO_ANSWER = (
    "Claude CLI could not connect",
    "This machine is offline, or Anthropic refused. Check the network, then try again in a few minutes.",
)
IN_WSL = ("The claude program is in WSL", "Run `claude` there; Brim sees what it leaves by itself.")
LOGIN_CHANGED = ("The login changed meanwhile", "Nobody knows whose figures these are. Ask again.")


def other_credential(name: str) -> tuple[str, str]:
    """The program uses a key, a token or a cloud service; `name` is what it calls that."""
    return (
        "Claude CLI uses another credential",
        f"It uses {name}, for which there are no limits. Run `claude` in a terminal and type /status.",
    )


def prevented(setting: str) -> tuple[str, str]:
    """A setting, named with its place, keeps the program from asking for usage."""
    return (
        "Claude CLI is kept offline",
        f"{setting} keeps it from going online. Remove that setting, or run `brim status --refresh` instead.",
    )


def asked_too_soon(asked_at: datetime | None, possible_from: datetime, now: datetime) -> Problem:
    """The program was asked within the last minute."""
    ago = formatting.duration_text((now - (asked_at or now)).total_seconds())
    possible_again = formatting.precise_clock_text(possible_from)
    return Problem(f"The claude program was asked {ago} ago", f"It can be asked again from {possible_again}.")
