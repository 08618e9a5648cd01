"""Accounts as JSON that gives the very same values back: for another process of the same version of Brim.

Standard library only, for quick commands. This module must not know what a value means, nor where it is kept.
"""

from __future__ import annotations

import functools
import types
import typing
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from brim.model.account import Account, AccountView, Health, Incident, Problem
from brim.model.costs import CostView, TopProject
from brim.model.forecast import Forecast
from brim.model.level import Level
from brim.model.usage import Doubt, EarlyReset, Figure, Source, Spend, Window
from brim.model.vendor import Vendor

_MODEL = frozenset(
    {Account, AccountView, CostView, EarlyReset, Figure, Forecast, Incident, Problem, Spend, TopProject, Vendor, Window}
)
_NAMES = {kind.__name__: kind for kind in (*_MODEL, Doubt, Health, Level, Source, datetime, Decimal)}
"""What the annotations of the model name, which its modules import for type checkers only."""


def encoded(value: object) -> object:
    """A view, or a part of one, as JSON."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Decimal | StrEnum):
        return str(value)
    if isinstance(value, tuple):
        return [encoded(item) for item in value]
    kind: type = type(value)
    if kind in _MODEL:
        return {name: encoded(getattr(value, name)) for name in _kinds_of_fields(kind)}
    return value


def decoded_view(data: object) -> AccountView:
    """The view that was encoded; raises ValueError for anything that is none."""
    try:
        view = _decoded(AccountView, data)
    except (AttributeError, KeyError, TypeError, ArithmeticError) as error:
        raise ValueError from error
    if not isinstance(view, AccountView):
        raise ValueError  # noqa: TRY004 - the value was wrong, not its use
    return view


@functools.cache
def _kinds_of_fields(kind: type) -> dict[str, typing.Any]:  # Any: an annotation has no type
    return typing.get_type_hints(kind, localns=_NAMES)


def _decoded(kind: typing.Any, data: typing.Any) -> object:  # noqa: ANN401 - the fields of a file, whatever they hold
    if data is None:
        return None
    arguments = typing.get_args(kind)
    if isinstance(kind, types.UnionType):
        kind, arguments = arguments[0], typing.get_args(arguments[0])
    if typing.get_origin(kind) is tuple:
        kinds = arguments[:1] * len(data) if arguments[-1] is Ellipsis else arguments
        return tuple(_decoded(one, item) for one, item in zip(kinds, data, strict=True))
    if kind in _MODEL:
        return kind(**{name: _decoded(field, data[name]) for name, field in _kinds_of_fields(kind).items()})
    if issubclass(kind, Decimal | StrEnum | datetime):
        return datetime.fromisoformat(data) if kind is datetime else kind(data)
    if not isinstance(data, float | int if kind is float else kind):
        raise TypeError
    return data
