"""Rules of who may import what: the floors of the design, the libraries of each room, and what is banned."""

from __future__ import annotations

import ast
import tomllib
from functools import cache
from typing import TYPE_CHECKING

from tests.rules.syntax import ROOT, Exemption, matches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.rules.syntax import File, Violation

FLOORS = {
    "": 0,
    "alerting": 0,
    "model": 0,
    "commands": 0,
    "foresight": 0,
    "scale": 0,
    "truth": 0,
    "errors": 0,
    "words": 0,
    "bridge": 1,
    "logs": 1,
    "backend": 2,
    "tray": 2,
    "errands": 3,
    "app": 3,
    "cli": 4,
    "__main__": 4,
}
"""A room imports from its own floor and those below; `backend` and `tray` share a floor and never meet."""

HEAVY = ("pydantic", "pydantic_settings", "httpx", "tenacity", "truststore")
TRAY_SIDE = ("alerting", "model", "foresight", "scale", "truth", "errors", "words", "bridge", "logs", "tray")
"""Rooms that are imported before the icon is up."""

PYSTRAY_ROOMS = ("src/brim/tray/menu.py", "src/brim/tray/icon.py", "src/brim/tray/desktop/**")

_ENVIRONMENT = ("os.environ", "os.getenv")
ALLOWED = (
    Exemption("src/brim/backend/settings.py", "settings are made from the environment, here alone", _ENVIRONMENT),
    Exemption("src/brim/cli/statusline.py", "standard library only, for speed: reads BRIM_STATE_DIR", _ENVIRONMENT),
    Exemption(
        "src/brim/tray/desktop/**",
        "the desktop's own variables are needed before settings are imported, and PYSTRAY_BACKEND=dummy is written",
        _ENVIRONMENT,
    ),
    Exemption("tests/**", "tests hand an environment to the programs that they start", _ENVIRONMENT),
    Exemption("tests/desktop/wait.py", "the one helper that polls a condition, with a deadline", ("time.sleep",)),
)
"""Banned names that are let pass: the places where ruff's TID251 is switched off, and no more than they need."""


def floors_hold(file: File) -> Iterator[Violation]:
    """Lower floors never import higher ones; `backend` and `tray` never import each other."""
    if not file.is_source:
        return
    if file.room not in FLOORS:
        yield file.at(file.tree, f"the room {file.room!r} is not on the map of floors")
        return
    for node, name in file.imports:
        package, _, rest = name.partition(".")
        room = rest.split(".")[0]
        if package != "brim" or room in {file.room, "__version__"}:
            continue
        if room not in FLOORS:
            yield file.at(node, f"imports {name}, which is not on the map of floors")
        elif FLOORS[room] > FLOORS[file.room] or {file.room, room} == {"backend", "tray"}:
            yield file.at(node, f"{file.room or 'brim'} imports {name}: a higher floor, or the other side")


def rooms_keep_their_libraries(file: File) -> Iterator[Violation]:
    """Only three rooms of the tray import pystray; what the icon waits for imports no heavy library."""
    if not file.is_source:
        return
    for node, name in file.imports:
        package = name.split(".")[0]
        if package == "pystray" and not any(matches(file.path, room) for room in PYSTRAY_ROOMS):
            yield file.at(node, "pystray is imported outside tray/menu, tray/icon and tray/desktop")
        if package in HEAVY and file.room in TRAY_SIDE:
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
