"""A forecast in one sentence, the same for menu, tooltip, status and other programs.

The text holds clock times only, so it stays true while time passes. This module must not know how a forecast is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.localzone import local_time
from brim.words.roundedtimes import Precision, is_clock_time, precision_for, reads_as_end, rounded_time_text
from brim.words.translation import _

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from brim.model.account import AccountView
    from brim.model.forecast import Forecast
    from brim.model.usage import Window

LIKELY = 0.5
"""The chance from which on the sentence is about the limit; below it, the sentence is about the reset."""
_NEGLIGIBLE = 0.05
_CERTAIN = 0.995


def no_usage_data() -> str:
    """The answer of `brim forecast` before the first update."""
    return _("No forecast yet: there is no usage data. Run `brim status` to see why.")


def no_limit_to_forecast() -> str:
    """The answer of `brim forecast` where there are limits, and none of them can be foreseen."""
    return _("No forecast: it needs a limit with a percentage and a reset time.")


def refused_now() -> str:
    """The answer of `brim forecast` where the vendor refuses, whatever the percentages say."""
    return _("No forecast: the vendor refuses requests now.")


def lasts_until_reset(*, rough: bool) -> str:
    """A limit will probably not be reached."""
    return _("Rough estimate: will last until reset") if rough else _("Will last until reset")


def forecast_sentence(forecast: Forecast, resets_at: datetime | None, now: datetime, zone: tzinfo | None = None) -> str:
    """The forecast of one limit: whether and when it is reached, and what is left of today's budget."""
    run_out, chance = forecast.runs_out_at, forecast.chance or 0.0
    if run_out is not None and run_out <= now and chance >= 1:
        return _("Limit reached")
    if resets_at is not None and resets_at <= now:
        return _("Already reset")
    if not forecast.enough_data:
        return _("No forecast yet")
    return _joined(_outcome_text(forecast, resets_at, now, zone), _left_today_text(forecast.left_today))


def _outcome_text(forecast: Forecast, resets_at: datetime | None, now: datetime, zone: tzinfo | None) -> str:
    """The likelier outcome; with its chance and range only where enough is known for them to mean something."""
    run_out, chance = forecast.runs_out_at, forecast.chance or 0.0
    if run_out is None or chance < LIKELY:
        if forecast.rough or run_out is None or chance < _NEGLIGIBLE:
            return lasts_until_reset(rough=forecast.rough)
        return _("Will probably last until reset; {chance}", chance=run_out_chance_text(chance))
    sentence = _run_out_sentence(forecast, resets_at, now, zone)
    if forecast.rough:
        return sentence
    between = _range_text(forecast, resets_at, now, zone)
    if between:
        sentence = _("{run_out} ({between})", run_out=sentence, between=between)
    return _joined(sentence, chance_text(chance))


def _run_out_sentence(forecast: Forecast, resets_at: datetime | None, now: datetime, zone: tzinfo | None) -> str:
    """When the limit will probably be reached, as a sentence; no time in it reads as the reset's, or later."""
    run_out = forecast.runs_out_at or now
    precision = _precision(forecast, run_out, now)
    if reads_as_end(run_out, now, precision, zone, resets_at):
        if forecast.rough:
            return _("Rough estimate: runs out before reset")
        return _("On pace to run out before reset")
    time = rounded_time_text(run_out, now, precision, zone)
    if is_clock_time(precision):
        if forecast.rough:
            return _("Rough estimate: runs out around {time}", time=time)
        return _("On pace to run out around {time}", time=time)
    if forecast.rough:
        return _("Rough estimate: runs out {day}", day=time)
    return _("On pace to run out {day}", day=time)


def _joined(first: str, second: str) -> str:
    """Two clauses in one sentence; the second one may be empty."""
    return _("{first}; {second}", first=first, second=second) if second else first


def run_out_sentence(window: Window, now: datetime, zone: tzinfo | None = None) -> str | None:
    """`On pace to run out Thu evening`, as a short sentence; None where the limit will probably last."""
    forecast = window.forecast
    if forecast is None or forecast.runs_out_at is None or not likely_to_run_out(window, now):
        return None
    return _run_out_sentence(forecast, window.resets_at, now, zone)


