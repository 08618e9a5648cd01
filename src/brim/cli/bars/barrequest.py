"""What a bar asks for, and the answer. This module must not know where the answer is written, nor how often."""

from __future__ import annotations

from brim.backend.outputs.barformats import FORMATS
from brim.backend.outputs.barline import BarLine
from brim.backend.outputs.sharedreading import Shared


class BarRequest:
    """What a bar asks for. It is not changed once it is made."""

    __slots__ = ("account", "format", "template")

    def __init__(self, name: str, template: str | None, account: str | None) -> None:
        """`name` is a key of FORMATS; `account` a name, or the beginning of an id."""
        self.format = FORMATS[name]
        self.template = template
        self.account = account

    def output(self, state_dir: str, now: float) -> tuple[str, float]:
        """What is printed, and when it changes although no file does, in seconds since 1970."""
        shown = BarLine(Shared(state_dir, now), self.account, now, self.template, self.format.escape)
        return self.format.made(shown), shown.changes_at
