"""Every error has a short title, and says what to do."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import get_type_hints

import pytest

from brim.backend.providers.claude import cliwords, fetchwords, loginwords, missingwords
from brim.model.account import Problem
from brim.model.vendor import Vendor
from brim.words import (
    apikeys,
    cliprobe,
    connectionerrors,
    demofaults,
    desktop,
    fetcherrors,
    history,
    historyfile,
    settings,
    settingsfile,
    statefiles,
)
from tests.support.samples import NOW

MODULES = (
    apikeys,
    cliprobe,
    connectionerrors,
    demofaults,
    desktop,
    fetcherrors,
    history,
    historyfile,
    loginwords,
    missingwords,
    cliwords,
    fetchwords,
    settings,
    settingsfile,
    statefiles,
)
_NAMES = {"Callable": Callable, "Iterable": Iterable, "Sequence": Sequence, "datetime": datetime, "Path": Path}
_NAMES |= {"Vendor": Vendor}
_VALUES: dict[object, tuple[object, ...]] = {
    bool: (True, False),
    int: (403,),
    int | None: (403, None),
    float: (60.0,),
    str: ("X",),
    str | None: ("X", None),
    datetime: (NOW,),
    datetime | None: (NOW, None),
    Path: (Path("X"),),
    Vendor: (Vendor(), Vendor(product="X", company="X", program="X", cli="X")),
    Path | None: (Path("X"), None),
    Exception: (OSError(13, "Permission denied"), ValueError("Invalid value (at line 1, column 2)")),
    Sequence[int]: ((1,), (1, 2, 3, 4, 5, 6, 7, 8)),
    Iterable[str]: (("a", "b"),),
    Sequence[str]: (("a",), ("a", "b", "c")),
    Iterable[tuple[str, str | None]]: ((("a", "b"), ("c", None)),),
}
"""What a parameter of each type is given; a name of a setting or a file counts as one word."""
_SENTENCES = {"fault", "consequence"}
"""Parameters that are whole sentences."""
_MOST_WORDS = 5


def _errors() -> Iterator[tuple[str, Problem]]:
    """The errors of every function that makes one, with all kinds of arguments."""
    for module in MODULES:
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ != module.__name__ or name.startswith("_"):
                continue
            if inspect.signature(function).return_annotation not in {"Problem", "tuple[str, str]"}:
                continue
            hints = get_type_hints(function, {**vars(module), **_NAMES})
            del hints["return"]
            for values in product(*(_VALUES[hint] for hint in hints.values())):
                arguments = dict(zip(hints, values, strict=True))
                arguments |= dict.fromkeys(_SENTENCES & arguments.keys(), "It is.")
                yield f"{module.__name__}.{name}", _made(function, arguments)


def _made(function: Callable[..., Problem | tuple[str, str]], arguments: dict[str, object]) -> Problem:
    positional = [
        arguments.pop(name)
        for name, parameter in inspect.signature(function).parameters.items()
        if parameter.kind is not inspect.Parameter.KEYWORD_ONLY
    ]
    error = function(*positional, **arguments)
    return error if isinstance(error, Problem) else Problem(*error)


ERRORS = list(_errors())


@pytest.mark.parametrize(("name", "error"), ERRORS, ids=[f"{name}-{index}" for index, (name, _) in enumerate(ERRORS)])
def test_an_error_is_short_and_says_what_to_do(name: str, error: Problem) -> None:
    """The title has at most five words and no full stop; sentences follow, of which none is a repeated title."""
    assert len(error.title.split()) <= _MOST_WORDS, name
    assert not error.title.endswith(".")
    assert re.search(r"[.?]$", error.message)
    assert error.title.casefold() not in error.message.casefold()


def test_there_are_errors_of_every_module() -> None:
    """The test above looks at every module."""
    assert {module.__name__ for module in MODULES} == {name.rpartition(".")[0] for name, _ in ERRORS}
