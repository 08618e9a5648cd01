"""Values without the variants that D-Bus puts them into, and properties of the expected type.

This module must not know which program sent a value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dbus_fast import Variant

if TYPE_CHECKING:
    from collections.abc import Mapping

type Properties = Mapping[str, Any]
"""Properties of another program: their types are not known before they are read."""


def unwrap_all(values: Mapping[str, Any]) -> Properties:  # Any: what a variant holds is its sender's choice
    """The values of variants."""
    return {name: unwrap(variant) for name, variant in values.items()}


def unwrap(value: object) -> object:
    """A value without its variants, however many are around it."""
    while isinstance(value, Variant):
        value = value.value
    return [unwrap(item) for item in value] if isinstance(value, list) else value


def bool_property(values: Properties, name: str) -> bool | None:
    """A truth value among properties; None when it is absent or of another type."""
    value = values.get(name)
    return value if isinstance(value, bool) else None


def number_property(values: Properties, name: str) -> float | None:
    """A number among properties; None when it is absent or of another type."""
    value = values.get(name)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
