"""What is said when figures were asked for and did not come: a title, and what to do next.

A pair goes into one of `brim.errors` or into a problem as it is. This module must not know HTTP, nor where words go.
"""

from __future__ import annotations

_BY_ITSELF = "Brim tries again by itself"
_IF_IT_STAYS = f"{_BY_ITSELF}; if it stays so, look for a newer Brim or check the API URL."
_NO_ANSWER, _NO_CONNECTION = "No answer in time", "No connection"
_CUT_OFF, _UNEXPECTED = "Answer cut off", "Unexpected answer"

SWITCHED_OFF = (
    "Network reading is off",
    "Tick “Ask Anthropic for usage” in the menu, or set BRIM_CLAUDE__NETWORK to true.",
)
OLD = ("The figures are old", "No reading has come for a while. Click Refresh, or run `brim status --refresh`.")
NO_NUMBER = ("No number yet", "No limit has started; the first one does when Claude is used.")
NOT_YET = ("Nothing has been read yet", "Another attempt was made just now; try again in a minute.")
FAULT = ("Brim has a fault", "Brim goes on by itself; the log in the state folder says what happened.")
STOPPED = ("Brim stopped reading", "Quit Brim and start it again; the log in the state folder says why.")

NO_PROXY = (
    "The proxy cannot be used",
    "Brim needs an http:// proxy in HTTPS_PROXY, and none of another kind in ALL_PROXY; or name the host in NO_PROXY.",
)
NOT_CONNECTED = (_NO_CONNECTION, f"Check the network; {_BY_ITSELF}.")
NOT_TRUSTED = (
    "No trusted connection",
    "This system does not trust the server's certificate. A company proxy may need its own installed here.",
)
UNANSWERED = (_NO_ANSWER, "the server did not answer")
UNFINISHED = (_NO_ANSWER, "the server did not finish its answer")
PROXY_REFUSED = (_NO_CONNECTION, "the proxy refused; its settings stand in the environment")
BROKEN = (_NO_CONNECTION, "it broke before the server answered")
CUT_OFF = (_CUT_OFF, f"The server's answer broke off. {_BY_ITSELF}.")
DAMAGED = (_CUT_OFF, f"The packed answer is damaged. {_BY_ITSELF}.")
NO_HTTP = (_UNEXPECTED, "The server does not speak HTTP as it should. Check the API URL.")
PACKED = (_UNEXPECTED, "It is packed in a way that nobody asked for. Check the proxy.")
TOO_LARGE = (_UNEXPECTED, "It is over 1 MB, which no usage answer is. Check the API URL.")

NO_JSON, NOTHING_KNOWN = "is not a JSON object", "holds no part that Brim knows"
"""What an answer that cannot be used is, for `unusable`."""
NO_LIMITS = (
    "No limits reported",
    "Anthropic names no limit for this account: a free or lapsed plan has none. Check the plan on the usage page.",
)
REDIRECTED = (
    "Redirected",
    "The server points elsewhere, and Brim does not follow. Sign in to this network, or check the API URL.",
)
NO_STATUS_PAGE = (_NO_ANSWER, "The status page did not answer.")
NO_HOME = (
    "The login folder is in a home folder that is not known",
    "Set HOME, or BRIM_CLAUDE__CONFIG_DIR to Claude Code's folder.",
)
UNKNOWN_ACCOUNT = "unknown account"
NO_INCIDENT_NAME = "no name given"

DEMO_WAITS = (
    "The server asked Brim to wait",
    "Part of the demo: the last figures stay, dimmed, until the next read.",
)
DEMO_PROGRAM = ("No program", "The account is simulated.")
REHEARSED = ("Anthropic asked Brim to wait", "Brim reads again by itself")


def lost(what: str, *, sent: bool) -> str:
    """What to do when a request went out and nothing came back, or never went out."""
    return f"{'The request went out, but' if sent else 'Check the network:'} {what}. {_BY_ITSELF}."


def unusable(what: str) -> tuple[str, str]:
    """The answer came and is no reading."""
    return _UNEXPECTED, f"The answer {what}. {_IF_IT_STAYS}"


def unknown_status(status: int) -> tuple[str, str]:
    """An answer of a status that means nothing here."""
    return f"{_UNEXPECTED} ({status})", _IF_IT_STAYS


def unreadable_page(status: int) -> tuple[str, str]:
    """The status page answered with something else."""
    return f"{_UNEXPECTED} ({status})", "The status page cannot be read."


def refused(*, limited: bool) -> tuple[str, str]:
    """The server asks to be left alone."""
    title = "Asked to wait" if limited else "Refused for now"
    return title, "Anthropic limits how often usage is read, by all tools together. Brim waits, then tries again."


def server_fault(status: int | None = None) -> tuple[str, str]:
    """The server has trouble of its own."""
    title = "Server fault" if status is None else f"Server fault ({status})"
    return title, f"Anthropic cannot answer at the moment; see status.claude.com. {_BY_ITSELF}."
