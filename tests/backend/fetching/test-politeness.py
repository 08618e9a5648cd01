"""A month in fast time: Brim's number is the freshest among those that cost the account nothing."""

from __future__ import annotations

from functools import cache

import pytest

from brim.backend.providerlist.selection import real_providers
from brim.backend.providers.pollingpolicy import PollingPolicy
from tests.simulation import otherpolicies, policies, workmonth
from tests.simulation.budget import BudgetServer
from tests.simulation.otherpolicies import OTHER_POLICIES, PolicyState

SEEDS = (1, 2, 3)
OTHER_RULES = tuple(dict.fromkeys(one.policy for one in real_providers() if one.name != "claude"))
"""Those of several providers are the same."""
SILENT = PollingPolicy().block_backoff
"""What is waited for after a refusal that tells nothing."""


def _asked(*times: tuple[float, str], seed: int = 1) -> BudgetServer:
    """A server that was asked at these times, by these."""
    server = BudgetServer(seed)
    for at, who in times:
        server.request(at, who)
    return server


def test_the_budget() -> None:
    """Five requests in 300 s are served, whoever sends them; the sixth and those after it are refused for a while."""
    server = _asked(*((50.0 * index, f"{index}") for index in range(6)))
    (refused,) = (one for one in server.requests_sent if one.block is not None)

    assert 250.0 == refused.at
    assert refused.block is not None
    assert 300.0 <= refused.block.ends <= 250.0 + 3600.0
    assert server.request(refused.block.ends - 1, "me").block is refused.block
    assert server.request(refused.block.ends, "me").block is None


def test_what_is_told() -> None:
    """A refusal tells the seconds that are left, or zero, or nothing."""
    told = {_asked(*((1.0, "me"),) * 6, seed=seed).requests_sent[-1].retry_after for seed in range(40)}

    assert {None, 0.0} < told
    assert all(left is None or left == 0 or 290 <= left <= 3600 for left in told)


@pytest.mark.parametrize(
    ("times", "own"),
    [
        ([(1, "me"), (2, "a"), (3, "a"), (4, "a"), (5, "a"), (6, "a")], 0),  # only others were refused
        ([(1, "me"), (2, "a"), (3, "a"), (4, "a"), (5, "a"), (6, "me")], 1),
        ([(1, "me"), (2, "a"), (3, "a"), (4, "a"), (5, "a"), (6, "a"), (7, "me")], 1),
        ([(1, "me"), (2, "a"), (3, "a"), (4, "a"), (5, "a"), (6, "a"), (7, "a"), (8, "me")], 0),
        ([(1, "me"), (2, "me"), (3, "me"), (4, "me"), (5, "me"), (6, "me"), (7, "me")], 2),
        ([(1, "a"), (2, "a"), (3, "a"), (4, "a"), (5, "a"), (6, "me"), (7, "a")], 0),
        ([(1, "a"), (2, "a"), (3, "a"), (4, "a"), (5, "me"), (6, "me"), (304, "a")], 1),
    ],
)
def test_whose_making(times: list[tuple[float, str]], own: int) -> None:
    """A refusal is of my own making when all the others' requests would have fitted into the budget without mine."""
    assert own == _asked(*times).self_caused_refusals("me")


def test_impatience() -> None:
    """Whoever asks again before the time that was told is impatient."""
    seed = next(seed for seed in range(40) if _asked(*((1.0, "me"),) * 6, seed=seed).requests_sent[-1].retry_after)

    assert 2 == _asked(*((1.0, "me"),) * 6, (2.0, "me"), (3.0, "me"), (4.0, "other"), seed=seed).early_requests("me")


