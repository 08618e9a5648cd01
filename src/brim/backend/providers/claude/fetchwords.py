"""Why Anthropic gave no usage: a title and a next step. This module must not know HTTP."""

from __future__ import annotations

from brim.words.translation import _


def no_limits() -> tuple[str, str]:
    """The answer lists no limit."""
    return _("No limits reported"), _(
        "Anthropic reports no limits for this account: free and lapsed plans have none. Check your plan on the usage "
        "page."
    )


def request_refused(*, limited: bool) -> tuple[str, str]:
    """The server refused the request; `limited` means that it named a rate limit."""
    return _("Rate limited") if limited else _("Temporarily blocked"), _(
        "Anthropic limits how often usage can be fetched, for all tools together. Brim waits, then retries "
        "automatically."
    )


def server_error(status: int | None = None) -> tuple[str, str]:
    """The server failed; `status` is its HTTP status, if it gave one."""
    title = _("Anthropic server error")
    if status is not None:
        title = _("Anthropic server error {status}", status=status)
    return title, _("Anthropic cannot answer right now; see status.claude.com. Brim retries automatically.")


def status_page_no_answer() -> tuple[str, str]:
    """The status page did not answer in time."""
    return _no_answer_title(), _("The Anthropic status page did not answer. Brim retries automatically.")


def unreadable_status_page(status: int) -> tuple[str, str]:
    """The status page answered with an HTTP status that Brim does not expect."""
    return _unexpected(status), _("The Anthropic status page cannot be used. Brim retries automatically.")


def unknown_home() -> tuple[str, str]:
    """The home folder, in which the login is, is not known."""
    return _("Home folder not known"), _("Set HOME, or set BRIM_CLAUDE__CONFIG_DIR to Claude Code's folder.")


def _no_answer_title() -> str:
    return _("No response in time")


def _unexpected(status: int) -> str:
    return _("Unexpected status {status}", status=status)
