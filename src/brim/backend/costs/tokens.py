"""Sums of tokens. Pure. This module must not know prices."""

from __future__ import annotations

from operator import add
from typing import Self

import msgspec


class Tokens(msgspec.Struct, frozen=True, gc=False):
    """How much some answers sent, got and cached."""

    answers: int = 0
    input: int = 0
    output: int = 0
    cache_write_5m: int = 0
    """Written to the cache for five minutes."""
    cache_write_1h: int = 0
    """Written to the cache for an hour."""
    cache_read: int = 0
    web_searches: int = 0
    """Requests, not tokens."""

    def __add__(self, other: Self) -> Self:
        """The sum of both."""
        return type(self)(*map(add, msgspec.structs.astuple(self), msgspec.structs.astuple(other)))

    @property
    def total(self) -> int:
        """All tokens, whatever their kind."""
        return self.input + self.output + self.cache_write_5m + self.cache_write_1h + self.cache_read
