"""Where a figure comes from, how old it is, when it is read next and why, and why it is not confirmed.

Clock times are for text that stays on a screen; ages are for text that is shown once. All functions are pure. This
module must not know where the text is shown: tooltip, menu or terminal.
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
"""The label of the sentence of `iconreason.icon_reason`."""

SAME_READING = timedelta(minutes=2)
"""Figures of one source that are closer together than this count as one reading."""

_UNCONFIRMED_REASONS = {
    Doubt.JUMP: "it jumped to the limit",
    Doubt.FALL: "it fell before its reset",
    Doubt.MOVED: "its reset moved",
    Doubt.GONE: "its percentage is gone",
}
_UNCONFIRMED_BY_SOURCE = "its source is not sure"


def last_read_text(view: AccountView, now: datetime, zone: tzinfo | None = None) -> str:
    """The time and the source of the headline figure: `Read 11:02 from Anthropic, not fresh`."""
    if view.source is None or view.fetched_at is None:
        return NOTHING_READ
    age_note = ", not fresh" if view.stale else ""
    return f"Read {formatting.clock_text(view.fetched_at, now, zone)} from {SOURCE_LABELS[view.source]}{age_note}"


def ago_text(when: datetime, now: datetime) -> str:
    """`12 min ago`."""
    return f"{formatting.duration_text((now - when).total_seconds())} ago"


def source_with_age(source: Source, when: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """The time, the source and the age of a figure: `11:02 from Anthropic, 12 min ago`."""
    return f"{formatting.clock_text(when, now, zone)} from {SOURCE_LABELS[source]}, {ago_text(when, now)}"


def figure_source(window: Window, now: datetime, zone: tzinfo | None = None) -> str:
    """The time and the source of one figure: `read 11:02 from Anthropic`."""
    return f"read {formatting.clock_text(window.read_at, now, zone)} from {SOURCE_LABELS[window.source]}"


def read_separately(window: Window, view: AccountView) -> bool:
    """Whether a figure is so much older than the headline figure that its time is shown too."""
    return view.fetched_at is not None and view.fetched_at - window.read_at >= SAME_READING


def grouped_by_reading(windows: Sequence[Window]) -> list[list[Window]]:
    """The windows grouped by reading, that is by source and time; the newest reading comes first."""
    groups: list[list[Window]] = []
    for window in sorted(windows, key=lambda group: group.read_at, reverse=True):
        first = next((group for group in groups if group[0].source is window.source), None)
        if first is not None and first[0].read_at - window.read_at < SAME_READING:
            first.append(window)
        else:
            groups.append([window])
    return groups


def source_lines(view: AccountView, now: datetime) -> list[str]:
    """The sources and the ages of the figures: one line, or one for each reading that figures still come from."""
    age_note = ", not fresh" if view.stale else ""
    groups = grouped_by_reading(view.windows)
    if not groups and view.fetched_at is not None and view.source is not None:
        return [f"{source_with_age(view.source, view.fetched_at, now)}{age_note}"]
    lines = []
    for group in groups:
        names = f": {', '.join(window.label for window in group)}" if len(groups) > 1 else ""
        lines.append(f"{source_with_age(group[0].source, group[0].read_at, now)}{age_note}{names}")
    return lines


def next_read_text(view: AccountView, now: datetime, zone: tzinfo | None = None) -> str | None:
    """The time of the next read, and the reason for it: `Next read 11:07 (every 5 min)`; None when none is planned."""
    if view.being_read:
        return READING_NOW
    if view.next_read_at is None:
        return None
    reason = f" ({view.next_read_reason})" if view.next_read_reason else ""
    return f"Next read {formatting.clock_text(view.next_read_at, now, zone)}{reason}"


def unconfirmed_reason(window: Window, now: datetime, zone: tzinfo | None = None) -> str | None:
    """Why a figure is not confirmed, and the last confirmed one; None for a confirmed figure.

    For example `it jumped to the limit (40% was confirmed at 11:02)`.
    """
    if window.confirmed or (window.percent is None and window.doubt is None):
        return None
    reason = _UNCONFIRMED_BY_SOURCE if window.doubt is None else _UNCONFIRMED_REASONS[window.doubt]
    last_confirmed = window.last_confirmed
    if last_confirmed is None or window.doubt is Doubt.GONE:
        return reason
    if window.doubt is Doubt.MOVED and last_confirmed.resets_at is not None:
        reason = f"{reason} from {formatting.reset_clock_text(last_confirmed.resets_at, now, zone)}"
    last_percent = formatting.percent_text(last_confirmed.percent)
    return f"{reason} ({last_percent} was confirmed at {formatting.clock_text(last_confirmed.read_at, now, zone)})"
