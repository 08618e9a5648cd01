"""The topic `statusline`: Brim in the status line of Claude Code, the one program that has one.

This module must not know how Claude Code's files are read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words.helptopics.page import Columns, Example, Paragraph
from brim.words.translation import _

if TYPE_CHECKING:
    from brim.words.helptopics.page import Page


def statusline() -> Page:
    """What the status line brings, and how it is set up and removed."""
    return (
        Paragraph(
            _(
                "With `brim statusline` in Claude Code's settings, each answer of Claude Code brings the session and "
                "week limits to Brim, without any request. Claude Code's status line then shows them, too:"
            )
        ),
        Example((_("Opus · session 42% used ↻ 14:00 · week 18% ↻ Sun 05:35 · context 5% · $0.42"),)),
        Columns(
            (
                (
                    "brim statusline install",
                    _("shows what it would change in Claude Code's settings.json, asks, and changes only that"),
                ),
                (
                    "brim statusline uninstall",
                    _("puts the file back, byte for byte; run it before you remove Brim"),
                ),
            )
        ),
        Paragraph(
            _(
                "If you already have a status line, Brim runs it and shows what it prints. `icon.show` and NO_COLOR "
                "apply. Choose what to show with --format, for example:"
            )
        ),
        Example(("brim statusline install \\", '  --format "{model} {session} {session_left}"')),
    )
