"""The arguments of `brim history`. Little is imported here: the parser is built at each start, also of the tray.

This module must not know what is done with an argument.
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from brim.cli.history.timespan import parse_since
from brim.words.clihelp import option_help, since_examples


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.set_defaults(action=None, since=None)
    parser.add_argument(
        "--since", type=_since, metavar="WHEN", help=option_help("history.since", examples=since_examples())
    )
    parser.add_argument("--window", metavar="ID", help=option_help("history.window"))
    parser.add_argument("--account", metavar="NAME", help=option_help("history.account"))
    output = parser.add_mutually_exclusive_group()
    output.add_argument("--json", action="store_true", help=option_help("history.json"))
    output.add_argument("--csv", action="store_true", help=option_help("history.csv"))


def _since(text: str) -> datetime:
    try:
        return parse_since(text, datetime.now(UTC))
    except (ValueError, OverflowError):
        from brim.words import history as words

        raise argparse.ArgumentTypeError(words.invalid_since(text)) from None
