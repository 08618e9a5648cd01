"""The line that the statusline tap prints: pure, from Claude Code's JSON and the time.

The words are those of `brim.words`, made anew here: that module would bring dataclasses along, and the tap has no time
for them. This module must not know where the line goes.
"""

from __future__ import annotations

import math
import re
import time

from brim.cli.statusline.feed import limits, number
from brim.words import localeformat
from brim.words import statusline as words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from brim.cli.statusline.feed import Json

DASH = "–"
_COLORS = ((100, "1;31"), (90, "31"), (75, "38;5;208"), (50, "33"), (0, "32"))
"""SGR codes of the levels: limit reached, critical, warn, watch, calm."""
_WINDOWS = (("five_hour", "session", words.SESSION), ("seven_day", "week", words.WEEK))
_DAY, _HOUR, _MINUTE = 86_400, 3_600, 60
_WEEK_DAYS = 6
_LONGEST = 80


def line(data: Json, now: float, template: str | None, *, color: bool) -> str:
    """The line: by a template, or the usual one, of what is known; empty when nothing is."""
    values = _values(data, now, color=color)
    if template is not None:
        return re.sub(r"\{(\w+)\}", lambda found: values.get(found[1]) or _unknown(found[1], found[0]), template)
    parts = [values["model"]]
    for _, name, label in _WINDOWS:
        if used := values[name]:
            reset = values[f"{name}_reset"]
            parts.append(f"{label} {used}" + (f" ↻ {reset}" if reset else ""))
    parts.append(values["spend"] and f"{words.SPEND} {values['spend']}")
    parts.append(values["context"] and f"{words.CONTEXT} {values['context']}")
    parts.append(values["cost"])
    return " · ".join(filter(None, parts))


def _unknown(name: str, written: str) -> str:
    return DASH if name in _values({}, 0, color=False) else written


def _values(data: Json, now: float, *, color: bool) -> dict[str, str]:
    """What each placeholder stands for; empty when it is not known."""
    windows = limits(data.get("rate_limits"))
    cost = number(_object(data, "cost").get("total_cost_usd"))
    folder = _text(_object(data, "workspace").get("current_dir") or data.get("cwd"))
    made = {
        "model": _text(_object(data, "model").get("display_name")),
        "folder": re.split(r"[/\\]", folder.rstrip("/\\"))[-1],
        "context": _percent(number(_object(data, "context_window").get("used_percentage")), color=color),
        "cost": "" if cost is None else f"${cost:.2f}",
        "spend": _percent(windows.get("spend_limit", {}).get("used_percentage"), color=color),
    }
    for key, name, _ in _WINDOWS:
        window = windows.get(key, {})
        reset = window.get("resets_at")
        passed = reset is not None and reset <= now
        used = window.get("used_percentage")
        made[name] = DASH if passed else _percent(used, color=color)
        made[f"{name}_reset"] = "" if reset is None or passed else clock(reset, now)
        made[f"{name}_left"] = "" if reset is None or passed else duration(reset - now)
    return made


def _object(data: Json, key: str) -> Json:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    """Foreign text without anything that would move the cursor."""
    return "".join(filter(str.isprintable, value[:_LONGEST])).strip() if isinstance(value, str) else ""


def _percent(value: float | None, *, color: bool) -> str:
    if value is None:
        return ""
    said = f"{math.floor(value)}%"
    code = next((code for least, code in _COLORS if value >= least), "0")
    return f"\x1b[{code}m{said}\x1b[0m" if color else said


def clock(when: float, now: float) -> str:
    """The local time of day to the nearest minute, with the weekday or the date where the day is not today."""
    there, here = time.localtime(when + _MINUTE / 2), time.localtime(now)
    if there[:3] == here[:3]:
        return localeformat.current_format().clock(there)
    days = round((time.mktime((*there[:3], 12, 0, 0, 0, 0, -1)) - time.mktime((*here[:3], 12, 0, 0, 0, 0, -1))) / _DAY)
    if abs(days) <= _WEEK_DAYS:
        return localeformat.current_format().weekday(there)
    return localeformat.current_format().date(there)


def duration(seconds: float) -> str:
    """The two largest units: `3 d 4 h`, `2 h 05 min`, `12 min`, `40 s`."""
    days, rest = divmod(max(0, int(seconds)), _DAY)
    hours, rest = divmod(rest, _HOUR)
    minutes, left = divmod(rest, _MINUTE)
    if days:
        return f"{days} d {hours} h"
    if hours:
        return f"{hours} h {minutes:02d} min"
    return f"{minutes} min" if minutes else f"{left} s"
