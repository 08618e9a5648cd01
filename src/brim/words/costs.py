"""Text about tokens, list prices and what usage went into. This module must not know how any of that is computed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from brim.localzone import local_time
from brim.words import localeformat, suggestions
from brim.words.translation import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable

_HEADINGS = {
    "day": N_("Usage by day"),
    "week": N_("Usage by week"),
    "month": N_("Usage by month"),
    "model": N_("Usage by model"),
    "project": N_("Usage by project"),
    "provider": N_("Usage by provider"),
    "session": N_("Usage by session"),
    "window": N_("Usage by 5-hour window"),
}
_THOUSAND, _MILLION, _BILLION = 1_000, 1_000_000, 1_000_000_000
_CENT = 0.01
_ID_LETTERS = 8
_WHOLE_FROM = 9.95
"""The least percentage that has two digits before its point."""


def prices_unreadable(path: Path, reason: str) -> tuple[str, str]:
    """The user's price file cannot be read: title and what to do."""
    return _("Prices cannot be read"), _("{file}: {reason}. Fix or remove the file.", file=path, reason=reason)


def prices_not_json(path: Path) -> tuple[str, str]:
    """The user's price file is not an object in JSON."""
    return _("Prices are not JSON"), _("Fix or remove {file}; `brim help files` shows its form.", file=path)


def price_invalid(path: Path, reason: str) -> tuple[str, str]:
    """A value in the user's price file is invalid."""
    return _("A price is invalid"), _("{file}: {reason}.", file=path, reason=reason)


def unknown_account(name: str, likely: str | None, known: Iterable[str]) -> tuple[str, str]:
    """There is no account with this name: title and what to do."""
    return _('"{name}" is not a valid account', name=name), suggestions.unknown_name(likely, known)


def unknown_provider(name: str, likely: str | None, known: Iterable[str]) -> tuple[str, str]:
    """There are no transcripts of a provider with this name: title and what to do."""
    return _('"{name}" has no transcripts', name=name), suggestions.unknown_name(likely, known)


def compressed_files(number: int) -> str:
    """Transcripts that their program compressed before Brim read them."""
    return ngettext(
        "{count} compressed session file is not counted: Brim reads them before they are compressed.",
        "{count} compressed session files are not counted: Brim reads them before they are compressed.",
        number,
    )


def not_stored(problem: Exception) -> str:
    """The cost file cannot be written, so transcripts were read for this report alone."""
    return _("{problem} Until then, every run reads all transcripts.", problem=problem)


def row_left_out(file: str, size: int) -> str:
    """A row of a transcript is huge beside its texts, so it is not counted."""
    return _("A line of {size} MB in {file} is not counted.", file=file, size=round(size / _MILLION))


def report_heading(by: str, since: datetime | None, until: datetime | None) -> str:
    """What the table is about; without `since` it begins with the first transcript, without `until` it ends now."""
    return _("{subject}, {range}", subject=_(_HEADINGS[by]), range=_range(since, until))


def _range(since: datetime | None, until: datetime | None) -> str:
    begin = "" if since is None else _moment(since)
    end = "" if until is None else _moment(until, is_end=True)
    if since is None:
        return _("until {until}", until=end) if end else _("of all transcripts")
    return _("{since} to {until}", since=begin, until=end) if end else _("since {since}", since=begin)


def until_before_since(until: datetime, since: datetime) -> tuple[str, str]:
    """The range of the table ends before it begins: title and what to do."""
    begin, end = _moment(since), _moment(until, is_end=True)
    return _("Invalid --until"), _("{until} is not after --since, {since}. Swap them.", until=end, since=begin)


def _moment(at: datetime, *, is_end: bool = False) -> str:
    """A date as the rows have it, with the time of day unless it is a whole day; an end names its last day."""
    here = local_time(at)
    is_whole = (here.hour, here.minute, here.second) == (0, 0, 0)
    if is_whole and is_end:
        here -= timedelta(days=1)
    style, when = localeformat.current_format(), here.timetuple()
    text = style.day_of_year(when) if is_whole else style.date(when)
    return localeformat.dated(text, when, local_time(datetime.now(UTC)).timetuple())


def list_price_note(as_of: date) -> str:
    """What a cost in the table is, and what it is not."""
    return _("Cost is list price, not money spent (prices of {date}).", date=as_of.isoformat())


def no_usage() -> str:
    """There are no transcripts, or nothing in them is in the range."""
    return _("No transcripts of this time have been found on this computer. Try `brim usage --since all`.")


