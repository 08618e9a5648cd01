"""The arguments of `brim status --format` and of `brim gate`, as `argparse` needs them for help and for mistakes.

Little is imported here: the parser is built at each start, also of the tray. This module must not know what is done
with an argument.
"""

from __future__ import annotations

import argparse

from brim.backend.outputs.barformats import FORMATS
from brim.cli.bars.gate import Question, percent_of, seconds_of
from brim.words import suggestions
from brim.words.clihelp import option_help

_ONLY_WITH_FORMAT = {"--template": "template", "--follow": "follow", "--account": "account"}
_NOT_WITH_FORMAT = {"--json": "json", "--refresh": "refresh", "--all": "all"}
_NOT_WITH_FORMAT |= {"--ask-program": "ask_program", "--ask-claude": "ask_claude"}


def add_status_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what makes `brim status` print a line for a bar."""
    parser.add_argument(
        "--format", choices=tuple(FORMATS), metavar="NAME", help=option_help("status.format", names=", ".join(FORMATS))
    )
    parser.add_argument("--template", metavar="TEXT", help=option_help("status.template"))
    parser.add_argument("--follow", action="store_true", help=option_help("status.follow"))
    parser.add_argument("--account", metavar="NAME", help=option_help("status.account"))


def mistake(arguments: argparse.Namespace) -> str | None:
    """What is wrong with the options of `brim status` together; None when nothing is."""
    if arguments.format is None:
        lonely = next((option for option, name in _ONLY_WITH_FORMAT.items() if getattr(arguments, name)), None)
        return None if lonely is None else suggestions.needs_option(lonely, "--format", "brim status")
    other = next((option for option, name in _NOT_WITH_FORMAT.items() if getattr(arguments, name)), None)
    return None if other is None else suggestions.exclusive_options("--format", other, "brim status")


def add_gate_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `brim gate`."""
    parser.add_argument("--limit", metavar="LIMIT", help=option_help("gate.limit"))
    parser.add_argument("--max", type=_percent, metavar="PERCENT", help=option_help("gate.max"))
    parser.add_argument("--pace", action="store_true", help=option_help("gate.pace"))
    parser.add_argument("--max-age", type=_seconds, metavar="TIME", help=option_help("gate.max-age"))
    parser.add_argument("--account", metavar="NAME", help=option_help("status.account"))
    parser.add_argument("-q", "--quiet", action="store_true", help=option_help("gate.quiet"))


def question(arguments: argparse.Namespace) -> Question:
    """What these arguments of `brim gate` ask."""
    given = {"--limit": arguments.limit, "--max": arguments.max, "--max-age": arguments.max_age}
    given |= {"--account": arguments.account, "--pace": "" if arguments.pace else None}
    return Question({name: value for name, value in given.items() if value is not None})


def _percent(text: str) -> str:
    try:
        percent_of(text)
    except ValueError:
        raise argparse.ArgumentTypeError(suggestions.invalid_percent(text)) from None
    return text


def _seconds(text: str) -> str:
    try:
        seconds_of(text)
    except ValueError:
        raise argparse.ArgumentTypeError(suggestions.invalid_duration(text)) from None
    return text
