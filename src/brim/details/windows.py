"""What the running windows went into, by project: tokens of this machine, and the points of the limit once known.

`points` is null where they are not known; else a list of `project`, `value`, `low`, `high` and `elsewhere`, which
add up to the official percentage. This module must not know how a bar is drawn.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from brim.backend.costs.prices import USER_FILE, load_prices
from brim.backend.costs.report import GroupBy, usage_rows
from brim.backend.providerlist.transcripts import has_transcripts
from brim.details.status import shared_status
from brim.details.usage import cells_between

if TYPE_CHECKING:
    from pathlib import Path

    from brim.backend.costs.prices import PriceTable
    from brim.backend.system.files import Json
    from brim.details.limitpoints import LimitPoints

_MOST_PROJECTS = 8
OTHER = ""


def running_windows(state_dir: Path, config_dir: Path, points: LimitPoints, now: datetime) -> Json:
    """Each window that has begun and not ended, of each account whose program leaves transcripts; `untold`: the others.

    Raises StateError, ConfigError.
    """
    prices = load_prices(config_dir / USER_FILE)
    found, untold = [], []
    status = shared_status(state_dir)
    for account in status["accounts"]:
        if not has_transcripts(str(account.get("provider"))):
            untold.append(account["account"]["id"])  # what was used on this computer is not known
            continue
        roots = points.roots_of(account["account"]["id"], status)
        for limit in account["windows"]:
            end, length = limit.get("resets_at"), limit.get("length_seconds")
            if end is None or length is None:
                continue
            ends_at = datetime.fromisoformat(end)
            begin = ends_at - timedelta(seconds=length)
            if not begin <= now < ends_at:
                continue
            found.append(
                {
                    "account": account["account"]["id"],
                    "account_label": account["account"].get("name") or account["account"]["label"],
                    "window": limit["id"],
                    "label": limit["label"],
                    "begin": f"{begin:%Y-%m-%dT%H:%M:%SZ}",
                    "end": end,
                    "percent": limit["percent"],
                    "tokens": _tokens(state_dir, begin, now, prices, roots),
                    "points": None if roots is None else points.running(account, limit, roots, now),
                }
            )
    return {"windows": found, "untold": untold}


def _tokens(
    state_dir: Path, begin: datetime, now: datetime, prices: PriceTable, roots: frozenset[str] | None
) -> list[Json]:
    """Tokens by project, most first; the rest is one more. Without `roots` those of all folders."""
    cells = cells_between(state_dir, begin.timestamp(), now.timestamp(), roots)
    rows = sorted(usage_rows(cells, GroupBy.PROJECT, prices), key=lambda row: -row.tokens.total)
    parts = [{"project": row.key, "tokens": row.tokens.total} for row in rows[:_MOST_PROJECTS]]
    rest = sum(row.tokens.total for row in rows[_MOST_PROJECTS:])
    return [*parts, {"project": OTHER, "tokens": rest}] if rest else parts
