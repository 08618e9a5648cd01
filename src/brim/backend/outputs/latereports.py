"""Puts what the status line reported later in the place of what the tray wrote. Pure.

Without a tray, or where it writes less often, Claude Code's own reports are the newest figures of the session and of
the week. Standard library only. This module must not know how a value is shown.
"""

from __future__ import annotations

import os

from brim.backend.outputs.statusfile import accounts_of, roots_of
from brim.model.numbers import parse_epoch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from brim.backend.outputs.statusfile import Json, Report

_WINDOWS = {"five_hour": "session", "seven_day": "weekly_all"}
"""The limits that the status line reports, and their ids."""
_AFTER = 2.0
"""Seconds: the tray reads a report at once, so a younger one than its file is a new one."""
_DERIVED = {
    "source": "statusline",
    "level": "unknown",
    "pace": None,
    "chance": None,
    "outlook": None,
    "confirmed": True,
}
"""What followed from the figure before."""


def newest_accounts(status: Json, reports: Sequence[Report]) -> list[Json]:
    """The accounts of `status.json`, each with the later figures of its own folder.

    A report of a folder that no account has is an account of its own, where the file knows no account at all.
    """
    accounts = accounts_of(status)
    if not accounts:
        return [_overlaid({"account": {"id": "", "label": report.config_dir}}, report) for report in reports]
    return [_newest(status, account, reports) for account in accounts]


def _newest(status: Json, account: Json, reports: Sequence[Report]) -> Json:
    roots = set(roots_of(status, account))
    for report in reports:
        if report.config_dir and os.path.join(report.config_dir, "projects") in roots:
            account = _overlaid(account, report)
    return account


def _overlaid(account: Json, report: Report) -> Json:
    windows = account.get("windows")
    rest = [window for window in windows if isinstance(window, dict)] if isinstance(windows, list) else []
    newest = 0.0
    for name, window_id in _WINDOWS.items():
        if name not in report.limits:
            continue
        percent, resets_at, told_at = report.limits[name]
        index = next((place for place, window in enumerate(rest) if window.get("id") == window_id), None)
        before = rest[index] if index is not None else {"id": window_id, "kind": window_id}
        if told_at <= _read_at(before) + _AFTER:
            continue
        newest = max(newest, told_at)
        changed = before | _DERIVED | {"percent": percent, "resets_at": resets_at, "read_at": told_at}
        rest = [*rest, changed] if index is None else [*rest[:index], changed, *rest[index + 1 :]]
    if not newest:
        return account
    return account | {"windows": rest, "fetched_at": newest, "stale": False, "stale_at": None, "problem": None}


def _read_at(window: Json) -> float:
    return parse_epoch(window.get("read_at")) or 0.0
