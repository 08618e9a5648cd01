"""Why the Codex CLI gave no usage. This module must not know how it is run."""

from __future__ import annotations

from brim.model.account import Problem
from brim.words import formatting
from brim.words.translation import _


def too_old() -> tuple[str, str]:
    """The program does not know what it was asked for."""
    return _("Codex CLI reported no usage"), _(
        "This version of it cannot report usage to Brim. Update Codex, or type /status in it."
    )


def not_found(configured: str | None) -> tuple[str, str]:
    """The program was not found; with `configured` the settings name its place."""
    title = _("Codex CLI not found")
    if configured is not None:
        return title, _('"{path}" is not executable. Correct BRIM_CODEX__PROGRAM.', path=configured)
    return title, _(
        "It is neither on the PATH nor where it is usually installed. Set BRIM_CODEX__PROGRAM to its full path."
    )


def not_started(reason: str) -> tuple[str, str]:
    """The system did not start the program."""
    return _("Codex CLI cannot be started"), _(
        "The system says: {reason}. Run `codex` in a terminal to see why.", reason=reason
    )


def timed_out(seconds: float) -> tuple[str, str]:
    """The program did not answer within its time limit."""
    return _("Codex CLI did not answer"), _(
        "It was stopped after {duration}. Run `codex` in a terminal and type /status to see what it says.",
        duration=formatting.duration_text(seconds),
    )


def without_usage() -> tuple[str, str]:
    """The program ended, or answered, without usage."""
    return _("Codex CLI reported no usage"), _(
        "Run `codex` in a terminal and type /status to see what it says; it may be too old."
    )


def signed_out() -> Problem:
    """The program has no login."""
    return Problem(_("Codex CLI is signed out"), _("Run `codex login` in a terminal."))


def could_not_fetch() -> tuple[str, str]:
    """The program asked its server, and got no usage."""
    return _("Codex CLI could not fetch"), _(
        "This machine is offline, or OpenAI refused. Check the network, then try again in a few minutes."
    )
