"""Text about the history of readings: faults of its file, and the text around its figures.

This module must not know how the history is stored.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from brim.localzone import local_time
from brim.words import formatting, localeformat, suggestions
from brim.words.translation import ngettext

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

NO_PLAIN_FILE_NEXT_STEP = "Remove it; Brim sets it aside as soon as it may write there."
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
    """The title for a file that another program has locked."""
    return f"{_file_label(path)} is in use by another program"


def newer_title(path: Path | None) -> str:
    """The title for a file that a newer Brim has changed."""
    return f"{_file_label(path)} was made by a newer Brim"


def older_title(path: Path | None) -> str:
    """The title for a file of an earlier Brim."""
    return f"{_file_label(path)} is of an earlier version"


def protected_title(path: Path | None) -> str:
    """The title for a file that the user may not write."""
    return f"{_file_label(path)} cannot be opened for writing"


def no_plain_file_title(path: Path) -> str:
    """The title for something in the place of a journal that is no plain file."""
    return f"{path} is not a plain file"


def write_failed_title(path: Path | None) -> str:
    """The title for a file that the system failed to write."""
    return f"{_file_label(path)} cannot be written"


def write_failed_next_step(reason: str) -> str:
    """The next step for `write_failed_title`; `reason` is SQLite's message."""
    return f"Make room on its disk, or see whether its folder is in order ({reason})."


def set_aside(path: Path, target: Path, reason: str) -> str:
    """The log line about a file that cannot be used and was renamed to `target`."""
    return f"{path.name} cannot be used ({reason}); it is kept as {target.name}, and a new one begins."


INVALID_TIME = "no time between the years 2000 and 2200"
INVALID_TEXT = "letters that cannot be printed, or too many"
NOT_A_HISTORY_NEXT_STEP = "Name a file that `brim history export` has made."
NEWER_FILE_NEXT_STEP = "Update this Brim; nothing was read from it."


def not_a_history_title(name: str) -> str:
    """The title for a file to import that is not a history of Brim."""
    return f"{name} is no history of Brim"


def newer_file_title(name: str) -> str:
    """The title for a file to import whose format is newer than this Brim."""
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
    """The heading of the limits of one account: `work (9f86d081884c7d65), since 16 Nov 09:30`."""
    name = label if label == account else f"{label} ({account})"
    return name if since is None else f"{name}, since {date_time_text(since, now)}"


def date_time_text(when: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """A date and a time, to the nearest minute: `16 Nov 09:30`, with the year where it is not this year."""
    local = local_time(when + timedelta(seconds=30), zone)
    return localeformat.current_format().date(local.timetuple()) + _year_suffix(local, local_time(now, zone))


def window_period_text(begin: datetime, end: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """The beginning and the end of a window: `23 Nov 09:00 – 14:00`, `16 Nov 08:00 – 23 Nov 08:00`."""
    first, last = (local_time(when + timedelta(seconds=30), zone) for when in (begin, end))
    locale_format = localeformat.current_format()
    end_text = locale_format.clock if first.date() == last.date() else locale_format.date
    year = _year_suffix(last, local_time(now, zone))
    return f"{locale_format.date(first.timetuple())} – {end_text(last.timetuple())}{year}"


def limit_summary(label: str, windows: int, average: float, reached: int) -> str:
    """One limit over some of its windows: `Week: 4 windows, on average 63% used; limit reached 1 time`.

    `average` is of the highest percentages of the windows; `reached` is how many of them reached the limit.
    """
    text = ngettext(
        "{label}: {count} window, {average} used",
        "{label}: {count} windows, on average {average} used",
        windows,
        label=label,
        average=formatting.percent_text(average),
    )
    if reached == 0:
        return text
    return ngettext("{text}; limit reached {count} time", "{text}; limit reached {count} times", reached, text=text)


def limit_reached_text(when: datetime, end: datetime, zone: tzinfo | None = None) -> str:
    """When a limit was reached within a window that ended at `end`: `limit reached 12:40`."""
    return f"limit reached {formatting.clock_text(when, end, zone)}"


def size_text(readings: int, limits: int, size_bytes: int) -> str:
    """The size of the history: `24382 readings of 3 limits, 1.1 MB`."""
    limits_text = "1 limit" if limits == 1 else f"{limits} limits"
    size = f"{size_bytes / _MEGABYTE:.1f} MB" if size_bytes >= _MEGABYTE else f"{size_bytes / 1_000:.0f} kB"
    return f"{_reading_count(readings)} of {limits_text}, {size}"


def range_text(oldest: datetime, newest: datetime, now: datetime) -> str:
    """The times of the oldest and the newest reading: `from 24 Nov 09:00 (2025) to 23 Nov 11:02`."""
    return f"from {date_time_text(oldest, now)} to {date_time_text(newest, now)}"


def set_aside_files(names: Sequence[str]) -> str:
    """The names of files that were set aside because they cannot be used."""
    return f"Set aside: {', '.join(names)}"


def unknown_window(name: str, likely: str | None, known: Sequence[str]) -> tuple[str, str]:
    """Title and next step for the name of a limit without history; `known` are those that have one."""
    return f'Unknown limit "{name}"', suggestions.unknown_name(likely, known)


def unknown_account(name: str, likely: str | None, known: Sequence[str]) -> tuple[str, str]:
    """Title and next step for the name of an account without history; `known` are those that have one."""
    return f'Unknown account "{name}"', suggestions.unknown_name(likely, known)


def export_done(count: int, file_name: str) -> str:
    """The result of `brim history export`."""
    return f"{_reading_count(count)} written to {file_name}."


def import_done(added: int, already_stored: int) -> str:
    """The result of `brim history import`."""
    return f"{_reading_count(added)} added; {already_stored} were there already."


def invalid_lines(numbers: Sequence[int], file_name: str) -> tuple[str, str]:
    """Title and next step for lines that cannot be used."""
    line_numbers = ", ".join(str(number) for number in numbers[:_MAX_LINE_NUMBERS])
    more = f" and {len(numbers) - _MAX_LINE_NUMBERS} more" if len(numbers) > _MAX_LINE_NUMBERS else ""
    count_text = "1 line" if len(numbers) == 1 else f"{len(numbers)} lines"
    return (
        f"{count_text} of {file_name} cannot be used: {line_numbers}{more}",
        "All others count; correct these and import the file again, which adds what is missing.",
    )


def invalid_since(text: str) -> str:
    """The fault of a time that was given as an argument."""
    return f'"{text}" is not a valid time: use one {SINCE_FORMATS}'


def unreadable_title(name: str) -> str:
    """The title for a file that cannot be read."""
    return f"{name} cannot be read"


def unwritable_title(name: str) -> str:
    """The title for a file that cannot be written."""
    return f"{name} cannot be written"


def check_file(reason: str | None) -> str:
    """The next step for a file that the user named and that cannot be used."""
    return f"Check its name and who may use it ({reason})."


def _year_suffix(local: datetime, today: datetime) -> str:
    return "" if local.year == today.year else f" ({local.year})"


def _reading_count(count: int) -> str:
    return "1 reading" if count == 1 else f"{count} readings"
