"""Where log lines go: a rotating file for the tray, standard error for commands; secrets are masked in both.

Loguru is imported when logging is set up, not before. It must not know the settings: callers pass what is needed.
"""

from __future__ import annotations

import os
import re
import sys
import traceback
from contextlib import suppress
from copy import deepcopy
from typing import TYPE_CHECKING

from brim.printing import printable
from brim.privatefiles import is_plain, make_folder, move_aside, open_plain
from brim.words import ownfiles

if TYPE_CHECKING:
    from pathlib import Path

    from loguru import Message, Record

FILE_NAME = "brim.log"
_SECRETS = re.compile(
    r"\bsk-[A-Za-z0-9_\-]{8,}|\b(gh[a-z]_|github_pat_)\w+|\beyJ[\w\-]+\.[\w\-]+\.[\w\-]*|(?<=bearer )[^\s'\",}\]]+",
    re.IGNORECASE,
)
"""Keys and tokens by how they begin, tokens of the form of JSON Web Tokens, and what follows `Bearer`."""
_LOGURUS_OWN = 0
"""The number of the sink that loguru begins with."""
_LINE = "{time:YYYY-MM-DD HH:mm:ss.SSS} {level: <8} {name}:{line} {message}\n"


def mask(text: str) -> str:
    """The text with anything that looks like a token taken out."""
    return _SECRETS.sub("***", text)


def begin() -> None:
    """Send warnings to standard error as long as nobody says where lines go; loguru would print all of them.

    What has been set up already stays, also when that happens in another thread meanwhile.
    """
    from loguru import logger

    logger.configure(patcher=_clean)
    number = _add_stderr(debug=False)
    try:
        logger.remove(_LOGURUS_OWN)
    except ValueError:
        with suppress(ValueError):
            logger.remove(number)


def to_stderr(*, debug: bool = False) -> None:
    """Send warnings (with `debug`, everything) to standard error, and nothing anywhere else."""
    from loguru import logger

    logger.remove()
    logger.configure(patcher=_clean)
    _add_stderr(debug=debug)


def _add_stderr(*, debug: bool) -> int:
    """Add the sink; its number, or -1 where there is no standard error."""
    from loguru import logger

    if sys.stderr is None:
        return -1
    form = _LINE if debug else "brim: {message}\n"
    level = "DEBUG" if debug else "WARNING"
    return logger.add(_write, level=level, format=lambda _: form, colorize=False, diagnose=False, backtrace=False)


def to_file(folder: Path, *, debug: bool = False, production: bool = False) -> bool:
    """Send lines also to a rotating file in `folder`, as JSON in production; False when it cannot be written."""
    from loguru import logger

    path = folder / FILE_NAME
    try:
        make_folder(folder)
        if is_plain(path) is False:
            logger.warning("{} is not a plain file and is kept as {}.", path, move_aside(path))
        file = _RotatingFile(path)
    except OSError as error:
        logger.warning("No log is kept: {} cannot be written ({}).", path, error.strerror)
        return False
    logger.add(
        file,
        level="DEBUG" if debug else "INFO",
        format=lambda _: _LINE,
        serialize=production,
        colorize=False,
        diagnose=False,
        backtrace=False,
    )
    return True


def flush() -> None:
    """Close every sink, so that the last lines are on disk."""
    from loguru import logger

    logger.remove()


class _RotatingFile:
    """A sink that writes to loguru's rotating file; a line that a full disk refuses is lost, and nothing else.

    A file that somebody removes comes back with the next line.
    The file belongs to a logger of its own that raises its errors: where loguru catches them itself, it prints a
    traceback on standard error for each of them.
    """

    def __init__(self, path: Path) -> None:
        """Make the file; raises OSError."""
        from loguru import logger

        self._folder = path.parent
        self._logger = deepcopy(logger)
        self._logger.remove()
        self._logger.add(
            str(path).replace("{", "{{").replace("}", "}}"),  # loguru fills in what stands in braces
            rotation="10 MB",
            retention="7 days",
            level=0,
            catch=False,
            errors="backslashreplace",
            watch=True,
            opener=open_plain,
        )

    def write(self, message: str) -> None:
        """Write a line."""
        with suppress(OSError, ValueError):  # ValueError: an earlier failure closed the file
            make_folder(self._folder)
            self._logger.opt(raw=True).log(0, "{}", message)

    def stop(self) -> None:
        """Close the file; loguru calls this when the sink is removed."""
        with suppress(OSError, ValueError):
            self._logger.remove()


def _clean(record: Record) -> None:
    """Mask message, bound values and traceback, which becomes part of the message: only there can it be masked.

    A module that is missing is what an upgrade or a removal leaves to a Brim that still runs: one line says what to do.
    """
    message = record["message"]
    if record["exception"] is not None:
        kind, value, trace = record["exception"]
        if isinstance(value, ImportError):
            title, advice = ownfiles.changed()
            message = f"{message}: {value.msg}. {title}. {advice}"
        else:
            message = f"{message}\n{''.join(traceback.format_exception(kind, value, trace))}".rstrip()
        record["exception"] = None
    record["message"] = mask(printable(message))
    record["extra"] = {key: mask(printable(str(value))) for key, value in record["extra"].items()}


def _write(message: Message) -> None:
    try:
        sys.stderr.write(message)
        sys.stderr.flush()
    except (OSError, ValueError):
        # The terminal that started us has gone. Python would try to write the rest again at its end, and fail.
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - stays open
