"""Which variables of the environment and which files the product names, found in its source."""

from __future__ import annotations

import ast
import importlib
import re
from typing import TYPE_CHECKING

from pydantic_settings import BaseSettings

from brim.cli.bars import examples
from tests.rules.syntax import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENVIRONMENT = re.compile(r"(os\.)?environ(ment)?")
_FILE = re.compile(r"\.?[a-z]+\.(json|jsonl|db|lock|toml|desktop)|\.env")
_WRITTEN = {"PYSTRAY_BACKEND", "LC_CTYPE"}
"""Variables that are set or removed, and never read."""
_NOT_OURS = {
    *(".credentials.json", ".claude.json", "settings.json", ".config.json", "journal.jsonl"),
    *("program.lock", ".alerts.jsonl"),
    *("forecast.json", "history.json"),
    *examples.FILES.values(),
}
"""Files of Claude Code and examples for bars; what exists for a moment only; and texts of options."""


def variables_read() -> set[str]:
    """The names of variables that some module reads from the environment."""
    names = {name for tree in _trees() for node in ast.walk(tree) for name in _names_in(node)}
    for variables in _models_of_variables():
        prefix = str(variables.model_config.get("env_prefix") or "")
        for field, info in variables.model_fields.items():
            names.add(str(info.validation_alias or f"{prefix}{field}".upper()))
    return names - _WRITTEN


def _models_of_variables() -> Iterator[type[BaseSettings]]:
    """The models that read the variables of providers' programs, each in the folder of its provider."""
    for path in (ROOT / "src/brim/backend/providers").glob("*/variables.py"):
        module = importlib.import_module(f"brim.backend.providers.{path.parent.name}.variables")
        yield from (
            found
            for found in vars(module).values()
            if isinstance(found, type) and issubclass(found, BaseSettings) and found is not BaseSettings
        )


def files_named() -> set[str]:
    """The names of files of Brim's own that stand in the source; a provider's folder names those of its program."""
    constants = (
        node for tree in _trees("backend/providers/") for node in ast.walk(tree) if isinstance(node, ast.Constant)
    )
    return {str(node.value) for node in constants if _FILE.fullmatch(str(node.value))} - _NOT_OURS


def _trees(without: str = "words/") -> Iterator[ast.Module]:
    for path in (ROOT / "src/brim").rglob("*.py"):
        if "words" not in path.parts and without not in path.as_posix():
            yield ast.parse(path.read_text("utf-8"))


def _names_in(node: ast.AST) -> Iterator[str]:
    """The variable that an expression reads: `environ["X"]`, `environ.get("X")` or `"X" in environ`."""
    name: ast.expr | None = None
    if isinstance(node, ast.Subscript) and _is_environment(node.value):
        name = node.slice
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
        name = node.args[0] if node.args and _is_environment(node.func.value) else None
    elif isinstance(node, ast.Compare) and _is_environment(node.comparators[0]):
        name = node.left
    if isinstance(name, ast.Constant) and isinstance(name.value, str):
        yield name.value


def _is_environment(node: ast.expr) -> bool:
    return _ENVIRONMENT.fullmatch(ast.unparse(node)) is not None
