"""The order of imports, drawn once: every folder of the product, and every file directly below the package."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import PurePosixPath

    from tests.rules.syntax import File, Violation

DRAWING = """
__main__
cli
cli/doctor           cli/gauge
cli/forecast
cli/status           cli/history          cli/statusline
app
backend                                   tray
backend/polling                           tray/linux   tray/macos   tray/windows
backend/alerts                            tray/linux/monitors
backend/fetching     backend/history      tray/linux/appearance
backend/readings                          tray/linux/dbus   tray/linux/xembed
backend/providers/claude   backend/providers/demo
backend/providers                         tray/desktop
backend/settings                          tray/menu
backend/forecast     backend/system       tray/icon
bridge               logs
errors               words
model
"""
"""A room imports only from rooms on lines below its own: never from its own line, so no two folders form a circle.

The left column reads, the right one shows; they never import each other.
"""

ORDER = {room: line for line, rooms in enumerate(reversed(DRAWING.strip().splitlines())) for room in rooms.split()}
SIDES = ("backend", "tray")


def room_of(path: PurePosixPath) -> str:
    """The folder of a file; a file directly below the package is a room of its own. Empty for the package itself."""
    inside = path.relative_to("src/brim")
    folder = inside.parent.as_posix()
    return folder if folder != "." else inside.stem.replace("__init__", "")


def order_holds(file: File) -> Iterator[Violation]:
    """Imports run down the drawing, and `backend` and `tray` never import each other."""
    if not file.is_source or not (room := room_of(file.path)):
        return
    if room not in ORDER:
        yield file.at(file.tree, f"the room {room!r} is not in the drawing of tests/rules/order.py")
        return
    for node, name in file.imports:
        other = _room_of_import(name)
        if other in {None, "", room}:
            continue
        if other not in ORDER:
            yield file.at(node, f"imports {name}, which is not in the drawing of tests/rules/order.py")
        elif ORDER[str(other)] >= ORDER[room] or {_side(room), _side(str(other))} == set(SIDES):
            yield file.at(node, f"{room} imports {name}: not below it, or the other side")


def circles(files: Iterable[File]) -> list[list[str]]:
    """Files that import each other, directly or by way of others; each circle once, its files in order of name."""
    sources = {_module(file.path): file for file in files if file.is_source}
    graph = {name: _targets(file, set(sources)) - {name} for name, file in sources.items()}
    reached = {name: _reachable(graph, name) for name in graph}
    found = {frozenset(other for other in reached[name] if name in reached[other]) | {name} for name in graph}
    return sorted(sorted(circle) for circle in found if len(circle) > 1)


def _room_of_import(name: str) -> str | None:
    """The room that a dotted import leads into: the longest folder in the drawing; None for a foreign package."""
    package, *parts = name.split(".")
    if package != "brim":
        return None
    if parts[0] == "__version__":
        return ""
    for length in range(len(parts), 0, -1):
        if (room := "/".join(parts[:length])) in ORDER:
            return room
    return parts[0]


def _side(room: str) -> str:
    return room.partition("/")[0]


def _module(path: PurePosixPath) -> str:
    return ".".join(path.relative_to("src").with_suffix("").parts).removesuffix(".__init__")


def _targets(file: File, modules: set[str]) -> set[str]:
    """The modules that a file imports; a name out of a module counts as the module."""
    found = set()
    for node, name in file.imports:
        if name in modules:
            found.add(name)
        elif isinstance(node, ast.ImportFrom) and node.module in modules:
            found.add(node.module)
    return found


def _reachable(graph: dict[str, set[str]], start: str) -> set[str]:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        for other in graph[waiting.pop()] - seen:
            seen.add(other)
            waiting.append(other)
    return seen
