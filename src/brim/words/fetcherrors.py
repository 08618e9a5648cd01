"""Text about a failed request for figures: a title and a next step.

A pair becomes one of `brim.errors`, or a problem. This module must not know HTTP, or where the text is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.model.account import Problem
from brim.words import formatting

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

_RETRIES = "Brim tries again by itself"
_RETRIES_OR_UPDATE = f"{_RETRIES}; if it stays so, look for a newer Brim or check the API URL."
_NO_ANSWER, _NO_CONNECTION = "No answer in time", "No connection"
_CUT_OFF, _UNEXPECTED = "Answer cut off", "Unexpected answer"

NETWORK_OFF = (
    "Network reading is off",
    "Tick “Fetch usage online” in the menu's Settings, or set BRIM_CLAUDE__NETWORK to true.",
)
OLD_FIGURES = ("The figures are old", "No reading has come for a while. Click Refresh, or run `brim status --refresh`.")
NO_NUMBER = ("No number yet", "No limit has started; the first one does when Claude is used.")
ONLY_PAST_RESETS = (
    "No current usage",
    "Limits have reset since the last update. Brim updates automatically.",
)
NOTHING_READ_YET = ("Nothing has been read yet", "Another attempt was made just now; try again in a minute.")
INTERNAL_FAULT = ("Brim has a fault", "Brim goes on by itself; the log in the state folder says what happened.")
POLLER_STOPPED = ("Brim stopped reading", "Quit Brim and start it again; the log in the state folder says why.")

NO_ANSWER = (_NO_ANSWER, "the server did not answer")
INCOMPLETE_ANSWER = (_NO_ANSWER, "the server did not finish its answer")
CONNECTION_BROKEN = (_NO_CONNECTION, "it broke before the server answered")
ANSWER_CUT_OFF = (_CUT_OFF, f"The server's answer broke off. {_RETRIES}.")
BAD_COMPRESSION = (_CUT_OFF, f"The packed answer is damaged. {_RETRIES}.")
NOT_HTTP = (_UNEXPECTED, "The server does not speak HTTP as it should. Check the API URL.")
UNKNOWN_ENCODING = (_UNEXPECTED, "It is packed in a way that nobody asked for. Check the proxy.")
TOO_LARGE = (_UNEXPECTED, "It is over 1 MB, which no usage answer is. Check the API URL.")

NOT_A_JSON_OBJECT, NO_KNOWN_PART = "is not a JSON object", "holds no part that Brim knows"
"""Faults of an answer, for `unusable_answer`."""
NO_LIMITS = (
    "No limits reported",
    "Anthropic names no limit for this account: a free or lapsed plan has none. Check the plan on the usage page.",
)
REDIRECTED = (
    "Redirected",
    "The server points elsewhere, and Brim does not follow. Sign in to this network, or check the API URL.",
)
STATUS_PAGE_NO_ANSWER = (_NO_ANSWER, "The status page did not answer.")
UNKNOWN_HOME = (
    "The login folder is in a home folder that is not known",
    "Set HOME, or BRIM_CLAUDE__CONFIG_DIR to Claude Code's folder.",
)
UNKNOWN_ACCOUNT = "unknown account"
NO_INCIDENT_NAME = "no name given"

DEMO_BLOCKED = ("Rate limited", "Part of the demo: the last usage stays, dimmed, until the next update.")
DEMO_OFFLINE = ("Offline", "Part of the demo: the last usage stays, dimmed, until there is a connection.")
DEMO_SIGNED_OUT = ("Signed out", "Part of the demo: nobody is signed in. The demo signs in again in a moment.")
DEMO_NO_CLI = ("No program", "The account is simulated.")
PREVIEW_BLOCKED = ("Anthropic asked Brim to wait", "Brim reads again by itself")


def time_not_kept(folder: Path | None) -> tuple[str, str]:
    """A command sends no request, because it cannot write down when it did."""
    where = "the state folder" if folder is None else folder
    next_step = f"Make {where} writable for you, or set BRIM_STATE_DIR to a folder that is."
    return "Nothing was asked", f"Brim cannot write down when it asks, and would ask too often. {next_step}"


def refreshed_too_soon(asked_at: datetime, possible_from: datetime, now: datetime) -> Problem:
    """A person wants a refresh sooner than requests may follow each other."""
    ago = formatting.duration_text((now - asked_at).total_seconds())
    possible_again = formatting.precise_clock_text(possible_from)
    return Problem("Not refreshed", f"The last request was {ago} ago; you can refresh again from {possible_again}.")


def no_response(detail: str, *, sent: bool) -> str:
    """The next step when a request got no answer, or was not sent at all."""
    return f"{'The request went out, but' if sent else 'Check the network:'} {detail}. {_RETRIES}."


def unusable_answer(fault: str) -> tuple[str, str]:
    """The answer came, but is not a reading."""
    return _UNEXPECTED, f"The answer {fault}. {_RETRIES_OR_UPDATE}"


def unknown_status(status: int) -> tuple[str, str]:
    """The answer has an HTTP status that Brim does not expect."""
    return f"{_UNEXPECTED} ({status})", _RETRIES_OR_UPDATE


def unreadable_status_page(status: int) -> tuple[str, str]:
    """The status page answered with an HTTP status that Brim does not expect."""
    return f"{_UNEXPECTED} ({status})", "The status page cannot be read."


def request_refused(*, limited: bool) -> tuple[str, str]:
    """The server refused the request; `limited` means that it named a rate limit."""
    title = "Asked to wait" if limited else "Refused for now"
    return title, "Anthropic limits how often usage is read, by all tools together. Brim waits, then tries again."


def server_fault(status: int | None = None) -> tuple[str, str]:
    """The server failed; `status` is its HTTP status, if it gave one."""
    title = "Server fault" if status is None else f"Server fault ({status})"
    return title, f"Anthropic cannot answer at the moment; see status.claude.com. {_RETRIES}."
