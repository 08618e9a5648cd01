"""Rules of who may import what: the libraries of each room, and what is banned."""

from __future__ import annotations

import ast
import tomllib
from functools import cache
from typing import TYPE_CHECKING

from tests.rules.syntax import ROOT, Exemption, matches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.rules.syntax import File, Violation

HEAVY = ("pydantic", "pydantic_settings", "httpx", "tenacity", "truststore")
BEFORE_THE_ICON = ("model", "errors", "words", "bridge", "logs", "tray")
"""Rooms that are imported before the icon is up."""

PYSTRAY_ROOMS = (
    *("src/brim/tray/pystraytray.py", "src/brim/tray/menu/pystraymenu.py", "src/brim/tray/linux/lifecycle.py"),
    *("src/brim/tray/macos/**", "src/brim/tray/windows/**"),
)

_ENVIRONMENT = ("os.environ", "os.getenv")
ALLOWED = (
    Exemption("src/brim/backend/settings/load.py", "settings are made from the environment, here alone", _ENVIRONMENT),
    Exemption(
        "src/brim/cli/statusline/command.py", "standard library only, for speed: reads BRIM_STATE_DIR", _ENVIRONMENT
    ),
    Exemption("src/brim/tray/desktop/**", "the desktop's own variables, before settings are imported", _ENVIRONMENT),
    Exemption(
        "src/brim/tray/linux/**",
        "the desktop's own variables are needed before settings are imported, and PYSTRAY_BACKEND=dummy is written",
        _ENVIRONMENT,
    ),
    Exemption("tests/**", "tests hand an environment to the programs that they start", _ENVIRONMENT),
    Exemption("tests/support/wait.py", "the one helper that polls a condition, with a deadline", ("time.sleep",)),
)
"""Banned names that are let pass: the places where ruff's TID251 is switched off, and no more than they need."""


def rooms_keep_their_libraries(file: File) -> Iterator[Violation]:
    """Only a few rooms of the tray import pystray; what the icon waits for imports no heavy library."""
    if not file.is_source:
        return
    for node, name in file.imports:
        package = name.split(".")[0]
        if package == "pystray" and not any(matches(file.path, room) for room in PYSTRAY_ROOMS):
            yield file.at(node, "pystray is imported outside the rooms that show its icon")
        if package in HEAVY and file.room in BEFORE_THE_ICON:
            yield file.at(node, f"{package} is imported before the icon is up")


@cache
def banned() -> dict[str, str]:
    """What ruff's table bans, and what to use instead."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    table = project["tool"]["ruff"]["lint"]["flake8-tidy-imports"]["banned-api"]
    return {name: entry["msg"] for name, entry in table.items()}


def nothing_banned(file: File) -> Iterator[Violation]:
    """The table of banned interfaces holds, with the exemptions named here, also where ruff does not look."""
    used = [(node, file.dotted(node)) for node in file.nodes if isinstance(node, ast.Name | ast.Attribute)]
    for node, name in [*file.imports, *used]:
        for ban, instead in banned().items():
            hit = name == ban or name.startswith(f"{ban}.")
            if hit and not any(exemption.covers(file, ban) for exemption in ALLOWED):
                yield file.at(node, f"{ban}: {instead}")
