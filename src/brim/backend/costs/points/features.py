"""What an answer weighs at list price, before anything is learned about limits.

The true weights of tokens in a limit are not public. List prices are the best guess of how models and kinds of tokens
relate; what differs is learned for each family of models and for the cache (`learning.py`).

An answer in fast mode weighs nothing: it is paid with credits and draws on no limit of a plan (vendor's page on fast
mode, 2026-11). Nor does a model of another vendor, or one at a cloud's endpoint of a region: neither is paid by the
plan. A model of the plan's vendor without a price in the table draws on the limit all the same, so it must not end in
"elsewhere": it weighs like the newest priced model of its family, or, in a new family, like a middle one, and its
family has a multiplier of its own. That stand-in is never shown as a cost.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from brim.backend.costs.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from brim.backend.costs.cells import Cell
    from brim.backend.costs.prices import PriceTable
    from brim.backend.transcripts.answer import Place, PriceClass

_DAY = 86_400
_MILLION = 1_000_000
_KINDS = ("input", "output", "cache_write_5m", "cache_write_1h", "cache_read", "web_searches")


class Dollars(NamedTuple):
    """What something weighs at list price, by kind of tokens."""

    main: float
    """All but the cache."""
    cache_write: float
    cache_read: float

    @property
    def total(self) -> float:
        """The whole price."""
        return self.main + self.cache_write + self.cache_read

    def plus(self, other: Dollars) -> Dollars:
        """The sum of both."""
        return Dollars(self.main + other.main, self.cache_write + other.cache_write, self.cache_read + other.cache_read)


NOTHING = Dollars(0.0, 0.0, 0.0)


class Use(NamedTuple):
    """One answer, or several in five minutes: when, where, and what it weighs."""

    at: float
    place: Place
    model: str
    family: str
    dollars: Dollars


@cache
def family_of(model: str, plan_models: tuple[str, ...]) -> str:
    """The family of a plain model name: what is left without the plan's word and without numbers.

    `plan_models`: how the names of the plan's models begin.
    """
    begin = next(filter(model.startswith, plan_models), "")
    words = [word for word in model.removeprefix(begin).split("-") if word.isalpha()]
    return "-".join(words) or model


@cache
def in_scope(family: str, scope: str) -> bool:
    """Whether a limit for some models, which the server calls for example `Opus`, counts a family."""
    return not set(re.findall(r"[a-z]+", scope.lower())).isdisjoint(family.split("-"))


class Weigher:
    """Turns stored answers into uses. Keeps the rates of each price class and day, which many answers share."""

    def __init__(self, prices: PriceTable, plan_models: tuple[str, ...]) -> None:
        """`prices`: the table of list prices; `plan_models`: how the names of the plan's models begin."""
        self._prices = prices
        self._plan_models = plan_models
        self._rates: dict[tuple[PriceClass, int], tuple[float, ...] | None] = {}
        own = [model for model in prices.models if model.startswith(plan_models)]
        newest = {family_of(model, plan_models): model for model in sorted(own, key=_version)}
        self._newest = newest
        by_price = sorted(newest.values(), key=lambda model: (prices.models[model].output, model))
        self._middle = by_price[len(by_price) // 2] if by_price else ""

    def uses(self, cells: Iterable[Cell], scope: str | None = None) -> list[Use]:
        """The uses of a limit by time; with `scope` only those of a family of models that it names."""
        uses = []
        for cell in cells:
            rates = self._rates_of(cell.price_class, cell.start // _DAY)
            if rates is None:
                continue
            family = family_of(cell.price_class.model, self._plan_models)
            if scope is not None and not in_scope(family, scope):
                continue
            sent, tokens = rates, cell.tokens
            main = tokens.input * sent[0] + tokens.output * sent[1] + tokens.web_searches * sent[5]
            written = tokens.cache_write_5m * sent[2] + tokens.cache_write_1h * sent[3]
            read = tokens.cache_read * sent[4]
            uses.append(Use(cell.start, cell.place, cell.price_class.model, family, Dollars(main, written, read)))
        uses.sort()
        return uses

    def _rates_of(self, price_class: PriceClass, day: int) -> Sequence[float] | None:
        """USD of one token of each kind; None where an answer draws on no limit."""
        key = price_class, day
        if key not in self._rates:
            self._rates[key] = self._new_rates(price_class, day)
        return self._rates[key]

    def _new_rates(self, price_class: PriceClass, day: int) -> tuple[float, ...] | None:
        model = self._prices.aliases.get(price_class.model, price_class.model)
        if price_class.fast or price_class.regional or not model.startswith(self._plan_models):
            return None
        if model not in self._prices.models:
            stand_in = self._newest.get(family_of(model, self._plan_models), self._middle)
            price_class = price_class._replace(model=stand_in)
        when = datetime.fromtimestamp(day * _DAY, UTC).date()
        costs = (
            self._prices.cost(price_class, when, Tokens(**{kind: _MILLION}))  # a cost is linear in tokens
            for kind in _KINDS
        )
        return tuple((cost or 0.0) / _MILLION for cost in costs)


def _version(model: str) -> tuple[tuple[int, ...], str]:
    """The order of the versions of a family."""
    return tuple(int(word) for word in model.split("-") if word.isdigit()), model
