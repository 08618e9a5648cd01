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
from brim.cli.doctor.checks import lines, worst
from brim.cli.doctor.collect import collect_facts
from brim.cli.doctor.facts import DoctorReport, Severity
from brim.words import doctorsystem as words

if TYPE_CHECKING:
    from collections.abc import Iterator

HEALTHY, TROUBLED = 0, 1
_MARKS = {Severity.OK: words.MARK_OK, Severity.LOOK: words.MARK_WARNING, Severity.PROBLEM: words.MARK_PROBLEM}
_WIDTH = max(len(mark) for mark in _MARKS.values())
_STYLES = {Severity.OK: "green", Severity.LOOK: "yellow", Severity.PROBLEM: "bold red"}
_SUMMARIES = {
    Severity.OK: words.ALL_OK,
    Severity.LOOK: words.NO_PROBLEM,
    Severity.PROBLEM: words.PROBLEM_FOUND,
}


def run(*, as_json: bool, debug: bool = False) -> int:
    """Print the page or the JSON; returns 0 when nothing is a problem, else 1."""
    logs.to_stderr(debug=debug)
    facts = asyncio.run(collect_facts())
    page = lines(facts)
    checkup = DoctorReport(**dict(facts), verdict=worst(page), lines=page)
    if as_json:
        print(json.dumps(checkup.model_dump(mode="json"), indent=2))  # ASCII, which nothing changes on the way
    else:
        _print(checkup)
    return TROUBLED if checkup.verdict == Severity.PROBLEM else HEALTHY


def _print(checkup: DoctorReport) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(force_terminal=sys.stdout.isatty(), highlight=False, soft_wrap=True)
    for text, style in _texts(checkup):
        console.print(Text.assemble(*([(text[:_WIDTH], style), text[_WIDTH:]] if style else [text])))


def _texts(checkup: DoctorReport) -> Iterator[tuple[str, str | None]]:
    """Every line of the page, and the style of its mark."""
    yield _SUMMARIES[Severity(checkup.verdict)], None
    for topic, group in groupby(checkup.lines, key=lambda line: line.topic):
        yield "", None
        yield topic, None
        for line in group:
            verdict = Severity(line.verdict)
            yield f"{_MARKS[verdict]:<{_WIDTH}}  {line.text}", _STYLES[verdict]
            if line.next is not None:
                yield f"{'':<{_WIDTH}}  -> {line.next}", None
