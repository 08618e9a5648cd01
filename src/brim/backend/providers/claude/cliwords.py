"""Why the Claude CLI gave no usage. This module must not know how it is run."""

from __future__ import annotations

from brim.words import formatting
from brim.words.translation import _


def not_found(configured_path: str | None) -> tuple[str, str]:
    """The program was not found; with `configured_path` the settings name its place."""
    title = _("Claude CLI not found")
    if configured_path is not None:
        return title, _('"{path}" is not executable. Correct BRIM_CLAUDE__PROGRAM.', path=configured_path)
    return title, _(
        "It is neither on the PATH nor where it is usually installed. Set BRIM_CLAUDE__PROGRAM to its full path."
    )


def not_started(reason: str) -> tuple[str, str]:
    """The system did not start the program."""
    return _("Claude CLI cannot be started"), _(
        "The system says: {reason}. Run `claude` in a terminal to see why.", reason=reason
    )


def timed_out(seconds: float) -> tuple[str, str]:
    """The program did not finish within its time limit."""
    return _("Claude CLI did not answer"), _(
        "It was stopped after {duration}. Run `claude` in a terminal and type /usage to see what it says.",
        duration=formatting.duration_text(seconds),
    )


def no_usage(exit_status: int | None) -> tuple[str, str]:
    """The program's output holds no usage; `exit_status` is None when it ended without one."""
    if exit_status:
        return _("Claude CLI failed"), _(
            "It ended with status {status}. Run `claude` in a terminal and type /usage to see what it says.",
            status=exit_status,
        )
    return _("Claude CLI reported no usage"), _(
        "Brim does not know the form of its answer. Run `claude` in a terminal and type /usage to see what it says."
    )


def no_limits() -> tuple[str, str]:
    """The program answered that it knows no limits."""
    return _("Claude CLI reported no limits"), _(
        "It may be signed out, or use a key or token without usage permission. Run `claude` and type /status."
    )


def signed_out() -> tuple[str, str]:
    """The program has no login."""
    return _("Claude CLI is signed out"), _("Run `claude` in a terminal and type /login.")


def no_scope() -> tuple[str, str]:
    """The program's login has no right to fetch usage."""
    return _("Login lacks usage permission"), _("Run `claude` in a terminal and type /login to sign in with the plan.")


def not_connected() -> tuple[str, str]:
    """The program got no answer from its server."""
    return _("Claude CLI could not connect"), _(
        "This machine is offline, or Anthropic refused. Check the network, then try again in a few minutes."
    )


def in_wsl() -> tuple[str, str]:
    """The login is in WSL, and the program on Windows does not know it."""
    return _("Claude CLI is in WSL"), _("Run `claude` there. Brim picks up its usage automatically.")


def other_credential(name: str) -> tuple[str, str]:
    """The program uses a key, a token or a cloud service; `name` is what it calls that."""
    return _("Claude CLI uses another credential"), _(
        "It uses {name}, which has no plan limits. Run `claude` in a terminal and type /status.", name=name
    )


def prevented(setting: str) -> tuple[str, str]:
    """A setting, named with its place, keeps the program from asking for usage."""
    return _("Claude CLI is kept offline"), _(
        "{setting} keeps it from going online. Remove that setting, or run `brim status --refresh` instead.",
        setting=setting,
    )
