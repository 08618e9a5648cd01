"""One answer of a model as transcripts report it, and how several rows about the same answer become one.

Pure. This module must not know files, JSON, SQLite or prices.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from struct import Struct
from typing import NamedTuple

import msgspec

_EMPTY_DIGEST = blake2b(digest_size=8)
_signed = Struct(">q").unpack


class Place(NamedTuple):
    """Where an answer was given."""

    session: str
    project: str
    """The folder in which the program ran."""
    root: str
    """The program's own folder that holds the transcript; it belongs to an account."""
    provider: str = ""
    """The name of the provider whose program it is."""


class PriceClass(NamedTuple):
    """All that decides the price of a token, apart from the day."""

    model: str
    """Without date or cloud: a plain name."""
    fast: bool = False
    us_only: bool = False
    """Computed in the United States, at a higher price."""
    regional: bool = False
    """A cloud's endpoint of one region, at a higher price."""
    long: bool = False
    """The prompt is above the mark from which the model has a second price."""


@lru_cache(maxsize=4096)
def stable_number(what: Place | PriceClass) -> int:
    """A number below 2**48, the same on every machine. That two share one is next to impossible.

    A root has one provider, which is left out: a place keeps the number that it had when there was only one.
    """
    named = what[:3] if isinstance(what, Place) else tuple(what)
    return int.from_bytes(blake2b(repr(named).encode(), digest_size=6).digest(), "big")


def answer_number(key: str) -> int:
    """A number of 64 bits for the id of an answer."""
    digest = _EMPTY_DIGEST.copy()  # quicker than a new one
    digest.update(key.encode("utf-8", "replace"))
    number: int = _signed(digest.digest())[0]
    return number


class Answer(msgspec.Struct, gc=False):
    """What is known of one answer so far. Merging is commutative, associative and idempotent: no order matters."""

    at: int
    """Seconds since the epoch, of the earliest row."""
    sidechain: bool
    place: Place
    price_class: PriceClass
    input: int
    output: int
    cache_write_5m: int
    cache_write_1h: int
    cache_read: int
    web_searches: int

    def merge(self, other: Answer) -> None:
        """Add what another row says about the same answer.

        The earliest row owns the answer, and of equally early ones that of the main conversation: a fork or a replay
        copies rows. The tokens are the highest of each kind, since output grows while an answer streams; the row with
        the most output knows the model.
        """
        if other.at < self.at or (other.at == self.at and other.rank < self.rank):
            self.at, self.sidechain, self.place = other.at, other.sidechain, other.place
        if other.output > self.output:
            self.output, self.price_class = other.output, other.price_class
        elif other.output == self.output and other.price_class != self.price_class:
            self.price_class = max(self.price_class, other.price_class, key=stable_number)
        if other.prompt != self.prompt:  # rarely: rows about one answer differ in its output
            self.input = max(self.input, other.input)
            self.cache_write_5m = max(self.cache_write_5m, other.cache_write_5m)
            self.cache_write_1h = max(self.cache_write_1h, other.cache_write_1h)
            self.cache_read = max(self.cache_read, other.cache_read)
            self.web_searches = max(self.web_searches, other.web_searches)

    @property
    def prompt(self) -> tuple[int, ...]:
        """All tokens but the output, and the searches."""
        return self.input, self.cache_write_5m, self.cache_write_1h, self.cache_read, self.web_searches

    @property
    def rank(self) -> tuple[int, bool, int]:
        """How it is ordered among rows about the same answer: the lowest one owns it."""
        return self.at, self.sidechain, stable_number(self.place)