@pytest.mark.parametrize(
    ("policy", "seen", "seconds"),
    [
        (otherpolicies.every_minute, PolicyState(refusals=3, retry_after=1800), 60),
        (otherpolicies.every_five_minutes, PolicyState(refusals=3, retry_after=1800), 300),
        (otherpolicies.respecting_retry_after, PolicyState(refusals=1, retry_after=1800), 1800),
        (otherpolicies.respecting_retry_after, PolicyState(refusals=1, retry_after=0), 300),
        (otherpolicies.doubling_after_refusal, PolicyState(), 60),
        (otherpolicies.doubling_after_refusal, PolicyState(refusals=2, retry_after=1800), 240),
        (otherpolicies.doubling_after_refusal, PolicyState(refusals=99), 600),
        (otherpolicies.by_activity, PolicyState(idle_seconds=10), 120),
        (otherpolicies.by_activity, PolicyState(idle_seconds=400), 300),
        (otherpolicies.by_activity, PolicyState(idle_seconds=4000), 900),
        (otherpolicies.by_activity, PolicyState(idle_seconds=40_000), 1800),
        (otherpolicies.by_activity, PolicyState(refusals=1, retry_after=1800, idle_seconds=10), 1800),
        (otherpolicies.by_activity, PolicyState(refusals=1, retry_after=0, idle_seconds=10), 300),
    ],
)
def test_peers(policy: otherpolicies.Policy, seen: PolicyState, seconds: float) -> None:
    """How other gauges wait, by the time of their last request."""
    assert seconds == policy(seen)


@cache
def _month(seed: int) -> tuple[policies.Result, dict[str, policies.Result]]:
    """Brim and the others in one and the same month."""
    life = workmonth.simulate_month(seed)
    return policies.simulate(life, seed), {
        name: policies.simulate(life, seed, policy) for name, policy in OTHER_POLICIES.items()
    }


@pytest.mark.timeout(300)
@pytest.mark.parametrize("wanted", [1.0, 300.0])
@pytest.mark.parametrize("policy", OTHER_RULES, ids=lambda policy: policy.sees_activity)
def test_the_rules_for_every_other_provider_hold_whatever_is_set(policy: PollingPolicy, wanted: float) -> None:
    """A month by the rules for Codex and the others, in the strictest budget that is known: no setting is a burden.

    Codex itself asks every minute; Brim asks at most twice in five minutes, and never before the time that it was told.
    """
    rules = policy.with_intervals(wanted, wanted, wanted)
    brim = policies.simulate(workmonth.simulate_month(1), 1, polling_policy=rules)

    assert (0, 0) == (brim.self_caused_refusals, brim.early_requests)
    assert brim.most_in_window <= 2
    assert brim.requests_per_day < 24 * 60 / 5


@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_is_refused_because_of_brim(seed: int) -> None:
    """Brim brings about no refusal, never asks before the time that it was told, and leaves others their part."""
    brim, others = _month(seed)

    assert (0, 0) == (brim.self_caused_refusals, brim.early_requests)
    assert brim.most_in_window <= 2
    assert {"every 60 s", "60 s, doubling to 10 min", "2/5/15/30 min by activity"} == {
        name for name, other in others.items() if other.self_caused_refusals
    }


@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", SEEDS)
def test_no_polite_number_is_fresher(seed: int) -> None:
    """Among policies without a refusal of their own making Brim has the freshest number at work, for fewer requests."""
    brim, others = _month(seed)
    polite = {name: other for name, other in others.items() if not other.self_caused_refusals}

    assert polite
    assert all(brim.mean_age < other.mean_age for other in polite.values())
    assert all(brim.requests_per_day < other.requests_per_day for other in others.values())


@pytest.mark.timeout(300)
def test_the_tap() -> None:
    """With the status line's feed the number is seconds old while a session works, for no request more."""
    life = workmonth.simulate_month(SEEDS[0], days=5)
    without, tapped = policies.simulate(life, SEEDS[0]), policies.simulate(life, SEEDS[0], with_statusline=True)

    assert tapped.p95_age_in_turns < 30
    assert tapped.mean_age < without.mean_age / 4
    assert (0, 0) == (tapped.self_caused_refusals, tapped.early_requests)
    assert tapped.most_in_window <= 2
