"""Words about the history of readings: what is wrong with its file, and what stands around the figures.

This module must not know how the history is kept.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from brim.words import formatting, localeformat

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, tzinfo
    from pathlib import Path

DAMAGED = "it is damaged"
NOT_A_DATABASE = "it is no SQLite database"
OTHER_PROGRAMS_FILE = "it belongs to another program"
OTHER_TABLES = "its tables are not those of a history"
LINK_LOOP = "it is a link that leads to itself"
NOT_A_FILE = "it is no file"
EMPTY_WITH_JOURNAL = "it is empty beside its journal"
INVALID_VALUES = "some of what it says cannot be"

SET_ASIDE_NEXT_STEP = "Brim sets it aside and begins a new one as soon as it may write there."
BUSY_NEXT_STEP = "End the program that keeps it, or wait; until then new readings wait in memory."
NEWER_NEXT_STEP = "Update this Brim; until then it neither reads nor changes that file."
OLDER_NEXT_STEP = "Brim brings it up to date when it next writes there."
PROTECTED_NEXT_STEP = "Give yourself the right to read and write it and its folder."


def _file_label(path: Path | None) -> str:
    return "The history" if path is None else str(path)


def unusable_title(path: Path | None) -> str:
    """The title for a file that cannot be used."""
    return f"{_file_label(path)} cannot be used"


def busy_title(path: Path | None) -> str:
    """The title for a file that somebody else keeps."""
    return f"{_file_label(path)} is in use by another program"


def newer_title(path: Path | None) -> str:
    """The title for a file that a newer Brim has changed."""
    return f"{_file_label(path)} was made by a newer Brim"


def older_title(path: Path | None) -> str:
    """The title for a file that an earlier Brim has left."""
    return f"{_file_label(path)} is of an earlier version"


def protected_title(path: Path | None) -> str:
    """The title for a file without rights."""
    return f"{_file_label(path)} cannot be opened for writing"


def write_failed_title(path: Path | None) -> str:
    """The title for a file that the system does not write."""
    return f"{_file_label(path)} cannot be written"


def write_failed_next_step(why: str) -> str:
    """What to do then; `why` is in SQLite's words."""
    return f"Make room on its disk, or see whether its folder is in order ({why})."


def set_aside(path: Path, target: Path, why: str) -> str:
    """What was done with a file that cannot be used."""
    return f"{path.name} cannot be used ({why}); it is kept as {target.name}, and a new one begins."


INVALID_TIME = "no time between the years 2000 and 2200"
INVALID_TEXT = "letters that cannot be printed, or too many"
NOT_A_HISTORY_NEXT_STEP = "Name a file that `brim history export` has made."
NEWER_FILE_NEXT_STEP = "Update this Brim; nothing was read from it."


def not_a_history_title(name: str) -> str:
    """The title for a file that was to be read and is none of ours."""
    return f"{name} is no history of Brim"


def newer_file_title(name: str) -> str:
    """The title for a file whose shape is not known yet."""
    return f"{name} was made by a newer Brim"


NO_FILE_YET = "There is none yet"
SET_ASIDE_FILES_NEXT_STEP = (
    "`brim history import FILE` brings back what can be read of one; delete it when you need nothing of it."
)
NO_READINGS_YET = "No history yet. It begins with the first reading."
NO_READINGS_IN_RANGE = "Nothing was read in that time."
WINDOW_RUNNING = "running"
STANDARD_INPUT = "standard input"
UNCONFIRMED = "unconfirmed"
SINCE_FORMATS = "such as 7d, 24h, 90m, 2w, today, yesterday, all, 2026-11-23 or 2026-11-23T14:00"
_MAX_LINE_NUMBERS = 10
_MEGABYTE = 1_000_000


def account_heading(label: str, account: str, since: datetime | None, now: datetime) -> str:
    """Above the limits of one account: `work (9f86d081884c7d65), since 16 Nov 09:30`."""
    name = label if label == account else f"{label} ({account})"
    return name if since is None else f"{name}, since {date_time_text(since, now)}"


