"""Why the icon looks as it does: one sentence, the same in menu, tooltip and commands.

The sentence names the limit, its percentage, the range of its level and the reset, and then that it is pinned, and why
its percentage is unconfirmed or stale. It holds clock times only, so it stays true while it is shown. All functions are
pure. This module must not know where the sentence is shown, or how the levels are drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.model.account import Health
from brim.model.level import LEVEL_THRESHOLDS, Level
from brim.model.options import IconShow
from brim.words import formatting, sources
from brim.words.extrausage import extra_usage_text
from brim.words.translation import N_, _

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from brim.model.account import AccountView
    from brim.model.usage import Spend, Window

_FULL = 100
_REACHED = {Level.EXHAUSTED, Level.PAYING}
_LIMIT_SENTENCES = {
    (IconShow.USED, True): N_("{level}: {limit} is {usage} ({range}), {resets}"),
    (IconShow.USED, False): N_("{level}: {limit} is {usage}, {resets}"),
    (IconShow.REMAINING, True): N_("{level}: {limit} has {usage} ({range}), {resets}"),
    (IconShow.REMAINING, False): N_("{level}: {limit} has {usage}, {resets}"),
}
"""By what is shown, and whether the level has a range: a limit is used, and has something left."""
_SPEND_SENTENCES = {
    (IconShow.USED, True): N_("{level}: extra usage is {usage} ({range})"),
    (IconShow.USED, False): N_("{level}: extra usage is {usage}"),
    (IconShow.REMAINING, True): N_("{level}: extra usage has {usage} ({range})"),
    (IconShow.REMAINING, False): N_("{level}: extra usage has {usage}"),
}


_BUDGET_SENTENCES = {
    (IconShow.USED, True): N_("{level}: the budget is {usage} ({range})"),
    (IconShow.USED, False): N_("{level}: the budget is {usage}"),
    (IconShow.REMAINING, True): N_("{level}: the budget has {usage} ({range})"),
    (IconShow.REMAINING, False): N_("{level}: the budget has {usage}"),
}
"""The same where there is no plan, and money is all there is."""


def icon_reason(view: AccountView, now: datetime, show: IconShow = IconShow.USED, zone: tzinfo | None = None) -> str:
    """The sentence about an account, for the limit that its icon shows.

    `Almost at limit: Week is 93% used (90% or more), resets Thu 09:00; stale since 11:02 (Offline).`
    """
    window = view.shown_window
    parts = [_figure_part(view, window, now, show, zone)]
    if view.shows_pin:
        parts.append(_("pinned in the icon"))
    if window is not None and (reason := sources.unconfirmed_reason(window, now, show, zone)) is not None:
        parts.append(_("unconfirmed, rechecking: {reason}", reason=reason))
    if view.stale and view.fetched_at is not None:
        parts.append(_stale_part(view, window.read_at if window is not None else view.fetched_at, now, zone))
    return f"{'; '.join(parts)}."


def _figure_part(view: AccountView, window: Window | None, now: datetime, show: IconShow, zone: tzinfo | None) -> str:
    """The limit, its percentage and its level, or why there is no percentage."""
    if window is not None and window.percent is not None:
        return _limit_part(window, now, show, zone)
    if window is not None:
        return _(
            "No percentage: {limit}, {resets}", limit=window.label, resets=formatting.reset_text(window, now, zone)
        )
    if view.spend is not None:
        return _money_part(view.spend, show)
    reason = view.problem.title if view.problem is not None else sources.not_updated_yet()
    return _("No percentage: {reason}", reason=reason)


def _limit_part(window: Window, now: datetime, show: IconShow, zone: tzinfo | None) -> str:
    fields = {
        "level": _capitalised(formatting.window_level_text(window)),
        "limit": window.label,
        "usage": formatting.used_or_left_text(window.percent, show),
        "range": _range_text(window.level, show),
        "resets": formatting.reset_text(window, now, zone),
    }
    return _(_LIMIT_SENTENCES[show, bool(fields["range"])], **fields)


def _money_part(spend: Spend, show: IconShow) -> str:
    """Money and its level; where it has no cap, not its amount, which stands elsewhere."""
    if spend.enabled and spend.percent is not None:
        return _spend_part(spend, show)
    if spend.enabled and spend.limit is None:
        return _("No percentage: extra usage has no cap") if spend.beyond_plan else _("No percentage: no limit")
    if not spend.beyond_plan:
        return _("No percentage: {amount}", amount=extra_usage_text(spend))
    return _("No percentage: extra usage, {amount}", amount=extra_usage_text(spend))


def _spend_part(spend: Spend, show: IconShow) -> str:
    fields = {
        "level": _capitalised(formatting.level_text(spend.level)),
        "usage": formatting.used_or_left_text(spend.percent, show),
        "range": _range_text(spend.level, show),
    }
    sentences = _SPEND_SENTENCES if spend.beyond_plan else _BUDGET_SENTENCES
    return _(sentences[show, bool(fields["range"])], **fields)


def _capitalised(name: str) -> str:
    return f"{name[:1].upper()}{name[1:]}"


def _range_text(level: Level, show: IconShow) -> str:
    """The range of percentages of a level; empty for a reached limit and for an unknown level."""
    if level in _REACHED or level is Level.UNKNOWN:
        return ""
    used = LEVEL_THRESHOLDS[Level.WATCH if level is Level.CALM else level]
    percent = used if show is IconShow.USED else _FULL - used
    if level is Level.CALM:
        below, above = _("under {percent}%", percent=percent), _("over {percent}%", percent=percent)
    else:
        below, above = _("{percent}% or less", percent=percent), _("{percent}% or more", percent=percent)
    return below if (level is Level.CALM) is (show is IconShow.USED) else above


def _stale_part(view: AccountView, read_at: datetime, now: datetime, zone: tzinfo | None) -> str:
    since = formatting.clock_text(read_at, now, zone)
    if view.problem is None:
        return _("stale since {since}", since=since)
    if view.health is Health.BLOCKED and view.blocked_until is not None:
        until = formatting.clock_text(view.blocked_until, now, zone)
        return _("stale since {since} ({problem} until {until})", since=since, problem=view.problem.title, until=until)
    return _("stale since {since} ({problem})", since=since, problem=view.problem.title)
