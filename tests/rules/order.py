"""The order of imports, drawn once: every folder of the product, and every file directly below the package."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tests.rules.syntax import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import PurePosixPath

    from tests.rules.syntax import File, Violation

DRAWING = """
__main__
cli
cli/doctor           cli/gauge            details
cli/forecast         cli/usage            cli/metrics          cli/bars
cli/status           cli/history          cli/statusline   cli/completions
app
backendthread
backend                                   tray
backend/polling      backend/metrics      tray/linux   tray/macos   tray/windows
backend/alerts       backend/outputs      tray/linux/monitors
backend/hooks
backend/costs/live
backend/costs/points
backend/costs
backend/fetching     backend/history      tray/linux/appearance
backend/readings                          tray/linux/dbus   tray/linux/xembed
backend/settings
backend/providerlist
backend/providers/*
backend/providers                         tray/desktop
backend/network      backend/watching     backend/transcripts
backend/settings/values                   tray/menu
backend/forecast     backend/system       tray/icon
backend/outputs/messages
bridge               logs                 eventloop                 childenvironment   terminal
privatefiles         words/helptopics
errors               words                printing                  suggestions
model                localzone
"""
"""A package imports only from packages on lines below its own, and never from its own line, so there are no cycles.

The left column reads the usage, the right column shows it; they never import each other.
"""

_EACH_PROVIDER = "backend/providers/*"
_PROVIDERS = sorted(path.parent.name for path in (ROOT / "src/brim/backend/providers").glob("*/__init__.py"))
DRAWING = DRAWING.replace(_EACH_PROVIDER, "   ".join(f"backend/providers/{name}" for name in _PROVIDERS))

LEVELS = {
    package: level for level, line in enumerate(reversed(DRAWING.strip().splitlines())) for package in line.split()
}
COLUMNS = ("backend", "tray")


def package_of(path: PurePosixPath) -> str:
    """The folder of a file below `brim`; a file directly below it counts as a package. Empty for `brim` itself."""
    inside = path.relative_to("src/brim")
    folder = inside.parent.as_posix()
    return folder if folder != "." else inside.stem.replace("__init__", "")


def imports_follow_the_order(file: File) -> Iterator[Violation]:
    """Imports run down the drawing, and `backend` and `tray` never import each other."""
    if not file.is_source or not (package := package_of(file.path)):
        return
    if package not in LEVELS:
        yield file.violation(file.tree, f"the package {package!r} is not in the drawing of tests/rules/order.py")
        return
    for node, name in file.imports:
        other = _package_of_import(name)
        if other in {None, "", package}:
            continue
        if other not in LEVELS:
            yield file.violation(node, f"imports {name}, which is not in the drawing of tests/rules/order.py")
        elif LEVELS[str(other)] >= LEVELS[package] or {_column(package), _column(str(other))} == set(COLUMNS):
            yield file.violation(node, f"{package} imports {name}: not below it, or the other column")


def import_cycles(files: Iterable[File]) -> list[list[str]]:
    """Files that import each other, directly or through others; each cycle once, its files sorted by name."""
    sources = {_module(file.path): file for file in files if file.is_source}
    graph = {name: _imported_modules(file, set(sources)) - {name} for name, file in sources.items()}
    reached = {name: _reachable(graph, name) for name in graph}
    cycles = {frozenset(other for other in reached[name] if name in reached[other]) | {name} for name in graph}
    return sorted(sorted(cycle) for cycle in cycles if len(cycle) > 1)


def _package_of_import(name: str) -> str | None:
    """The package of a dotted import: the longest folder in the drawing; None for a library."""
    root, *parts = name.split(".")
    if root != "brim":
        return None
    if parts[0] == "__version__":
        return ""
    for length in range(len(parts), 0, -1):
        if (package := "/".join(parts[:length])) in LEVELS:
            return package
    return parts[0]


def _column(package: str) -> str:
    return package.partition("/")[0]


def _module(path: PurePosixPath) -> str:
    return ".".join(path.relative_to("src").with_suffix("").parts).removesuffix(".__init__")


def _imported_modules(file: File, modules: set[str]) -> set[str]:
    """The modules that a file imports; a name from a module counts as the module."""
    imported = set()
    for node, name in file.imports:
        if name in modules:
            imported.add(name)
        elif isinstance(node, ast.ImportFrom) and node.module in modules:
            imported.add(node.module)
    return imported


def _reachable(graph: dict[str, set[str]], start: str) -> set[str]:
    seen: set[str] = set()
    pending = [start]
    while pending:
        for other in graph[pending.pop()] - seen:
            seen.add(other)
            pending.append(other)
    return seen
