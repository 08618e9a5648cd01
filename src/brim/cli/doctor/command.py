"""`brim doctor`: prints one report for a person who asks for help; it is safe to show in public.

Marks show the verdict by word and by shape; colour is added only on a terminal, and not when NO_COLOR is set. This
module must not know how a fact is collected or evaluated.
"""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from brim import eventloop, logs
from brim.cli.doctor.checks import report_lines, worst_verdict
from brim.cli.doctor.collect import collect_facts
from brim.cli.doctor.facts import DoctorReport, Severity
from brim.printing import show
from brim.terminal import Span, Style, padded, plain, this_terminal, width
from brim.words import doctorsystem as words

if TYPE_CHECKING:
    from brim.terminal import Line, Terminal

NO_PROBLEM, PROBLEM_FOUND = 0, 1
_MARKS = {Severity.OK: words.mark_ok, Severity.WARNING: words.mark_note, Severity.PROBLEM: words.mark_problem}
_HANGING = 2
_STYLES = {Severity.OK: Style.GREEN, Severity.WARNING: Style.AMBER, Severity.PROBLEM: Style.RED}
_SUMMARIES = {
    Severity.OK: words.all_ok,
    Severity.WARNING: words.no_problem,
    Severity.PROBLEM: words.problem_found,
}


def run(*, as_json: bool, debug: bool = False) -> int:
    """Print the report as text or JSON; returns 0 when there is no problem, else 1."""
    logs.to_stderr(debug=debug)
    facts = eventloop.run(collect_facts())
    lines = report_lines(facts)
    report = DoctorReport(**dict(facts), verdict=worst_verdict(lines), lines=lines)
    if as_json:
        show(
            json.dumps(report.model_dump(mode="json", by_alias=True), indent=2)
        )  # ASCII, which no terminal or pipe changes
    else:
        _print(report)
    return PROBLEM_FOUND if report.verdict == Severity.PROBLEM else NO_PROBLEM


def _print(report: DoctorReport) -> None:
    """Print the report, wrapped at the width of the terminal; a pipe counts as one of 80 columns."""
    screen = this_terminal()
    marks = {severity: mark() for severity, mark in _MARKS.items()}
    mark_width = max(map(width, marks.values()))
    lines: list[Line] = [*map(plain, screen.wrap(_SUMMARIES[Severity(report.verdict)]()))]
    for topic, group in groupby(report.lines, key=lambda line: line.topic):
        lines += [(), *map(plain, screen.wrap(topic, _HANGING))]
        for line in group:
            severity = Severity(line.verdict)
            head = f"{padded(marks[severity], mark_width)}  "
            first, *more = _wrapped(line.text, len(head), screen)
            lines += [(Span(head, _STYLES[severity]), Span(first)), *map(plain, more)]
            if line.next is not None:
                arrow = f"{'':<{mark_width}}  -> "
                first, *more = _wrapped(line.next, len(arrow), screen)
                lines += map(plain, (arrow + first, *more))
    screen.show(lines)


def _wrapped(text: str, indent: int, screen: Terminal) -> list[str]:
    """A text in lines that begin in a later column; the first one without the spaces, for what stands before it."""
    first, *more = replace(screen, columns=screen.columns - indent).wrap(text)
    return [first, *(" " * indent + line for line in more)]
