"""A forecast in one sentence, the same for menu, tooltip, status and other programs.

The text holds clock times only, so it stays true while time passes. This module must not know how a forecast is made.
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
"""The chance from which on the sentence is about the limit; below it, the sentence is about the reset."""
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


def forecast_sentence(forecast: Forecast, resets_at: datetime | None, now: datetime, zone: tzinfo | None = None) -> str:
    """The forecast of one limit: whether and when it is reached, and what is left of today's share."""
    run_out, chance = forecast.runs_out_at, forecast.chance or 0.0
    if run_out is not None and run_out <= now and chance >= 1:
        return LIMIT_REACHED
    if resets_at is not None and resets_at <= now:
        return WINDOW_ENDED
    if not forecast.enough_data:
        return NOT_ENOUGH_DATA
    today = f"; {left_today}" if (left_today := _left_today_text(forecast.left_today)) else ""
    if run_out is None or chance < _NEGLIGIBLE:
        return LASTS_UNTIL_RESET + today
    if chance < LIKELY:
        return f"Probably lasts until the reset; {chance_text(chance)} to be full before{today}"
    interval = _interval_text(forecast, now, zone)
    between = "" if interval is None else f" ({interval})"
    before = "" if resets_at is None else f", {_before_reset_text(run_out, resets_at, now)}"
    return f"Full about {_rounded_clock(run_out, now, zone)}{between}{before}; {chance_text(chance)}{today}"


def run_out_phrase(window: Window, now: datetime, zone: tzinfo | None = None) -> str | None:
    """`at this pace full about 15:40`, for the end of a sentence; None where the limit will probably not be reached."""
    forecast = window.forecast
    if forecast is None or forecast.runs_out_at is None or not _likely_to_run_out(window, now):
        return None
    return f"at this pace full about {_rounded_clock(forecast.runs_out_at, now, zone)}"


def lines_below_headline(view: AccountView, now: datetime, zone: tzinfo | None = None) -> tuple[str, ...]:
    """As `forecast_lines`, for use below a headline that ends with `run_out_phrase`: nothing is repeated."""
    first, *others = forecast_lines(view, now, zone) or ("",)
    window = shown_window(view)
    forecast = window.forecast if window is not None and _likely_to_run_out(window, now) else None
    if window is not None and forecast is not None and forecast.runs_out_at is not None:
        before = None if window.resets_at is None else _before_reset_text(forecast.runs_out_at, window.resets_at, now)
        parts = [part for part in (_interval_text(forecast, now, zone), before) if part is not None]
        first = f"{', '.join(parts)}{'; ' if parts else ''}{chance_text(forecast.chance or 0.0)}"
        today = _left_today_text(forecast.left_today)
        others = [*([today[0].upper() + today[1:]] if today else []), *others]
    return tuple(part for part in (first, *others) if part)


def forecast_lines(view: AccountView, now: datetime, zone: tzinfo | None = None) -> tuple[str, ...]:
    """The sentences about the limits that matter now.

    These are the limit in the icon, the limit that has a share for each day, and those that will probably be reached.
    """
    first = shown_window(view)
    daily = next(
        (limit for limit in view.windows if limit.forecast is not None and limit.forecast.left_today is not None), None
    )
    shown = [first] if first is not None else []
    shown += [
        limit for limit in view.windows if limit is not first and (limit is daily or _likely_to_run_out(limit, now))
    ]
    return tuple(line for limit in shown if (line := window_line(limit, now, zone)) is not None)


def window_line(window: Window, now: datetime, zone: tzinfo | None = None) -> str | None:
    """`Weekly: lasts until the reset; about 6 points left today`; None where there is no forecast."""
    if window.forecast is None:
        return None
    sentence = forecast_sentence(window.forecast, window.resets_at, now, zone)
    return f"{window.label}: {sentence[0].lower()}{sentence[1:]}"


def window_details(window: Window, now: datetime, zone: tzinfo | None = None) -> tuple[str, ...]:
    """The whole forecast of one limit, in several lines; empty where there is no forecast."""
    forecast = window.forecast
    if forecast is None:
        return ()
    lines = [forecast_sentence(forecast, window.resets_at, now, zone)]
    if forecast.pace is not None:
        lines.append(f"Pace {forecast.pace:.1f}: {_pace_meaning(forecast.pace)}")
    if forecast.rate_per_hour is not None:
        lines.append(f"Now {forecast.rate_per_hour:.1f} points an hour")
    return tuple(lines)


def _pace_meaning(pace: float) -> str:
    """What a pace means."""
    if abs(pace - 1) <= _EVEN_MARGIN:
        return "an even spread"
    return "more than an even spread" if pace > 1 else "less than an even spread"


def _likely_to_run_out(window: Window, now: datetime) -> bool:
    forecast = window.forecast
    if forecast is None or forecast.runs_out_at is None or forecast.runs_out_at <= now:
        return False
    return forecast.enough_data and (forecast.chance or 0.0) >= LIKELY


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


def _interval_text(forecast: Forecast, now: datetime, zone: tzinfo | None) -> str | None:
    """The times between which the limit is probably reached; None where they read the same."""
    if forecast.runs_out_p10 is None or forecast.runs_out_p90 is None:
        return None
    low, high = _rounded_clock(forecast.runs_out_p10, now, zone), _rounded_clock(forecast.runs_out_p90, now, zone)
    return f"{low} to {high}" if low != high else None


def _before_reset_text(run_out: datetime, resets_at: datetime, now: datetime) -> str:
    """How long before the reset the rounded run-out time is."""
    left = (resets_at - _rounded(run_out, now)).total_seconds()
    return f"{formatting.duration_text(left)} before the reset" if left > 0 else "just before the reset"


def _rounded_clock(when: datetime, now: datetime, zone: tzinfo | None) -> str:
    """The time of day, rounded as in `_rounded`."""
    return formatting.clock_text(_rounded(when, now), now, zone)


def _rounded(when: datetime, now: datetime) -> datetime:
    """A time rounded to what a forecast can know: to the minute when it is soon, to the hour when it is far away."""
    step = _MINUTE_STEP if when - now < _VERY_SOON else _FIVE_MINUTE_STEP if when - now < _SOON else _HOUR_STEP
    return _EPOCH + (when - _EPOCH + step / 2) // step * step