def forecast_lines(view: AccountView, now: datetime, zone: tzinfo | None = None) -> tuple[str, ...]:
    """The sentences about the limits that matter now.

    These are the limit in the icon, the limit that has a share for each day, and those that will probably be reached.
    """
    first = view.shown_window
    daily = next(
        (limit for limit in view.windows if limit.forecast is not None and limit.forecast.left_today is not None), None
    )
    shown = [first] if first is not None else []
    shown += [
        limit for limit in view.windows if limit is not first and (limit is daily or likely_to_run_out(limit, now))
    ]
    return tuple(line for limit in shown if (line := window_line(limit, now, zone)) is not None)


def window_line(window: Window, now: datetime, zone: tzinfo | None = None) -> str | None:
    """`Week: Will last until reset; 6% left in today's budget`; None where there is no forecast."""
    if window.forecast is None:
        return None
    sentence = forecast_sentence(window.forecast, window.resets_at, now, zone)
    return _("{limit}: {forecast}", limit=window.label, forecast=sentence)


def window_details(window: Window, now: datetime, zone: tzinfo | None = None) -> tuple[str, ...]:
    """The whole forecast of one limit, in several lines; empty where there is no forecast."""
    forecast = window.forecast
    if forecast is None:
        return ()
    lines = [forecast_sentence(forecast, window.resets_at, now, zone)]
    if forecast.pace is not None:
        lines.append(_pace_text(forecast.pace))
    if forecast.rate_per_hour is not None and forecast.rate_measured and not forecast.rough:
        lines.append(_("Current rate: {percent:.1f} %/h", percent=forecast.rate_per_hour))
    return tuple(lines)


def _pace_text(pace: float) -> str:
    """A pace, and the one that would be right."""
    return _("Pace {pace:.1f}; 1.0 would last until reset", pace=pace)


def likely_to_run_out(window: Window, now: datetime) -> bool:
    """Whether the limit will probably be reached before its reset, as far as that can be known."""
    forecast = window.forecast
    if forecast is None or forecast.runs_out_at is None or forecast.runs_out_at <= now:
        return False
    return forecast.enough_data and (forecast.chance or 0.0) >= LIKELY


def chance_text(chance: float) -> str:
    """The chance of what was just said: `82% chance`."""
    if chance >= _CERTAIN:
        return _("almost certain")
    return _("{percent}% chance", percent=max(1, round(chance * 100)))


def run_out_chance_text(chance: float) -> str:
    """The chance of the less likely outcome: `30% chance of running out`."""
    return _("{percent}% chance of running out", percent=max(1, round(chance * 100)))


def _left_today_text(left: float | None) -> str:
    if left is None:
        return ""
    percent = round(abs(left))
    if left >= 0:
        return _("{percent}% left in today's budget", percent=percent)
    if not percent:
        return _("today's budget is used up")
    return _("{percent}% over today's budget", percent=percent)


def _precision(forecast: Forecast, run_out: datetime, now: datetime) -> Precision:
    low, high = forecast.runs_out_p10 or run_out, forecast.runs_out_p90 or run_out
    return precision_for(run_out - now, high - low)


def _range_text(forecast: Forecast, resets_at: datetime | None, now: datetime, zone: tzinfo | None) -> str:
    """The times between which the limit is probably reached, rounded as the middle is; empty where they are equal.

    It is also empty across the hour that a clock shows twice, where the times would read in another order.
    """
    run_out = forecast.runs_out_at
    if run_out is None or forecast.runs_out_p10 is None or forecast.runs_out_p90 is None:
        return ""
    precision = _precision(forecast, run_out, now)
    earliest, latest = min(forecast.runs_out_p10, run_out), max(forecast.runs_out_p90, run_out)
    times = (earliest, run_out, latest)
    low, middle, high = (rounded_time_text(when, now, precision, zone, resets_at) for when in times)
    on_the_clock = [local_time(when, zone).replace(tzinfo=None) for when in times]
    if low == high or on_the_clock != sorted(on_the_clock):
        return ""
    if low == middle:
        return _("or as late as {day}", day=high)
    if high == middle:
        return _("or as early as {day}", day=low)
    return _("between {low} and {high}", low=low, high=high)