def date_time_text(when: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """A day and a time, to the nearest minute: `16 Nov 09:30`, with the year where that is another one."""
    local = (when + timedelta(seconds=30)).astimezone(zone)
    return localeformat.current_format().date(local.timetuple()) + _year_suffix(local, now.astimezone(zone))


def window_period_text(begin: datetime, end: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """From when to when a window lasts: `23 Nov 09:00 – 14:00`, `16 Nov 08:00 – 23 Nov 08:00`."""
    first, last = ((when + timedelta(seconds=30)).astimezone(zone) for when in (begin, end))
    as_written = localeformat.current_format()
    till = as_written.clock if first.date() == last.date() else as_written.date
    year = _year_suffix(last, now.astimezone(zone))
    return f"{as_written.date(first.timetuple())} – {till(last.timetuple())}{year}"


def limit_reached_text(when: datetime, end: datetime, zone: tzinfo | None = None) -> str:
    """When a limit was reached within a window that ended at `end`: `limit reached 12:40`."""
    return f"limit reached {formatting.clock_text(when, end, zone)}"


def size_text(readings: int, limits: int, count: int) -> str:
    """How much there is: `24382 readings of 3 limits, 1.1 MB`."""
    of = "1 limit" if limits == 1 else f"{limits} limits"
    room = f"{count / _MEGABYTE:.1f} MB" if count >= _MEGABYTE else f"{count / 1_000:.0f} kB"
    return f"{_reading_count(readings)} of {of}, {room}"


def range_text(oldest: datetime, newest: datetime, now: datetime) -> str:
    """From when to when was read: `from 24 Nov 09:00 (2025) to 23 Nov 11:02`."""
    return f"from {date_time_text(oldest, now)} to {date_time_text(newest, now)}"


def set_aside_files(names: Sequence[str]) -> str:
    """Which files could not be used."""
    return f"Set aside: {', '.join(names)}"


def unknown_window(name: str, there: Sequence[str]) -> tuple[str, str]:
    """Title and next step for a limit that was never read."""
    return f"No limit is called {name}", f"There are {', '.join(there)}."


def unknown_account(name: str, there: Sequence[str]) -> tuple[str, str]:
    """Title and next step for an account that was never read."""
    return f"No account is called {name}", f"There are {', '.join(there)}."


def export_done(count: int, name: str) -> str:
    """What `brim history export` has done."""
    return f"{_reading_count(count)} written to {name}."


def import_done(added: int, known: int) -> str:
    """What `brim history import` has done."""
    return f"{_reading_count(added)} added; {known} were there already."


def invalid_lines(numbers: Sequence[int], name: str) -> tuple[str, str]:
    """Title and next step for lines that cannot be used."""
    named = ", ".join(str(number) for number in numbers[:_MAX_LINE_NUMBERS])
    more = f" and {len(numbers) - _MAX_LINE_NUMBERS} more" if len(numbers) > _MAX_LINE_NUMBERS else ""
    what = "1 line" if len(numbers) == 1 else f"{len(numbers)} lines"
    return (
        f"{what} of {name} cannot be used: {named}{more}",
        "All others count; correct these and import the file again, which adds what is missing.",
    )


def invalid_since(text: str) -> str:
    """What is wrong with a time that was given as an argument."""
    return f"{text!r} is no time: say {SINCE_FORMATS}"


def unreadable_title(name: str) -> str:
    """The title for a file that cannot be read."""
    return f"{name} cannot be read"


def unwritable_title(name: str) -> str:
    """The title for a file that cannot be written."""
    return f"{name} cannot be written"


def check_file(why: str | None) -> str:
    """What to do about a file that the user named."""
    return f"Check its name and who may use it ({why})."


def _year_suffix(local: datetime, today: datetime) -> str:
    return "" if local.year == today.year else f" ({local.year})"


def _reading_count(count: int) -> str:
    return "1 reading" if count == 1 else f"{count} readings"
