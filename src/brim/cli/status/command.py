"""`brim status`: the present reading as text or as JSON, asked for only when nothing fresh is known.

This module must not know how a reading is made.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from brim import logs
from brim.errors import BrimError, ConfigError
from brim.model.account import Account, AccountView, Health, Problem
from brim.model.usage import Level
from brim.words import accounts, cliprobe, fetcherrors, formatting, terminal
from brim.words.formatting import LEVEL_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from brim.backend.fetching.reader import AccountState, Reader
    from brim.backend.forecast.cache import ForecastCache
    from brim.backend.history.recorder import HistoryRecorder
    from brim.backend.polling.tracker import UsageTracker
    from brim.backend.settings.appsettings import AppSettings

_LOGIN_FAULTS = frozenset({Health.EXPIRED, Health.SIGNED_OUT, Health.NO_SCOPE})


class StatusRequest(StrEnum):
    """What a person asks for beside the present reading."""

    NOTHING = "nothing"
    REFRESH = "refresh"
    ASK_CLAUDE = "ask_claude"


OK, NO_NUMBER, NO_LOGIN = 0, 1, 3
_NO_NUMBER = Problem(*fetcherrors.NO_NUMBER)
_NOT_YET = Problem(*fetcherrors.NOTHING_READ_YET)


def run(*, as_json: bool, wish: StatusRequest = StatusRequest.NOTHING, every: bool = False, debug: bool = False) -> int:
    """Print the present reading; returns 0 when a number is printed, 3 without login and number, else 1.

    With a wish to refresh somebody is asked if the last question is 60 s old and no wait is in force; with one to ask
    the claude program that is asked instead. With `every` all accounts are printed, else the most pressing one, to
    which the exit code belongs in either case.
    """
    logs.to_stderr(debug=debug)
    try:
        views, notes = asyncio.run(every_view(wish, debug=debug))
    except ConfigError as error:
        notes = {}
        views = (AccountView(Account("", accounts.NO_ACCOUNT, "claude"), Health.ERROR, error.problem),)
        if debug and not as_json:
            raise
    now = datetime.now(UTC)
    first = max(views, key=lambda view: view.rank)
    named = len(views) > 1
    if as_json:
        from brim.cli.status.jsonoutput import report

        show(report(views if every else first, now, notes))
    elif every:
        show("\n\n".join(text(view, now, named=named) for view in views))
    elif first.fetched_at is not None:
        show(text(first, now, named=named))
        if named:
            show(accounts.more_accounts(len(views) - 1))
    shown = views if every else (first,)
    if not as_json:
        said = (note for view in shown if (note := notes.get(view.account.id)) is not None)
        show("".join(f"\n{note}\n" for note in dict.fromkeys(said)), end="")
    for view in shown:
        _complain(view, named=named)
    return _code(first)


async def every_view(wish: StatusRequest, *, debug: bool) -> tuple[tuple[AccountView, ...], dict[str, str]]:
    """Every account, and sentences about some, by id; read side by side: a wait for one is no wait for another."""
    from brim.backend.fetching.presence import PresenceTracker
    from brim.backend.fetching.reader import Reader
    from brim.backend.forecast.cache import ForecastCache
    from brim.backend.history.recorder import for_command
    from brim.backend.polling.tracker import UsageTracker
    from brim.backend.service import claude_providers
    from brim.backend.settings.load import get_settings
    from brim.backend.system.wakeup import send_wake

    settings = get_settings()
    logs.to_stderr(debug=debug or settings.debug)
    _warn(settings)
    tracker = UsageTracker()
    tracker.network, tracker.pinned = settings.claude.network, settings.icon.window
    providers = claude_providers(settings)
    presence = PresenceTracker(settings.state_dir).presence
    readers = [Reader(provider, settings.state_dir, presence=presence) for provider in providers]
    try:
        if wish is StatusRequest.REFRESH:
            await asyncio.gather(*(reader.reconsider() for reader in readers))
        before = await asyncio.gather(*(reader.look() for reader in readers))
        _learn(tracker, readers, before)
        known = await _asked(wish, tracker, readers)
        _learn(tracker, readers, known)
    finally:
        await asyncio.gather(*(reader.aclose() for reader in readers))
    if known != before:
        send_wake(settings.state_dir)
    shown = tracker.outlooks()
    history = for_command(settings.state_dir)
    await _keep(history, [known[place] for place in shown])
    await _foresee(tracker, ForecastCache(history, settings.calendar.calendar()))
    await history.aclose()
    notes = {known[place].identity.account.id: await providers[place].note() for place in shown}
    views = tracker.snapshot(datetime.now(UTC)).accounts
    if wish is StatusRequest.ASK_CLAUDE:
        views = tuple(_with_answer(view, before[place], known[place]) for place, view in zip(shown, views, strict=True))
    views = tuple(_with_reason(view) for view in views)
    return views, {name: note for name, note in notes.items() if note is not None}


async def _keep(history: HistoryRecorder, every: Iterable[AccountState]) -> None:
    for known in every:
        if known.reading is not None:
            await history.note(known.identity.account, known.reading)


async def _foresee(tracker: UsageTracker, forecaster: ForecastCache) -> None:
    """Find out what the figures lead to, by what was kept of earlier ones."""
    for place, outlook in tracker.outlooks().items():
        reading = outlook.known.reading
        if reading is not None:
            account = outlook.known.identity.account.id
            tracker.foresee(place, await forecaster.forecasts(account, reading, datetime.now(UTC)))


async def _asked(wish: StatusRequest, tracker: UsageTracker, readers: Sequence[Reader]) -> Sequence[AccountState]:
    """What is known of every account once somebody was asked, as far as that is wished or due."""
    if wish is StatusRequest.ASK_CLAUDE:
        return [
            await reader.ask_program() if tracker.leads(place) else await reader.look()
            for place, reader in enumerate(readers)
        ]
    if not tracker.network:
        return await asyncio.gather(*(reader.look() for reader in readers))
    known = await asyncio.gather(
        *(
            reader.read(wished=wish is StatusRequest.REFRESH) if tracker.leads(place) else reader.look()
            for place, reader in enumerate(readers)
        )
    )
    # One after the other: whoever comes second finds what the first has seen.
    return [
        await reader.look_around(one) if reader.wonders(one) else one
        for reader, one in zip(readers, known, strict=True)
    ]


def _learn(tracker: UsageTracker, readers: Sequence[Reader], known: Iterable[AccountState]) -> None:
    from brim.backend.polling.tracker import ReadPlan

    for place, (reader, one) in enumerate(zip(readers, known, strict=True)):
        tracker.learn(place, ReadPlan.of(reader, one))


def _with_answer(view: AccountView, before: AccountState, after: AccountState) -> AccountView:
    """What became of asking the program is the outcome of the last attempt; one that came too soon is only named."""
    asked = after.asked
    if asked.at == before.asked.at:
        now = datetime.now(UTC)
        problem = cliprobe.asked_too_soon(asked.at, asked.possible_from(now) or now, now)
        print(f"brim: {BrimError(problem.title, problem.message)}", file=sys.stderr)
        return view
    if asked.problem is None:
        return view
    return replace(view, health=asked.health or Health.ERROR, problem=asked.problem, stale=view.fetched_at is not None)


def _with_reason(view: AccountView) -> AccountView:
    """A view that has neither figures nor a problem says why."""
    if view.problem is None and view.fetched_at is None:
        return replace(view, health=Health.ERROR, problem=_NOT_YET)
    return view


def _complain(view: AccountView, *, named: bool) -> None:
    """Say on standard error what is wrong with an account, and what to do."""
    problem = view.problem or (None if _has_number(view) else _NO_NUMBER)
    if problem is not None:
        words = str(BrimError(problem.title, problem.message))
        print(f"brim: {accounts.with_account_label(view.account.label, words) if named else words}", file=sys.stderr)


def _warn(settings: AppSettings) -> None:
    for complaint in settings.errors:
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


def show(output: str, end: str = "\n") -> None:
    """Print, also where the terminal cannot show every letter."""
    encoding = sys.stdout.encoding or "utf-8"
    print(output.encode(encoding, "replace").decode(encoding), end=end)


def text(view: AccountView, now: datetime, *, named: bool = False) -> str:
    """One account in words, a line for each thing; `named` says which of several it is."""
    head = accounts.with_account_label(view.account.label, _headline(view)) if named else _headline(view)
    table = [
        (
            f"{'>' if window.headline else ' '} {window.label}",
            formatting.percent_text(window.percent) + formatting.unconfirmed_mark(window, "?"),
            "" if window.level is Level.UNKNOWN else LEVEL_WORDS[window.level],
            formatting.reset_countdown_text(window, now),
        )
        for window in view.windows
    ]
    widths = [max((len(row[column]) for row in table), default=0) for column in range(3)]
    lines = [
        f"{label:<{widths[0]}}  {used:>{widths[1]}}  {level:<{widths[2]}}  {resets}".rstrip()
        for label, used, level, resets in table
    ]
    if view.spend is not None and (view.spend.enabled or not view.windows):
        lines.append(f"  {terminal.spend_line(view.spend)}")
    return "\n\n".join("\n".join(part) for part in ([head], lines, terminal.account_details(view, now)) if part)


def _headline(view: AccountView) -> str:
    window = view.headline_window
    if window is not None:
        doubted = formatting.unconfirmed_mark(window)
        return f"{window.label} {formatting.percent_text(window.percent)}{doubted}, {LEVEL_WORDS[view.level]}"
    if view.spend is not None:
        return terminal.spend_headline(view.spend)
    return view.problem.title if view.problem is not None else accounts.NO_READING
