"""Reads the files in which the tray and the status line share what they know: `status.json`, `statusline/*.json`.

`sharedstatus` writes the first, `brim statusline` the others. Standard library only: the status line and the bars call
it every few seconds. This module must not know what is shown.
"""

from __future__ import annotations

import json
import os

from brim.model.numbers import parse_epoch, parse_percent
from brim.privatefiles import read_plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

type Json = dict[str, Any]  # Any: a file that anybody may have changed, checked value by value

STATUS_FILE = "status.json"
SCHEMA = 1
REPORTS_FOLDER = "statusline"
_MAX_BYTES = 4 << 20
_MOST_REPORTS = 64


def read_status(state_dir: str) -> Json:
    """The content of `status.json` in a data folder; empty when there is none, or none that can be used."""
    return _content(os.path.join(state_dir, STATUS_FILE))


def accounts_of(data: Json) -> list[Json]:
    """The accounts of such a content, in the order of the menu."""
    accounts = data.get("accounts")
    return [account for account in accounts if isinstance(account, dict)] if isinstance(accounts, list) else []


def roots_of(data: Json, account: Json) -> list[str]:
    """The folders whose transcripts are those of an account."""
    found = object_in(data, "roots").get(str(object_in(account, "account").get("id")))
    return [root for root in found if isinstance(root, str)] if isinstance(found, list) else []


def object_in(data: Json, key: str) -> Json:
    """The object at a key; empty where there is none."""
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def read_reports(state_dir: str) -> list[Report]:
    """What Claude Code reported to its status line, one report for each of its folders."""
    folder = os.path.join(state_dir, REPORTS_FOLDER)
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(".json"))
    except (OSError, ValueError):
        return []
    contents = (_content(os.path.join(folder, name)) for name in names[:_MOST_REPORTS])
    return [report for content in contents if (report := Report(content)).limits]


class Report:
    """One report of the status line. It is not changed once it is made."""

    __slots__ = ("config_dir", "limits")

    def __init__(self, content: Json) -> None:
        """From the content of its file."""
        folder = content.get("config_dir")
        self.config_dir = folder if isinstance(folder, str) else ""
        self.limits = dict(_reported(content))
        """By name in the status line: percent used, the time of the reset or None, the time of the report."""


def _reported(content: Json) -> Iterator[tuple[str, tuple[float, float | None, float]]]:
    received = parse_epoch(content.get("received_at"))
    for name, window in object_in(content, "rate_limits").items():
        if not isinstance(window, dict):
            continue
        percent, told_at = parse_percent(window.get("used_percentage")), parse_epoch(window.get("told_at")) or received
        if percent is not None and told_at is not None:
            yield name, (percent, parse_epoch(window.get("resets_at")), told_at)


def _content(path: str) -> Json:
    try:
        data = json.loads(read_plain(path, _MAX_BYTES).decode())
    except (OSError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) and data.get("schema") == SCHEMA else {}
