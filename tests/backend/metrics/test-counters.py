"""Counters never fall, and count every token once, whatever becomes of the cost file and of prices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from brim.backend.costs.dailysums import DaySum
from brim.backend.costs.prices import PriceTable, load_prices
from brim.backend.costs.tokens import Tokens
from brim.backend.metrics.counters import Counters, count_requests, count_usage
from brim.backend.transcripts.answer import PriceClass

if TYPE_CHECKING:
    from collections.abc import Sequence

PRICES = load_prices()
OPUS, UNKNOWN = PriceClass("claude-opus-5-5"), PriceClass("claude-unheard-of-9")
TODAY = 20_700
KEY = ("app", "claude-opus-5-5")


def day_sum(day: int, tokens: int, project: str = "/home/me/app", price_class: PriceClass = OPUS) -> DaySum:
    """So many tokens sent on a day."""
    return DaySum(day, project, price_class, Tokens(1, input=tokens))


def counters(*passes: Sequence[DaySum], today: int = TODAY) -> Counters:
    """What is counted after the cost file held these sums, one after the other."""
    made = Counters(0.0, "machine")
    for sums in passes:
        count_usage(made, sums, PRICES, today)
    return made


def dearer(factor: int) -> PriceTable:
    """A table in which the model costs so many times as much."""
    price = PRICES.models["claude-opus-5-5"]
    changed = msgspec.structs.replace(price, input=price.input * factor)
    return msgspec.structs.replace(PRICES, models=PRICES.models | {"claude-opus-5-5": changed})


def test_what_is_new_is_added_once() -> None:
    """Reading the same sums again adds nothing; what they have more is added at list price."""
    once = counters([day_sum(TODAY, 1_000_000)])
    twice = counters([day_sum(TODAY, 1_000_000)], [day_sum(TODAY, 1_000_000)])
    more = counters([day_sum(TODAY, 1_000_000)], [day_sum(TODAY, 1_500_000)])

    assert (once.used, once.cost) == (twice.used, twice.cost)
    assert (1_500_000, 6.0) == (more.used[KEY][0], more.cost[KEY])


def test_the_whole_past_is_counted_at_the_price_of_its_days() -> None:
    """A first export counts everything that is known; a day in the past has its own price."""
    fable = PriceClass("claude-opus-4-6", long=True)
    old, new = 20_400, 20_600  # before and after the long prompts of this model became cheaper
    sums = [day_sum(day, 1_000_000, price_class=fable) for day in (old, new)]

    made = counters(sums)

    assert 2_000_000 == made.used["app", "claude-opus-4-6"][0]
    assert 15.0 == made.cost["app", "claude-opus-4-6"]


def test_a_changed_price_changes_only_what_comes_after() -> None:
    """What was counted keeps its price; only new tokens have the new one, dearer or cheaper."""
    made = counters([day_sum(TODAY, 1_000_000)])
    count_usage(made, [day_sum(TODAY, 1_000_000)], dearer(10), TODAY)
    unchanged = made.cost[KEY]
    count_usage(made, [day_sum(TODAY, 2_000_000)], dearer(10), TODAY)

    assert (4.0, 44.0) == (unchanged, made.cost[KEY])


def test_tokens_without_a_price_stay_without_one() -> None:
    """Tokens of a model that had no price are counted as such, and are not priced later."""
    made = counters([day_sum(TODAY, 500, price_class=UNKNOWN)])
    priced = msgspec.structs.replace(PRICES, aliases=PRICES.aliases | {UNKNOWN.model: OPUS.model})
    count_usage(made, [day_sum(TODAY, 1_000_500, price_class=UNKNOWN)], priced, TODAY)

    assert {UNKNOWN.model: 500} == made.unpriced
    assert (1_000_500, 4.0) == (made.used["app", UNKNOWN.model][0], made.cost["app", UNKNOWN.model])


def test_vanished_transcripts_cost_no_counter_and_hide_no_new_token() -> None:
    """When the cost file is made again from fewer transcripts, counters stay, and what is new then counts at once."""
    past = [day_sum(day, 1_000) for day in range(TODAY - 60, TODAY)]
    left = [day_sum(day, 1_000) for day in range(TODAY - 5, TODAY)]

    made = counters(past, left, [*left, day_sum(TODAY, 70)])

    assert 60_070 == made.used[KEY][0]


def test_a_cost_file_that_is_made_again_step_by_step_counts_nothing_twice() -> None:
    """Sums that begin at nothing and grow to what they were add nothing on the way."""
    past = [day_sum(day, 1_000) for day in range(TODAY - 60, TODAY)]

    made = counters(past, *(past[:number] for number in range(0, 61, 5)), [*past, day_sum(TODAY, 1)])

    assert 60_001 == made.used[KEY][0]


def test_days_become_old_without_a_jump() -> None:
    """Month after month, with a loss in between, the counter is the sum of what was used, and the marks stay few."""
    made = Counters(0.0, "machine")
    sums: list[DaySum] = []
    for day in range(TODAY, TODAY + 100):
        if day == TODAY + 50:
            sums = sums[-10:]
        sums.append(day_sum(day, 1_000))
        count_usage(made, sums, PRICES, day)

        assert 1_000 * (day - TODAY + 1) == made.used[KEY][0]
        assert len(made.marks) <= 5


def test_a_clock_that_jumps_counts_nothing_twice() -> None:
    """A clock that was far ahead for a moment, and transcripts from the future, change no counter."""
    sums = [day_sum(day, 1_000) for day in range(TODAY - 20, TODAY + 30)]
    made = counters(sums)
    for today in (TODAY + 400, TODAY, TODAY - 100, TODAY):
        count_usage(made, sums, PRICES, today)

    assert 50_000 == made.used[KEY][0]


def test_folders_of_one_name_are_one_project() -> None:
    """Two folders with the same last part add up; their order in the file does not matter."""
    sums = [day_sum(TODAY, 10, "/home/me/app"), day_sum(TODAY, 5, "/srv/app")]

    assert 15 == counters(sums, list(reversed(sums))).used[KEY][0]


def test_requests_go_on_after_their_file_began_anew() -> None:
    """The number of requests grows by what its file has more, and by all of a file that began again."""
    made = Counters(0.0, "machine")
    for number in (5, 9, 9, 2, 3):
        count_requests(made, "account", number)

    assert (12, 3) == made.sent["account"]


SUMS = st.lists(
    st.builds(
        day_sum,
        st.integers(TODAY - 30, TODAY + 2),
        st.integers(0, 10**9),
        st.sampled_from(["/home/me/app", "/srv/app", "/home/me/zebra"]),
        st.sampled_from([OPUS, UNKNOWN, PriceClass("claude-opus-5-5", fast=True)]),
    ),
    max_size=12,
    unique_by=lambda one: (one.day, one.project, one.price_class),
)


@given(st.lists(st.tuples(SUMS, st.integers(1, 50), st.integers(TODAY - 40, TODAY + 40)), max_size=8))
def test_nothing_that_happens_makes_a_counter_fall(passes: list[tuple[list[DaySum], int, int]]) -> None:
    """Any sums, prices and days in any order: every counter is at least what it was."""
    made = Counters(0.0, "machine")
    for sums, factor, today in passes:
        used, cost, unpriced = dict(made.used), dict(made.cost), dict(made.unpriced)
        count_usage(made, sorted(sums), dearer(factor), today)

        assert all(min(new - old for new, old in zip(made.used[key], used[key], strict=True)) >= 0 for key in used)
        assert all(made.cost[key] >= cost[key] for key in cost)
        assert all(made.unpriced[key] >= unpriced[key] for key in unpriced)


def test_the_open_days_are_enough_between_two_looks_at_the_whole_past() -> None:
    """Counting the open days only adds what is new in them, and takes nothing from what is older."""
    past = [day_sum(day, 1_000) for day in range(TODAY - 60, TODAY + 1)]
    made = counters(past)
    count_usage(made, [day_sum(TODAY, 1_500)], PRICES, TODAY)

    assert 61_500 == made.used[KEY][0]
    assert made == counters(past, [*past[:-1], day_sum(TODAY, 1_500)])
