"""The labels of a plan's limits. This module must not know how a server or a file names them."""

from __future__ import annotations

from brim.words.translation import _, ngettext

_DAY = 86_400


def session_label() -> str:
    """The 5-hour session."""
    return _("Session")


def weekly_label(scope: str | None) -> str:
    """A weekly limit; `scope` is a model or a kind of use, None stands for all use."""
    return _("{scope} (week)", scope=scope) if scope else _("Week")


def told_apart(label: str, detail: str) -> str:
    """A label that another limit has too, with what differs between them: `Other limit (velvet otter)`."""
    return _("{limit} ({detail})", limit=label, detail=detail)


def other_label() -> str:
    """A limit that its source gives no name."""
    return _("Other limit")


def label(length_seconds: int | None, scope: str | None = None) -> str:
    """A limit by its length, and by the model or use that it is for: `5 hours`, `Week`, `Spark (30 days)`."""
    if length_seconds is None:
        return scope or other_label()
    if length_seconds == _DAY:
        return _scoped(_("Day"), _("{scope} (day)"), scope)
    if length_seconds == 7 * _DAY:
        return weekly_label(scope)
    return (
        _days_label(round(length_seconds / _DAY), scope)
        if length_seconds > _DAY
        else _hours_label(max(1, round(length_seconds / 3600)), scope)
    )


def _days_label(days: int, scope: str | None) -> str:
    if scope is None:
        return ngettext("{count} day", "{count} days", days)
    return ngettext("{scope} ({count} day)", "{scope} ({count} days)", days, scope=scope)


def _hours_label(hours: int, scope: str | None) -> str:
    if scope is None:
        return ngettext("{count} hour", "{count} hours", hours)
    return ngettext("{scope} ({count} hour)", "{scope} ({count} hours)", hours, scope=scope)


def month_label(scope: str | None = None) -> str:
    """A limit that lasts from one day of a month to the same day of the next."""
    return _scoped(_("Month"), _("{scope} (month)"), scope)


def _scoped(period: str, with_scope: str, scope: str | None) -> str:
    return period if scope is None else with_scope.format(scope=scope)
