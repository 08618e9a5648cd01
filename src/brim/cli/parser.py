"""The command line: which commands there are, their arguments and their help.

Nothing heavy is imported before a command is chosen: the tray's icon waits for what stands here.
This module must not know how a command does its work.
"""

from __future__ import annotations

import argparse
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from brim import __version__
from brim.cli import icons
from brim.cli.history import command
from brim.cli.statusline import command as statuslinecommand
from brim.errors import BrimError
from brim.model.alert import Rule
from brim.model.options import DemoMode
from brim.words import clihelp as words
from brim.words import localeformat

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FAILED = 1
INTERRUPTED = 130


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    made = argparse.ArgumentParser(
        prog="brim",
        description=words.DESCRIPTION,
        epilog=words.EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("--version", action="version", version=f"brim {__version__}")
    made.add_argument("--debug", action="store_true", help=words.DEBUG)
    made.add_argument("--demo-if-no-login", action="store_true", help=words.DEMO_IF_NO_LOGIN)
    made.set_defaults(command="tray")
    commands = made.add_subparsers(title=words.COMMANDS, metavar="COMMAND")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    demo = commands.add_parser("demo", parents=[common], help=words.DEMO)
    demo.set_defaults(command="demo")
    _declare_status(commands.add_parser("status", parents=[common], help=words.STATUS))
    doctor = commands.add_parser("doctor", parents=[common], help=words.DOCTOR)
    doctor.set_defaults(command="doctor")
    doctor.add_argument("--json", action="store_true", help=words.JSON_OBJECT)
    told = commands.add_parser("alerts", parents=[common], help=words.ALERTS)
    told.set_defaults(command="alerts", action=None, last=20, json=False)
    actions = told.add_subparsers(title=words.ACTIONS, metavar="ACTION")
    test = actions.add_parser("test", parents=[common], help=words.ALERTS_TEST)
    test.set_defaults(action="test")
    test.add_argument("rule", choices=tuple(Rule), metavar="RULE", help=", ".join(Rule))
    log = actions.add_parser("log", parents=[common], help=words.ALERTS_LOG)
    log.set_defaults(action="log")
    log.add_argument("--last", type=_count, default=20, metavar="N", help=words.ALERTS_LAST)
    log.add_argument("--json", action="store_true", help=words.ALERTS_JSON)
    past = commands.add_parser("history", parents=[common], help=words.HISTORY)
    command.declare(past, common)
    _declare_forecast(commands.add_parser("forecast", parents=[common], help=words.FORECAST))
    start = commands.add_parser("autostart", parents=[common], help=words.AUTOSTART)
    start.set_defaults(command="autostart")
    start.add_argument("wish", nargs="?", choices=("on", "off"), metavar="on|off", help=words.AUTOSTART_ACTION)
    icons.declare(commands.add_parser("icons", parents=[common], help=words.ICONS))
    line = commands.add_parser(
        "statusline",
        parents=[common],
        help=words.STATUSLINE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    line.set_defaults(command="statusline")
    statuslinecommand.declare(line)
    return made


def _declare_status(status: argparse.ArgumentParser) -> None:
    status.set_defaults(command="status")
    status.add_argument("--json", action="store_true", help=words.JSON_OBJECT)
    status.add_argument("--refresh", action="store_true", help=words.STATUS_REFRESH)
    status.add_argument("--ask-claude", action="store_true", help=words.STATUS_ASK_CLAUDE)
    status.add_argument("--all", action="store_true", help=words.STATUS_ALL)


def _declare_forecast(forecast: argparse.ArgumentParser) -> None:
    forecast.set_defaults(command="forecast")
    forecast.add_argument("--json", action="store_true", help=words.FORECAST_JSON)
    forecast.add_argument("--stdin", action="store_true", help=words.FORECAST_STDIN)


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def run(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit code. An error is one line on standard error."""
    chosen = parser().parse_args(arguments)
    try:
        return _run(chosen)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrimError as error:
        if chosen.debug:
            raise
        print(f"brim: {error}", file=sys.stderr)
        return FAILED


def _run(chosen: argparse.Namespace) -> int:
    localeformat.use_system_locale()
    return _RUNS.get(chosen.command, _tray)(chosen)


def _status(chosen: argparse.Namespace) -> int:
    _interruptible()
    from brim.cli.status import command as statuscommand

    return statuscommand.run(
        as_json=chosen.json,
        refresh=chosen.refresh,
        ask_claude=chosen.ask_claude,
        every=chosen.all,
        debug=chosen.debug,
    )


def _doctor(chosen: argparse.Namespace) -> int:
    _interruptible()
    from brim.cli.doctor import command as doctorcommand

    return doctorcommand.run(as_json=chosen.json, debug=chosen.debug)


def _alerts(chosen: argparse.Namespace) -> int:
    from brim.cli import alerts

    return alerts.run(chosen)


def _history(chosen: argparse.Namespace) -> int:
    _interruptible()
    return command.run(chosen)


def _forecast(chosen: argparse.Namespace) -> int:
    if chosen.stdin:
        from brim.cli.forecast import questions

        return questions.run(sys.stdin.buffer, sys.stdout)
    _interruptible()
    from brim.cli.forecast import command as forecastcommand

    return forecastcommand.run(as_json=chosen.json, debug=chosen.debug)


def _autostart(chosen: argparse.Namespace) -> int:
    from brim.cli import autostart

    return autostart.run(chosen.wish)


def _tray(chosen: argparse.Namespace) -> int:
    """The tray, or the gauge in the terminal where there is no desktop."""
    mode = DemoMode.IF_NO_LOGIN if chosen.demo_if_no_login else DemoMode.NEVER
    if chosen.command == "demo":
        mode = DemoMode.ALWAYS
    from brim.tray.desktop.display import NoBusError
    from brim.tray.desktop.session import desktop_available

    if desktop_available():
        from brim import app

        with suppress(NoBusError):  # somebody listened there, but it was no bus
            return app.run_tray(mode, debug=chosen.debug)
    from brim.cli.gauge import command as gaugecommand

    _interruptible()
    return gaugecommand.run(mode, debug=chosen.debug)


_RUNS: dict[str, Callable[[argparse.Namespace], int]] = {
    "status": _status,
    "doctor": _doctor,
    "alerts": _alerts,
    "history": _history,
    "forecast": _forecast,
    "autostart": _autostart,
    "icons": icons.run,
    "statusline": statuslinecommand.run,
}
"""What runs a command; any other is the tray."""


def _interruptible() -> None:
    """Let Ctrl+C raise KeyboardInterrupt again, so that requests and the terminal are left in order."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)
