"""Fits multipliers to stretches: ridge regression without negative results, in which growth may be foreign. Pure.

The points of a use are its dollars at list price, times a multiplier of its family of models, times one of its kind of
tokens (1, writes to the cache, reads from the cache). Growth above the prediction may come from another machine, so it
soon loses its weight; growth below it cannot, and keeps its weight. The result is therefore near the lower edge of what
was seen, and stays near list prices where there is little to learn from.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from brim.backend.costs.points.stretches import predicted
from brim.backend.costs.points.values import Multipliers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brim.backend.costs.points.stretches import Stretch

    type Row = Sequence[tuple[int, float]]
    """Columns and their amounts."""

_COMMON_QUANTILE = 0.4
_RIDGE = 1.0
_NOISE_STEPS, _MIN_NOISE, _NOISE_PART = 0.6, 0.2, 0.05
"""The noise of a growth: in steps, in points, and as a part of it."""
_FOREIGN_AT = 2.0
"""Standard deviations above the prediction from which growth is rather foreign."""
_ROUNDS, _SWEEPS = 12, 200
_SMALL = 1e-4
_LEAST = 1e-6
"""Of a multiplier, and of the dollars of a stretch: less is next to nothing, and only overflows."""


def fit(stretches: Sequence[Stretch], windows: int) -> Multipliers | None:
    """The multipliers that explain the stretches, which come from so many windows; None without any growth."""
    stretches = [stretch for stretch in stretches if _dollars(stretch) > _LEAST]
    common = _common_multiplier(stretches)
    if common is None:
        return None
    families = sorted({family for stretch in stretches for family in stretch.dollars})
    growths = [stretch.growth for stretch in stretches]
    noise = [
        math.hypot(max(_NOISE_STEPS * stretch.step, _MIN_NOISE), _NOISE_PART * stretch.growth) for stretch in stretches
    ]
    found = Multipliers(dict.fromkeys(families, common), 1.0, 1.0, common, windows, len(stretches))
    for _ in range(_ROUNDS):
        before = found
        weights = [
            _weight((stretch.growth - predicted(stretch.dollars, found)) / sigma) / sigma**2
            for stretch, sigma in zip(stretches, noise, strict=True)
        ]
        found = _improved(stretches, growths, weights, found)
        if _distance(before, found) < _SMALL:
            break
    return found


def _common_multiplier(stretches: Sequence[Stretch]) -> float | None:
    """Points of one dollar in stretches with little foreign use; None without any growth."""
    rates = sorted((stretch.growth / _dollars(stretch), _dollars(stretch)) for stretch in stretches)
    least, total = _COMMON_QUANTILE * sum(dollars for _, dollars in rates), 0.0
    for rate, dollars in rates:
        total += dollars
        if total >= least and rate > 0:
            return max(rate, _LEAST)
    return None


def _dollars(stretch: Stretch) -> float:
    return sum(amount.total for amount in stretch.dollars.values())


def _weight(above: float) -> float:
    """The weight of a growth that is so many standard deviations above its prediction."""
    return (1 + (above / _FOREIGN_AT) ** 2) ** -1.5 if above > 0 else 1.0


def _improved(
    stretches: Sequence[Stretch], growths: Sequence[float], weights: Sequence[float], found: Multipliers
) -> Multipliers:
    """One step of Gauss and Newton: both kinds of multipliers together, with their product made linear."""
    index = {family: number for number, family in enumerate(found.families)}
    size = len(index)
    rows: list[Row] = []
    rests = []
    for stretch, growth in zip(stretches, growths, strict=True):
        row = []
        write = read = 0.0
        for family, amount in stretch.dollars.items():
            weighed = amount.main + found.cache_write * amount.cache_write + found.cache_read * amount.cache_read
            row.append((index[family], weighed))
            write += found.families[family] * amount.cache_write
            read += found.families[family] * amount.cache_read
        rows.append([*row, (size, write), (size + 1, read)])
        rests.append(growth + found.cache_write * write + found.cache_read * read)
    prior = [found.other] * size + [1.0, 1.0]
    *families, write, read = _solve(
        rows, rests, weights, prior, [*found.families.values(), found.cache_write, found.cache_read]
    )
    by_family = dict(zip(index, families, strict=True))
    return replace(found, families=by_family, cache_write=write, cache_read=read)


def _distance(first: Multipliers, second: Multipliers) -> float:
    """The largest change of a multiplier."""
    families = (abs(second.families[name] - value) / first.other for name, value in first.families.items())
    kinds = abs(first.cache_write - second.cache_write), abs(first.cache_read - second.cache_read)
    return max(*families, *kinds)


def _solve(
    rows: Sequence[Row],
    growths: Sequence[float],
    weights: Sequence[float],
    prior: Sequence[float],
    first: Sequence[float],
) -> list[float]:
    """Weighted least squares near a prior, without negative results, by turns for each column from `first` on."""
    size = len(prior)
    matrix = [[0.0] * size for _ in range(size)]
    right = [0.0] * size
    for row, growth, weight in zip(rows, growths, weights, strict=True):
        for number, amount in row:
            weighted = weight * amount
            right[number] += weighted * growth
            line = matrix[number]
            for other, other_amount in row:
                line[other] += weighted * other_amount
    for number, value in enumerate(prior):
        matrix[number][number] += _RIDGE / value**2
        right[number] += _RIDGE / value
    found = list(first)
    for _ in range(_SWEEPS):
        moved = 0.0
        for number, line in enumerate(matrix):
            rest = right[number] - sum(line[other] * found[other] for other in range(size) if other != number)
            new = max(0.0, rest / line[number])
            moved = max(moved, abs(new - found[number]) / prior[number])
            found[number] = new
        if moved < _SMALL / 100:
            break
    return found
