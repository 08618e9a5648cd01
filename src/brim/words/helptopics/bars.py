"""The topic `bars`: Brim in status bars, prompts, widgets and scripts.

This module must not know what a line says, nor what is written for one bar.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words.helptopics.page import Columns, Example, Heading, Paragraph
from brim.words.translation import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brim.words.helptopics.page import Page


def bars(examples: Sequence[tuple[str, tuple[str, ...]]]) -> Page:
    """What `brim status --format` and `brim gate` are for; `examples` are what to write for each bar."""
    return (
        Paragraph(
            _(
                "`brim status --format NAME` prints one line for a bar, from what the tray or Claude Code's status "
                "line last stored. It sends nothing, exits with 0 whatever happens, and takes little more than the "
                "start of Python. With --follow it stays and prints a line for each change, at once."
            )
        ),
        Paragraph(
            _(
                "The state in classes and colors is one of these. Old usage is not hidden, but the line says how old "
                "it is; and where there is none, it says why."
            )
        ),
        Columns(
            (
                ("ok", _("below 75%")),
                ("warn", _("from 75%")),
                ("critical", _("from 90%")),
                ("exhausted", _("limit reached")),
                ("paying", _("limit reached, using extra usage")),
                ("stale", _("the usage is old, or the last refresh failed")),
                ("error", _("no usage, and the line says why")),
                ("none", _("no usage yet")),
            )
        ),
        Paragraph(
            _(
                "--template writes a line of your own: `{session.percent}% {session.resets_in}`. "
                "`brim status --help` lists the fields."
            )
        ),
        *(block for name, lines in examples for block in (Heading(name), Example(lines))),
    )
