"""Every package that an installation of Brim brings, with version, source and hash, as uv.lock has it.

This module must not know what is made of it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import Any

from packaging.markers import Marker

_ENVIRONMENTS = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "darwin": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
}
_PYTHON = {"python_version": "3.13", "python_full_version": "3.13.0", "implementation_name": "cpython", "extra": ""}

type _Table = dict[str, Any]  # what TOML holds


@dataclass(frozen=True, slots=True)
class Locked:
    """One package."""

    name: str
    version: str
    url: str
    """Of its source, or of its one wheel for all systems."""
    sha256: str
    systems: frozenset[str]
    """Which of `linux` and `darwin` need it."""


def locked(text: str) -> tuple[Locked, ...]:
    """All of them by name, without Brim itself and without tools of developers."""
    packages = {package["name"]: package for package in tomllib.loads(text)["package"]}
    needed = {system: _closure(packages, values | _PYTHON) for system, values in _ENVIRONMENTS.items()}
    names = sorted(set.union(*needed.values()) - {"brim"})
    return tuple(_locked(packages[name], needed) for name in names)


def _locked(package: _Table, needed: dict[str, set[str]]) -> Locked:
    name, source = (
        package["name"],
        package.get("sdist") or package["wheels"][0],
    )  # pystray has one wheel for all systems
    systems = frozenset(system for system, names in needed.items() if name in names)
    return Locked(name, package["version"], source["url"], source["hash"].removeprefix("sha256:"), systems)


def _closure(packages: dict[str, _Table], environment: dict[str, str]) -> set[str]:
    found: set[str] = set()
    waiting = ["brim"]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [
                dependency["name"]
                for dependency in packages[name].get("dependencies", ())
                if "marker" not in dependency or Marker(dependency["marker"]).evaluate(environment)
            ]
    return found
