"""`brim statusline`: what Claude Code runs to fill its status line.

It reads Claude Code's JSON on standard input, keeps the limits for the tray, and prints a line, or becomes the command
that printed one before. Claude Code calls it up to several times a second: nothing outside the standard library is
imported for it, of that neither argparse nor typing, and it waits for nobody. `install` and `uninstall` are slower.

This module must not know how a figure is drawn in the tray or what a settings file looks like.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress

from brim.cli.statusline.options import plain_options

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from brim.cli.statusline.feed import Json

LARGEST = 1 << 20
"""Bytes of standard input that are looked at; Claude Code sends about two thousand."""


_MISUSED = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command to a parser of the command line."""
    from brim.words import clihelp as words

    parser.epilog = words.STATUSLINE_EPILOG
    parser.add_argument("action", nargs="?", choices=("install", "uninstall"), help=words.STATUSLINE_ACTION)
    parser.add_argument("--then", metavar="COMMAND", help=words.STATUSLINE_THEN)
    parser.add_argument("--format", metavar="TEXT", help=words.STATUSLINE_FORMAT)
    parser.add_argument("--state-dir", metavar="DIR", help=words.STATUSLINE_STATE_DIR)
    parser.add_argument("--settings", metavar="FILE", help=words.STATUSLINE_SETTINGS)
    parser.add_argument("--yes", action="store_true", help=words.STATUSLINE_YES)


def main(arguments: Sequence[str]) -> int | None:
    """Print the line with as few imports as possible; the exit code, or None when the words are not plain options."""
    options = plain_options(arguments)
    if options is None:
        return None
    return show_line(options.get("--then"), options.get("--format"), options.get("--state-dir"))


def run(chosen: argparse.Namespace) -> int:
    """Do what the arguments say; returns the exit code. Raises BrimError for install and uninstall alone."""
    if chosen.action is None:
        return show_line(chosen.then, chosen.format, chosen.state_dir)
    from brim.cli.statusline import install

    return install.run(chosen.action, chosen.settings, chosen.state_dir, chosen.format, sure=chosen.yes)


def show_line(then: str | None, template: str | None, state_dir: str | None) -> int:
    """Read, keep and print; returns the exit code, which is 0 whatever the input holds. `then` takes over for good."""
    if then is None and sys.stdin is not None and sys.stdin.isatty():
        from brim.words.statuslineinstall import CALLED_BY_HAND

        print(f"brim: {CALLED_BY_HAND}", file=sys.stderr)
        return _MISUSED
    from brim.cli.statusline import feed

    head = _read()
    data = feed.parse(head)
    if data is not None:
        feed.keep(data, _claude_folder(), state_folder(state_dir), time.time())
    if then is not None:
        from brim.cli.statusline import chain

        return chain.become(then, head, dict(os.environ), finished=len(head) <= LARGEST)
    if data is not None:
        _print(data, template)
    return 0


def state_folder(named: str | None) -> str:
    """The state folder: as named, else BRIM_STATE_DIR, else where platformdirs would put it."""
    if place := named or os.environ.get("BRIM_STATE_DIR"):
        return os.path.abspath(os.path.expanduser(place))
    if os.name == "nt":
        return os.path.join(os.environ.get("LOCALAPPDATA") or os.path.expanduser(r"~\AppData\Local"), "brim")
    default = "~/Library/Application Support" if sys.platform == "darwin" else "~/.local/state"
    place = os.environ.get("XDG_STATE_HOME", "")
    return os.path.join(place if os.path.isabs(place) else os.path.expanduser(default), "brim")


def _claude_folder() -> str:
    """Claude Code's folder, for input that does not tell."""
    return os.path.expanduser(os.environ.get("CLAUDE_CONFIG_DIR") or "~/.claude")


def _read() -> bytes:
    """Standard input to its end, or a little more than is looked at."""
    parts, size = [], 0
    with suppress(OSError):  # a closed input is an empty one
        while size <= LARGEST and (part := os.read(0, LARGEST)):
            parts.append(part)
            size += len(part)
    return b"".join(parts)


def _print(data: Json, template: str | None) -> None:
    """One line in UTF-8, whatever the terminal is said to be: Claude Code reads it, not the terminal."""
    from brim.cli.statusline import lineformat
    from brim.words import localeformat

    localeformat.use_system_locale()
    line = lineformat.line(data, time.time(), template, color=not os.environ.get("NO_COLOR"))
    if line:
        with suppress(OSError):
            os.write(1, f"{line}\n".encode(errors="surrogateescape"))
