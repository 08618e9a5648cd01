"""Costs and tokens as people read them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from brim.model.costs import CostView, TopProject
from brim.model.options import IconShow
from brim.words import costs, terminal
from tests.support.samples import NOW, account_view, window


@pytest.mark.parametrize(
    ("cost", "text"),
    [(None, "–"), (0.0, "$0.00"), (0.004, "<$0.01"), (0.01, "$0.01"), (12.345, "$12.35"), (3267.4, "$3,267.40")],
)
def test_a_cost_reads_as_money(cost: float | None, text: str) -> None:
    """A cost has two decimals, a tiny one is below a cent, and an unknown one is a dash."""
    assert text == costs.cost_text(cost)


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        (0, "0 tokens"),
        (1, "1 token"),
        (999, "999 tokens"),
        (1000, "1k tokens"),
        (812_345, "812.3k tokens"),
        (45_200_000, "45.2M tokens"),
        (6_100_000_000, "6.1B tokens"),
    ],
)
def test_many_tokens_are_rounded(tokens: int, text: str) -> None:
    """Large numbers of tokens have one decimal and a sign for their size."""
    assert text == costs.tokens_text(tokens)


def test_status_says_where_a_limit_went_and_what_today_cost() -> None:
    """The details of an account name the top project of the shown limit, and today's list price as what it is."""
    view = account_view(replace(window(), headline=True))
    known = CostView(12.5, NOW + timedelta(hours=9), (("session", TopProject("brim", 31)),))
    lines = terminal.account_details(replace(view, costs=known), NOW, IconShow.USED)

    assert "Used by   mostly brim, 31%" in lines
    assert "Today     $12.50 at list price, not money spent" in lines
    assert not any(line.startswith(("Used by", "Today")) for line in terminal.account_details(view, NOW, IconShow.USED))
