"""`brim status`: the present reading as text or as JSON, asked for only when nothing fresh is known.

This module must not know how a reading is made.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from brim import logs
from brim.errors import BrimError, ConfigError
from brim.model import Account, AccountView, Health, Level, Problem
from brim.words import figures
from brim.words.figures import LEVEL_WORDS

if TYPE_CHECKING:
    from brim.backend.settings import AppSettings

_LOGIN_FAULTS = frozenset({Health.EXPIRED, Health.SIGNED_OUT, Health.NO_SCOPE})
OK, NO_NUMBER, NO_LOGIN = 0, 1, 3
_NO_NUMBER = Problem("No number yet", "No limit has started; the first one does when Claude is used.")
_NOT_YET = Problem("Nothing has been read yet", "Another attempt was made just now; try again in a minute.")


def run(*, as_json: bool, refresh: bool, every: bool = False, debug: bool = False) -> int:
    """Print the present reading; returns 0 when a number is printed, 3 without login and number, else 1.

    With `refresh` somebody is asked if the last question is 60 s old and no wait is in force. With `every`, the JSON is
    a list of all accounts.
    """
    logs.to_stderr(debug=debug)
    try:
        view = asyncio.run(_view(refresh=refresh, debug=debug))
    except ConfigError as error:
        view = AccountView(Account("", "no account", "claude"), Health.ERROR, error.problem)
        if debug and not as_json:
            raise
    now = datetime.now(UTC)
    if as_json:
        from brim.cli.report import report

        _print(report((view,) if every else view, now))
    elif view.fetched_at is not None:
        _print(text(view, now))
    code = _code(view)
    problem = view.problem or (_NO_NUMBER if code != OK else None)
    if problem is not None:
        print(f"brim: {BrimError(problem.title, problem.message)}", file=sys.stderr)
    return code


async def _view(*, refresh: bool, debug: bool) -> AccountView:
    from brim.backend.doorbell import ring
    from brim.backend.reader import Reader
    from brim.backend.service import claude
    from brim.backend.settings import get_settings
    from brim.backend.tracker import Outlook, account_view

    settings = get_settings()
    logs.to_stderr(debug=debug or settings.debug)
    _warn(settings)
    reader = Reader(claude(settings), settings.state_dir)
    try:
        if refresh:
            await reader.reconsider()
        before = await reader.look()
        known = before
        if settings.claude.network:
            known = await reader.read(wished=refresh)
    finally:
        await reader.aclose()
    if known != before:
        ring(settings.state_dir)
    outlook = Outlook(known, reader.manners, reader.plan(known), reader.click(known))
    view = account_view(outlook, datetime.now(UTC), network=settings.claude.network)
    if view.problem is None and view.fetched_at is None:
        return AccountView(view.account, Health.ERROR, _NOT_YET, view.plan, next_read_at=view.next_read_at)
    return view


def _warn(settings: AppSettings) -> None:
    for complaint in settings.complaints:
        print(f"brim: {complaint}", file=sys.stderr)


def _code(view: AccountView) -> int:
    if _has_number(view):
        return OK
    return NO_LOGIN if view.health in _LOGIN_FAULTS else NO_NUMBER


def _has_number(view: AccountView) -> bool:
    """Whether any figure can be printed: a percentage, or money spent."""
    spend = view.spend
    paid = spend is not None and spend.enabled and (spend.percent is not None or spend.used is not None)
    return paid or any(window.percent is not None for window in view.windows)


def _print(output: str) -> None:
    """Print, also where the terminal cannot show every letter."""
    encoding = sys.stdout.encoding or "utf-8"
    print(output.encode(encoding, "replace").decode(encoding))


def text(view: AccountView, now: datetime) -> str:
    """One account in words, a line for each thing."""
    lines = [f"{_headline(view)}", ""]
    table = [
        (
            f"{'>' if window.headline else ' '} {window.label}",
            figures.percent(window.percent) + ("" if window.confirmed else "?"),
            "" if window.level is Level.UNKNOWN else LEVEL_WORDS[window.level],
            _resets(view, window.id, now),
        )
        for window in view.windows
    ]
    widths = [max((len(row[column]) for row in table), default=0) for column in range(3)]
    for label, used, level, resets in table:
        lines.append(f"{label:<{widths[0]}}  {used:>{widths[1]}}  {level:<{widths[2]}}  {resets}".rstrip())
    if view.spend is not None and (view.spend.enabled or not view.windows):
        share = f" ({figures.percent(view.spend.percent)})" if view.spend.percent is not None else ""
        lines.append(f"  Extra usage: {figures.money(view.spend)}{share}")
    lines += ["", *_about(view, now)]
    return "\n".join(lines)


def _headline(view: AccountView) -> str:
    window = view.headline_window
    if window is not None:
        return f"{window.label} {figures.percent(window.percent)}, {LEVEL_WORDS[view.level]}"
    if view.spend is not None:
        return f"Extra usage {figures.money(view.spend)}"
    return view.problem.title if view.problem is not None else "No reading yet"


def _resets(view: AccountView, name: str, now: datetime) -> str:
    window = next(one for one in view.windows if one.id == name)
    when = figures.resets(window, now)
    if window.resets_at is None or window.resets_at <= now:
        return when
    return f"{when}, in {figures.duration((window.resets_at - now).total_seconds())}"


def _about(view: AccountView, now: datetime) -> list[str]:
    made = [f"Plan     {view.plan}"] if view.plan else []
    if view.fetched_at is not None and view.source is not None:
        age = figures.duration((now - view.fetched_at).total_seconds())
        old = ", not fresh" if view.stale else ""
        made.append(f"Read     {figures.clock(view.fetched_at, now)} from {view.source}, {age} ago{old}")
    if view.next_read_at is not None:
        made.append(f"Next     {figures.clock(view.next_read_at, now)} ({view.next_read_reason})")
    if view.problem is not None:
        made.append(f"Problem  {view.problem.title}")
    if (ends := figures.login_ends(view.login_ends_at, now)) is not None:
        made.append(ends)
    return made
