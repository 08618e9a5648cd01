"""The names of what Brim itself requires on one system. This module must not know how a package manager names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packaging.requirements import Requirement

if TYPE_CHECKING:
    from recipes.release import Release


def requirement_names(release: Release, system: str) -> tuple[str, ...]:
    """The packages by name, as the index has them, that pyproject.toml requires on `linux`, `darwin` or `win32`."""
    parsed = map(Requirement, release.requirements)
    return tuple(
        sorted(one.name for one in parsed if one.marker is None or one.marker.evaluate({"sys_platform": system}))
    )
