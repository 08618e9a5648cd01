"""`brim alerts`: shows the rules, a test notification, or the log of why each alert was or was not sent.

This module must not know how a rule decides.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from brim import eventloop, logs
from brim.errors import BrimError, ConfigError, StateError
from brim.model.alert import ALL_RULES, Rule
from brim.model.options import IconShow
from brim.printing import complain, one_line, show
from brim.terminal import Style, padded, plain, show_wrapped, this_terminal, width
from brim.words import accounts, alertoutcomes, formatting, hooks, notifications, statefiles

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from brim.backend.alerts.log import LogEntry
    from brim.backend.settings.appsettings import AppSettings
    from brim.terminal import Line, Terminal


SENT = "sent"
"""The outcome of a notification that was shown."""
_LOG_INDENT = 4
"""Columns before the second line of an entry, where there is little room."""


def run(arguments: argparse.Namespace) -> int:
    """Run the action of the arguments; returns 0, or 1 when a test notification or a hook failed. Raises BrimError."""
    from brim.backend.settings.load import get_settings

    logs.to_stderr(debug=arguments.debug)
    settings = get_settings()
    if arguments.action == "test":
        rule = Rule(arguments.rule)
        return _try_hooks(rule, settings) if arguments.hooks else _show_test(rule, settings)
    if arguments.action == "log":
        return _print_log(settings, arguments.last, as_json=arguments.json)
    return _print_rules(settings, as_json=arguments.json)


def _show_test(rule: Rule, settings: AppSettings) -> int:
    from brim.backend.alerts.preview import preview
    from brim.backend.settings.choices import menu_options
    from brim.tray.icon.fromsnapshot import icon_spec
    from brim.tray.notifyonce import notify_once

    now = datetime.now(UTC)
    example = preview(rule, now, IconShow(settings.icon.show), menu_options(settings))
    shown = notify_once(example.alert, icon_spec(example.snapshot, now))
    if shown:
        show_wrapped(notifications.preview_result(shown=True))
        return 0
    error = BrimError(notifications.preview_result(shown=False).rstrip("."), notifications.no_notification_daemon())
    complain((error,))
    return 1


def _try_hooks(rule: Rule, settings: AppSettings) -> int:
    from brim.backend.alerts.preview import preview
    from brim.backend.hooks.runner import try_hooks

    complain(settings.errors)
    batch = preview(rule, datetime.now(UTC), IconShow(settings.icon.show)).batch
    results = eventloop.run(try_hooks(settings.hooks, batch))
    if not results:
        raise ConfigError(*hooks.none_for(rule))
    for label, attempt in results:
        show(one_line(hooks.tried(label, attempt.text)))
    return 0 if all(attempt.succeeded for _, attempt in results) else 1


def _print_rules(settings: AppSettings, *, as_json: bool) -> int:
    from brim.backend.alerts.memorystore import AlertMemoryStore
    from brim.backend.system.readonly import read_only

    now = datetime.now(UTC)
    store = AlertMemoryStore(settings.state_dir / "episodes.json")
    with read_only():
        store.load()
    snoozed = {snooze.rule: snooze.until for snooze in store.snoozed if snooze.until > now}
    rules = [(rule, bool(getattr(settings.alerts, rule)), snoozed.get(rule) or snoozed.get(ALL_RULES)) for rule in Rule]
    if as_json:
        show(_rules_json(rules, settings))
    else:
        this_terminal().show(_rule_lines(rules, settings, now))
    return 0


def _rules_json(rules: Sequence[tuple[Rule, bool, datetime | None]], settings: AppSettings) -> str:
    from brim.backend.system.times import utc_text

    report = {
        "schema": 1,
        "rules": [
            {
                "rule": rule,
                "on": is_on,
                "label": notifications.rule_label(rule),
                "snoozed_until": None if until is None else utc_text(until),
            }
            for rule, is_on, until in rules
        ],
        "quiet_hours": settings.alerts.quiet_hours or None,
    }
    return json.dumps(report, indent=2)


def _rule_lines(
    rules: Sequence[tuple[Rule, bool, datetime | None]], settings: AppSettings, now: datetime
) -> Iterator[Line]:
    terminal = this_terminal()
    for rule, is_on, until in rules:
        state = alertoutcomes.rule_state(is_on=is_on)
        note = f" ({alertoutcomes.snoozed_until(until, now)})" if until is not None else ""
        head = f"{rule:<6} {state:<3}  "
        lines = terminal.wrap(f"{head}{notifications.rule_label(rule)}{note}", len(head))
        style = Style.PLAIN if is_on and until is None else Style.DIM
        yield from (plain(line, style) for line in lines)
    yield ()
    yield plain(notifications.quiet_hours_line(settings.alerts.quiet_hours))


def _print_log(settings: AppSettings, last: int, *, as_json: bool) -> int:
    from brim.backend.alerts import log

    path = settings.state_dir / log.FILE_NAME
    try:
        entries = log.read_log(path)
    except OSError as error:
        raise StateError(*statefiles.unreadable(path, error.strerror)) from error
    entries = entries[-last:] if last else entries
    if as_json:
        show(json.dumps([entry.model_dump(mode="json") for entry in entries], indent=2))
    elif entries:
        now = datetime.now(UTC)
        terminal = this_terminal()
        terminal.show(_log_lines(entries, now, terminal))
    else:
        show_wrapped(notifications.no_alerts_yet())
    return 0


def _log_lines(entries: Sequence[LogEntry], now: datetime, terminal: Terminal) -> Iterator[Line]:
    """A line for each entry: when, what became of it, its rule, its account, its title, and why it was not sent.

    The account is named where the log has several.
    """
    several = len({entry.account for entry in entries}) > 1
    rows = [
        (formatting.clock_text(entry.at, now), alertoutcomes.outcome_label(entry.verdict), entry.rule)
        for entry in entries
    ]
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for entry, row in zip(entries, rows, strict=True):
        is_sent = entry.verdict == SENT
        text = entry.title if is_sent or not entry.why else alertoutcomes.title_and_reason(entry.title, entry.why)
        text = accounts.with_account_label(entry.label, text) if several and entry.label else text
        head = "".join(f"{padded(cell, columns)}  " for cell, columns in zip(row, widths, strict=True))
        indent = len(head) if terminal.columns >= 2 * len(head) else _LOG_INDENT
        style = Style.PLAIN if is_sent else Style.DIM
        yield from (plain(line, style) for line in terminal.wrap(f"{head}{one_line(text)}", indent))
