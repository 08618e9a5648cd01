"""Text of `brim history`: the chart, its summary, and the results of export and import.

This module must not know how the history is stored.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from brim.localzone import local_time
from brim.words import formatting, localeformat, suggestions
from brim.words.clihelp import since_examples
from brim.words.translation import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, tzinfo
    from pathlib import Path

    from brim.model.options import IconShow

_MAX_LINE_NUMBERS = 10
_MEGABYTE = 1_000_000


def no_file_yet() -> str:
    """For `brim doctor`: nothing was stored yet."""
    return _("No history yet")


def set_aside_files(names: Sequence[str]) -> tuple[str, str]:
    """For `brim doctor`: damaged files that were set aside, and what to do with them."""
    return (
        _("Set aside: {files}", files=", ".join(names)),
        _("`brim history import FILE` recovers what can be read from one; delete it when you need nothing from it."),
    )


def no_data_yet() -> str:
    """There is no history at all."""
    return _("No history yet. It starts with the first update.")


def no_history_of(account: str) -> tuple[str, str]:
    """An account is shown, and nothing of it is stored: title and next step."""
    return _("No history of {account}", account=account), _(
        "The history has percentages only, from the first update on. `brim status --all` shows what is known."
    )


def no_data_in_range() -> str:
    """There is history, but none in the period that was asked for."""
    return _("No data in this period. `brim history --since all` shows everything.")


def window_running() -> str:
    """A note on a window that is not over."""
    return _("running")


def reset_moved() -> str:
    """A note on a window whose reset its vendor moved while it ran."""
    return _("reset time moved")


def unconfirmed() -> str:
    """A note on a window whose last value is unconfirmed."""
    return _("unconfirmed")


def standard_input() -> str:
    """The name of standard input, in place of a file's."""
    return _("standard input")


def account_heading(label: str, account_id: str | None, since: datetime | None, now: datetime) -> str:
    """The heading of the limits of one account: `work, since 16 Nov 09:30`; with its id where that is given."""
    name = label if account_id is None else _("{account} ({id})", account=label, id=account_id)
    return name if since is None else _("{account}, since {when}", account=name, when=date_time_text(since, now))


def date_time_text(when: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """A date and a time, to the nearest minute: `16 Nov 09:30`, with the year where it is not this year."""
    local = local_time(when + timedelta(seconds=30), zone)
    return _with_year(localeformat.current_format().date(local.timetuple()), local, local_time(now, zone))


def window_period_text(begin: datetime, end: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """The beginning and the end of a window: `23 Nov 09:00 – 14:00`, `16 Nov 08:00 – 23 Nov 08:00`."""
    first, last = (local_time(when + timedelta(seconds=30), zone) for when in (begin, end))
    locale_format = localeformat.current_format()
    end_text = locale_format.clock if first.date() == last.date() else locale_format.date
    period = _("{start} – {end}", start=locale_format.date(first.timetuple()), end=end_text(last.timetuple()))
    return _with_year(period, last, local_time(now, zone))


def limit_summary(label: str, windows: int, average: float, reached: int, show: IconShow) -> str:
    """One limit over some of its windows: `Week: 4 windows, 63% used on average; limit reached 1 time`.

    `average` is of the highest percentages used in the windows; `reached` is how many of them reached the limit.
    """
    summary = ngettext(
        "{limit}: {count} window, {used_or_left}",
        "{limit}: {count} windows, {used_or_left} on average",
        windows,
        limit=label,
        used_or_left=formatting.used_or_left_text(average, show),
    )
    if reached == 0:
        return summary
    return ngettext(
        "{summary}; limit reached {count} time", "{summary}; limit reached {count} times", reached, summary=summary
    )


def limit_reached_text(when: datetime, end: datetime, zone: tzinfo | None = None) -> str:
    """When a limit was reached within a window that ended at `end`: `limit reached at 12:40`."""
    return _("limit reached {at_clock}", at_clock=formatting.at_clock_text(when, end, zone))


def size_text(values: int, limits: int, size_bytes: int) -> str:
    """The size of the history: `24382 values of 3 limits, 1.1 MB`."""
    of_limits = ngettext("{count} limit", "{count} limits", limits)
    if size_bytes >= _MEGABYTE:
        size = _("{number:.1f} MB", number=size_bytes / _MEGABYTE)
    else:
        size = _("{number:.0f} kB", number=size_bytes / 1_000)
    return ngettext(
        "{count} value of {limits}, {size}", "{count} values of {limits}, {size}", values, limits=of_limits, size=size
    )


def size_and_range(size: str, oldest: datetime, newest: datetime, now: datetime) -> str:
    """The size, and the times of the oldest and the newest value: `..., from 24 Nov 09:00 (2025) to 23 Nov 11:02`."""
    return _(
        "{size}, from {oldest} to {newest}",
        size=size,
        oldest=date_time_text(oldest, now),
        newest=date_time_text(newest, now),
    )


def unknown_window(name: str, likely: str | None, known: Sequence[str]) -> tuple[str, str]:
    """Title and next step for the name of a limit without history; `known` are those that have one."""
    return _('Unknown limit "{name}"', name=name), suggestions.unknown_name(likely, known)


def unknown_account(name: str, likely: str | None, known: Sequence[str]) -> tuple[str, str]:
    """Title and next step for the name of an account without history; `known` are those that have one."""
    return _('Unknown account "{name}"', name=name), suggestions.unknown_name(likely, known)


def export_done(count: int, file_name: str) -> str:
    """The result of `brim history export`."""
    return ngettext("Exported {count} value to {file}.", "Exported {count} values to {file}.", count, file=file_name)


def import_done(added: int, already_stored: int) -> str:
    """The result of `brim history import`."""
    if not already_stored:
        return ngettext("Imported {count} value.", "Imported {count} values.", added)
    return ngettext(
        "Imported {count} value; {present} already present.",
        "Imported {count} values; {present} already present.",
        added,
        present=already_stored,
    )


def invalid_lines(numbers: Sequence[int], file_name: str) -> tuple[str, str]:
    """Title and next step for lines that cannot be used."""
    listed = ", ".join(str(number) for number in numbers[:_MAX_LINE_NUMBERS])
    if (more := len(numbers) - _MAX_LINE_NUMBERS) > 0:
        listed = _("{numbers} and {count} more", numbers=listed, count=more)
    return _("Invalid lines in {file}", file=file_name), ngettext(
        "Line {numbers} was not imported. Fix it and import the file again, which adds what is missing.",
        "Lines {numbers} were not imported. Fix them and import the file again, which adds what is missing.",
        len(numbers),
        numbers=listed,
    )


def invalid_since(text: str) -> str:
    """The fault of a time that was given as an argument."""
    return _('"{text}" is not a valid time: use {examples}', text=text, examples=since_examples())


def unreadable_file(name: str, reason: str | None) -> tuple[str, str]:
    """A file to import cannot be read."""
    return _("{file} cannot be read", file=name), _check_name_and_permissions(reason)


def unwritable_file(path: Path, reason: str | None) -> tuple[str, str]:
    """A file to export to cannot be written."""
    return _("{file} cannot be written", file=path), _check_name_and_permissions(reason)


def _check_name_and_permissions(reason: str | None) -> str:
    return _("Check its name and permissions ({reason}).", reason=reason)


def _with_year(text: str, local: datetime, today: datetime) -> str:
    """A date with its year, where that is not this year."""
    return text if local.year == today.year else _("{date} ({year})", date=text, year=local.year)
