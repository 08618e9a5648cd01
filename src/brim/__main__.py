"""The entry point of `python -m brim` and of the `brim` command; handles signals and standard streams around it.

Ctrl+C may come at once, a standard stream may be closed, the reader of the output may go away, and the time zone may be
no zone. This module must not know what a command does.
"""

from __future__ import annotations

import errno
import io
import os
import signal
import sys

_OUTPUT_LOST = _INCOMPLETE = 1
_OUTPUT_ERRORS = {errno.EPIPE, errno.EIO, errno.ENOSPC}
"""The reader has gone, the terminal has gone, the disk is full."""


def main() -> int:
    """Run the command line; returns the exit code."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # until a command takes over, Ctrl+C ends without a traceback
    _repair_streams()
    _repair_time_zone(quietly=sys.argv[1:2] == ["statusline"])
    code = _run_safely(sys.argv[1:])
    if (loops := sys.modules.get("brim.eventloop")) is not None:
        loops.end_process_if_a_thread_hangs(code)
    return code


def _run_safely(arguments: list[str]) -> int:
    """Run a command; an output that cannot be written, or a missing file of Brim, is a failure without a trace."""
    try:
        try:
            return _run(arguments)
        finally:
            sys.stdout.flush()
    except OSError as error:
        if error.errno not in _OUTPUT_ERRORS:
            raise
        _discard_output()
        return _OUTPUT_LOST
    except ImportError as error:  # Brim is just being updated, or not whole
        from brim.printing import complain
        from brim.words import ownfiles

        complain((ownfiles.incomplete(error.msg),))
        return _INCOMPLETE


def _run(arguments: list[str]) -> int:
    """Run a command; what status lines, bars and scripts call all the time has a faster path."""
    code = _run_light(arguments)
    if code is not None:
        return code
    from brim.cli import run

    return run.run(arguments)


def _run_light(arguments: list[str]) -> int | None:
    """Run a command of the faster path; None for any other, and for options that are not plain."""
    name, rest = arguments[:1], arguments[1:]
    if name == ["statusline"]:
        from brim.cli.statusline import command as statusline

        return statusline.main(rest)
    if name == ["status"] and any(word.startswith("--format") for word in rest):
        from brim.cli.bars import command as bars

        return bars.main(rest)
    if name == ["gate"]:
        from brim.cli.bars import gate

        return gate.main(rest)
    return None


def _repair_streams() -> None:
    """Open the null device for a closed standard stream, so that no file of ours is opened in its place.

    Characters that an output cannot encode become question marks.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - stays open
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _repair_time_zone(*, quietly: bool) -> None:
    """Use UTC where TZ names a zone that cannot be."""
    from brim import localzone

    name = localzone.use_utc_if_unusable()
    if name is not None and not quietly:
        from brim.printing import complain
        from brim.words.settings import invalid_time_zone

        complain((invalid_time_zone(name),))


def _discard_output() -> None:
    """Redirect buffered output to the null device; otherwise Python tries to write it again at exit and complains."""
    null = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(null, stream.fileno())


if __name__ == "__main__":
    sys.exit(main())
