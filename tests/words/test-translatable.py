"""Every text can be translated: it is one sentence with named fields, and it is looked up when it is shown."""

from __future__ import annotations

import ast
import re
from string import Formatter
from typing import TYPE_CHECKING

import pytest

from tests.rules.syntax import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = ROOT / "src/brim/words"
PROVIDERS = ROOT / "src/brim/backend/providers"
_MARK, _SINGLE, _PLURAL = "N_", "_", "ngettext"
_LETTERS = re.compile(r"[A-Za-z]{2,}")
_VARIABLE = re.compile(r"\b[A-Z][A-Z_]{3,}\b")
"""The name of an environment variable, which no language translates."""
_PROSE = re.compile(r"\b[a-z]{2,}[,:;]? [a-z]{2,}\b")
_COMMANDS = ("brim ", "claude ", "on-button-right=")
_KEYS = {"title, text"}
"""Two keys of a hook's JSON."""


def _faults(source: str) -> Iterator[str]:
    """What cannot be translated in a module of words, with its line."""
    tree = ast.parse(source)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        fault = None
        match node:
            case ast.JoinedStr():
                fault = _in_f_string(node)
            case ast.BinOp(op=ast.Add()):
                fault = _in_sum(node)
            case ast.Call(func=ast.Name(id=name)) if name in {_MARK, _SINGLE, _PLURAL}:
                fault = _in_look_up(node, name, parents)
            case ast.Constant(value=str(text)):
                fault = _in_constant(node, text, parents)
            case _:
                pass
        if fault is not None:
            yield f"line {node.lineno}: {fault}"  # type: ignore[attr-defined] # all four have one


def _in_f_string(node: ast.JoinedStr) -> str | None:
    text = " ".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
    return "an f-string holds words" if _LETTERS.search(_VARIABLE.sub("", text)) else None


def _in_sum(node: ast.BinOp) -> str | None:
    sides = [side.value for side in (node.left, node.right) if isinstance(side, ast.Constant)]
    return "a text is glued together" if any(_LETTERS.search(str(side)) for side in sides) else None


def _in_look_up(node: ast.Call, name: str, parents: dict[ast.AST, ast.AST]) -> str | None:
    """A look-up at import, one of something else than a text or an item of a table, or with other fields."""
    messages = node.args[: 2 if name == _PLURAL else 1]
    if name != _MARK and not any(isinstance(part, ast.FunctionDef | ast.Lambda) for part in _above(node, parents)):
        return "a text is looked up at import"
    if any(isinstance(message, ast.JoinedStr | ast.BinOp | ast.IfExp) for message in messages):
        return "a message is no constant"
    given = {keyword.arg for keyword in node.keywords} | ({"count"} if name == _PLURAL else set())
    for message in messages:
        if name != _MARK and isinstance(message, ast.Constant) and None not in given:
            named = {field for _, field, _, _ in Formatter().parse(str(message.value)) if field is not None}
            if not (named <= given if name == _PLURAL else named == given or not node.keywords):
                return f"the message names {sorted(named)}, and given is {sorted(map(str, given))}"
    return None


def _in_constant(node: ast.Constant, text: str, parents: dict[ast.AST, ast.AST]) -> str | None:
    """Prose that is not marked: no docstring, no key, no member of an enumeration, no command."""
    above = list(_above(node, parents))
    is_docstring = isinstance(above[0], ast.Expr)
    is_key = isinstance(above[0], ast.Subscript) or (isinstance(above[0], ast.Dict) and node in above[0].keys)
    is_marked = any(
        isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id in {_MARK, _SINGLE, _PLURAL}
        for part in above
    )
    is_member = len(above) > 1 and isinstance(above[1], ast.ClassDef)
    is_command = text.startswith(_COMMANDS) or text in _KEYS
    no_prose = _PROSE.search(text) is None or is_command or isinstance(above[0], ast.JoinedStr)
    return None if is_docstring or is_key or is_member or is_marked or no_prose else f"not marked: {text!r}"


def _above(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> Iterator[ast.AST]:
    while (parent := parents.get(node)) is not None:
        yield parent
        node = parent


@pytest.mark.parametrize(
    "name",
    [
        *sorted(path.relative_to(WORDS).with_suffix("").as_posix() for path in WORDS.rglob("*.py")),
        *sorted(f"../backend/providers/{path.parent.name}/{path.stem}" for path in PROVIDERS.glob("*/*words.py")),
    ],
)
def test_module_can_be_translated(name: str) -> None:
    """No f-string of a module of words holds words, nothing is glued or chosen at import, and all fields have names."""
    assert [] == list(_faults((WORDS / f"{name}.py").read_text("utf-8")))


@pytest.mark.parametrize(
    "source",
    [
        'def f(x): return f"{x} times"',
        'def f(x): return "so many: " + x',
        'X = _("Week")',
        'X = "Not marked at all"',
        'def f(x): return _("one" if x else "many")',
        'def f(x): return _("{a} of {b}", a=x)',
        'def f(x): return ngettext("{count} day", "{days} days", x)',
    ],
)
def test_what_cannot_be_translated_is_found(source: str) -> None:
    """Each of these breaks the rule above."""
    assert list(_faults(source))


@pytest.mark.parametrize(
    "source",
    [
        '"""A docstring of words."""\ndef f(x): return f"{x}%"',
        'X = {1: N_("a text of a table")}\ndef f(): return _(X[1])',
        'def f(x): return ngettext("{count} day", "{count} days", x)',
        'def f(x): return _("{a} of {b}", a=x, b=f"BRIM_STATE_DIR={x}")',
    ],
)
def test_what_can_be_translated_is_allowed(source: str) -> None:
    """Texts of tables, plurals, named fields and names of variables are allowed."""
    assert [] == list(_faults(source))
