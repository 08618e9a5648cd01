"""`brim forecast`: what the use of each limit leads to, for every account, in words or as JSON.

This module must not know how a forecast is made.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from brim import logs
from brim.cli.forecast import questions
from brim.cli.status import command
from brim.cli.status.output import show
from brim.words import forecast as words
from brim.words import formatting

if TYPE_CHECKING:
    from brim.cli.forecast.questions import Json
    from brim.model.account import AccountView
    from brim.model.usage import Window

OK, NONE = 0, 1


def run(*, as_json: bool, debug: bool = False) -> int:
    """Print the forecasts; returns 0 when there is one, else 1. Raises ConfigError where nobody may be read."""
    logs.to_stderr(debug=debug)
    views = command.read(debug=debug).views
    now = datetime.now(UTC)
    if as_json:
        print(json.dumps([_account(view, now) for view in views], indent=2))
    elif text := "\n\n".join(_text(view, now, named=len(views) > 1) for view in views):
        show(text)
    told = [window for view in views for window in view.windows if window.forecast is not None]
    if not told:
        print(f"brim: {words.NO_FORECAST}", file=sys.stderr)
    return OK if told else NONE


def _text(view: AccountView, now: datetime, *, named: bool) -> str:
    lines = [view.account.label] if named else []
    for window in view.windows:
        lines.append(formatting.window_text(window, now))
        lines += [f"  {line}" for line in words.window_details(window, now)]
    return "\n".join(lines)


def _account(view: AccountView, now: datetime) -> dict[str, Json]:
    return {
        "account": {"id": view.account.id, "label": view.account.label},
        "windows": [_window(window, now) for window in view.windows],
    }


def _window(window: Window, now: datetime) -> dict[str, Json]:
    made: dict[str, Json] = {
        "id": window.id,
        "kind": window.kind,
        "label": window.label,
        "percent": window.percent,
        "resets_at": None if window.resets_at is None else questions.utc_text(window.resets_at),
        "forecast": None,
    }
    if (told := window.forecast) is not None:
        sentence = words.forecast_sentence(told, window.resets_at, now)
        made["forecast"] = questions.forecast_json(told) | {"left_today": told.left_today, "sentence": sentence}
    return made
