"""Evaluates the start at login for `brim doctor`. Pure.

This module must not know how a fact is collected or how a line is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.cli.doctor.facts import ReportLine, Severity
from brim.words import autostart as words
from brim.words.doctorsystem import Topic, heading

if TYPE_CHECKING:
    from brim.cli.doctor.systemfacts import AutostartFacts


def autostart_line(facts: AutostartFacts) -> ReportLine:
    """Whether this copy of Brim starts at login; another one, or one that is gone, has a next step."""
    if facts.fault is not None:
        return _line(Severity.WARNING, facts.fault, facts.next)
    if facts.gone:
        return _line(Severity.WARNING, *words.doctor_gone(facts.program or ""))
    if facts.elsewhere:
        return _line(Severity.WARNING, *words.doctor_other_copy(facts.program or ""))
    return _line(Severity.OK, words.doctor_on() if facts.enabled else words.doctor_off())


def _line(verdict: Severity, text: str, next_step: str | None = None) -> ReportLine:
    return ReportLine(topic=heading(Topic.TRAY), verdict=verdict, text=text, next=next_step)
