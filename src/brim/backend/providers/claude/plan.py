"""Names the plan of an account. Name and factor come from one source: the newest one that names a plan.

Facts, of November 2026: the vendor calls what was "Max 20x" Ultra, and what was "Max 5x" Max. A login file names a kind
of plan and a tier, `.claude.json` the same and, from newer servers, the plan's name as people know it. This module must
not know how any of them is read.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from brim.backend.providers.claude.claudejson import AccountProfile
    from brim.backend.providers.claude.credentials import Credentials

_PLAN_NAME = re.compile(r"[A-Za-z0-9 .+\-]{1,40}")
_TIER = re.compile(r"(?:^|.*_)([a-z]+)_(\d{1,3}x)")
_NAMES = {("max", "5x"): "Max", ("max", "20x"): "Ultra", ("ultra", "20x"): "Ultra"}
"""The names of plans whose factor is part of their name."""
_INDIVIDUAL = frozenset({"pro", "max", "ultra"})
"""Plans of one person. A tier that names one of them says nothing about another one of them."""
_SAME_TIME = timedelta(hours=1)
"""A login file also changes when a token is renewed, so a file that is newer by less than this proves nothing."""


def plan_label(credentials: Credentials, profile: AccountProfile, login_changed_at: datetime) -> str | None:
    """For example `Ultra`; None when neither names a plan. The words are the server's, so that new plans show too.

    `login_changed_at` is when the login was stored, which counts where the login itself has no time for its plan.
    """
    by_login = _name(credentials.subscription_type, (credentials.rate_limit_tier,))
    by_profile = _display_name(profile) or _name(
        (profile.organization_type or "").removeprefix("claude_"),
        (profile.user_rate_limit_tier, profile.organization_rate_limit_tier),
    )
    if by_login is None or by_profile is None:
        return by_login or by_profile
    return by_login if _login_is_newer(credentials, profile, login_changed_at) else by_profile


def _login_is_newer(credentials: Credentials, profile: AccountProfile, login_changed_at: datetime) -> bool:
    verified_at, fetched_at = credentials.plan_verified_at, profile.fetched_at
    if verified_at is not None:
        return fetched_at is None or verified_at > fetched_at
    if fetched_at is not None:
        return login_changed_at > fetched_at + _SAME_TIME
    return _display_name(profile) is None


def _display_name(profile: AccountProfile) -> str | None:
    """The name that the vendor shows; nothing is added to it."""
    name = profile.plan_display_name
    return name if name is not None and _PLAN_NAME.fullmatch(name) else None


def _name(kind: str | None, tiers: tuple[str | None, ...]) -> str | None:
    """The name of a kind of plan, such as `max`, with the factor of its first tier that has one."""
    name = (kind or "").replace("_", " ").strip().title()
    if not _PLAN_NAME.fullmatch(name):
        return None
    kind = name.lower()
    for tier in tiers:
        match = _TIER.fullmatch(tier or "")
        if match is not None and (match[1] == kind or not {match[1], kind} <= _INDIVIDUAL):
            factor = match[2]
            return _NAMES.get((kind, factor)) or (name if factor in name else f"{name} {factor}")
    return name
