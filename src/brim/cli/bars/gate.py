"""`brim gate`: may a script go on? Answers with its exit code, from the shared files alone.

0 means below the limit, 1 at or above it, and 3 that this is not known or too old. Standard library only: this module
must not know how a reading is made.
"""

from __future__ import annotations

import math
import re
import time

from brim.backend.outputs.sharedreading import PRESSING, Shared, plain_text
from brim.cli.bars.options import plain_options
from brim.cli.bars.output import write_line
from brim.words import bars as words
from brim.words import localeformat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from brim.backend.outputs.sharedreading import Limit, Reading

BELOW, REACHED, NOT_KNOWN = 0, 1, 3
DEFAULT_PERCENT = 90.0
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
        self.limit = options.get("--limit")
        """None means every limit: a script that goes on uses all of them."""
        self.percent = percent_of(options["--max"]) if "--max" in options else DEFAULT_PERCENT
        self.max_age = seconds_of(options["--max-age"]) if "--max-age" in options else None
        """Seconds; None means until a newer reading is long due."""
        self.pace = "--pace" in options

    def answer(self, shared: Shared, now: float) -> tuple[int, str]:
        """The exit code, and a sentence that says why, of which account where there are several to choose from."""
        reading = shared.reading(self.account)
        code, sentence = self._answer(shared, reading, now)
        named = self.account is None and len(shared.readings) > 1 and reading.name
        return code, words.of_account(reading.name, sentence) if named else sentence

    def _answer(self, shared: Shared, reading: Reading, now: float) -> tuple[int, str]:
        limits = self._limits(reading)
        refused = next((limit for limit in self._asked(reading) if limit.refused), None)
        if refused is not None and reading.read_at is not None and not self._is_too_old(reading, now):
            usage = "" if refused.percent is None else _usage(refused)
            return REACHED, words.gate_refused(_label(refused), usage)
        if not limits or reading.read_at is None:
            return NOT_KNOWN, self._what_is_not_known(shared, reading)
        fullest = max(limits, key=_percent)
        if self._is_too_old(reading, now):
            return NOT_KNOWN, words.gate_too_old(_label(fullest), _usage(fullest), now - reading.read_at)
        most = f"{self.percent:g}%"
        if _percent(fullest) >= self.percent:
            return REACHED, words.gate_reached(_label(fullest), _usage(fullest), most)
        likeliest = max(limits, key=_chance)
        if self.pace and _chance(likeliest) >= _LIKELY:
            return REACHED, words.gate_runs_out(_label(likeliest), _usage(likeliest), likeliest.forecast)
        return BELOW, words.gate_below(_label(fullest), _usage(fullest), most)

    def _limits(self, reading: Reading) -> list[Limit]:
        """Those that are asked for and have a percentage."""
        return [limit for limit in self._asked(reading) if limit.percent is not None]

    def _asked(self, reading: Reading) -> list[Limit]:
        asked = reading.limits if self.limit is None else (reading.limit(self.limit),)
        return [limit for limit in asked if limit is not None]

    def _is_too_old(self, reading: Reading, now: float) -> bool:
        if self.max_age is None or reading.read_at is None:
            return reading.is_old(now)
        return now - reading.read_at > self.max_age

    def _what_is_not_known(self, shared: Shared, reading: Reading) -> str:
        if not shared.readings:
            return words.gate_nothing_known(words.start_tray())
        if self.account is not None and not shared.knows(self.account):
            return words.problem_row(*words.unknown_account(plain_text(self.account), shared.names))
        if self.limit is None or self.limit.casefold() == PRESSING or not reading.limits:
            return words.gate_nothing_known(reading.problem)
        limit = reading.limit(self.limit)
        if limit is not None:
            return words.gate_not_known(_label(limit))
        return words.gate_unknown_limit(plain_text(self.limit), [known.name for known in reading.limits])


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


def _percent(limit: Limit) -> float:
    return limit.percent or 0.0


def _chance(limit: Limit) -> float:
    return limit.chance or 0.0


def _label(limit: Limit) -> str:
    return words.limit_label(limit.id, limit.label)


def _usage(limit: Limit) -> str:
    return f"{math.floor(_percent(limit))}%"
