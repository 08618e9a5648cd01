"""The argument parser: which commands there are, their arguments and their help.

Nothing heavy is imported here, because the tray icon appears only after it. This module must not know how a command
works.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from brim import __version__
from brim.cli import icons
from brim.cli.history import command as historycommand
from brim.cli.statusline import command as statuslinecommand
from brim.model.alert import Rule
from brim.words import clihelp as words

if TYPE_CHECKING:
    type _Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - it has no public name


def build_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line; `command` of its result is the chosen command."""
    parser = argparse.ArgumentParser(
        prog="brim",
        description=words.DESCRIPTION,
        epilog=words.EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"brim {__version__}")
    parser.add_argument("--debug", action="store_true", help=words.DEBUG)
    parser.add_argument("--demo-if-no-login", action="store_true", help=words.DEMO_IF_NO_LOGIN)
    parser.set_defaults(command="tray")
    commands = parser.add_subparsers(title=words.COMMANDS, metavar="COMMAND")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    demo = commands.add_parser("demo", parents=[common], help=words.DEMO)
    demo.set_defaults(command="demo")
    _add_status(commands, common)
    _add_doctor(commands, common)
    _add_alerts(commands, common)
    history = commands.add_parser("history", parents=[common], help=words.HISTORY)
    historycommand.add_arguments(history, common)
    _add_forecast(commands, common)
    _add_autostart(commands, common)
    icons.add_arguments(commands.add_parser("icons", parents=[common], help=words.ICONS))
    _add_statusline(commands, common)
    return parser


def _add_status(commands: _Commands, common: argparse.ArgumentParser) -> None:
    status = commands.add_parser("status", parents=[common], help=words.STATUS)
    status.set_defaults(command="status")
    status.add_argument("--json", action="store_true", help=words.JSON_OBJECT)
    status.add_argument("--refresh", action="store_true", help=words.STATUS_REFRESH)
    status.add_argument("--ask-claude", action="store_true", help=words.STATUS_ASK_CLAUDE)
    status.add_argument("--all", action="store_true", help=words.STATUS_ALL)


def _add_doctor(commands: _Commands, common: argparse.ArgumentParser) -> None:
    doctor = commands.add_parser("doctor", parents=[common], help=words.DOCTOR)
    doctor.set_defaults(command="doctor")
    doctor.add_argument("--json", action="store_true", help=words.JSON_OBJECT)


def _add_alerts(commands: _Commands, common: argparse.ArgumentParser) -> None:
    alerts = commands.add_parser("alerts", parents=[common], help=words.ALERTS)
    alerts.set_defaults(command="alerts", action=None, last=20, json=False)
    actions = alerts.add_subparsers(title=words.ACTIONS, metavar="ACTION")
    test = actions.add_parser("test", parents=[common], help=words.ALERTS_TEST)
    test.set_defaults(action="test")
    test.add_argument("rule", choices=tuple(Rule), metavar="RULE", help=", ".join(Rule))
    log = actions.add_parser("log", parents=[common], help=words.ALERTS_LOG)
    log.set_defaults(action="log")
    log.add_argument("--last", type=_count, default=20, metavar="N", help=words.ALERTS_LAST)
    log.add_argument("--json", action="store_true", help=words.ALERTS_JSON)


def _add_forecast(commands: _Commands, common: argparse.ArgumentParser) -> None:
    forecast = commands.add_parser("forecast", parents=[common], help=words.FORECAST)
    forecast.set_defaults(command="forecast")
    forecast.add_argument("--json", action="store_true", help=words.FORECAST_JSON)
    forecast.add_argument("--stdin", action="store_true", help=words.FORECAST_STDIN)


def _add_autostart(commands: _Commands, common: argparse.ArgumentParser) -> None:
    autostart = commands.add_parser("autostart", parents=[common], help=words.AUTOSTART)
    autostart.set_defaults(command="autostart")
    autostart.add_argument("switch", nargs="?", choices=("on", "off"), metavar="on|off", help=words.AUTOSTART_ACTION)


def _add_statusline(commands: _Commands, common: argparse.ArgumentParser) -> None:
    statusline = commands.add_parser(
        "statusline",
        parents=[common],
        help=words.STATUSLINE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    statusline.set_defaults(command="statusline")
    statuslinecommand.add_arguments(statusline)


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number
