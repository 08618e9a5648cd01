"""The name of the plan: which source names it, and what is added to it."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from brim.backend.polling.accountview import ReadPlan, account_view
from tests.support.samples import NOW
from tests.support.usageserver import Answer, load_fixture

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from brim.model.account import AccountView
    from tests.support.sandbox import Sandbox

MAX_5X = {"subscriptionType": "max", "rateLimitTier": "default_claude_max_5x"}
MAX_20X = {"subscriptionType": "max", "rateLimitTier": "default_claude_max_20x"}
PRO = {"subscriptionType": "pro", "rateLimitTier": "default_claude_ai"}
PROFILE_20X = {"organizationType": "claude_max", "organizationRateLimitTier": "default_claude_max_20x"}
PROFILE_PRO = {"organizationType": "claude_pro", "organizationRateLimitTier": "default_claude_ai"}
EARLIER, LATER = NOW - timedelta(days=2), NOW - timedelta(days=1)
NO_PLAN = {"subscriptionType": None, "rateLimitTier": None}


def _milliseconds(when: datetime | None) -> float | None:
    return None if when is None else when.timestamp() * 1000


def _view(sandbox: Sandbox) -> AccountView:
    known, reader = sandbox.read(), sandbox.reader()
    return account_view(ReadPlan.of(reader, known), sandbox.now)


@dataclass(frozen=True)
class Times:
    """When each source was written."""

    login: datetime | None = LATER
    """The time in the login for its plan."""
    profile: datetime | None = EARLIER
    file: datetime = NOW
    """The login file's own time."""


def _plan(
    sandbox: Sandbox, login: Mapping[str, object], profile: Mapping[str, object], times: Times = Times()
) -> str | None:
    """The plan as it is shown."""
    path = sandbox.write_login(**{**NO_PLAN, **login, "subscriptionTypeVerifiedAt": _milliseconds(times.login)})
    os.utime(path, (times.file.timestamp(), times.file.timestamp()))
    names = {**profile, "profileFetchedAt": _milliseconds(times.profile)}
    (sandbox.claude.parent / ".claude.json").write_text(json.dumps({"oauthAccount": names}))
    return _view(sandbox).plan


@pytest.mark.parametrize(
    ("login", "profile", "name"),
    [
        (MAX_5X, {}, "Max"),
        (MAX_20X, {}, "Ultra"),
        (PRO, {}, "Pro"),
        ({"subscriptionType": "max"}, {}, "Max"),
        ({"subscriptionType": "max", "rateLimitTier": "default_claude_max_40x"}, {}, "Max 40x"),
        ({"subscriptionType": "ultra", "rateLimitTier": "default_claude_ultra_20x"}, {}, "Ultra"),
        ({"subscriptionType": "ultra", "rateLimitTier": "default_claude_max_20x"}, {}, "Ultra"),
        ({"subscriptionType": "pro", "rateLimitTier": "default_claude_max_20x"}, {}, "Pro"),
        ({"subscriptionType": "ultra_plus"}, {}, "Ultra Plus"),
        ({"subscriptionType": "team", "rateLimitTier": "default_claude_max_5x"}, {}, "Team 5x"),
        ({}, {"organizationType": "claude_team", "userRateLimitTier": "raven_5x"}, "Team 5x"),
        ({}, PROFILE_20X, "Ultra"),
        ({}, PROFILE_20X | {"planDisplayName": "Ultra"}, "Ultra"),
        ({}, {"organizationRateLimitTier": "default_claude_max_5x", "planDisplayName": "Max"}, "Max"),
        ({}, PROFILE_20X | {"planDisplayName": "Max"}, "Max"),
        ({}, PROFILE_20X | {"planDisplayName": "<b>Best</b>"}, "Ultra"),
        ({"rateLimitTier": "default_claude_max_20x"}, {"planDisplayName": "Max"}, "Max"),
        ({}, {}, None),
    ],
)
def test_the_plan_has_the_vendors_present_name(
    sandbox: Sandbox, login: dict[str, object], profile: dict[str, object], name: str | None
) -> None:
    """The plan has the vendor's present name; to a name that the vendor itself shows, no factor is added."""
    assert name == _plan(sandbox, login, profile)


