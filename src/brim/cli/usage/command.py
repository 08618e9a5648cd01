"""`brim usage`: reads what is new in the transcripts, and prints sums. This module must not know how either is done."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from brim import logs
from brim.backend.costs.prices import USER_FILE, load_prices
from brim.backend.costs.reader import TranscriptReader
from brim.backend.costs.report import GroupBy, OfficialWindow, total_row, usage_rows
from brim.backend.costs.roots import account_roots, all_roots, paths_of
from brim.backend.costs.store import COSTS_FILE, CostStore
from brim.backend.history.errors import DamagedError, NewerError
from brim.backend.providerlist.transcripts import KINDS, usual_roots
from brim.backend.settings.quickfolders import quick_folders
from brim.cli.history.timespan import ALL, parse_since
from brim.errors import ConfigError, StateError
from brim.printing import complain, show
from brim.suggestions import nearest
from brim.terminal import this_terminal
from brim.words import costs as words

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from brim.backend.costs.cells import Cell
    from brim.backend.costs.prices import PriceTable
    from brim.backend.costs.roots import AccountRoots
    from brim.backend.providers.transcripts import TranscriptRoot
    from brim.cli.usage.output import UsageReport

DONE = 0
_DEFAULT_SINCE = "7d"
_MAX_COLUMNS = 140


class _Places(NamedTuple):
    """Where everything is."""

    state_dir: Path
    config_dir: Path
    roots: tuple[TranscriptRoot, ...]
    accounts: tuple[AccountRoots, ...] = ()
    """Only where they are asked for."""


def run(arguments: argparse.Namespace) -> int:
    """Print sums; returns 0. Raises BrimError for settings, prices or a cost file that cannot be used."""
    report = make_report(_places(arguments), arguments, datetime.now(UTC))
    if arguments.json:
        from brim.cli.usage.output import report_json

        for piece in report_json(report):
            show(piece, end="")
    elif arguments.csv:
        from brim.cli.usage.output import write_csv

        write_csv(report, sys.stdout)
    else:
        from brim.cli.usage.table import report_lines

        screen = this_terminal(widest=_MAX_COLUMNS)
        screen.show(report_lines(report, screen))
    return DONE


def _places(arguments: argparse.Namespace) -> _Places:
    """Where everything is. Settings and log are left out where they are not needed: they are most of the time."""
    needs_accounts = arguments.account is not None or arguments.by == GroupBy.WINDOW or arguments.points
    quick = None if needs_accounts or arguments.debug else quick_folders()
    if quick is not None:
        return _Places(quick.state_dir, quick.config_dir, usual_roots(quick.variables))
    logs.to_stderr(debug=arguments.debug)
    from brim.backend.settings.load import get_settings

    settings = get_settings()
    accounts: tuple[AccountRoots, ...] = ()
    if needs_accounts:
        from brim import eventloop

        accounts = eventloop.run(account_roots(settings))
    return _Places(settings.state_dir, settings.config_dir, all_roots(settings), accounts)


class _Question(NamedTuple):
    """What is asked for."""

    by: GroupBy
    since: datetime
    until: datetime
    counts: Callable[[Cell], bool] | None
    """Whether it is of the account and the provider that are asked for; None where all are."""
    folders: frozenset[str] | None
    """Of the account; None for all."""
    with_points: bool


def make_report(places: _Places, arguments: argparse.Namespace, now: datetime) -> UsageReport:
    """What is printed, of transcripts that were read a moment ago."""
    since, until = _range(arguments, now)
    folders = None if arguments.account is None else _selected(places.accounts, arguments.account)
    counts = _counting(folders, arguments.provider)
    question = _Question(GroupBy(arguments.by), since, until, counts, folders, arguments.points)
    prices = load_prices(places.config_dir / USER_FILE)
    store, packed = _updated_store(places, prices)
    try:
        report = _report(places, store, prices, question)
    except DamagedError:  # the file is set aside; the transcripts tell what was in it
        TranscriptReader(store, prices.bands()).update(places.roots)
        report = _report(places, store, prices, question)
    finally:
        store.close()
    return replace(report, begin=None if since == ALL else since, end=arguments.until, packed=packed)


def _counting(folders: frozenset[str] | None, provider: str | None) -> Callable[[Cell], bool] | None:
    """What is of an account and of a provider. Raises ConfigError for an unknown provider."""
    known = [kind.provider for kind in KINDS]
    if provider is not None and provider.lower() not in known:
        raise ConfigError(*words.unknown_provider(provider, nearest(provider, known), known))
    if folders is None and provider is None:
        return None
    wanted = None if provider is None else provider.lower()

    def counts(cell: Cell) -> bool:
        return (folders is None or cell.place.root in folders) and wanted in {None, cell.place.provider}

    return counts


def _updated_store(places: _Places, prices: PriceTable) -> tuple[CostStore, int]:
    """The cost file with what is new in the transcripts, in memory only where it cannot be written.

    And how many compressed transcripts are not in it.
    """
    path = places.state_dir / COSTS_FILE
    store = CostStore(path)
    try:
        (reader := TranscriptReader(store, prices.bands())).update(places.roots)
    except NewerError:
        raise
    except StateError as error:
        store.close()
        complain((words.not_stored(error),))
        store = CostStore(path, in_memory=True)
        (reader := TranscriptReader(store, prices.bands())).update(places.roots)
    return store, reader.packed


def _report(places: _Places, store: CostStore, prices: PriceTable, question: _Question) -> UsageReport:
    from brim.cli.usage.output import UsageReport

    by, since, until, counts, folders, with_points = question
    windows = _official_windows(places.state_dir, places.accounts, since) if by is GroupBy.WINDOW else ()
    cells = store.each_cell(since.timestamp(), until.timestamp())
    if counts is not None:
        cells = filter(counts, cells)
    rows = usage_rows(cells, by, prices, windows=windows)
    points = None
    if with_points:
        from brim.cli.usage.points import PointsQuestion, points_report

        chosen = [one for one in places.accounts if folders is None or _paths([one]) & folders]
        points = points_report(places.state_dir, store, prices, PointsQuestion(chosen, since, until, by, windows))
    return UsageReport(by, since, until, tuple(rows), total_row(rows), prices.as_of, with_points, points)


def _range(arguments: argparse.Namespace, now: datetime) -> tuple[datetime, datetime]:
    """What is asked for: a week that ends now, or with `--until` then. Raises ConfigError for one that is backward."""
    until = now if arguments.until is None else arguments.until
    since = parse_since(_DEFAULT_SINCE, until) if arguments.since is None else arguments.since
    if arguments.until is not None and until <= since:
        raise ConfigError(*words.until_before_since(until, since))
    return since, until


def _selected(accounts: Sequence[AccountRoots], name: str) -> frozenset[str]:
    """The folders of the account with this name, or whose id begins so; raises ConfigError for an unknown one."""
    wanted = name.lower()
    found = [one for one in accounts if one.account.label.lower() == wanted]
    found = found or [one for one in accounts if one.account.id.startswith(wanted)]
    if not found:
        known = [one.account.label for one in accounts]
        raise ConfigError(*words.unknown_account(name, nearest(name, known), known))
    return _paths(found)


def _paths(accounts: Sequence[AccountRoots]) -> frozenset[str]:
    return paths_of(root for one in accounts for root in one.roots)


def _official_windows(state_dir: Path, accounts: Sequence[AccountRoots], since: datetime) -> tuple[OfficialWindow, ...]:
    """The 5-hour windows that the history knows, of the accounts."""
    from datetime import timedelta

    from brim.backend.history import queries
    from brim.backend.history.recorder import FILE_NAME
    from brim.backend.history.store import HistoryStore

    store = HistoryStore(state_dir / FILE_NAME)
    windows = []
    try:
        with store.reading() as connection:
            for series in queries.series(connection) if connection is not None else ():
                roots = _paths([one for one in accounts if one.account.id == series.account])
                if connection is None or series.window != "session" or not roots:
                    continue
                for end in queries.reset_times(connection, series, since):
                    begin = end - timedelta(seconds=series.length_seconds or 18_000)
                    windows.append(OfficialWindow(begin, end, roots))
    finally:
        store.close()
    return tuple(sorted(windows, key=lambda window: window.begin))
