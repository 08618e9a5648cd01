"""All that the page shows, in one file that needs no server: what the answers of the API are at one moment.

This module must not know where the file goes.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from brim.backend.costs.report import GroupBy
from brim.backend.system.clock import utc
from brim.details import history, preferences, windows
from brim.details.accountusage import day_of_account, usage_with_points
from brim.details.document import whole_page
from brim.details.limitpoints import LimitPoints
from brim.details.routes import newest_alerts
from brim.details.status import shared_status
from brim.localzone import local_time

if TYPE_CHECKING:
    from brim.backend.system.files import Json
    from brim.details.sources import Sources

_HISTORY_DAYS = (1, 7, 30, 90, 365)
_USAGE_DAYS = 30


def saved_page(sources: Sources) -> bytes:
    """The file. Raises ConfigError and StateError for what cannot be read."""
    state_dir, config_dir, now = sources.state_dir, sources.config_dir, utc()
    points = LimitPoints(state_dir, config_dir, sources.roots)
    data: Json = {
        "status": shared_status(state_dir),
        "window": windows.running_windows(state_dir, config_dir, points, now),
        "alerts": newest_alerts(state_dir),
        "settings": preferences.all_settings(),
        "doctor": {"lines": sources.diagnosis()},
    }
    for days in _HISTORY_DAYS:
        since = history.since_days(days)
        data[f"history?days={days}"] = {"limits": history.limit_histories(state_dir, since)}
    accounts = [account["account"]["id"] for account in data["status"]["accounts"]]
    for account in ("", *(accounts if len(accounts) > 1 else ())):
        for by in (GroupBy.PROJECT, GroupBy.MODEL, GroupBy.SESSION, GroupBy.PROVIDER):
            path = f"usage?by={by}&days={_USAGE_DAYS}&account={account}"
            data[path] = usage_with_points(sources, points, by, _USAGE_DAYS, account)
        for number in range(_USAGE_DAYS):
            day = (local_time(now) - timedelta(days=number)).date().isoformat()
            data[f"day?day={day}&account={account}"] = day_of_account(sources, points, day, account)
    return whole_page(data)
