"""`brim doctor`: one page for a person who asks for help, safe to show in public.

Marks tell the verdict by word and by shape; colour comes on top, on a terminal alone and unless NO_COLOR forbids it.
This module must not know how a fact is found or judged.
"""

from __future__ import annotations

import asyncio
import json
import sys
from itertools import groupby
from typing import TYPE_CHECKING

from brim import logs
from brim.cli.checkup import Checkup, Verdict
from brim.cli.examine import examine
from brim.cli.verdicts import lines, worst
from brim.words import doctor as words

if TYPE_CHECKING:
    from collections.abc import Iterator

HEALTHY, TROUBLED = 0, 1
_MARKS = {Verdict.OK: words.OK, Verdict.LOOK: words.LOOK, Verdict.PROBLEM: words.PROBLEM}
_WIDTH = max(len(mark) for mark in _MARKS.values())
_STYLES = {Verdict.OK: "green", Verdict.LOOK: "yellow", Verdict.PROBLEM: "bold red"}
_SUMMARIES = {
    Verdict.OK: words.ALL_WELL,
    Verdict.LOOK: words.NO_PROBLEM,
    Verdict.PROBLEM: words.SOME_PROBLEM,
}


def run(*, as_json: bool, debug: bool = False) -> int:
    """Print the page or the JSON; returns 0 when nothing is a problem, else 1."""
    logs.to_stderr(debug=debug)
    facts = asyncio.run(examine())
    page = lines(facts)
    checkup = Checkup(**dict(facts), verdict=worst(page), lines=page)
    if as_json:
        print(json.dumps(checkup.model_dump(mode="json"), indent=2))  # ASCII, which nothing changes on the way
    else:
        _print(checkup)
    return TROUBLED if checkup.verdict == Verdict.PROBLEM else HEALTHY


def _print(checkup: Checkup) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(force_terminal=sys.stdout.isatty(), highlight=False, soft_wrap=True)
    for text, style in _texts(checkup):
        console.print(Text.assemble(*([(text[:_WIDTH], style), text[_WIDTH:]] if style else [text])))


def _texts(checkup: Checkup) -> Iterator[tuple[str, str | None]]:
    """Every line of the page, and the style of its mark."""
    yield _SUMMARIES[Verdict(checkup.verdict)], None
    for topic, group in groupby(checkup.lines, key=lambda line: line.topic):
        yield "", None
        yield topic, None
        for line in group:
            verdict = Verdict(line.verdict)
            yield f"{_MARKS[verdict]:<{_WIDTH}}  {line.text}", _STYLES[verdict]
            if line.next is not None:
                yield f"{'':<{_WIDTH}}  -> {line.next}", None
