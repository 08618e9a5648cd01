"""`brim history`: what was read so far.

It may run beside the tray. A damaged file is set aside, as the tray would do. This module must not know how the history
is kept.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from brim.cli.history.timespan import parse_since
from brim.errors import ConfigError
from brim.words import clihelp
from brim.words import history as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brim.backend.history.entry import Entry
    from brim.backend.history.queries import Series
    from brim.backend.history.store import HistoryStore

DONE, FAILED = 0, 1
_PATIENCE = 5.0
"""Seconds to wait for another process that writes."""


def add_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.set_defaults(command="history", action=None, since=None)
    parser.add_argument("--since", type=_since, metavar="WHEN", help=clihelp.HISTORY_SINCE.format(words.SINCE_FORMATS))
    parser.add_argument("--window", metavar="ID", help=clihelp.HISTORY_WINDOW)
    parser.add_argument("--account", metavar="NAME", help=clihelp.HISTORY_ACCOUNT)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help=clihelp.HISTORY_JSON)
    form.add_argument("--csv", action="store_true", help=clihelp.HISTORY_CSV)
    actions = parser.add_subparsers(title=clihelp.ACTIONS, metavar="ACTION")
    for name, text, more in (
        ("export", clihelp.HISTORY_EXPORT, clihelp.HISTORY_EXPORT_DESCRIPTION),
        ("import", clihelp.HISTORY_IMPORT, clihelp.HISTORY_IMPORT_DESCRIPTION),
    ):
        action = actions.add_parser(name, parents=[common], help=text, description=more)
        action.set_defaults(action=name)
        action.add_argument("file", metavar="FILE", help=clihelp.HISTORY_FILE)


def run(chosen: argparse.Namespace) -> int:
    """Do what the arguments say; returns 0, or 1 when a part could not be done. Raises BrimError."""
    from brim import logs
    from brim.backend.history.errors import DamagedError
    from brim.backend.history.recorder import FILE_NAME
    from brim.backend.history.store import HistoryStore
    from brim.backend.settings.load import get_settings

    logs.to_stderr(debug=chosen.debug)
    store = HistoryStore(get_settings().state_dir / FILE_NAME, _PATIENCE)
    try:
        store.check()  # half of a damaged file may well be readable, and would pass for the whole
        if chosen.action is None:
            return _show(store, chosen)
        from brim.cli.history import transfer

        return (transfer.export_file if chosen.action == "export" else transfer.import_file)(store, chosen.file)
    except DamagedError:
        if store.quarantine_if_damaged():  # which is said on standard error
            return FAILED
        raise
    finally:
        store.close()


def _since(text: str) -> datetime:
    try:
        return parse_since(text, datetime.now(UTC))
    except (ValueError, OverflowError):
        raise argparse.ArgumentTypeError(words.invalid_since(text)) from None


def _show(store: HistoryStore, chosen: argparse.Namespace) -> int:
    from brim.backend.history import queries

    now = datetime.now(UTC)
    begin = chosen.since if chosen.since is not None else parse_since("7d", now)
    with store.reading() as view:
        accounts = queries.accounts(view) if view is not None else {}
        every = queries.series(view) if view is not None else ()
        wanted = _wanted(every, accounts, chosen)
        whole = not (chosen.json or chosen.csv)  # a picture shows a window from its beginning
        found = [
            (one, tuple(queries.entries(view, one, queries.first_read_at(view, one, begin) if whole else begin)))
            for one in wanted
            if view is not None
        ]
    if chosen.json:
        from brim.cli.history import jsoncsv

        print(jsoncsv.as_json(found, accounts, begin, now))
    elif chosen.csv:
        from brim.cli.history import jsoncsv

        jsoncsv.write_csv((entry for _, entries in found for entry in entries), sys.stdout)
    elif not every:
        print(words.NO_READINGS_YET)
    else:
        _draw(found, accounts, begin, now)
    return DONE


def _wanted(every: Sequence[Series], accounts: dict[str, str], chosen: argparse.Namespace) -> list[Series]:
    """The limits that were asked for; raises ConfigError for a name that nothing has."""
    found = list(every)
    if chosen.account is not None:
        name = chosen.account.lower()
        meant = [one for one, label in accounts.items() if label.lower() == name]
        meant = meant or [one for one in accounts if one.startswith(name)]
        found = [one for one in found if one.account in meant]
        if every and not found:
            raise ConfigError(*words.unknown_account(chosen.account, [*accounts.values()]))
    if chosen.window is not None:
        named = [one for one in found if one.window.lower() == chosen.window.lower()]
        if found and not named:
            raise ConfigError(*words.unknown_window(chosen.window, sorted({one.window for one in found})))
        found = named
    return found


def _draw(
    found: Sequence[tuple[Series, tuple[Entry, ...]]], accounts: dict[str, str], begin: datetime, now: datetime
) -> None:
    from itertools import groupby

    from brim.cli.history import chart
    from brim.cli.history.timespan import BEGINNING

    plain = not _prints("▁█–")
    blocks = []
    for account, group in groupby(found, key=lambda one: one[0].account):
        parts = [(series, chart.chart_rows(entries, begin, now)) for series, entries in group]
        drawn = [(series, stretches) for series, stretches in parts if stretches]
        if drawn:
            since_words = None if begin == BEGINNING else begin
            blocks.append([words.account_heading(accounts[account], account, since_words, now)])
        for series, stretches in drawn:
            blocks.append([series.label, *chart.lines(stretches, now, plain=plain)])
    print("\n\n".join("\n".join(block) for block in blocks) if blocks else words.NO_READINGS_IN_RANGE)


def _prints(letters: str) -> bool:
    try:
        letters.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True
