"""What the tray knows of today's cost and of the project that uses most, for the status line.

It is read from the file that the tray shares, and only where the line asks for it. Standard library only: this module
must not know how a cost is counted.
"""

from __future__ import annotations

import math
import os

from brim.backend.outputs.statusfile import accounts_of, read_status, roots_of
from brim.cli.statusline.inputjson import Json, epoch_seconds
from brim.localzone import is_same_day
from brim.model.numbers import parse_amount, parse_percent

EMPTY = {"cost_today": "", "top_project": "", "top_project_used": ""}
"""The placeholders of this module, without a value."""
_MAX_TEXT = 80


def is_wanted(template: str) -> bool:
    """Whether a template has one of these placeholders."""
    return any(f"{{{name}}}" in template for name in EMPTY)


def usedby_values(state_dir: str, data: Json, now: float) -> dict[str, str]:
    """The value of each placeholder for the account of a session; empty where it is not known.

    `data` is the session's JSON. A cost of another day is not today's, and points of a window that was reset are gone.
    """
    shared = read_status(state_dir)
    account = _account(shared, data.get("transcript_path"))
    return EMPTY | _cost(account, epoch_seconds(shared.get("made_at")), now) | _project(account, now)


def _account(shared: Json, transcript: object) -> Json:
    """The account whose transcripts the session writes; the first one where no session is named."""
    accounts = accounts_of(shared)
    if not isinstance(transcript, str):
        return accounts[0] if accounts else {}
    path = os.path.realpath(transcript)
    inside = (account for account in accounts if any(_is_below(path, root) for root in roots_of(shared, account)))
    return next(inside, {})


def _is_below(path: str, folder: str) -> bool:
    return path.startswith(os.path.join(os.path.realpath(folder), ""))


def _cost(account: Json, made_at: float | None, now: float) -> dict[str, str]:
    cost = parse_amount(account.get("cost_today"))
    if cost is None or made_at is None or not is_same_day(made_at, now):
        return {}
    return {"cost_today": f"${cost:.2f}"}


def _project(account: Json, now: float) -> dict[str, str]:
    """The top project of the limit that the icon shows, else of the first limit that has one."""
    windows = account.get("windows")
    known = [window for window in windows if isinstance(window, dict)] if isinstance(windows, list) else []
    for window in sorted(known, key=lambda window: not window.get("headline")):
        top, resets_at = window.get("top_project"), epoch_seconds(window.get("resets_at"))
        if not isinstance(top, dict) or resets_at is None or resets_at <= now:
            continue
        if (percent := parse_percent(top.get("percent"))) is not None:
            return {"top_project": _name(top.get("name")), "top_project_used": f"{math.floor(percent)}%"}
    return {}


def _name(value: object) -> str:
    """Foreign text without control characters, which could move the cursor."""
    return "".join(filter(str.isprintable, value[:_MAX_TEXT])).strip() if isinstance(value, str) else ""
