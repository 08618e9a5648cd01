"""Rules of what is opened and closed: the log file, and every resource of the backend."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tests.rules.syntax import Exemption, keyword

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.rules.syntax import File, Violation

LOG_MODULE = "src/brim/logs.py"
LOG_FILE = {"rotation": "10 MB", "retention": "7 days"}
"""How loguru keeps the log file."""

CLOSING = (Exemption("src/brim/backend/providers/**", "a reader opens and closes its provider: open_reader"),)
"""Where `aclose` may stand without a context manager beside it."""


def log_file_rotates(file: File) -> Iterator[Violation]:
    """The log file has loguru's own rotation and retention."""
    if file.path.as_posix() != LOG_MODULE:
        return
    for call, _ in file.calls():
        given = {name: keyword(call, name) for name in LOG_FILE}
        if all(isinstance(value, ast.Constant) and value.value == LOG_FILE[name] for name, value in given.items()):
            return
    yield file.violation(file.tree, f"no sink with {LOG_FILE}")


def resources_are_context_managers(file: File) -> Iterator[Violation]:
    """A class of the backend with `aclose` has an `@asynccontextmanager` beside it, and only that closes it."""
    exempt = any(exemption.covers(file) for exemption in CLOSING)
    if exempt or not file.path.is_relative_to("src/brim/backend"):
        return
    managers = {node for node in file.nodes if isinstance(node, ast.AsyncFunctionDef) and _is_manager(file, node)}
    inside = {id(part) for manager in managers for part in ast.walk(manager)}
    for owner in file.classes:
        closing = [node for node in owner.body if isinstance(node, ast.AsyncFunctionDef) and node.name == "aclose"]
        inside |= {id(part) for method in closing for part in ast.walk(method)}
        if closing and not managers:
            yield file.violation(owner, f"{owner.name} has aclose() and no @asynccontextmanager opens it")
    for call, _ in file.calls():
        if isinstance(call.func, ast.Attribute) and call.func.attr == "aclose" and id(call) not in inside:
            yield file.violation(call, "aclose() outside a context manager")


def _is_manager(file: File, function: ast.AsyncFunctionDef) -> bool:
    return any(file.dotted(decorator) == "contextlib.asynccontextmanager" for decorator in function.decorator_list)
