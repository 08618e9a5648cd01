"""Formats the line of the status line from Claude Code's JSON and the time. Pure.

Times and durations read as in `brim.words.formatting`, which is not used here: it imports dataclasses, which take too
long. This module must not know where the line goes.
"""

from __future__ import annotations

import math
import re
import time

from brim.cli.statusline.inputjson import usable_limits
from brim.model.numbers import parse_amount, parse_percent
from brim.words import localeformat
from brim.words import statusline as words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from brim.cli.statusline.inputjson import Json

DASH = "–"
_COLORS = ((100, "1;31"), (90, "31"), (75, "38;5;208"), (50, "33"), (0, "32"))
"""SGR codes from a percentage on; the levels are limit reached, critical, warn, watch, calm."""
_WINDOWS = (("five_hour", "session", words.SESSION), ("seven_day", "week", words.WEEK))
_DAY, _HOUR, _MINUTE = 86_400, 3_600, 60
_MAX_WEEKDAY_DAYS = 6
_MAX_TEXT = 80


def format_line(data: Json, now: float, template: str | None, *, color: bool) -> str:
    """The line from a template, or the default line with all known values; empty when no value is known."""
    values = _values(data, now, color=color)
    if template is not None:
        return re.sub(r"\{(\w+)\}", lambda match: values.get(match[1]) or _without_value(match[1], match[0]), template)
    parts = [values["model"]]
    for _, name, label in _WINDOWS:
        if used := values[name]:
            reset = values[f"{name}_reset"]
            parts.append(f"{label} {used}" + (f" ↻ {reset}" if reset else ""))
    parts.append(values["spend"] and f"{words.SPEND} {values['spend']}")
    parts.append(values["context"] and f"{words.CONTEXT} {values['context']}")
    parts.append(values["cost"])
    return " · ".join(filter(None, parts))


def _without_value(name: str, placeholder: str) -> str:
    return DASH if name in _values({}, 0, color=False) else placeholder


def _values(data: Json, now: float, *, color: bool) -> dict[str, str]:
    """The value of each placeholder; empty when it is not known."""
    windows = usable_limits(data.get("rate_limits"))
    cost = parse_amount(_object(data, "cost").get("total_cost_usd"))
    folder = _text(_object(data, "workspace").get("current_dir") or data.get("cwd"))
    values = {
        "model": _text(_object(data, "model").get("display_name")),
        "folder": re.split(r"[/\\]", folder.rstrip("/\\"))[-1],
        "context": _percent(parse_percent(_object(data, "context_window").get("used_percentage")), color=color),
        "cost": "" if cost is None else f"${cost:.2f}",
        "spend": _percent(windows.get("spend_limit", {}).get("used_percentage"), color=color),
    }
    for key, name, _ in _WINDOWS:
        window = windows.get(key, {})
        reset = window.get("resets_at")
        passed = reset is not None and reset <= now
        used = window.get("used_percentage")
        values[name] = DASH if passed else _percent(used, color=color)
        values[f"{name}_reset"] = "" if reset is None or passed else clock_text(reset, now)
        values[f"{name}_left"] = "" if reset is None or passed else duration_text(reset - now)
    return values


def _object(data: Json, key: str) -> Json:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    """Foreign text without control characters, which could move the cursor."""
    return "".join(filter(str.isprintable, value[:_MAX_TEXT])).strip() if isinstance(value, str) else ""


def _percent(value: float | None, *, color: bool) -> str:
    if value is None:
        return ""
    text = f"{math.floor(value)}%"
    code = next((code for minimum, code in _COLORS if value >= minimum), "0")
    return f"\x1b[{code}m{text}\x1b[0m" if color else text


def clock_text(when: float, now: float) -> str:
    """The local time of day to the nearest minute, with the weekday or the date where the day is not today."""
    then, today = time.localtime(when + _MINUTE / 2), time.localtime(now)
    if then[:3] == today[:3]:
        return localeformat.current_format().clock(then)
    days = round((time.mktime((*then[:3], 12, 0, 0, 0, 0, -1)) - time.mktime((*today[:3], 12, 0, 0, 0, 0, -1))) / _DAY)
    if abs(days) <= _MAX_WEEKDAY_DAYS:
        return localeformat.current_format().weekday(then)
    return localeformat.current_format().date(then)


def duration_text(seconds: float) -> str:
    """The two largest units: `3 d 4 h`, `2 h 05 min`, `12 min`, `40 s`."""
    days, rest = divmod(max(0, int(seconds)), _DAY)
    hours, rest = divmod(rest, _HOUR)
    minutes, secs = divmod(rest, _MINUTE)
    if days:
        return f"{days} d {hours} h"
    if hours:
        return f"{hours} h {minutes:02d} min"
    return f"{minutes} min" if minutes else f"{secs} s"
