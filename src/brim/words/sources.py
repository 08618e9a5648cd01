"""Where a figure comes from, how old it is, when the next update is and why, and why it is not confirmed.

Clock times are for text that stays on a screen; ages are for text that is shown once. All functions are pure. This
module must not know where the text is shown: tooltip, menu or terminal.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from brim.model.options import IconShow
from brim.model.usage import Doubt, Source
from brim.words import formatting, vendors
from brim.words.translation import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, tzinfo

    from brim.model.account import AccountView
    from brim.model.usage import Window
    from brim.model.vendor import Vendor

SAME_READING = timedelta(minutes=2)
"""Figures of one source that are closer together than this count as one reading."""

_UNCONFIRMED_REASONS = {
    Doubt.JUMP: N_("it jumped to the limit"),
    Doubt.FALL: N_("it fell before its reset"),
    Doubt.MOVED: N_("its reset time moved"),
    Doubt.GONE: N_("its percentage is no longer reported"),
}


def source_label(source: Source, vendor: Vendor) -> str:
    """Where data comes from, for the middle of a sentence."""
    match source:
        case Source.API:
            return vendors.company(vendor)
        case Source.AMOUNTS:
            return _("amounts of {company}", company=vendors.company(vendor))
        case Source.CACHE:
            return vendors.program(vendor)
        case Source.STATUSLINE | Source.SESSIONS:
            return _of_program(source, vendors.program(vendor))
        case Source.CLI:
            return _("the {program}", program=vendor.cli) if vendor.cli else vendors.cli(vendor)
        case Source.DEMO:
            return _("a simulated account")


def _of_program(source: Source, program: str) -> str:
    if source is Source.SESSIONS:
        return _("{program}'s sessions", program=program)
    return _("{program}'s status line", program=program)


def not_updated_yet() -> str:
    """No update has succeeded yet."""
    return _("Not updated yet")


def last_update_text(view: AccountView, now: datetime, zone: tzinfo | None = None) -> str:
    """The time and the source of the headline figure: `Updated 11:02 from <company>, stale`."""
    if view.source is None or view.fetched_at is None:
        return not_updated_yet()
    time, source = formatting.clock_text(view.fetched_at, now, zone), source_label(view.source, view.account.vendor)
    if view.stale:
        return _("Updated {time} from {source}, stale", time=time, source=source)
    return _("Updated {time} from {source}", time=time, source=source)


def ago_text(when: datetime, now: datetime) -> str:
    """`12 min ago`; in the first minute `just now`."""
    if now - when < timedelta(minutes=1):
        return _("just now")
    return exact_ago_text(when, now)


def exact_ago_text(when: datetime, now: datetime) -> str:
    """`12 min ago`; in the first minute `20 s ago`, for what is no longer fresh."""
    return _("{duration} ago", duration=formatting.duration_text((now - when).total_seconds()))


def source_with_age(source: str, when: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """The time, the source (a label) and the age of a figure: `11:02 from <company>, 12 min ago`."""
    return _(
        "{time} from {source}, {age}",
        time=formatting.clock_text(when, now, zone),
        source=source,
        age=ago_text(when, now),
    )


def figure_source(window: Window, vendor: Vendor, now: datetime, zone: tzinfo | None = None) -> str:
    """The time and the source of one figure: `Updated 11:02 from <company>`."""
    when = formatting.clock_text(window.read_at, now, zone)
    return _("Updated {time} from {source}", time=when, source=source_label(window.source, vendor))


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
    groups, vendor = grouped_by_reading(view.windows), view.account.vendor
    if not groups and view.fetched_at is not None and view.source is not None:
        return [_with_staleness(source_with_age(source_label(view.source, vendor), view.fetched_at, now), view)]
    lines = []
    for group in groups:
        label = source_label(group[0].source, vendor)
        line = _with_staleness(source_with_age(label, group[0].read_at, now), view)
        limits = ", ".join(window.label for window in group)
        lines.append(_("{source}: {limits}", source=line, limits=limits) if len(groups) > 1 else line)
    return lines


def _with_staleness(text: str, view: AccountView) -> str:
    return _("{source}, stale", source=text) if view.stale else text


def next_update_text(view: AccountView, now: datetime, zone: tzinfo | None = None) -> str | None:
    """The time of the next update, and the reason for it: `Next update 11:07 (every 5 min)`; None if none is planned.

    While an update runs it is `Refreshing`.
    """
    if view.being_read:
        return _("Refreshing")
    if view.next_read_at is None:
        return None
    return _("Next update {time}", time=time_with_reason(view.next_read_at, view.next_read_reason, now, zone))


def time_with_reason(when: datetime, reason: str | None, now: datetime, zone: tzinfo | None = None) -> str:
    """The time of the next update, and why then: `11:07 (every 5 min)`."""
    clock = formatting.clock_text(when, now, zone)
    return _("{time} ({reason})", time=clock, reason=reason) if reason else clock


def unconfirmed_reason(
    window: Window, now: datetime, show: IconShow = IconShow.USED, zone: tzinfo | None = None
) -> str | None:
    """Why a figure is not confirmed, and the last confirmed one; None for a confirmed figure.

    For example `it jumped to the limit (40% used was confirmed at 11:02)`.
    """
    if window.confirmed or (window.percent is None and window.doubt is None):
        return None
    last_confirmed, doubt = window.last_confirmed, window.doubt
    reason = _("its source is not sure") if doubt is None else _(_UNCONFIRMED_REASONS[doubt])
    if last_confirmed is None or doubt is Doubt.GONE:
        return reason
    if doubt is Doubt.MOVED and last_confirmed.resets_at is not None:
        reason = _(
            "its reset time moved from {when}", when=formatting.reset_clock_text(last_confirmed.resets_at, now, zone)
        )
    return _(
        "{reason} ({usage} was confirmed {at_time})",
        reason=reason,
        usage=formatting.used_or_left_text(last_confirmed.percent, show),
        at_time=formatting.at_clock_text(last_confirmed.read_at, now, zone),
    )
