"""The ids of limits, as settings name them, and patterns for them.

This module must not know which limits an account has, nor what is done with them.
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SCOPED = "weekly_scoped:"
OF_PLANS = (
    "session",
    "weekly_all",
    f"{_SCOPED}opus",
    f"{_SCOPED}sonnet",
    f"{_SCOPED}fable",
    f"{_SCOPED}haiku",
    "daily",
    "monthly",
)
"""The ids of the limits that plans have."""
_OTHER = re.compile(r"(\w+_scoped|limit|\d+_(hours|days)|(session|daily|weekly_all|monthly):).*")
"""How the ids of limits of other lengths, and of one model or one kind of use, begin."""
KNOWN = (
    *OF_PLANS,
    *("cinder_cove", "wattle_ember", "iguana_necktie", "seven_day_omelette", "nimbus_quill", "tangelo"),
)
"""Ids that were seen: those of every plan, and the server's own words for other limits."""


def matches(pattern: str, limit: str) -> bool:
    """Whether a pattern, with `*` for any letters, means the limit with this id; capitals do not matter."""
    return fnmatchcase(limit.casefold(), pattern.casefold())


def first_match(pattern: str, limits: Iterable[str]) -> str:
    """The first id that a pattern means; the pattern itself when it means none of them."""
    return next((limit for limit in limits if matches(pattern, limit)), pattern)


def may_match(pattern: str) -> bool:
    """Whether a pattern means any limit that is known, or the week of a model that is not."""
    head, star, _ = pattern.casefold().partition("*")
    if _OTHER.fullmatch(head) or (star and _SCOPED.startswith(head)):
        return True
    return any(matches(pattern, limit) for limit in KNOWN)
