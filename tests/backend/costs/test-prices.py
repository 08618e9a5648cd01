"""What tokens cost at list price, and what the user's own price file changes."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from brim.backend.costs.prices import USER_FILE, load_prices
from brim.backend.costs.tokens import Tokens
from brim.backend.transcripts.answer import PriceClass
from brim.errors import ConfigError
from tests.support.transcripts import answer, read, session_file, usage, write

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 11, 29)
MILLION = Tokens(1, 1_000_000)
OWN = {"input": 1, "output": 2, "cache_write_5m": 3, "cache_write_1h": 4, "cache_read": 5}


@pytest.mark.parametrize(
    ("price_class", "day", "dollars"),
    [
        (PriceClass("claude-opus-5-5"), TODAY, 4.0),
        (PriceClass("claude-opus-5-5", fast=True), TODAY, 8.0),
        (PriceClass("claude-opus-5-5", us_only=True), TODAY, 4.4),
        (PriceClass("claude-opus-5-5", regional=True), TODAY, 4.4),
        (PriceClass("claude-fable-5-2"), TODAY, 8.0),
        (PriceClass("claude-sonnet-4-5", long=True), TODAY, 6.0),
        (PriceClass("claude-sonnet-4-6", long=True), TODAY, 3.0),
        (PriceClass("claude-sonnet-4-6", long=True), date(2026, 3, 12), 6.0),
        (PriceClass("claude-opus-4-0"), TODAY, 15.0),
        (PriceClass("claude-sonnet-4"), TODAY, 3.0),
        (PriceClass("claude-sonnet-5", fast=True), TODAY, 2.0),
        (PriceClass("claude-opus-6"), TODAY, None),
        (PriceClass("opus-4"), TODAY, None),
    ],
)
def test_input_has_its_price(price_class: PriceClass, day: date, dollars: float | None) -> None:
    """A million tokens of input cost what the vendor's list says for that model, class and day; or nothing is said."""
    cost = load_prices().cost(price_class, day, MILLION)

    assert dollars == (None if cost is None else pytest.approx(cost))


def test_each_kind_of_token_has_its_price() -> None:
    """Output, cache writes of both lengths, cache reads and web searches are added."""
    tokens = Tokens(1, 0, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 3)

    assert pytest.approx(20 + 5 + 8 + 0.2 + 0.03) == load_prices().cost(PriceClass("claude-opus-5-5"), TODAY, tokens)


def test_cache_reads_were_dearer_before_a_day() -> None:
    """A price that changed holds from its day on."""
    tokens, name = Tokens(1, cache_read=1_000_000), PriceClass("claude-sonnet-5-5")
    prices = load_prices()

    assert (0.2, 0.1) == tuple(prices.cost(name, date(2026, 10, day), tokens) for day in (6, 7))


@pytest.mark.parametrize(
    ("model", "prompt", "long"),
    [
        ("claude-haiku-5-5", 100_001, True),
        ("claude-haiku-5-5", 100_000, False),
        ("claude-sonnet-4-5", 200_001, True),
        ("claude-opus-5-5", 900_000, False),
    ],
)
def test_a_long_prompt_has_its_own_price(tmp_path: Path, model: str, prompt: int, *, long: bool) -> None:
    """Whether a prompt is above the mark of its model is decided for the whole request, cache reads included."""
    told = usage(input_tokens=1, cache_read_input_tokens=prompt - 1)
    write(session_file(tmp_path), [answer(message={"model": model, "usage": told})])

    assert [long] == [cell.price_class.long for cell in read(tmp_path, [tmp_path]).cells]


def test_iterations_are_judged_one_by_one(tmp_path: Path) -> None:
    """An answer of several requests has a long prompt if one of them has."""
    parts = [{"input_tokens": 60_000}, {"input_tokens": 60_000}]
    told = usage(input_tokens=120_000, iterations=parts)
    write(session_file(tmp_path), [answer(message={"model": "claude-haiku-5-5", "usage": told})])

    assert [False] == [cell.price_class.long for cell in read(tmp_path, [tmp_path]).cells]


def test_the_user_s_prices_add_and_override(tmp_path: Path) -> None:
    """A price file in the config folder adds models and replaces prices; all others stay."""
    file = tmp_path / USER_FILE
    file.write_text(json.dumps({"models": {"claude-opus-6": OWN, "claude-opus-5-5": OWN}}))
    prices = load_prices(file)
    costs = [prices.cost(PriceClass(f"claude-{name}"), TODAY, MILLION) for name in ("opus-6", "opus-5-5", "opus-5")]

    assert [1.0, 1.0, 5.0] == costs


@pytest.mark.parametrize(
    "name", ["claude-opus-6-20270101", "us.anthropic.claude-opus-6-20270101-v1:0", "claude-opus-6"]
)
def test_the_user_s_models_may_have_any_form(tmp_path: Path, name: str) -> None:
    """A price counts for its model whether the file names it as Claude Code, a cloud or Brim does."""
    file = tmp_path / USER_FILE
    file.write_text(json.dumps({"models": {name: OWN}}))

    assert 1.0 == load_prices(file).cost(PriceClass("claude-opus-6"), TODAY, MILLION)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"{", "not JSON"),
        (b"[]", "not JSON"),
        (b"\xff\xff", "not JSON"),
        (b'{"models": {"x": {"input": 1}}}', "missing required field"),
        (json.dumps({"models": {"right": OWN, "wr\nong": OWN | {"input": "a"}}}).encode(), "$.models.wr ong.input"),
        (json.dumps({"models": {"x": OWN | {"input": -1}}}).encode(), "models"),
        (json.dumps({"models": {"x": OWN | {"output": "2"}}}).encode(), "models"),
        (b'{"models": {"x": {"input": NaN}}}', ""),
        (b'{"models": 5}', "models"),
        (b'{"as_of": "yesterday"}', "as_of"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_bad_prices_are_named(tmp_path: Path, content: bytes, complaint: str) -> None:
    """A price file that cannot be used is one clear line with its name."""
    file = tmp_path / USER_FILE
    file.write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        load_prices(file)

    assert complaint in str(caught.value)
    assert USER_FILE in str(caught.value)
