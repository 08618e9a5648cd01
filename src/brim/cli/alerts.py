"""`brim alerts`: shows the rules, a test notification, or the log of why each alert was or was not sent.

This module must not know how a rule decides.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from brim.errors import BrimError, StateError
from brim.model.alert import ALL_RULES, Rule
from brim.printing import complain, show
from brim.words import alertoutcomes, formatting, notifications
from brim.words import settings as settingerrors

if TYPE_CHECKING:
    import argparse

    from brim.backend.alerts.log import LogEntry
    from brim.backend.settings.appsettings import AppSettings


def run(arguments: argparse.Namespace) -> int:
    """Run the action of the arguments; returns 0, or 1 when the test notification was not shown. Raises BrimError."""
    from brim.backend.settings.load import get_settings

    if arguments.action == "test":
        return _show_test(Rule(arguments.rule))
    settings = get_settings()
    if arguments.action == "log":
        return _print_log(settings, arguments.last, as_json=arguments.json)
    return _print_rules(settings)


def _show_test(rule: Rule) -> int:
    from brim.backend.alerts.preview import preview
    from brim.tray.notifyonce import notify_once

    shown = notify_once(preview(rule, datetime.now(UTC)))
    if shown:
        show(notifications.preview_result(shown=True))
        return 0
    error = BrimError(notifications.preview_result(shown=False).rstrip("."), notifications.NO_DAEMON)
    complain((error,))
    return 1


def _print_rules(settings: AppSettings) -> int:
    from brim.backend.alerts.memorystore import AlertMemoryStore
    from brim.backend.system.files import read_only

    now = datetime.now(UTC)
    store = AlertMemoryStore(settings.state_dir / "episodes.json")
    with read_only():
        store.load()
    snoozed = {snooze.rule: snooze.until for snooze in store.snoozed if snooze.until > now}
    for rule in Rule:
        state = alertoutcomes.RULE_ON if getattr(settings.alerts, rule) else alertoutcomes.RULE_OFF
        until = snoozed.get(rule) or snoozed.get(ALL_RULES)
        note = f" ({alertoutcomes.snoozed_until(until, now)})" if until is not None else ""
        show(f"{rule:<6} {state:<3}  {notifications.RULE_LABELS[rule]}{note}")
    show(f"\n{notifications.QUIET_HOURS}: {settings.alerts.quiet_hours or notifications.NO_QUIET_HOURS}")
    return 0


def _print_log(settings: AppSettings, last: int, *, as_json: bool) -> int:
    from brim.backend.alerts import log

    path = settings.state_dir / log.FILE_NAME
    try:
        entries = log.read_log(path)
    except OSError as error:
        raise StateError(*settingerrors.unreadable_state_file(path, error.strerror)) from error
    entries = entries[-last:] if last else entries
    if as_json:
        show(json.dumps([entry.model_dump(mode="json") for entry in entries], indent=2))
    elif entries:
        now = datetime.now(UTC)
        show("\n".join(_log_line(entry, now) for entry in entries))
    else:
        show(notifications.LOG_EMPTY)
    return 0


def _log_line(entry: LogEntry, now: datetime) -> str:
    when = formatting.clock_text(entry.at, now)
    return f"{when:<12} {entry.verdict:<7} {entry.rule:<6} {entry.title} ({entry.why})"
