"""What a bar asks for, and the answer. This module must not know where the answer is written, nor how often."""

from __future__ import annotations

from brim.backend.outputs.barformats import FORMATS
from brim.backend.outputs.barline import BarLine
from brim.backend.outputs.sharedreading import Shared
from brim.backend.outputs.template import LIMIT_FIELDS, READING_FIELDS, UnknownFieldError
from brim.words import bars as words


class BarRequest:
    """What a bar asks for. It is not changed once it is made."""

    __slots__ = ("account", "format", "template")

    def __init__(self, name: str, template: str | None, account: str | None) -> None:
        """`name` is a key of FORMATS; `account` a name, or the beginning of an id."""
        self.format = FORMATS[name]
        self.template = template
        self.account = account

    def output(self, state_dir: str, now: float) -> tuple[str, float | None]:
        """What is printed, and when it changes although no file does, in seconds since 1970; None if never."""
        shared = Shared(state_dir, now)
        try:
            shown = BarLine(shared, self.account, now, self.template, self.format.escape)
        except UnknownFieldError as error:
            return words.unknown_field(f"{{{error.args[0]}}}", _known_fields()), None
        return self.format.made(shown), shown.changes_at


def _known_fields() -> str:
    return ", ".join((*(f"session.{name}" for name in LIMIT_FIELDS), *READING_FIELDS))
