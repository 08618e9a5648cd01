"""Rules about names, first lines, comments and sizes."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from tests.rules.syntax import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.rules.syntax import File

_MODULE = re.compile(r"[a-z]+|__init__|__main__")
_TEST = re.compile(r"test-[a-z0-9]+(-[a-z0-9]+)*|conftest|[a-z]+|__init__")
_CONSTANT = re.compile(r"_{0,2}[A-Z][A-Z0-9_]*|__[a-z]+__")
_SUPPRESSION = re.compile(r"(?:noqa|type:\s*ignore)(?P<codes>(?::\s*[A-Z0-9, ]+\b|\[[\w, -]+\])?)(?P<reason>.*)")
# Written in pieces, so that the pattern does not match itself.
MACHINE = re.compile(
    r"(?<![.\w])/(?:wor" + "k|roo" + "t)/|versions" + r"/3\.\d|index[-_]" + "url|https?://\\S+/simp" + "le\\b"
)
_PRODUCT_LINES, _TEST_LINES = (250, 40), (400, 50)
"""The most lines of a module and of a function."""


def future_import_comes_first(file: File) -> Iterator[Violation]:
    """Every module but `__init__` begins with `from __future__ import annotations`."""
    body = file.tree.body[1:] if ast.get_docstring(file.tree) is not None else file.tree.body
    first = body[0] if body else None
    good = isinstance(first, ast.ImportFrom) and first.module == "__future__" and first.names[0].name == "annotations"
    if not good and file.path.stem != "__init__":
        yield file.violation(first or file.tree, "`from __future__ import annotations` is not the first statement")


def module_names_are_plain(file: File) -> Iterator[Violation]:
    """Modules and folders are one lowercase word; tests are `test-topic.py`."""
    name = _MODULE if file.is_source else _TEST
    if not name.fullmatch(file.path.stem):
        yield file.violation(file.tree, f"the name {file.path.stem!r} is not one lowercase word (tests: test-topic.py)")
    for folder in file.path.parts[:-1]:
        if not folder.isalpha() or not folder.islower():
            yield file.violation(file.tree, f"the folder {folder!r} is not one lowercase word")


def constants_are_upper_case(file: File) -> Iterator[Violation]:
    """The name of a literal at the top level of a module is UPPER_SNAKE."""
    for node in file.tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Constant):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Name) and not _CONSTANT.fullmatch(target.id):
                    yield file.violation(node, f"the constant {target.id!r} is not UPPER_SNAKE")


def any_has_a_comment(file: File) -> Iterator[Violation]:
    """`Any` switches the type checks off: a comment on its line or the line before, or a string below it, says why."""
    lines = ["", *file.source.splitlines(), ""]
    for node in file.nodes:
        if isinstance(node, ast.Name | ast.Attribute) and file.dotted(node) == "typing.Any":
            comments = (file.comments.get(line, "") for line in (node.lineno, node.lineno - 1))
            below = lines[node.lineno + 1].lstrip().startswith('"""')
            if not below and not any(_has_reason(comment) for comment in comments):
                yield file.violation(node, "Any without a comment that says why")


def suppressions_have_a_reason(file: File) -> Iterator[Violation]:
    """`noqa` and `type: ignore` name their code and their reason."""
    for line, comment in file.comments.items():
        if suppression := _SUPPRESSION.match(comment):
            if not suppression["codes"]:
                yield Violation(file.path, line, "a suppression without a code")
            if not _has_reason(comment):
                yield Violation(file.path, line, "a suppression without a reason")


def sizes_are_limited(file: File) -> Iterator[Violation]:
    """A module has at most 250 lines and a function 40, without its docstring; in tests 400 and 50."""
    module_lines, function_lines = _PRODUCT_LINES if file.is_source else _TEST_LINES
    if (lines := file.source.count("\n")) > module_lines:
        yield file.violation(file.tree, f"{lines} lines: more than one duty?")
    for node in file.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[1] if ast.get_docstring(node) is not None and len(node.body) > 1 else node.body[0]
            if (lines := (node.end_lineno or 0) - first.lineno + 1) > function_lines:
                yield file.violation(node, f"{node.name} has {lines} lines: more than one duty?")


def no_machine_paths(file: File) -> Iterator[Violation]:
    """The code names no path of a developer's machine and no package index."""
    for number, line in enumerate(file.source.splitlines(), 1):
        if match := MACHINE.search(line):
            yield Violation(file.path, number, f"{match[0]!r} belongs to one machine")


def _has_reason(comment: str) -> bool:
    """Whether a comment gives a reason besides its suppression."""
    suppression = _SUPPRESSION.match(comment)
    return bool(re.search(r"[a-z]{2}", suppression["reason"] if suppression else comment))
