"""`brim gate`: may a script go on? Answers with its exit code, from the shared files alone.

0 means below the limit, 1 at or above it, and 3 that this is not known or too old. Standard library only: this module
must not know how a reading is made.
"""

from __future__ import annotations

import math
import re
import time

from brim.backend.outputs.sharedreading import Shared, plain_text
from brim.cli.bars.options import plain_options
from brim.cli.bars.output import write_line
from brim.words import bars as words
from brim.words import localeformat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from brim.backend.outputs.sharedreading import Limit, Reading

BELOW, REACHED, NOT_KNOWN = 0, 1, 3
DEFAULT_LIMIT, DEFAULT_PERCENT = "pressing", 90.0
_WITH_VALUE = ("--limit", "--max", "--max-age", "--account")
_SWITCHES = ("--pace", "-q", "--quiet")
_AGE = re.compile(r"(\d{1,6})([smhd])")
_UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_MOST_PERCENT = 1000.0
_LIKELY = 0.5
"""From this chance on a limit is expected to be reached, as in `brim.words.forecast`."""


class Question:
    """What a script asks. It is not changed once it is made."""

    __slots__ = ("account", "limit", "max_age", "pace", "percent")

    def __init__(self, options: dict[str, str]) -> None:
        """From plain options; raises ValueError for a value that cannot be used."""
        self.account = options.get("--account")
        self.limit = options.get("--limit", DEFAULT_LIMIT)
        self.percent = percent_of(options["--max"]) if "--max" in options else DEFAULT_PERCENT
        self.max_age = seconds_of(options["--max-age"]) if "--max-age" in options else None
        """Seconds; None means until a newer reading is long due."""
        self.pace = "--pace" in options

    def answer(self, shared: Shared, now: float) -> tuple[int, str]:
        """The exit code, and a sentence that says why."""
        reading = shared.reading(self.account)
        limit = reading.limit(self.limit)
        if limit is None or limit.percent is None or reading.read_at is None:
            return NOT_KNOWN, self._what_is_not_known(shared, reading, limit)
        label, usage = words.limit_label(limit.id, limit.label), f"{math.floor(limit.percent)}%"
        age = now - reading.read_at
        if reading.is_old(now) if self.max_age is None else age > self.max_age:
            return NOT_KNOWN, words.gate_too_old(label, usage, age)
        most = f"{self.percent:g}%"
        if limit.percent >= self.percent:
            return REACHED, words.gate_reached(label, usage, most)
        if self.pace and _runs_out(limit):
            return REACHED, words.gate_runs_out(label, usage, limit.forecast)
        return BELOW, words.gate_below(label, usage, most)

    def _what_is_not_known(self, shared: Shared, reading: Reading, limit: Limit | None) -> str:
        if not shared.readings:
            return words.gate_nothing_known(words.start_tray())
        if self.account is not None and not shared.knows(self.account):
            known = [other.label for other in shared.readings]
            return words.problem_row(*words.unknown_account(plain_text(self.account), known))
        if limit is not None:
            return words.gate_not_known(words.limit_label(limit.id, limit.label))
        if reading.limits and self.limit.casefold() != DEFAULT_LIMIT:
            return words.gate_unknown_limit(plain_text(self.limit), [known.name for known in reading.limits])
        return words.gate_nothing_known(reading.problem)


def main(arguments: Sequence[str]) -> int | None:
    """Answer with as few imports as possible; returns the exit code, or None for other than plain options."""
    options = plain_options(arguments, _WITH_VALUE, _SWITCHES)
    if options is None:
        return None
    try:
        question = Question(options)
    except ValueError:
        return None
    localeformat.use_system_locale()
    return run(question, quiet="-q" in options or "--quiet" in options)


def run(question: Question, *, quiet: bool) -> int:
    """Print the answer unless it is to be quiet; returns the exit code."""
    from brim.cli.bars.statefolder import data_folder

    now = time.time()
    code, sentence = question.answer(Shared(data_folder(), now), now)
    if not quiet:
        write_line(sentence)
    return code


def percent_of(text: str) -> float:
    """A percentage from 0 to 1000, with or without its sign; raises ValueError for anything else."""
    value = float(text.strip().removesuffix("%"))
    if not 0 <= value <= _MOST_PERCENT:
        raise ValueError(text)
    return value


def seconds_of(text: str) -> float:
    """A duration such as `90s`, `15m`, `2h` or `1d` in seconds; raises ValueError for anything else."""
    found = _AGE.fullmatch(text.strip().lower())
    if found is None:
        raise ValueError(text)
    return float(found[1]) * _UNITS[found[2]]


def _runs_out(limit: Limit) -> bool:
    return limit.chance is not None and limit.chance >= _LIKELY
