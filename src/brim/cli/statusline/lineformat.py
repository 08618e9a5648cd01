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
from brim.words.translation import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from brim.cli.statusline.inputjson import Json

DASH = "–"
_COLORS = ((100, "1;31"), (90, "38;5;208"), (75, "33"), (50, "1"))
"""SGR codes from a percentage used on, as in `brim.terminal`: limit reached, critical, warn, watch."""
_WINDOWS = (("five_hour", "session", words.session), ("seven_day", "week", words.week))
_FULL = 100
_DAY, _HOUR, _MINUTE = 86_400, 3_600, 60
_MAX_WEEKDAY_DAYS = 6
_MAX_TEXT = 80


def default_line(data: Json, now: float, *, color: bool, remaining: bool = False) -> str:
    """The line without a template, with all known values; empty when no value is known.

    With `remaining` it says of the limits what is left. The first percentage says which it is.
    """
    shown = placeholder_values(data, now, color=color, remaining=remaining)
    parts = [shown["model"]]
    limits = [(label(), shown[name], shown[f"{name}_reset"]) for _key, name, label in _WINDOWS]
    limits.append((words.spend(), shown["spend"], ""))
    first = next((number for number, (_label, percent, _reset) in enumerate(limits) if percent not in {"", DASH}), None)
    for number, (label, percent, reset) in enumerate(limits):
        if number == first:
            parts.append(words.limit(label, words.meaning(percent, remaining=remaining), reset))
        elif percent:
            parts.append(words.limit(label, percent, reset))
    if context := shown["context"]:
        parts.append(words.limit(words.context(), words.meaning(context, remaining=False) if remaining else context))
    parts.append(shown["cost"])
    return " · ".join(filter(None, parts))


def fill_template(template: str, values: Json) -> str:
    """A template with its placeholders filled: a dash where the value is empty; any other text stays as it is."""
    return re.sub(r"\{(\w+)\}", lambda match: values.get(match[1], match[0]) or DASH, template)


def placeholder_values(data: Json, now: float, *, color: bool, remaining: bool = False) -> dict[str, str]:
    """The value of each placeholder; empty when it is not known. With `remaining` limits have what is left."""
    windows = usable_limits(data.get("rate_limits"))
    cost = parse_amount(_object(data, "cost").get("total_cost_usd"))
    folder = _text(_object(data, "workspace").get("current_dir") or data.get("cwd"))
    values = {
        "model": _text(_object(data, "model").get("display_name")),
        "folder": re.split(r"[/\\]", folder.rstrip("/\\"))[-1],
        "context": _percent(parse_percent(_object(data, "context_window").get("used_percentage")), color=color),
        "cost": "" if cost is None else f"${cost:.2f}",
        "spend": _percent(windows.get("spend_limit", {}).get("used_percentage"), color=color, remaining=remaining),
    }
    for key, name, _label in _WINDOWS:
        window = windows.get(key, {})
        reset = window.get("resets_at")
        passed = reset is not None and reset <= now
        used = window.get("used_percentage")
        values[name] = DASH if passed else _percent(used, color=color, remaining=remaining)
        values[f"{name}_reset"] = "" if reset is None or passed else clock_text(reset, now)
        values[f"{name}_left"] = "" if reset is None or passed else duration_text(reset - now)
    return values


def _object(data: Json, key: str) -> Json:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    """Foreign text without control characters, which could move the cursor."""
    return "".join(filter(str.isprintable, value[:_MAX_TEXT])).strip() if isinstance(value, str) else ""


def _percent(used: float | None, *, color: bool, remaining: bool = False) -> str:
    if used is None:
        return ""
    percent = math.floor(used)
    text = f"{max(0, _FULL - percent) if remaining else percent}%"
    code = next((code for minimum, code in _COLORS if used >= minimum), "")
    return f"\x1b[{code}m{text}\x1b[0m" if color and code else text


def clock_text(when: float, now: float) -> str:
    """The local time of day to the nearest minute, with the weekday or the date where the day is not today."""
    then, today = time.localtime(when + _MINUTE / 2), time.localtime(now)
    if then[:3] == today[:3]:
        return localeformat.current_format().clock(then)
    days = round((time.mktime((*then[:3], 12, 0, 0, 0, 0, -1)) - time.mktime((*today[:3], 12, 0, 0, 0, 0, -1))) / _DAY)
    if abs(days) <= _MAX_WEEKDAY_DAYS:
        return localeformat.current_format().weekday(then)
    return localeformat.dated(localeformat.current_format().date(then), then, today)


def duration_text(seconds: float) -> str:
    """The two largest units: `3 d 4 h`, `2 h 05 min`, `2 h`, `12 min`, `40 s`."""
    days, rest = divmod(max(0, int(seconds)), _DAY)
    hours, rest = divmod(rest, _HOUR)
    minutes, secs = divmod(rest, _MINUTE)
    if days:
        return _("{days} d {hours} h", days=days, hours=hours) if hours else _("{days} d", days=days)
    if hours and minutes:
        return _("{hours} h {minutes:02d} min", hours=hours, minutes=minutes)
    if hours:
        return _("{hours} h", hours=hours)
    return _("{minutes} min", minutes=minutes) if minutes else _("{seconds} s", seconds=secs)
