"""Makes the families of metrics out of values. Names and labels are a contract with dashboards: they are only added to.

Pure. This module must not know in which form a family is written.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from brim.backend.outputs.metriclabels import ELSEWHERE, LabelWriter, label_text, project_name
from brim.backend.outputs.metricvalues import TOKEN_TYPES, Family, Kind
from brim.words.metrics import metric_help

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from brim.backend.outputs.metricvalues import Labels, LimitValues, MetricValues
    from brim.model.metrics import AccountLabels, ProjectLabels

    type Sample = tuple[Labels, float | None]

_DIGITS = 3
"""Of points and chances: less is no change."""


def families(values: MetricValues, projects: ProjectLabels, accounts: AccountLabels) -> tuple[Family, ...]:
    """Every family that has samples, in an order that does not change."""
    labels = LabelWriter(projects, accounts, values.accounts)
    made = (
        _gauge("brim_build_info", [((("version", label_text(values.version)),), 1)]),
        *_of_limits(values, labels),
        *_of_money(values, labels),
        _gauge("brim_quota_points", _points(values, labels)),
        *_of_uses(values, labels),
        _counter("brim_unpriced_tokens_total", [(_model(name), count) for name, count in values.unpriced.items()]),
        _counter("brim_requests_total", [(_account(id_, values, labels), n) for id_, n in values.sent.items()]),
    )
    return tuple(family for family in made if family.samples)


def _of_limits(values: MetricValues, labels: LabelWriter) -> Iterator[Family]:
    limits = [
        (_account(account.id, values, labels, ("limit", label_text(limit.id))), limit)
        for account in values.accounts
        for limit in account.limits
    ]
    read = [
        (_account(account.id, values, labels, ("source", label_text(source))), _whole(at))
        for account in values.accounts
        for source, at in account.read_at.items()
    ]
    yield _gauge("brim_limit_used_percent", [(own, limit.percent) for own, limit in limits])
    yield _gauge("brim_limit_reset_timestamp_seconds", [(own, _whole(limit.resets_at)) for own, limit in limits])
    yield _gauge(
        "brim_limit_run_out_chance", [(own, limit.chance and round(limit.chance, _DIGITS)) for own, limit in limits]
    )
    yield _gauge("brim_limit_refused", [(own, _refused(limit)) for own, limit in limits])
    yield _gauge("brim_reading_timestamp_seconds", read)


def _of_money(values: MetricValues, labels: LabelWriter) -> Iterator[Family]:
    """What accounts have spent and have left, in their currencies."""
    spent: list[Sample] = []
    left: list[Sample] = []
    for account in values.accounts:
        money = account.money
        for samples, amount, currency in (
            (spent, money.spent, money.spent_currency),
            (left, money.balance, money.balance_currency),
        ):
            samples.append((_account(account.id, values, labels, ("currency", label_text(currency))), amount))
    yield _gauge("brim_money_spent", spent)
    yield _gauge("brim_money_balance", left)


def _account(id_: str, values: MetricValues, labels: LabelWriter, *more: tuple[str, str]) -> Labels:
    """The labels of an account: its code or name, what is measured of it, and its provider where that is known."""
    provider = next((account.provider for account in values.accounts if account.id == id_), "")
    known = (("provider", label_text(provider)),) if provider else ()
    return (("account", labels.account(id_)), *more, *known)


def _points(values: MetricValues, labels: LabelWriter) -> Iterator[Sample]:
    """The points of each project, which add up with those from elsewhere to the percentage."""
    for account in values.accounts:
        for limit in account.limits:
            if limit.points is None:
                continue
            own = _account(account.id, values, labels, ("limit", label_text(limit.id)))
            sums: dict[Labels, float] = {}
            for folder, points in limit.points.items():
                key = (*own, *labels.project(project_name(folder)))
                sums[key] = sums.get(key, 0.0) + points
            yield from ((key, round(points, _DIGITS)) for key, points in sums.items())
            yield (*own, ("project", ELSEWHERE)), round(limit.elsewhere, _DIGITS)


def _of_uses(values: MetricValues, labels: LabelWriter) -> Iterator[Family]:
    tokens: list[Sample] = []
    costs: list[Sample] = []
    for use in values.uses:
        own = (*labels.project(use.project), *_model(use.model))
        tokens += [((*own, ("type", kind)), count) for kind, count in zip(TOKEN_TYPES, use.tokens, strict=True)]
        costs.append((own, use.cost))
    yield _counter("brim_tokens_total", tokens)
    yield _counter("brim_cost_usd_total", costs)


def _model(name: str) -> Labels:
    return (("model", label_text(name)),)


def _refused(limit: LimitValues) -> int | None:
    """None where nothing is known of the limit, as after its reset."""
    return int(limit.refused) if limit.refused or limit.percent is not None else None


def _whole(at: float | None) -> int | None:
    """A time in whole seconds: a server that names it a little differently each time changes nothing."""
    return None if at is None else round(at)


def _gauge(name: str, samples: Iterable[Sample]) -> Family:
    """A value as it is now; of two with the same labels the first one."""
    found: dict[Labels, float] = {}
    for labels, value in samples:
        if value is not None and math.isfinite(value):
            found.setdefault(labels, value)
    return Family(name, Kind.GAUGE, metric_help(name), found)


def _counter(name: str, samples: Iterable[Sample]) -> Family:
    """A sum that never falls; of several with the same labels the sum of all."""
    found: dict[Labels, float] = {}
    for labels, value in samples:
        if value is not None and math.isfinite(value):
            found[labels] = found.get(labels, 0) + value
    return Family(name, Kind.COUNTER, metric_help(name), found)
