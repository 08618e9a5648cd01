"""What the page shows of now: the file that the tray shares, with what follows from it for a person.

This module must not know how usage is fetched: it sees no login.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from brim.backend.outputs.statusfile import STATUS_FILE
from brim.backend.system.files import file_version, read_object
from brim.backend.system.readonly import read_only
from brim.backend.system.wakeup import tray_is_listening

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from brim.backend.system.files import Json


def shared_status(state_dir: Path) -> Json:
    """What the tray shows, with the time that it is now; without a file there are no accounts."""
    with read_only():
        found = read_object(state_dir / STATUS_FILE) or {}
    return {
        "made_at": found.get("made_at"),
        "now": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "running": bool(tray_is_listening(state_dir)),
        "show": "remaining" if found.get("show") == "remaining" else "used",
        "roots": found["roots"] if isinstance(found.get("roots"), dict) else {},
        "snoozed": [one for one in _list(found.get("snoozed")) if _is_snooze(one)],
        "accounts": [one for one in _list(found.get("accounts")) if _is_account(one)],
    }


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _is_account(value: object) -> bool:
    """Whether it has the parts that every account has; a damaged file may hold anything."""
    if not isinstance(value, dict):
        return False
    account, limits = value.get("account"), value.get("windows")
    return (
        isinstance(account, dict)
        and {"id", "label"} <= account.keys()
        and isinstance(limits, list)
        and all(isinstance(limit, dict) and {"id", "label", "percent"} <= limit.keys() for limit in limits)
    )


def _is_snooze(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("rule"), str) and isinstance(value.get("until"), str)


def versions(paths: Iterable[Path]) -> dict[str, object]:
    """For each file, by its name, what changes whenever it does."""
    return {path.name: file_version(path) for path in paths}
