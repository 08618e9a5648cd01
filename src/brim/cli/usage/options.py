"""The arguments of `brim usage`. Little is imported here: the parser is built at each start, also of the tray.

This module must not know what is done with an argument.
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime, timedelta

from brim.cli.history.timespan import parse_since
from brim.localzone import local_time
from brim.words.clihelp import option_help, since_examples

GROUPS = ("day", "week", "month", "model", "project", "provider", "session", "window")
"""As `brim.backend.costs.report.GroupBy`, which is not imported here."""
_DATE_LETTERS = 10
_DAYS = {"today", "yesterday"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.set_defaults(since=None, until=None)
    parser.add_argument(
        "--since", type=_since, metavar="WHEN", help=option_help("usage.since", examples=since_examples())
    )
    parser.add_argument("--until", type=_until, metavar="WHEN", help=option_help("usage.until"))
    parser.add_argument(
        "--by", choices=GROUPS, default="day", metavar="GROUP", help=option_help("usage.by", groups=", ".join(GROUPS))
    )
    parser.add_argument("--points", action="store_true", help=option_help("usage.points"))
    parser.add_argument("--provider", metavar="NAME", help=option_help("usage.provider"))
    parser.add_argument("--account", metavar="NAME", help=option_help("usage.account"))
    output = parser.add_mutually_exclusive_group()
    output.add_argument("--json", action="store_true", help=option_help("json"))
    output.add_argument("--csv", action="store_true", help=option_help("usage.csv"))


def _since(text: str) -> datetime:
    try:
        return parse_since(text, datetime.now(UTC))
    except (ValueError, OverflowError):
        from brim.words import history as words

        raise argparse.ArgumentTypeError(words.invalid_since(text)) from None


def _until(text: str) -> datetime:
    """The end of a range; a day is meant with all its hours."""
    since = _since(text)
    if text.strip().lower() not in _DAYS and len(text.strip()) != _DATE_LETTERS:
        return since
    next_day = (local_time(since) + timedelta(days=1)).replace(hour=0, minute=0, second=0, tzinfo=None)
    return next_day.astimezone(UTC)
