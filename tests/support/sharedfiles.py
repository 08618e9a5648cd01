"""The files that the tray and the status line share, as tests need them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from brim.backend.system.followers import wake_followers

if TYPE_CHECKING:
    from pathlib import Path

type Json = dict[str, Any]  # Any: the JSON of a file

NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
RESET = NOW + timedelta(hours=2, minutes=5)


def iso(when: datetime | None) -> str | None:
    """A time as the files have it."""
    return None if when is None else f"{when:%Y-%m-%dT%H:%M:%SZ}"


def limit(percent: float | None = 42.0, limit_id: str = "session", label: str = "Session", **values: object) -> Json:
    """A limit as it is in the file of the tray."""
    return {
        "id": limit_id,
        "label": label,
        "percent": percent,
        "resets_at": iso(RESET),
        "level": "calm",
        "headline": limit_id == "session",
        "read_at": iso(NOW),
    } | values


WEEK = limit(61.9, "weekly_all", "Week", level="watch")


def account(*windows: Json, name: str = "work", **values: object) -> Json:
    """An account as it is in the file of the tray."""
    return {
        "account": {"id": f"{name:0<16}", "label": name},
        "plan": "Ultra",
        "problem": None,
        "fetched_at": iso(NOW),
        "stale": False,
        "stale_at": iso(NOW + timedelta(minutes=12)),
        "cost_today": "4.236",
        "windows": list(windows or (limit(), WEEK)),
    } | values


def share(state: Path, *accounts: Json, made_at: datetime = NOW, **values: object) -> Path:
    """Write the file as the tray does; returns its folder."""
    state.mkdir(parents=True, exist_ok=True)
    content = {"schema": 1, "made_at": iso(made_at), "show": "used", "roots": {}, "accounts": accounts} | values
    (state / "status.json").write_text(json.dumps(content))
    return state


def report(state: Path, folder: Path, received_at: datetime, **percents: float) -> None:
    """Write a report as the status line does: `five_hour=43`."""
    windows = {
        name: {"used_percentage": used, "resets_at": RESET.timestamp(), "told_at": received_at.timestamp()}
        for name, used in percents.items()
    }
    content = {"schema": 1, "received_at": iso(received_at), "config_dir": str(folder), "rate_limits": windows}
    (state / "statusline").mkdir(parents=True, exist_ok=True)
    (state / "statusline" / "0123456789abcdef.json").write_text(json.dumps(content))


HOSTILE = (
    "& < > # | %{F#f00} $(touch pwned) #(touch pwned) #[fg=red] `touch pwned` <b>",
    "%{A1:x:} ${color red} \\n \"q\" 's' {percentage} %d %H </txt> \u202e\u05d0\u05d1\u05d2\n--x\x1b[31m" + 9_000 * "x",
)
"""Names that would break a bar, if its escapes were missing; none has its line break, its marks, and all its length."""


def share_hostile(state: Path, percent: float, level: str) -> None:
    """Write such names for everything that has one, of this moment."""
    first, second = HOSTILE
    session = limit(percent, label=first, level=level, outlook=second, top_project={"name": first, "percent": 50.0})
    week = limit(61.0, "weekly_all", second)
    share_fresh(state, session, week, name=second, plan=first, problem={"title": first, "message": second})


def share_fresh(state: Path, *windows: Json, name: str = "work", **values: object) -> None:
    """Write a reading of this moment and wake the followers, as the tray does."""
    now = datetime.now(UTC)
    fresh = {"fetched_at": iso(now), "stale_at": iso(now + timedelta(hours=1)), "cost_today": None}
    later = {"resets_at": iso(now + timedelta(days=2)), "read_at": iso(now)}
    entry = account(*(window | later for window in windows), name=name)
    share(state, entry | fresh | values, made_at=now)
    wake_followers(str(state))
