"""`brim status`: the present reading as text or as JSON; a request is sent only when no fresh reading is known.

This module must not know how a reading is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from brim.cli.status.text import account_lines
from brim.errors import BrimError, ConfigError
from brim.model.account import Account, AccountView, Health, Problem
from brim.model.options import IconShow
from brim.printing import complain, show
from brim.terminal import plain, this_terminal
from brim.words import accounts, fetcherrors

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from brim.backend.commandservice import CommandResult
    from brim.backend.outputs.statusanswer import Answer
    from brim.terminal import Line, Terminal

OK, NO_NUMBER, NO_LOGIN = 0, 1, 3
_LOGIN_FAULTS = frozenset({Health.EXPIRED, Health.SIGNED_OUT, Health.NO_SCOPE})


ANY_PROGRAM, CLAUDE = "", "claude"
"""Whose programs are asked: those of all providers that have one, or of the one that `--ask-claude` names."""


def run(
    *, as_json: bool, refresh: bool = False, ask: str | None = None, every: bool = False, debug: bool = False
) -> int:
    """Print the present reading; returns 0 when a number is printed, 3 without login and number, else 1.

    With `refresh` a request is sent if the last one is 60 s old and no wait is in force; with `ask` the providers' own
    programs are run instead. With `every` all accounts are printed, else the most pressing one, to which the exit code
    belongs in either case.
    """
    from brim import logs

    logs.to_stderr(debug=debug)
    try:
        result = read(refresh=refresh, ask=ask, debug=debug)
        shown = _Shown(result.views, result.notes, shown_part(), result.answers, _problems_of_settings())
    except ConfigError as error:
        view = AccountView(Account("", accounts.no_account(), ""), Health.ERROR, error.problem)
        shown = _Shown((view,), {}, IconShow.USED)
        if debug and not as_json:
            raise
    return _show(shown, as_json=as_json, every=every)


def show_answer(answer: Answer, *, as_json: bool, every: bool) -> int:
    """Print accounts that another process has read; the exit code is that of `run`."""
    how = IconShow.REMAINING if answer.shows_left else IconShow.USED
    return _show(_Shown(answer.views, answer.notes, how), as_json=as_json, every=every)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What is printed."""

    views: tuple[AccountView, ...]
    notes: Mapping[str, str]
    how: IconShow
    answers: tuple[tuple[str, Problem], ...] = ()
    told: tuple[Problem, ...] = ()
    """What has been said already, of the settings."""


def _show(result: _Shown, *, as_json: bool, every: bool) -> int:
    views, notes = result.views, result.notes
    now = datetime.now(UTC)
    first = max(views, key=lambda view: view.rank)
    named = len(views) > 1
    shown = views if every else (first,)
    if as_json:
        from brim.backend.outputs.statusjson import report

        show(report(views if every else first, now, notes))
    else:
        screen = this_terminal()
        screen.show(_lines(shown if every or first.fetched_at is not None else (), len(views), now, screen, result.how))
        sentences = (note for view in shown if (note := notes.get(view.account.id)) is not None)
        screen.show(line for note in dict.fromkeys(sentences) for line in ((), *map(plain, screen.wrap(note))))
    complain(_answers(shown, result.answers, named=named))
    if not (as_json or first.login_found or result.told) and (sentence := _how_to_begin()) is not None:
        complain((sentence, *_without_login(shown)))
        return _exit_code(first)
    problems = (_problem(view, now, named=named) for view in shown if view.problem not in result.told)
    complain(problem for problem in problems if problem is not None)
    return _exit_code(first)


def _lines(shown: Sequence[AccountView], count: int, now: datetime, screen: Terminal, how: IconShow) -> Iterator[Line]:
    """The accounts that are shown of so many, and how to see the others."""
    for number, view in enumerate(shown):
        yield from [()] * (number > 0)
        yield from account_lines(view, now, screen, how, named=count > 1)
    if shown and count > len(shown):
        yield from map(plain, accounts.more_accounts(count - len(shown)).splitlines())


def _without_login(views: Sequence[AccountView]) -> Iterator[str]:
    """Why no login of each account was found, where all of them lack one: that is not said again."""
    for view in views:
        if view.problem is not None:
            yield accounts.with_account_label(view.account.vendor.product or view.account.name, view.problem.message)


def _how_to_begin() -> str | None:
    """Whose usage is shown once somebody signs in; None where the settings name one provider alone."""
    from brim.backend.providerlist.selection import chosen_providers
    from brim.backend.settings.load import get_settings

    products = [one.vendor().product for one in chosen_providers(get_settings())]
    return accounts.nobody_signed_in(products) if len(products) > 1 else None


def shown_part() -> IconShow:
    """Whether percentages say what is used or what is left, as the icon does."""
    from brim.backend.settings.load import get_settings

    return IconShow(get_settings().icon.show)


def _problems_of_settings() -> tuple[Problem, ...]:
    """What `read` has said of the settings."""
    from brim.backend.settings.load import get_settings

    return tuple(error.problem for error in get_settings().errors)


def _answers(shown: Sequence[AccountView], answers: Sequence[tuple[str, Problem]], *, named: bool) -> Iterator[str]:
    """Why nothing was fetched that was requested, for standard error."""
    labels = {view.account.id: view.account.name for view in shown}
    for account_id, problem in answers:
        if account_id in labels:
            sentence = str(BrimError(problem.title, problem.message))
            yield accounts.with_account_label(labels[account_id], sentence) if named else sentence


def read(*, refresh: bool = False, ask: str | None = None, debug: bool) -> CommandResult:
    """Read every account once, through the same service as the tray; raises ConfigError for unusable settings."""
    from brim import eventloop, logs
    from brim.backend.commandservice import read_accounts
    from brim.backend.polling.readonce import ReadRequest
    from brim.backend.settings.load import get_settings

    settings = get_settings()
    logs.to_stderr(debug=debug or settings.debug)
    complain((*settings.errors, *settings.hints))
    request = ReadRequest.REFRESH if refresh else ReadRequest.NOTHING
    wanted = request if ask is None else ReadRequest.ASK_PROGRAM
    return eventloop.run(read_accounts(settings, wanted, lambda sentence: complain((sentence,)), ask or None))


def _problem(view: AccountView, now: datetime, *, named: bool) -> str | None:
    """What is wrong with an account and what to do, for standard error; None when nothing is."""
    problem = view.problem
    if problem is None and not _has_number(view):
        over = any(window.resets_at is not None and window.resets_at <= now for window in view.windows)
        problem = fetcherrors.only_past_resets() if over else fetcherrors.no_usage_yet(view.account.vendor)
    if problem is None:
        return None
    sentence = str(BrimError(problem.title, problem.message))
    return accounts.with_account_label(view.account.name, sentence) if named else sentence


def _exit_code(view: AccountView) -> int:
    if _has_number(view):
        return OK
    return NO_LOGIN if view.health in _LOGIN_FAULTS else NO_NUMBER


def _has_number(view: AccountView) -> bool:
    """Whether any number can be printed: a percentage, or money spent."""
    spend = view.spend
    amounts = () if spend is None else (spend.percent, spend.used, spend.balance)
    paid = spend is not None and spend.enabled and any(amount is not None for amount in amounts)
    return paid or any(window.percent is not None for window in view.windows)
