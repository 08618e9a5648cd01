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

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from brim.cli.statusline.feed import Json

LARGEST = 1 << 20
"""Bytes of standard input that are looked at; Claude Code sends about two thousand."""

OPTIONS = ("--state-dir", "--format", "--then")
"""Of the tap, each followed by its value; the order in which they are installed."""

_MISUSED = 2


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command to a parser of the command line."""
    from brim.words import help as words

    parser.epilog = words.STATUSLINE_EPILOG
    parser.add_argument("action", nargs="?", choices=("install", "uninstall"), help=words.STATUSLINE_ACTION)
    parser.add_argument("--then", metavar="COMMAND", help=words.STATUSLINE_THEN)
    parser.add_argument("--format", metavar="TEXT", help=words.STATUSLINE_FORMAT)
    parser.add_argument("--state-dir", metavar="DIR", help=words.STATUSLINE_STATE_DIR)
    parser.add_argument("--settings", metavar="FILE", help=words.STATUSLINE_SETTINGS)
    parser.add_argument("--yes", action="store_true", help=words.STATUSLINE_YES)


def plain_options(words: Sequence[str]) -> dict[str, str] | None:
    """The tap's options in a plain list of them; None when the words are anything else."""
    names, values = words[::2], words[1::2]
    if len(names) != len(values) or not set(names) <= set(OPTIONS):
        return None
    return dict(zip(names, values, strict=True))


def main(arguments: Sequence[str]) -> int:
    """Run `brim statusline` with as few imports as it needs; returns the exit code."""
    options = plain_options(arguments)
    if options is not None:
        return show_line(options.get("--then"), options.get("--format"), options.get("--state-dir"))
    from brim.cli import parser as cliparser

    return cliparser.run(["statusline", *arguments])


def run(chosen: argparse.Namespace) -> int:
    """Do what the arguments say; returns the exit code. Raises BrimError for install and uninstall alone."""
    if chosen.action is None:
        return show_line(chosen.then, chosen.format, chosen.state_dir)
    from brim.cli.statusline import install

    return install.run(chosen.action, chosen.settings, chosen.state_dir, chosen.format, sure=chosen.yes)


def show_line(then: str | None, template: str | None, state_dir: str | None) -> int:
    """Read, keep and print; returns the exit code, which is 0 whatever the input holds. `then` takes over for good."""
    if then is None and sys.stdin is not None and sys.stdin.isatty():
        from brim.words.statuslineinstall import MISUSED

        print(f"brim: {MISUSED}", file=sys.stderr)
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
    from brim.cli.statusline import format
    from brim.words import localeformat

    localeformat.adopt()
    line = format.line(data, time.time(), template, color=not os.environ.get("NO_COLOR"))
    if line:
        with suppress(OSError):
            os.write(1, f"{line}\n".encode(errors="surrogateescape"))
