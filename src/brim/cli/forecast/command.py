"""`brim forecast`: what the use of each limit leads to, for every account, in words or as JSON.

This module must not know how a forecast is computed.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from brim import logs
from brim.cli.forecast import questions
from brim.cli.status import command
from brim.printing import complain, show
from brim.terminal import LEVEL_STYLES, Style, plain, this_terminal
from brim.words import forecast as words
from brim.words import formatting

if TYPE_CHECKING:
    from brim.cli.forecast.questions import Json
    from brim.model.account import AccountView
    from brim.model.options import IconShow
    from brim.model.usage import Window
    from brim.terminal import Line, Terminal

OK, NO_FORECAST = 0, 1


def run(*, as_json: bool, debug: bool = False) -> int:
    """Print the forecasts; returns 0 when there is one, else 1. Raises ConfigError for unusable settings."""
    logs.to_stderr(debug=debug)
    views = command.read(debug=debug).views
    now = datetime.now(UTC)
    if as_json:
        show(json.dumps([_account_json(view, now) for view in views], indent=2))
    else:
        screen = this_terminal()
        blocks = [
            block
            for view in views
            if (block := _account_lines(view, now, screen, command.shown_part(), named=len(views) > 1))
        ]
        screen.show([line for block in blocks for line in ((), *block)][1:])
    windows = [window for view in views for window in view.windows]
    any_forecast = any(window.forecast is not None for window in windows)
    if not any_forecast:
        complain((_why_none(windows, money=any(view.spend is not None for view in views)),))
    return OK if any_forecast else NO_FORECAST


def _why_none(windows: list[Window], *, money: bool) -> str:
    if any(window.refused for window in windows):
        return words.refused_now()
    return words.no_limit_to_forecast() if windows or money else words.no_usage_data()


def _account_lines(view: AccountView, now: datetime, screen: Terminal, part: IconShow, *, named: bool) -> list[Line]:
    if not view.windows:
        return []
    lines = [plain(view.account.name, Style.BOLD)] if named else []
    for window in view.windows:
        style = LEVEL_STYLES.get(window.level, Style.PLAIN)
        lines += [plain(line, style) for line in screen.wrap(formatting.window_text(window, now, part), 4)]
        lines += [plain(line) for detail in words.window_details(window, now) for line in screen.wrap(f"  {detail}", 4)]
    return lines


def _account_json(view: AccountView, now: datetime) -> dict[str, Json]:
    return {
        "account": {"id": view.account.id, "label": view.account.label, "name": view.account.name},
        "provider": view.account.provider,
        "windows": [_window_json(window, now) for window in view.windows],
    }


def _window_json(window: Window, now: datetime) -> dict[str, Json]:
    result: dict[str, Json] = {
        "id": window.id,
        "kind": window.kind,
        "label": window.label,
        "percent": window.percent,
        "refused": window.refused,
        "resets_at": None if window.resets_at is None else questions.utc_text(window.resets_at),
        "forecast": None,
    }
    if (forecast := window.forecast) is not None:
        sentence = words.forecast_sentence(forecast, window.resets_at, now)
        result["forecast"] = questions.forecast_json(forecast) | {
            "left_today": forecast.left_today,
            "sentence": sentence,
        }
    return result