@pytest.mark.parametrize(
    ("login", "profile", "times", "name"),
    [
        (PRO, PROFILE_20X, Times(EARLIER, LATER, NOW), "Ultra"),
        (PRO, PROFILE_20X, Times(LATER, EARLIER, EARLIER), "Pro"),
        (MAX_20X, PROFILE_PRO, Times(LATER, EARLIER, EARLIER), "Ultra"),
        (MAX_20X, PROFILE_PRO | {"planDisplayName": "Pro"}, Times(LATER, EARLIER, EARLIER), "Ultra"),
        (MAX_20X, PROFILE_PRO, Times(EARLIER, LATER, NOW), "Pro"),
        (PRO, PROFILE_20X, Times(None, LATER, EARLIER), "Ultra"),
        (PRO, PROFILE_20X, Times(None, LATER, LATER + timedelta(minutes=50)), "Ultra"),
        (PRO, PROFILE_20X, Times(None, EARLIER, LATER), "Pro"),
        (PRO, PROFILE_20X, Times(EARLIER, None, EARLIER), "Pro"),
        (PRO, PROFILE_20X, Times(None, None, EARLIER), "Pro"),
        (PRO, PROFILE_20X | {"planDisplayName": "Ultra"}, Times(None, None, EARLIER), "Ultra"),
        ({}, PROFILE_20X, Times(LATER, EARLIER, NOW), "Ultra"),
        (PRO, {"organizationRateLimitTier": "default_claude_max_20x"}, Times(EARLIER, LATER, NOW), "Pro"),
    ],
)
def test_the_newest_source_names_the_plan(
    sandbox: Sandbox, login: dict[str, object], profile: dict[str, object], times: Times, name: str
) -> None:
    """The newest source that names a plan gives both the name and its factor; the other one adds nothing.

    A login without a time for its plan has that of its file.
    """
    assert name == _plan(sandbox, login, profile, times)


def test_a_profile_of_november_2026_is_ultra(sandbox: Sandbox) -> None:
    """The profile of an Ultra account is shown as Ultra, without a factor."""
    organization = load_fixture("claude-profile-ultra")["organization"]
    profile = {
        "organizationType": organization["organization_type"],
        "organizationRateLimitTier": organization["rate_limit_tier"],
        "planDisplayName": organization["plan_display_name"],
    }

    assert "Ultra" == _plan(sandbox, MAX_20X, profile, Times(EARLIER, LATER))


def test_the_other_organisation_of_an_account_says_nothing(sandbox: Sandbox) -> None:
    """The plan and the figures of the account's other organisation are not those of the login."""
    sandbox.server.answers = [Answer(status=500, body=b"{}")]
    sandbox.write_login(subscriptionType="pro", rateLimitTier=None, subscriptionTypeVerifiedAt=None)
    content = load_fixture("claude-json-cache")
    content["oauthAccount"] |= {
        "organizationUuid": "the other one",
        "organizationName": "Other",
        "planDisplayName": "Ultra",
    }
    (sandbox.claude.parent / ".claude.json").write_text(json.dumps(content))

    view = _view(sandbox)

    assert ("Pro", (), "person@example.com") == (view.plan, view.windows, view.account.label)


def test_without_an_account_in_the_login_another_organisation_is_another_account(sandbox: Sandbox) -> None:
    """Where the login does not say whose it is, a profile of another organisation does not give it a name either."""
    sandbox.write_login(accountUuid=None)
    content = load_fixture("claude-json-cache")
    content["oauthAccount"] |= {"organizationUuid": "the other one"}
    (sandbox.claude.parent / ".claude.json").write_text(json.dumps(content))

    assert "person@example.com" != _view(sandbox).account.label
