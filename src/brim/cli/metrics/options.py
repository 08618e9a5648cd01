"""The arguments of `brim metrics`. Little is imported here: the parser is built at each start, also of the tray.

This module must not know what is done with an argument.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words.clihelp import option_help

if TYPE_CHECKING:
    import argparse

EXAMPLES = {
    "alerts": "yml",
    "collector": "yml",
    "grafana": "json",
    "prometheus": "yml",
    "victoriametrics": "yml",
}
"""The ending of the file of each example."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("--send", action="store_true", help=option_help("metrics.send"))
    parser.add_argument(
        "--example",
        choices=tuple(EXAMPLES),
        metavar="NAME",
        help=option_help("metrics.example", names=", ".join(EXAMPLES)),
    )
