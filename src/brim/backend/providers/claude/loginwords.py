"""The faults of a Claude Code login, each with its next step.

This module must not know how a login is found, or where the text is shown.
"""

from __future__ import annotations

from brim.model.account import Problem
from brim.words.translation import _


def expired() -> Problem:
    """The access token has expired, which Claude Code renews."""
    return Problem(
        _("Login expired"),
        _("Open Claude Code, or get usage from the Claude CLI; Brim detects the renewed login automatically."),
    )


def ended() -> Problem:
    """The refresh token has expired, too."""
    return Problem(
        _("Login expired for good"),
        _("Run `claude auth login` to sign in again; Brim detects that automatically."),
    )


def refused() -> Problem:
    """The server refused the token of a login."""
    return Problem(_("Login refused"), _("Open Claude Code, which renews the login; Brim detects that automatically."))


def no_scope() -> Problem:
    """The login has no right to fetch usage."""
    return Problem(
        _("Login lacks usage permission"),
        _(
            "It lacks the scope user:profile, as tokens of `claude setup-token` do. Run `claude auth login`; Brim "
            "detects that automatically."
        ),
    )


def token_refused() -> Problem:
    """The server refused the token of the environment."""
    return Problem(
        _("Token refused"),
        _(
            "The token in CLAUDE_CODE_OAUTH_TOKEN is no longer valid. Run `claude auth login`, or click Refresh to try "
            "the token again."
        ),
    )


def token_without_scope() -> Problem:
    """The token of the environment has no right to fetch usage."""
    return Problem(
        _("Token lacks usage permission"),
        _(
            "The token in CLAUDE_CODE_OAUTH_TOKEN is from `claude setup-token`, which may only run models. Run `claude "
            "auth login`, or click Refresh to try the token again."
        ),
    )


def keychain_denied() -> Problem:
    """The person, or an earlier choice, refused access to the Keychain."""
    return Problem(
        _("No access to the Keychain"),
        _(
            "macOS did not let Brim see the Claude Code login. Click Refresh, or run `brim status --refresh`, and "
            "choose Always Allow when macOS asks."
        ),
    )


def keychain_unanswered() -> Problem:
    """The person did not answer the system's question in time."""
    return Problem(
        _("No access to the Keychain"),
        _(
            "The question from macOS was not answered. Click Refresh, or run `brim status --refresh`, and choose "
            "Always Allow when macOS asks."
        ),
    )


def keychain_locked() -> Problem:
    """The Keychain is locked, as in a session over SSH."""
    return Problem(_("The Keychain is locked"), _("Unlock the login Keychain on this Mac; Brim retries automatically."))


def keychain_unavailable() -> Problem:
    """The system's own program could not be started."""
    return Problem(
        _("The Keychain is not available"),
        _("The program `security` of macOS could not be started. Check that /usr/bin/security is there."),
    )


def keychain() -> str:
    """Where a login is that is in no file."""
    return _("the Keychain")


def wsl_stopped() -> str:
    """Why a login cannot be used, for `login_unreadable`."""
    return _("its WSL distribution is not running")


def login_unreadable(location: str, reason: str, *, may_open: bool) -> Problem:
    """A login file exists, but cannot be used; `may_open` says whether the system let Brim open it."""
    if may_open:
        step = _(
            "{file}: {reason}. Open Claude Code, or run `claude auth login`; Brim detects that automatically.",
            file=location,
            reason=reason,
        )
    else:
        step = _(
            "{file}: {reason}. Make the file readable for you, or run `claude auth login`; Brim detects that "
            "automatically.",
            file=location,
            reason=reason,
        )
    return Problem(_("Login cannot be read"), step)


def token_unreadable(variable: str) -> Problem:
    """An environment variable is set, but does not hold a token."""
    return Problem(
        _("Token cannot be used"),
        _(
            "{variable} is set, but holds no usable token. Correct it and start Brim again, or run `claude "
            "auth login`.",
            variable=variable,
        ),
    )


def wsl_not_running(distribution: str) -> Problem:
    """The login is in a distribution of WSL that does not run."""
    return Problem(
        _("WSL is not running"),
        _(
            "{distribution} is not running, and Brim does not start it. Open Claude Code in it; Brim detects that "
            "automatically.",
            distribution=distribution,
        ),
    )
