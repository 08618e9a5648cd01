"""The parts that the rules share: a parsed file, a violation, and names resolved through the file's imports."""

from __future__ import annotations

import ast
import io
import tokenize
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Violation:
    """One place that breaks a rule."""

    path: PurePosixPath
    line: int
    text: str

    def __str__(self) -> str:
        """In the form of compiler messages, so that an editor can go to the line."""
        return f"{self.path}:{self.line}: {self.text}"


@dataclass(frozen=True, slots=True)
class Exemption:
    """A place where a rule does not apply, and why."""

    pattern: str
    """A path, or a folder and `/**`."""
    reason: str
    names: tuple[str, ...] = ()
    """The names that are allowed there; without any, everything that the rule forbids."""

    def covers(self, file: File, name: str = "") -> bool:
        """Whether it allows this name in this file."""
        return matches(file.path, self.pattern) and (not self.names or name in self.names)


def matches(path: PurePosixPath, pattern: str) -> bool:
    """Whether the path is the pattern, or lies in it when the pattern ends in `/**`."""
    folder = pattern.removesuffix("/**")
    return path.is_relative_to(folder) if folder != pattern else path == PurePosixPath(pattern)


class File:
    """One Python file: its path from the top of the checkout, its source, and its syntax tree."""

    def __init__(self, path: str, source: str) -> None:
        """Parse the source."""
        self.path = PurePosixPath(path)
        self.source = source
        self.tree = ast.parse(source)
        self.nodes = list(ast.walk(self.tree))

    @property
    def is_source(self) -> bool:
        """Whether the file is part of the product."""
        return self.path.is_relative_to("src")

    @cached_property
    def package(self) -> str:
        """The file or folder directly below the package: `model`, `backend`; empty for the package itself."""
        parts = self.path.relative_to("src/brim").with_suffix("").parts
        return "" if parts[0] == "__init__" else parts[0]

    def violation(self, node: ast.AST, text: str) -> Violation:
        """Make a violation where the node begins."""
        return Violation(self.path, getattr(node, "lineno", 1), text)

    @cached_property
    def comments(self) -> dict[int, str]:
        """Comments by line, without the hash."""
        tokens = tokenize.generate_tokens(io.StringIO(self.source).readline)
        return {token.start[0]: token.string.lstrip("# ") for token in tokens if token.type == tokenize.COMMENT}

    @cached_property
    def imported(self) -> dict[str, str]:
        """The dotted name that each imported name stands for."""
        names: dict[str, str] = {}
        for node in self.nodes:
            if isinstance(node, ast.Import):
                for alias in node.names:
                    first = alias.name.split(".")[0]
                    names[alias.asname or first] = alias.name if alias.asname else first
            elif isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
        return names

    @cached_property
    def imports(self) -> list[tuple[ast.AST, str]]:
        """Every import, with the dotted name of what it imports."""
        imports: list[tuple[ast.AST, str]] = []
        for node in self.nodes:
            if isinstance(node, ast.Import):
                imports += [(node, alias.name) for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                imports += [(node, f"{node.module}.{alias.name}") for alias in node.names]
        return imports

    def dotted(self, node: ast.AST) -> str:
        """Resolve a name or attribute through the imports: `httpx.AsyncClient`; empty for anything else."""
        if isinstance(node, ast.Name):
            return self.imported.get(node.id, node.id)
        if isinstance(node, ast.Attribute) and (before := self.dotted(node.value)):
            return f"{before}.{node.attr}"
        return ""

    @cached_property
    def classes(self) -> list[ast.ClassDef]:
        """Every class, inner ones too."""
        return [node for node in self.nodes if isinstance(node, ast.ClassDef)]

    def calls(self) -> Iterator[tuple[ast.Call, str]]:
        """Every call, with the dotted name of the called function."""
        for node in self.nodes:
            if isinstance(node, ast.Call):
                yield node, self.dotted(node.func)


def names_in(node: ast.AST | None) -> set[str]:
    """Every name in an annotation, also inside quotes."""
    if node is None:
        return set()
    names: set[str] = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            names.add(part.id)
        elif isinstance(part, ast.Attribute):
            names.add(part.attr)
        elif isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value.isidentifier():
            names.add(part.value)
    return names


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    """Find the value of a keyword argument."""
    return next((entry.value for entry in call.keywords if entry.arg == name), None)
