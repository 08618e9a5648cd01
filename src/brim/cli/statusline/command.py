"""`brim statusline`: what Claude Code runs to fill its status line.

It reads Claude Code's JSON on standard input, stores the limits for the tray, and prints a line or becomes the command
that printed one before. Claude Code calls it up to several times a second: it imports the standard library only,
without argparse and typing, and never waits. `install` and `uninstall` are slower.

This module must not know how a value is drawn in the tray or what a settings file contains.
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

MAX_INPUT = 1 << 20
"""Bytes of standard input that are used; Claude Code sends about two thousand."""
_USAGE_ERROR = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command to its parser."""
    from brim.words.clihelp import option_help

    parser.add_argument(
        "action", nargs="?", choices=("install", "uninstall"), metavar="ACTION", help=option_help("statusline.action")
    )
    parser.add_argument("--then", metavar="COMMAND", help=option_help("statusline.then"))
    parser.add_argument("--format", metavar="TEXT", help=option_help("statusline.format"))
    parser.add_argument("--state-dir", metavar="DIR", help=option_help("statusline.state-dir"))
    parser.add_argument("--settings", metavar="FILE", help=option_help("statusline.settings"))
    parser.add_argument("--yes", action="store_true", help=option_help("statusline.yes"))


def main(arguments: Sequence[str]) -> int | None:
    """Print the line with as few imports as possible; returns the exit code, or None for other than plain options."""
    options = plain_options(arguments)
    if options is None:
        return None
    return print_line(options.get("--then"), options.get("--format"), options.get("--state-dir"))


def run(arguments: argparse.Namespace) -> int:
    """Print the line, install or uninstall; returns the exit code. Only the last two raise BrimError."""
    if arguments.action is None:
        return print_line(arguments.then, arguments.format, arguments.state_dir)
    from brim.cli.statusline import install

    return install.run(
        arguments.action, arguments.settings, arguments.state_dir, arguments.format, confirmed=arguments.yes
    )


def print_line(then: str | None, template: str | None, state_dir: str | None) -> int:
    """Store the limits of the input and print the line; returns the exit code, which is 0 for any input.

    With `then`, that command replaces this one and prints the line. Whatever is in a file or on the input, one of the
    two happens: Claude Code shows nothing for a command that fails.
    """
    if then is None and sys.stdin is not None and sys.stdin.isatty():
        from brim.printing import complain
        from brim.words.statuslineinstall import called_by_hand

        complain((called_by_hand(),))
        return _USAGE_ERROR
    raw = _read_input()
    with _unfailing():
        _store(raw, state_dir)
    if then is not None:
        from brim.cli.statusline import chain

        return chain.run_instead(then, raw, dict(os.environ), complete=len(raw) <= MAX_INPUT)
    with _unfailing():
        _print(raw, template, state_dir)
    return 0


def _unfailing() -> suppress:
    """A block whose failure does not matter: what went wrong is known only to Brim, and the line is the user's."""
    return suppress(Exception)


def _store(raw: bytes, state_dir: str | None) -> None:
    """Store the limits, unless the session that reports them is that of another account than the stored login."""
    from brim.cli.statusline import inputjson, limitsfile, sessionlogin

    data = inputjson.parse_object(raw)
    if data is not None and not sessionlogin.has_other_login(data, os.environ, _default_claude_folder()):
        limitsfile.store_limits(data, _default_claude_folder(), state_folder(state_dir), time.time())


def state_folder(named: str | None) -> str:
    """The data folder: `named`, else BRIM_STATE_DIR, else the folder that platformdirs would return."""
    if place := named or os.environ.get("BRIM_STATE_DIR"):
        return os.path.abspath(os.path.expanduser(place))
    if os.name == "nt":
        return os.path.join(os.environ.get("LOCALAPPDATA") or os.path.expanduser(r"~\AppData\Local"), "brim")
    default = "~/Library/Application Support" if sys.platform == "darwin" else "~/.local/state"
    place = os.environ.get("XDG_STATE_HOME", "")
    return os.path.join(place if os.path.isabs(place) else os.path.expanduser(default), "brim")


def _default_claude_folder() -> str:
    """Claude Code's folder, for input that does not name it."""
    return os.path.expanduser(os.environ.get("CLAUDE_CONFIG_DIR") or "~/.claude")


def _read_input() -> bytes:
    """Standard input to its end, or a little more than is used."""
    parts, size = [], 0
    with suppress(OSError):  # a closed input is an empty one
        while size <= MAX_INPUT and (part := os.read(0, MAX_INPUT)):
            parts.append(part)
            size += len(part)
    return b"".join(parts)


def _print(raw: bytes, template: str | None, state_dir: str | None) -> None:
    """Print one line in UTF-8, whatever the encoding of the terminal: Claude Code reads it, not the terminal."""
    from brim.cli.statusline import inputjson, lineformat
    from brim.words import localeformat
    from brim.words import statusline as words

    data = inputjson.parse_object(raw) or {}
    localeformat.use_system_locale()
    now, color = time.time(), not os.environ.get("NO_COLOR")
    if template is None:
        line = lineformat.default_line(data, now, color=color, remaining=_shows_remaining(state_dir))
    else:
        from brim.cli.statusline import usedby

        values = lineformat.placeholder_values(data, now, color=color)
        shared = (
            usedby.usedby_values(state_folder(state_dir), data, now) if usedby.is_wanted(template) else usedby.EMPTY
        )
        line = lineformat.fill_template(template, values | shared)
    with suppress(OSError):
        os.write(1, f"{line or words.no_data()}\n".encode(errors="surrogateescape"))


def _shows_remaining(state_dir: str | None) -> bool:
    from brim.cli.statusline import shownpart

    try:
        return shownpart.shows_remaining(state_folder(state_dir), os.environ)
    except OSError:  # a relative path, and the working directory was removed
        return False
