"""The argument parser: which commands there are, their arguments and their help.

Nothing heavy is imported here, because the tray icon appears only after it. This module must not know how a command
works.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from brim import __version__
from brim.cli import icons
from brim.cli.argumentparser import ArgumentParser
from brim.cli.bars import arguments as baroptions
from brim.cli.completions.command import SHELLS
from brim.cli.history import options as historyoptions
from brim.cli.metrics import options as metricsoptions
from brim.cli.statusline import command as statuslinecommand
from brim.cli.usage import options as usageoptions
from brim.model.alert import Rule
from brim.words import suggestions
from brim.words.clihelp import actions_heading, commands_heading, option_help
from brim.words.commandhelp import command_helps

if TYPE_CHECKING:
    from brim.words.commandhelp import CommandHelp

    type _Helps = dict[str, CommandHelp]
    type _Commands = argparse._SubParsersAction[ArgumentParser]  # noqa: SLF001 - it has no public name


def build_parser() -> ArgumentParser:
    """The parser of the whole command line; `command` of its result is the chosen command."""
    helps = command_helps()
    texts = helps[""]
    parser = ArgumentParser(prog="brim", description=texts.sentence, epilog=texts.epilog)
    parser.add_argument("--version", action="version", version=f"brim {__version__}", help=option_help("version"))
    parser.add_argument("--debug", action="store_true", help=option_help("debug"))
    parser.add_argument("--demo-if-no-login", action="store_true", help=option_help("demo-if-no-login"))
    parser.set_defaults(command="tray")
    commands = parser.add_subparsers(title=commands_heading(), metavar="COMMAND")
    _add_status(commands, helps)
    usageoptions.add_arguments(_add_command(commands, helps, "usage"))
    details = _add_command(commands, helps, "details")
    details.add_argument("--no-open", action="store_true", help=option_help("details.no-open"))
    details.add_argument("--html", metavar="FILE", help=option_help("details.html"))
    details.add_argument("--stdin", action="store_true", help=option_help("details.stdin"))
    _add_forecast(commands, helps)
    baroptions.add_gate_arguments(_add_command(commands, helps, "gate"))
    metricsoptions.add_arguments(_add_command(commands, helps, "metrics"))
    _add_history(commands, helps)
    _add_alerts(commands, helps)
    _add_command(commands, helps, "doctor").add_argument("--json", action="store_true", help=option_help("json"))
    _add_command(commands, helps, "config").add_argument("--json", action="store_true", help=option_help("json"))
    _add_autostart(commands, helps)
    icons.add_arguments(_add_command(commands, helps, "icons"))
    statuslinecommand.add_arguments(_add_command(commands, helps, "statusline"))
    demo = _add_command(commands, helps, "demo")
    demo.add_argument("--several", action="store_true", help=option_help("demo.several"))
    completions = _add_command(commands, helps, "completions")
    completions.add_argument(
        "shell", choices=tuple(SHELLS), metavar="SHELL", help=option_help("completions.shell", shells=", ".join(SHELLS))
    )
    topic = _add_command(commands, helps, "help")
    topic.add_argument("topic", nargs="*", metavar="TOPIC", help=option_help("help.topic"))
    return parser


def _add_command(commands: _Commands, helps: _Helps, name: str, of: str = "") -> ArgumentParser:
    """Add a command, or an action `of` a command, with its help and what all of them have."""
    texts = helps[f"{of} {name}".lstrip()]
    parser = commands.add_parser(name, help=texts.summary, description=texts.sentence, epilog=texts.epilog)
    parser.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    parser.set_defaults(**{"action": name} if of else {"command": name})
    return parser


def _add_status(commands: _Commands, helps: _Helps) -> None:
    status = _add_command(commands, helps, "status")
    status.add_argument("--json", action="store_true", help=option_help("json"))
    status.add_argument("--refresh", action="store_true", help=option_help("status.refresh"))
    status.add_argument("--ask-program", action="store_true", help=option_help("status.ask-program"))
    status.add_argument("--ask-claude", action="store_true", help=option_help("status.ask-claude"))
    status.add_argument("--all", action="store_true", help=option_help("status.all"))
    baroptions.add_status_arguments(status)


def _add_alerts(commands: _Commands, helps: _Helps) -> None:
    alerts = _add_command(commands, helps, "alerts")
    alerts.set_defaults(action=None, last=20)
    alerts.add_argument("--json", action="store_true", help=option_help("json"))
    actions = alerts.add_subparsers(title=actions_heading(), metavar="ACTION")
    test = _add_command(actions, helps, "test", of="alerts")
    test.add_argument(
        "rule", choices=tuple(Rule), metavar="RULE", help=option_help("alerts.test.rule", rules=", ".join(Rule))
    )
    test.add_argument("--hooks", action="store_true", help=option_help("alerts.test.hooks"))
    log = _add_command(actions, helps, "log", of="alerts")
    log.add_argument("--last", type=_count, default=20, metavar="N", help=option_help("alerts.log.last"))
    log.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=option_help("alerts.log.json"))


def _add_history(commands: _Commands, helps: _Helps) -> None:
    history = _add_command(commands, helps, "history")
    historyoptions.add_arguments(history)
    actions = history.add_subparsers(title=actions_heading(), metavar="ACTION")
    for name in ("export", "import"):
        action = _add_command(actions, helps, name, of="history")
        action.add_argument("file", metavar="FILE", help=option_help(f"history.{name}.file"))


def _add_forecast(commands: _Commands, helps: _Helps) -> None:
    forecast = _add_command(commands, helps, "forecast")
    forecast.add_argument("--json", action="store_true", help=option_help("forecast.json"))
    forecast.add_argument("--stdin", action="store_true", help=option_help("forecast.stdin"))


def _add_autostart(commands: _Commands, helps: _Helps) -> None:
    autostart = _add_command(commands, helps, "autostart")
    autostart.add_argument(
        "switch", nargs="?", choices=("on", "off"), metavar="on|off", help=option_help("autostart.switch")
    )
    autostart.add_argument("--json", action="store_true", help=option_help("json"))


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(suggestions.invalid_count(text))
    return int(text)
