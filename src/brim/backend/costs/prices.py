"""List prices of tokens: the table that ships with Brim, what the user's file adds to it, and what an answer costs.

The shipped table is that of the vendors' pricing pages as of its date, and holds retired models too. A list price is
not money spent: a plan has its own price. Pure apart from reading the two files. This module must not know where tokens
come from.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec

from brim.backend.providerlist.transcripts import plain_models
from brim.errors import ConfigError
from brim.printing import one_line
from brim.privatefiles import is_there, read_plain
from brim.words import costs as words

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.backend.costs.tokens import Tokens
    from brim.backend.transcripts.answer import PriceClass

USER_FILE = "prices.json"
"""In the config folder; it has the form of the shipped one, and may hold only a part of it."""
_MILLION = 1_000_000
_MOST_BYTES = 1 << 20
_NAME_LETTERS = 80
_Price = Annotated[float, msgspec.Meta(ge=0, le=1_000_000)]


class _Rates(msgspec.Struct, frozen=True, kw_only=True):
    """USD per million tokens of each kind."""

    input: _Price
    output: _Price
    cache_write_5m: _Price
    cache_write_1h: _Price
    cache_read: _Price


class _LongRates(_Rates, frozen=True, kw_only=True):
    """The rates of a whole request whose prompt is above a mark."""

    above_prompt_tokens: Annotated[int, msgspec.Meta(ge=1)]


class _BandedRates(_Rates, frozen=True, kw_only=True):
    """The rates of fast answers."""

    long_prompt: _LongRates | None = None


class _Earlier(msgspec.Struct, frozen=True, kw_only=True):
    """What was different before a day."""

    until: date
    input: _Price | None = None
    output: _Price | None = None
    cache_write_5m: _Price | None = None
    cache_write_1h: _Price | None = None
    cache_read: _Price | None = None
    fast: _BandedRates | None = None
    long_prompt: _LongRates | None = None


class _ModelPrice(_Rates, frozen=True, kw_only=True):
    """The prices of one model."""

    fast: _BandedRates | None = None
    long_prompt: _LongRates | None = None
    history: tuple[_Earlier, ...] = ()

    def rates(self, price_class: PriceClass, day: date) -> _Rates:
        """The rates of a class on a day. Fast answers and long prompts have their own ones where the model does."""
        shown = self
        for earlier in sorted(self.history, key=lambda entry: entry.until, reverse=True):
            if day < earlier.until:
                changes = {name: value for name, value in msgspec.structs.asdict(earlier).items() if value is not None}
                del changes["until"]
                shown = msgspec.structs.replace(shown, **changes)
        banded = shown.fast if price_class.fast and shown.fast is not None else shown
        return banded.long_prompt if price_class.long and banded.long_prompt is not None else banded


class PriceTable(msgspec.Struct, frozen=True, kw_only=True):
    """All prices."""

    as_of: date
    web_search: _Price
    """USD of one request."""
    us_only_factor: _Price
    regional_factor: _Price
    aliases: dict[str, str]
    models: dict[str, _ModelPrice]

    def bands(self) -> dict[str, int]:
        """For each model that has, or had, a second price: from how many tokens of a prompt on."""
        bands = {}
        for name, price in self.models.items():
            for long_prompt in (price.long_prompt, *(entry.long_prompt for entry in price.history)):
                if long_prompt is not None:
                    bands[name] = long_prompt.above_prompt_tokens
        return bands | {alias: bands[name] for alias, name in self.aliases.items() if name in bands}

    def rates_of(self, price_class: PriceClass, day: date) -> Callable[[Tokens], float] | None:
        """What tokens of a class cost on a day in UTC, in USD at list price; None where the model has no price here."""
        price = self.models.get(self.aliases.get(price_class.model, price_class.model))
        if price is None:
            return None
        rates = price.rates(price_class, day)
        factor = (self.us_only_factor if price_class.us_only else 1) * (
            self.regional_factor if price_class.regional else 1
        )

        def cost_of(tokens: Tokens) -> float:
            dollars = (
                tokens.input * rates.input
                + tokens.output * rates.output
                + tokens.cache_write_5m * rates.cache_write_5m
                + tokens.cache_write_1h * rates.cache_write_1h
                + tokens.cache_read * rates.cache_read
            ) / _MILLION
            return dollars * factor + tokens.web_searches * self.web_search

        return cost_of

    def cost(self, price_class: PriceClass, day: date, tokens: Tokens) -> float | None:
        """USD at list price for tokens of one class on one day in UTC; None where the model has no price here."""
        cost_of = self.rates_of(price_class, day)
        return None if cost_of is None else cost_of(tokens)


def load_prices(user_file: Path | None = None) -> PriceTable:
    """The shipped table with what the user's file adds or overrides.

    Raises ConfigError, whose message names the file, when that file cannot be used.
    """
    raw_table = Path(__file__).with_name(USER_FILE).read_bytes()
    if user_file is None or not is_there(user_file):
        return msgspec.json.decode(raw_table, type=PriceTable)
    shipped = json.loads(raw_table)
    try:
        raw = read_plain(user_file, _MOST_BYTES)
        own = json.loads(raw.removeprefix(b"\xef\xbb\xbf"))
    except OSError as error:
        raise ConfigError(*words.prices_unreadable(user_file, error.strerror or str(error))) from error
    except (ValueError, RecursionError):
        raise ConfigError(*words.prices_not_json(user_file)) from None
    if not isinstance(own, dict):
        raise ConfigError(*words.prices_not_json(user_file))
    for part in ("aliases", "models"):
        if isinstance(own.get(part), dict):
            named = {plain: value for name, value in own[part].items() for plain in plain_models(name)}
            own[part] = shipped[part] | named
    try:
        return msgspec.convert(shipped | own, PriceTable)
    except msgspec.ValidationError as error:
        raise ConfigError(*words.price_invalid(user_file, _fault(own, str(error)))) from None


def _fault(own: dict[str, object], message: str) -> str:
    """What is wrong, with the name of the model, which the message leaves out."""
    models = own.get("models")
    for name, value in models.items() if isinstance(models, dict) else ():
        try:
            msgspec.convert(value, _ModelPrice)
        except msgspec.ValidationError:
            return message.replace("[...]", f".{one_line(name)[:_NAME_LETTERS]}", 1)
    return message
