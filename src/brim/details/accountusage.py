"""Usage of one account, with its points, or of all together: tokens and prices add up, points of accounts do not.

This module must not know how a request names an account.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from brim.backend.providerlist.transcripts import has_points
from brim.backend.system.clock import utc
from brim.details import usage
from brim.details.status import shared_status

if TYPE_CHECKING:
    from brim.backend.costs.report import GroupBy
    from brim.backend.system.files import Json
    from brim.details.limitpoints import LimitPoints
    from brim.details.sources import Sources

_NO_FOLDERS: frozenset[str] = frozenset()


class _Chosen(NamedTuple):
    """Whose usage is shown."""

    account: Json | None
    """None for all accounts together."""
    own: frozenset[str] | None
    """Its folders; None where they are not known."""
    shown: frozenset[str] | None
    """The folders that count; None for every folder."""


def usage_with_points(sources: Sources, points: LimitPoints, by: GroupBy, days: int, account_id: str = "") -> Json:
    """The last days by one thing; of an account with points where they are known. Raises StateError, ConfigError."""
    status = shared_status(sources.state_dir)
    chosen = _chosen(status, points, account_id)
    found = None
    if chosen.account is not None and chosen.own is not None:
        found = points.by_day(chosen.account, chosen.own, by, usage.first_moment(days), utc())
    made = usage.usage_of(sources, by, days, found, chosen.shown)
    several = chosen.account is None and len(status["accounts"]) > 1
    possible = chosen.account is None or has_points(str(chosen.account.get("provider")))
    return made | {
        "several_accounts": several,
        "folders_known": not account_id or chosen.own is not None,
        "points_possible": possible,
    }


def day_of_account(sources: Sources, points: LimitPoints, day: str, account_id: str = "") -> Json:
    """One day by project, session and model. Raises ValueError for what is no day, StateError, ConfigError."""
    return usage.usage_of_day(sources, day, _chosen(shared_status(sources.state_dir), points, account_id).shown)


def _chosen(status: Json, points: LimitPoints, account_id: str) -> _Chosen:
    """The account with an id, or the only one; an account that is gone has used nothing."""
    accounts = status["accounts"]
    if not account_id and len(accounts) != 1:
        return _Chosen(None, None, None)
    account = next((one for one in accounts if account_id in {"", one["account"]["id"]}), None)
    own = None if account is None else points.roots_of(account["account"]["id"], status)
    return _Chosen(account, own, (own or _NO_FOLDERS) if account_id else None)
