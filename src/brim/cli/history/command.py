"""`brim history`: shows the usage history as a chart, JSON or CSV, and starts export and import.

It may run beside the tray. A damaged file is set aside, as the tray does it. This module must not know how the history
is stored.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from brim.cli.history.timespan import parse_since
from brim.errors import ConfigError
from brim.printing import one_line, show
from brim.suggestions import nearest
from brim.words import history as words

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

    from brim.backend.history.entry import HistoryEntry
    from brim.backend.history.queries import LimitSeries
    from brim.backend.history.store import HistoryStore
    from brim.backend.outputs.sharedreading import Reading
    from brim.model.options import IconShow
    from brim.terminal import Line

DONE, FAILED = 0, 1
_BUSY_TIMEOUT = 5.0
"""Seconds to wait for another process that writes."""
_DEFAULT_SINCE = "7d"
_MAX_COLUMNS = 200
"""Columns that a chart uses at most."""


def run(arguments: argparse.Namespace) -> int:
    """Show, export or import; returns 0, or 1 when a part of it failed. Raises BrimError."""
    from brim import logs
    from brim.backend.history.errors import DamagedError
    from brim.backend.history.recorder import FILE_NAME
    from brim.backend.history.store import HistoryStore
    from brim.backend.settings.load import get_settings
    from brim.model.options import IconShow

    logs.to_stderr(debug=arguments.debug)
    settings = get_settings()
    store = HistoryStore(settings.state_dir / FILE_NAME, _BUSY_TIMEOUT)
    try:
        store.check()  # a part of a damaged file may be readable, and would look like the whole history
        if arguments.action is None:
            return _show(store, arguments, IconShow(settings.icon.show))
        from brim.cli.history import transfer

        return (transfer.export_file if arguments.action == "export" else transfer.import_file)(store, arguments.file)
    except DamagedError:
        if store.quarantine_if_damaged():  # which prints a line on standard error
            return FAILED
        raise
    finally:
        store.close()


def _show(store: HistoryStore, arguments: argparse.Namespace, shown: IconShow) -> int:
    from brim.backend.history import queries

    now = datetime.now(UTC)
    since = arguments.since if arguments.since is not None else parse_since(_DEFAULT_SINCE, now)
    accounts: dict[str, str] = {}
    shown_now = _shown_now()
    order = {one: [window.id for window in reading.limits] for one, reading in shown_now.items()}
    limits: tuple[LimitSeries, ...] = ()
    history: list[tuple[LimitSeries, tuple[HistoryEntry, ...]]] = []
    with store.reading() as connection:
        if connection is not None:
            accounts, limits = queries.accounts(connection), queries.as_shown(queries.series(connection), order)
            for limit in _selected(limits, accounts, shown_now, arguments):
                first = since
                if not (arguments.json or arguments.csv):  # a chart shows a window from its start
                    first = queries.first_read_at(connection, limit, since)
                history.append((limit, tuple(queries.entries(connection, limit, first))))
    if arguments.json:
        from brim.cli.history import jsoncsv

        providers = {one: shown_now[one].provider for one in accounts if one in shown_now}
        show(jsoncsv.history_json(history, accounts, providers, (since, now)))
    elif arguments.csv:
        from brim.cli.history import jsoncsv

        jsoncsv.write_csv((entry for _, entries in history for entry in entries), sys.stdout)
    elif not limits:
        from brim.terminal import show_wrapped

        show_wrapped(words.no_data_yet())
    else:
        names = {one: shown_now[one].name if one in shown_now else label for one, label in accounts.items()}
        _print_chart(history, names, since, now, shown)
    return DONE


def _shown_now() -> dict[str, Reading]:
    """The accounts that are shown now, by id: the history knows no provider."""
    from brim.backend.outputs.sharedreading import Shared
    from brim.backend.settings.load import get_settings

    shared = Shared(str(get_settings().state_dir), datetime.now(UTC).timestamp())
    return {reading.account: reading for reading in shared.readings}


def _selected(
    limits: Sequence[LimitSeries],
    accounts: dict[str, str],
    shown_now: Mapping[str, Reading],
    arguments: argparse.Namespace,
) -> list[LimitSeries]:
    """The limits that the arguments select; raises ConfigError for an unknown name."""
    selected = list(limits)
    if arguments.account is not None:
        name = arguments.account.lower()
        ids = [account_id for account_id, label in accounts.items() if label.lower() == name]
        ids = ids or [one for one in accounts if one in shown_now and shown_now[one].is_called(name)]
        ids = ids or [account_id for account_id in accounts if account_id.startswith(name)]
        selected = [limit for limit in selected if limit.account in ids]
        unstored = next((one for one in shown_now.values() if one.is_called(name)), None)
        if not selected and unstored is not None:
            raise ConfigError(*words.no_history_of(unstored.name))
        if limits and not selected:
            known = [shown_now[one].name if one in shown_now else label for one, label in accounts.items()]
            raise ConfigError(*words.unknown_account(arguments.account, nearest(arguments.account, known), known))
    if arguments.window is not None:
        named = [limit for limit in selected if limit.window.lower() == arguments.window.lower()]
        if selected and not named:
            known = sorted({limit.window for limit in selected})
            raise ConfigError(*words.unknown_window(arguments.window, nearest(arguments.window, known), known))
        selected = named
    return selected


def _print_chart(
    history: Sequence[tuple[LimitSeries, tuple[HistoryEntry, ...]]],
    accounts: dict[str, str],
    since: datetime,
    now: datetime,
    shown: IconShow,
) -> None:
    from itertools import groupby

    from brim.cli.history import chart
    from brim.cli.history.timespan import ALL
    from brim.terminal import Style, plain, this_terminal

    screen = this_terminal(widest=_MAX_COLUMNS)
    blocks: list[list[Line]] = []
    for account, group in groupby(history, key=lambda pair: pair[0].account):
        charts = [(limit, chart.chart_rows(entries, since, now)) for limit, entries in group]
        charts = [(limit, rows) for limit, rows in charts if rows]
        if charts:
            heading_since = None if since == ALL else since
            label = accounts[account]
            account_id = account if [*accounts.values()].count(label) > 1 else None
            heading = words.account_heading(one_line(label), account_id, heading_since, now)
            blocks.append([plain(line, Style.BOLD) for line in screen.wrap(heading)])
        for limit, rows in charts:
            summary = screen.wrap(chart.summary(one_line(limit.label), rows, shown), 2)
            blocks.append([*map(plain, summary), *chart.chart_lines(rows, now, screen, shown)])
    screen.show([line for block in blocks for line in ((), *block)][1:] or [plain(words.no_data_in_range())])
