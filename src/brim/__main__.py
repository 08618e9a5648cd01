"""Lets `python -m brim` and the `brim` command start the same thing, and keeps the terminal clean around it.

Whoever starts Brim may press Ctrl+C at once, may have closed a standard stream, and may stop reading what is printed.
This module must not know what a command does.
"""

from __future__ import annotations

import errno
import io
import os
import signal
import sys

_OUTPUT_LOST = 1
_LOST = {errno.EPIPE, errno.EIO, errno.ENOSPC}
"""The reader has gone, the terminal has gone, the disk is full."""


def main() -> int:
    """Run the command line; returns the exit code."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # until a command takes over, Ctrl+C ends without a traceback
    _mend_streams()
    try:
        try:
            return _run(sys.argv[1:])
        finally:
            sys.stdout.flush()
    except OSError as error:
        if error.errno not in _LOST:
            raise
        _drop_output()
        return _OUTPUT_LOST


def _run(arguments: list[str]) -> int:
    """Run a command; the status line has a quicker way, because Claude Code waits for it."""
    if arguments[:1] == ["statusline"]:
        from brim.cli.statusline import command

        code = command.main(arguments[1:])
        if code is not None:
            return code
    from brim.cli import parser

    return parser.run(arguments)


def _mend_streams() -> None:
    """Put the null device where a standard stream was closed: else a file of ours would be opened in its place.

    Letters that an output cannot hold become question marks.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - stays open
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _drop_output() -> None:
    """Send what is still to be written nowhere: Python would try again at its end, and complain."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())


if __name__ == "__main__":
    sys.exit(main())
