"""Where a figure comes from, how old it is, when it is read next and why, and what is doubted about it.

Pure. This module must not know where the words go: tooltip, menu or terminal. Clock times stay true while they stand
on a screen; ages are for text that is made for one moment.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from brim.model.usage import Doubt, Source
from brim.words import formatting

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, tzinfo

    from brim.model.account import AccountView
    from brim.model.usage import Window

SOURCE_LABELS = {
    Source.API: "Anthropic",
    Source.CACHE: "Claude Code's last reading",
    Source.STATUSLINE: "Claude Code's statusline",
    Source.CLI: "the claude program",
    Source.DEMO: "a simulated account",
}
NOTHING_READ = "Nothing has been read yet"
READING_NOW = "Reading now"
WHY_THIS_COLOUR = "Why this colour"
"""Above the sentence of `iconreason.icon_reason`, where it needs a name."""

SAME_READING = timedelta(minutes=2)
"""Figures read closer together than this are told as one reading."""

_UNCONFIRMED_REASONS = {
    Doubt.JUMP: "it jumped to the limit",
    Doubt.FALL: "it fell before its reset",
    Doubt.MOVED: "its reset moved",
    Doubt.GONE: "its percentage is gone",
}
_UNCONFIRMED_BY_SOURCE = "its source is not sure"


def last_read_text(view: AccountView, now: datetime, zone: tzinfo | None = None) -> str:
    """When the one number was true, and from where it comes: `Read 11:02 from Anthropic, not fresh`."""
    if view.source is None or view.fetched_at is None:
        return NOTHING_READ
    old = ", not fresh" if view.stale else ""
    return f"Read {formatting.clock_text(view.fetched_at, now, zone)} from {SOURCE_LABELS[view.source]}{old}"


def ago_text(when: datetime, now: datetime) -> str:
    """`12 min ago`."""
    return f"{formatting.duration_text((now - when).total_seconds())} ago"


def source_with_age(source: Source, at: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """The same with the age, for text of one moment: `11:02 from Anthropic, 12 min ago`."""
    return f"{formatting.clock_text(at, now, zone)} from {SOURCE_LABELS[source]}, {ago_text(at, now)}"


def figure_source(window: Window, now: datetime, zone: tzinfo | None = None) -> str:
    """When one figure was true, and from where it comes: `read 11:02 from Anthropic`."""
    return f"read {formatting.clock_text(window.read_at, now, zone)} from {SOURCE_LABELS[window.source]}"


def indented_line(text: str) -> str:
    """A second line below a row of the menu."""
    return f"    {text}"


def read_separately(window: Window, view: AccountView) -> bool:
    """Whether a figure was read so long before the one number that it has to say so."""
    return view.fetched_at is not None and view.fetched_at - window.read_at >= SAME_READING


def grouped_by_reading(windows: Sequence[Window]) -> list[list[Window]]:
    """The windows that one reading tells: those of one source and time, the newest first."""
    groups: list[list[Window]] = []
    for window in sorted(windows, key=lambda one: one.read_at, reverse=True):
        first = next((one for one in groups if one[0].source is window.source), None)
        if first is not None and first[0].read_at - window.read_at < SAME_READING:
            first.append(window)
        else:
            groups.append([window])
    return groups


def source_lines(view: AccountView, now: datetime) -> list[str]:
    """Where the figures come from and how old they are: one line, or one for each reading that still counts."""
    old = ", not fresh" if view.stale else ""
    groups = grouped_by_reading(view.windows)
    if not groups and view.fetched_at is not None and view.source is not None:
        return [f"{source_with_age(view.source, view.fetched_at, now)}{old}"]
    lines = []
    for group in groups:
        names = f": {', '.join(one.label for one in group)}" if len(groups) > 1 else ""
        lines.append(f"{source_with_age(group[0].source, group[0].read_at, now)}{old}{names}")
    return lines


def next_read_text(view: AccountView, now: datetime, zone: tzinfo | None = None) -> str | None:
    """When all is read next, and why then: `Next read 11:07 (every 5 min)`; None when it is not."""
    if view.being_read:
        return READING_NOW
    if view.next_read_at is None:
        return None
    reason = f" ({view.next_read_reason})" if view.next_read_reason else ""
    return f"Next read {formatting.clock_text(view.next_read_at, now, zone)}{reason}"


def unconfirmed_reason(window: Window, now: datetime, zone: tzinfo | None = None) -> str | None:
    """Why a figure waits for a second reading, and what was confirmed; None when it does not wait.

    `it jumped to the limit (40% was confirmed at 11:02)`.
    """
    if window.confirmed or (window.percent is None and window.doubt is None):
        return None
    why = _UNCONFIRMED_BY_SOURCE if window.doubt is None else _UNCONFIRMED_REASONS[window.doubt]
    before = window.last_confirmed
    if before is None or window.doubt is Doubt.GONE:
        return why
    if window.doubt is Doubt.MOVED and before.resets_at is not None:
        why = f"{why} from {formatting.reset_clock_text(before.resets_at, now, zone)}"
    known = formatting.percent_text(before.percent)
    return f"{why} ({known} was confirmed at {formatting.clock_text(before.read_at, now, zone)})"
