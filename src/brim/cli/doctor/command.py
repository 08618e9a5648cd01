"""`brim doctor`: prints one report for a person who asks for help; it is safe to show in public.

Marks show the verdict by word and by shape; colour is added only on a terminal, and not when NO_COLOR is set. This
module must not know how a fact is collected or evaluated.
"""

from __future__ import annotations

import json
import sys
from itertools import groupby
from typing import TYPE_CHECKING

from brim import eventloop, logs
from brim.cli.doctor.checks import report_lines, worst_verdict
from brim.cli.doctor.collect import collect_facts
from brim.cli.doctor.facts import DoctorReport, Severity
from brim.printing import show
from brim.terminal import Span, Style, plain, this_terminal
from brim.words import doctorsystem as words

if TYPE_CHECKING:
    from collections.abc import Iterator

NO_PROBLEM, PROBLEM_FOUND = 0, 1
_MARKS = {Severity.OK: words.MARK_OK, Severity.WARNING: words.MARK_WARNING, Severity.PROBLEM: words.MARK_PROBLEM}
_MARK_WIDTH = max(len(mark) for mark in _MARKS.values())
_TEXT_INDENT = _MARK_WIDTH + 2
_STYLES = {Severity.OK: Style.GREEN, Severity.WARNING: Style.AMBER, Severity.PROBLEM: Style.RED}
_SUMMARIES = {
    Severity.OK: words.ALL_OK,
    Severity.WARNING: words.NO_PROBLEM,
    Severity.PROBLEM: words.PROBLEM_FOUND,
}


def run(*, as_json: bool, debug: bool = False) -> int:
    """Print the report as text or JSON; returns 0 when there is no problem, else 1."""
    logs.to_stderr(debug=debug)
    facts = eventloop.run(collect_facts())
    lines = report_lines(facts)
    report = DoctorReport(**dict(facts), verdict=worst_verdict(lines), lines=lines)
    if as_json:
        show(json.dumps(report.model_dump(mode="json"), indent=2))  # ASCII, which no terminal or pipe changes
    else:
        _print(report)
    return PROBLEM_FOUND if report.verdict == Severity.PROBLEM else NO_PROBLEM


def _print(report: DoctorReport) -> None:
    """Print the report: on a terminal wrapped, and in a pipe a line for each fact, for those who search or send it."""
    screen = this_terminal()
    for text, style in _styled_lines(report):
        lines = screen.wrap(text, _TEXT_INDENT if style or text.startswith(" ") else 0)
        first, *more = lines if sys.stdout.isatty() else [text]
        mark, rest = (first[:_MARK_WIDTH], first[_MARK_WIDTH:]) if style else ("", first)
        screen.show([(Span(mark, style or Style.PLAIN), Span(rest)), *map(plain, more)])


def _styled_lines(report: DoctorReport) -> Iterator[tuple[str, Style | None]]:
    """Every printed line, and the style of its mark."""
    yield _SUMMARIES[Severity(report.verdict)], None
    for topic, group in groupby(report.lines, key=lambda line: line.topic):
        yield "", None
        yield topic, None
        for line in group:
            verdict = Severity(line.verdict)
            yield f"{_MARKS[verdict]:<{_MARK_WIDTH}}  {line.text}", _STYLES[verdict]
            if line.next is not None:
                yield f"{'':<{_MARK_WIDTH}}  -> {line.next}", None
