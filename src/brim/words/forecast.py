"""A forecast in one sentence, the same for menu, tooltip, status and programs.

Clock times only, so that it stays true while time passes. This module must not know how a forecast is made.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from brim.words import formatting
from brim.words.iconreason import shown_window

if TYPE_CHECKING:
    from datetime import tzinfo

    from brim.model.account import AccountView
    from brim.model.forecast import Forecast
    from brim.model.usage import Window

LIKELY = 0.5
"""From this chance on the sentence is about the limit, below it is about the reset."""
_NEGLIGIBLE = 0.05
_CERTAIN = 0.995
_EVEN_MARGIN = 0.05
_VERY_SOON, _SOON = timedelta(minutes=10), timedelta(hours=12)
_MINUTE_STEP, _FIVE_MINUTE_STEP, _HOUR_STEP = timedelta(minutes=1), timedelta(minutes=5), timedelta(hours=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

NOT_ENOUGH_DATA = "Not enough data for a forecast yet"
LIMIT_REACHED = "The limit is reached"
WINDOW_ENDED = "The window is over"
LASTS_UNTIL_RESET = "Lasts until the reset"
NO_FORECAST = "Nothing can be foreseen. There is no figure yet; run `brim status` to see why."


def forecast_sentence(told: Forecast, resets_at: datetime | None, now: datetime, zone: tzinfo | None = None) -> str:
    """What is to be expected of one limit: whether and when it is reached, and what is left of today's share."""
    at, chance = told.runs_out_at, told.chance or 0.0
    if at is not None and at <= now and chance >= 1:
        return LIMIT_REACHED
    if resets_at is not None and resets_at <= now:
        return WINDOW_ENDED
    if not told.enough_data:
        return NOT_ENOUGH_DATA
    today = f"; {share}" if (share := _left_today_text(told.left_today)) else ""
    if at is None or chance < _NEGLIGIBLE:
        return LASTS_UNTIL_RESET + today
    if chance < LIKELY:
        return f"Probably lasts until the reset; {chance_text(chance)} to be full before{today}"
    spread = _interval_text(told, now, zone)
    between = "" if spread is None else f" ({spread})"
    before = "" if resets_at is None else f", {_before_reset_text(at, resets_at, now)}"
    return f"Full about {_rounded_clock(at, now, zone)}{between}{before}; {chance_text(chance)}{today}"


def run_out_phrase(window: Window, now: datetime, zone: tzinfo | None = None) -> str | None:
    """`at this pace full about 15:40`, for the end of a sentence; None where the limit will probably last."""
    told = window.forecast
    if told is None or told.runs_out_at is None or not _likely_to_run_out(window, now):
        return None
    return f"at this pace full about {_rounded_clock(told.runs_out_at, now, zone)}"


def lines_below_headline(view: AccountView, now: datetime, zone: tzinfo | None = None) -> tuple[str, ...]:
    """As `lines`, under a headline that ends as `at_this_pace` says: what that has told is not told again."""
    first, *others = forecast_lines(view, now, zone) or ("",)
    window = shown_window(view)
    told = window.forecast if window is not None and _likely_to_run_out(window, now) else None
    if window is not None and told is not None and told.runs_out_at is not None:
        before = None if window.resets_at is None else _before_reset_text(told.runs_out_at, window.resets_at, now)
        parts = [one for one in (_interval_text(told, now, zone), before) if one is not None]
        first = f"{', '.join(parts)}{'; ' if parts else ''}{chance_text(told.chance or 0.0)}"
        today = _left_today_text(told.left_today)
        others = [*([today[0].upper() + today[1:]] if today else []), *others]
    return tuple(one for one in (first, *others) if one)


def forecast_lines(view: AccountView, now: datetime, zone: tzinfo | None = None) -> tuple[str, ...]:
    """The sentences worth showing, about some limits.

    The one that the icon shows, the one that has a share for each day, and others that will probably be reached.
    """
    first = shown_window(view)
    daily = next(
        (one for one in view.windows if one.forecast is not None and one.forecast.left_today is not None), None
    )
    told = [first] if first is not None else []
    told += [one for one in view.windows if one is not first and (one is daily or _likely_to_run_out(one, now))]
    return tuple(line for one in told if (line := window_line(one, now, zone)) is not None)


def window_line(window: Window, now: datetime, zone: tzinfo | None = None) -> str | None:
    """`Weekly: lasts until the reset; about 6 points left today`; None where nothing was foreseen."""
    if window.forecast is None:
        return None
    told = forecast_sentence(window.forecast, window.resets_at, now, zone)
    return f"{window.label}: {told[0].lower()}{told[1:]}"


def window_details(window: Window, now: datetime, zone: tzinfo | None = None) -> tuple[str, ...]:
    """All that is foreseen of one limit, a line for each thing."""
    told = window.forecast
    if told is None:
        return ()
    made = [forecast_sentence(told, window.resets_at, now, zone)]
    if told.pace is not None:
        made.append(f"Pace {told.pace:.1f}: {_pace_meaning(told.pace)}")
    if told.rate_per_hour is not None:
        made.append(f"Now {told.rate_per_hour:.1f} points an hour")
    return tuple(made)


def _pace_meaning(pace: float) -> str:
    """What a pace means, in words."""
    if abs(pace - 1) <= _EVEN_MARGIN:
        return "an even spread"
    return "more than an even spread" if pace > 1 else "less than an even spread"


def _likely_to_run_out(window: Window, now: datetime) -> bool:
    told = window.forecast
    if told is None or told.runs_out_at is None or told.runs_out_at <= now:
        return False
    return told.enough_data and (told.chance or 0.0) >= LIKELY


def chance_text(chance: float) -> str:
    """A probability in words: `82% likely`."""
    if chance >= _CERTAIN:
        return "almost certain"
    return f"{max(1, round(chance * 100))}% likely"


def _left_today_text(left: float | None) -> str:
    if left is None:
        return ""
    points = round(abs(left))
    unit = "point" if points == 1 else "points"
    if left < 0:
        return f"{points} {unit} over today's share" if points else "today's share is used"
    return f"about {points} {unit} left today"


def _interval_text(told: Forecast, now: datetime, zone: tzinfo | None) -> str | None:
    """Between which times it probably is; None where those are the same."""
    if told.runs_out_p10 is None or told.runs_out_p90 is None:
        return None
    low, high = _rounded_clock(told.runs_out_p10, now, zone), _rounded_clock(told.runs_out_p90, now, zone)
    return f"{low} to {high}" if low != high else None


def _before_reset_text(at: datetime, resets_at: datetime, now: datetime) -> str:
    """How long before the reset the time is that is told."""
    left = (resets_at - _rounded(at, now)).total_seconds()
    return f"{formatting.duration_text(left)} before the reset" if left > 0 else "just before the reset"


def _rounded_clock(when: datetime, now: datetime, zone: tzinfo | None) -> str:
    """The time of day, no finer than can be known."""
    return formatting.clock_text(_rounded(when, now), now, zone)


def _rounded(when: datetime, now: datetime) -> datetime:
    """A time no finer than can be known."""
    step = _MINUTE_STEP if when - now < _VERY_SOON else _FIVE_MINUTE_STEP if when - now < _SOON else _HOUR_STEP
    return _EPOCH + (when - _EPOCH + step / 2) // step * step
