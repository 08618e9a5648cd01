"""The part of a problem's message that has room in the menu: what to do next, which its last sentences say.

Pure. This module must not know which problems there are.
"""

from __future__ import annotations

from brim.tray.menu.row import wrap
from brim.words.joining import split_sentences
from brim.words.traylimits import MOST_LETTERS, shortened


def next_step_lines(message: str, most_lines: int) -> list[str]:
    """At most so many lines: the whole message, else the last sentences that fit, else the beginning of the last."""
    sentences = split_sentences(message)
    for first in range(len(sentences)):
        lines = wrap(" ".join(sentences[first:]), MOST_LETTERS)
        if len(lines) <= most_lines:
            return lines
    lines = wrap(sentences[-1], MOST_LETTERS)[:most_lines] if sentences else []
    return [*lines[:-1], shortened(f"{lines[-1]} …")] if lines else []