def no_price(model: str) -> str:
    """A model whose tokens are counted but not priced."""
    return _(
        "No price is known for {model}: its tokens are not in the cost. `brim help files` says how to add one.",
        model=model,
    )


def estimated_windows() -> str:
    """What the mark after the time of a window means."""
    return _("~ estimated: the official reset of this window is not known.")


def total_label() -> str:
    """The name of the last row."""
    return _("Total")


def row_label(by: str, key: str, project: str | None, *, estimated: bool) -> str:
    """The name of a row: a day as people write it, a project below its home folder, a session with its project."""
    if by in {"day", "week"}:
        return localeformat.current_format().day_of_year(date.fromisoformat(key).timetuple())
    if by == "month":
        return localeformat.current_format().month(date.fromisoformat(f"{key}-01").timetuple())
    if by == "window":
        begin = local_time(datetime.fromisoformat(key))
        text = localeformat.current_format().date(begin.timetuple())
        return _("{time} ~", time=text) if estimated else text
    if by == "project":
        return short_path(key)
    if by == "session" and project is not None:
        return _("{session} {project}", session=key[:_ID_LETTERS], project=Path(project).name)
    return key


def short_path(path: str) -> str:
    """A path with `~` in place of the home folder."""
    try:
        home = str(Path.home())
    except RuntimeError:
        return path
    return f"~{path[len(home) :]}" if path == home or path.startswith((f"{home}/", f"{home}\\")) else path


def cost_text(cost: float | None) -> str:
    """`$12.34`; a dash where nothing has a price."""
    if cost is None:
        return "–"
    if 0 < cost < _CENT:
        return "<$0.01"
    return f"${cost:,.2f}"


def tokens_text(tokens: int) -> str:
    """`812k tokens`, `45.2M tokens`."""
    if tokens < _THOUSAND:
        return ngettext("{count} token", "{count} tokens", tokens)
    for size, sign in ((_BILLION, "B"), (_MILLION, "M"), (_THOUSAND, "k")):
        if tokens >= size:
            number = f"{tokens / size:.1f}".removesuffix(".0")
            return _("{number} tokens", number=f"{number}{sign}")
    return str(tokens)


def answers_text(answers: int) -> str:
    """`310 answers`."""
    return ngettext("{number} answer", "{number} answers", answers, number=f"{answers:,}")


def today_text(cost: float) -> str:
    """What the tokens of today cost: `$12.34 at list price, not money spent`."""
    return _("{cost} at list price, not money spent", cost=cost_text(cost))


def top_project_text(name: str, percent: float) -> str:
    """Where most of a limit went: `mostly brim, 31%`."""
    return _("mostly {project}, {percent}%", project=name, percent=round(percent))


def elsewhere_label() -> str:
    """The name of the row of what no answer on this computer explains."""
    return _("Elsewhere")


def points_text(value: float, low: float, high: float) -> str:
    """How much of a limit, with its range: `31% (28–35)`, or `3.4% (2.9–4.1)`."""
    shown = {"value": value, "low": low, "high": high}
    return _("{value}% ({low}–{high})", **{name: _points(number) for name, number in shown.items()})


def _points(number: float) -> str:
    """One decimal below ten, where a whole number would hide the range."""
    return f"{number:.0f}" if number >= _WHOLE_FROM else f"{number:.1f}"


def kept_letters(by: str) -> int:
    """How many letters at the beginning of a row's name say which row it is; the rest may be cut from the left."""
    return _ID_LETTERS + 1 if by == "session" else 0


def points_note(limit: str | None, uncounted: str | None = None, *, several: bool = False) -> str:
    """What the percentages of a table are, or why there are none; `limit` is the id of the limit.

    `uncounted`: the program of whose limits nobody knows what they count.
    """
    if uncounted is not None:
        return _("There is no % of the limit: what the limits of {program} count is not public.", program=uncounted)
    if several:
        return _("% of the limits of several accounts does not add up: choose one with `--account`.")
    if limit is None:
        return _("No percentages yet: Brim has not seen this limit during that time.")
    if limit == "session":
        return _(
            "% of the session's limit, added up over its windows. Elsewhere is what nothing here explains: other "
            "computers, the web, and requests that leave no trace."
        )
    return _(
        "% of the weekly limit, added up over its weeks. Elsewhere is what nothing here explains: other computers, "
        "the web, and requests that leave no trace."
    )
