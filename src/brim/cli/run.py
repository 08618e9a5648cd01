"""Runs the command that the arguments name, and prints its error in one line.

Nothing heavy is imported before a command is chosen: the tray icon appears only after it. This module must not know how
a command works.
"""

from __future__ import annotations

import signal
import sys
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from brim.cli import icons
from brim.cli.parser import build_parser
from brim.cli.statusline import command as statuslinecommand
from brim.cli.updatenote import show_update
from brim.errors import BrimError
from brim.model.options import DemoMode
from brim.printing import complain
from brim.words import localeformat

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from brim.backend.outputs.statusanswer import Answer

FAILED = 1
_USAGE_ERROR = 2
INTERRUPTED = 130


def run(argv: Sequence[str]) -> int:
    """Run one command; returns the exit code. An error is one line on standard error."""
    arguments = build_parser().parse_args(argv)
    try:
        localeformat.use_system_locale()
        return _COMMANDS.get(arguments.command, _tray)(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrimError as error:
        if arguments.debug:
            raise
        complain((error,))
        return FAILED


def _status(arguments: argparse.Namespace) -> int:
    from brim.cli.bars.arguments import mistake

    if (sentence := mistake(arguments)) is not None:
        complain((sentence,))
        return _USAGE_ERROR
    if arguments.format is not None:
        from brim.cli.bars.barrequest import BarRequest
        from brim.cli.bars.command import run as run_bar

        return run_bar(BarRequest(arguments.format, arguments.template, arguments.account), follow=arguments.follow)
    _make_interruptible()
    from brim.cli.status import command

    reads = arguments.refresh or arguments.ask_program or arguments.ask_claude or arguments.debug
    if not reads and (answer := _stored_answer()) is not None:
        code = command.show_answer(answer, as_json=arguments.json, every=arguments.all)
    else:
        code = command.run(
            as_json=arguments.json,
            refresh=arguments.refresh,
            ask=command.ANY_PROGRAM if arguments.ask_program else command.CLAUDE if arguments.ask_claude else None,
            every=arguments.all,
            debug=arguments.debug,
        )
    if not arguments.json:
        show_update()
    return code


def _stored_answer() -> Answer | None:
    """The accounts as another process has read them, as long as they hold."""
    from brim.backend.outputs.statusanswer import stored_answer
    from brim.backend.settings.environmentmark import environment_mark
    from brim.cli.bars.statefolder import data_folder

    try:
        return stored_answer(data_folder(), environment_mark(), datetime.now(UTC))
    except OSError:  # a relative path, and the working directory was removed
        return None


def _gate(arguments: argparse.Namespace) -> int:
    from brim.cli.bars import arguments as options
    from brim.cli.bars import gate

    return gate.run(options.question(arguments), quiet=arguments.quiet)


def _doctor(arguments: argparse.Namespace) -> int:
    _make_interruptible()
    from brim.cli.doctor import command

    return command.run(as_json=arguments.json, debug=arguments.debug)


def _config(arguments: argparse.Namespace) -> int:
    from brim.cli import config

    return config.run(as_json=arguments.json, debug=arguments.debug)


def _alerts(arguments: argparse.Namespace) -> int:
    from brim.cli import alerts

    return alerts.run(arguments)


def _details(arguments: argparse.Namespace) -> int:
    _make_interruptible()
    from brim.cli import details

    return details.run(arguments)


def _usage(arguments: argparse.Namespace) -> int:
    _make_interruptible()
    from brim.cli.usage import command

    return command.run(arguments)


def _metrics(arguments: argparse.Namespace) -> int:
    if arguments.send and arguments.example is not None:
        from brim.words import suggestions

        complain((suggestions.exclusive_options("--send", "--example", "brim metrics"),))
        return _USAGE_ERROR
    _make_interruptible()
    from brim.cli.metrics import command

    return command.run(arguments.example, send=arguments.send, debug=arguments.debug)


def _history(arguments: argparse.Namespace) -> int:
    _make_interruptible()
    from brim.cli.history import command

    return command.run(arguments)


def _forecast(arguments: argparse.Namespace) -> int:
    if arguments.stdin:
        from brim.cli.forecast import questions

        return questions.run(sys.stdin.buffer, sys.stdout)
    _make_interruptible()
    from brim.cli.forecast import command

    return command.run(as_json=arguments.json, debug=arguments.debug)


def _help(arguments: argparse.Namespace) -> int:
    from brim.cli import help as helpcommand

    return helpcommand.run(arguments.topic, build_parser())


def _completions(arguments: argparse.Namespace) -> int:
    from brim.cli.completions import command

    return command.run(arguments.shell)


def _autostart(arguments: argparse.Namespace) -> int:
    from brim.cli import autostart

    return autostart.run(arguments.switch, as_json=arguments.json)


def _launcher(arguments: argparse.Namespace) -> int:
    from brim.cli.launcher import command

    return command.run(arguments.switch, as_json=arguments.json)


def _tray(arguments: argparse.Namespace) -> int:
    """The tray, or the gauge in the terminal where there is no desktop."""
    mode = DemoMode.IF_NO_LOGIN if arguments.demo_if_no_login else DemoMode.NEVER
    if arguments.command == "demo":
        mode = DemoMode.SEVERAL if arguments.several else DemoMode.ALWAYS
    from brim.tray.desktop.display import NoBusError
    from brim.tray.desktop.sessionbusaddress import desktop_available

    if desktop_available():
        from brim import app

        if_running = partial(_open_details, arguments) if arguments.details_if_running else None
        with suppress(NoBusError):  # the address accepts connections, but it is no bus
            return app.run_tray(mode, debug=arguments.debug, if_running=if_running, upkeep=_keep_launcher)
    from brim.cli.gauge import command

    if command.is_live():
        return command.run_live(mode, debug=arguments.debug)
    _make_interruptible()
    return command.run(mode, debug=arguments.debug)


def _keep_launcher(state_dir: Path) -> None:
    """Bring the launcher up to date after an upgrade, if there is one."""
    from brim.cli.launcher.upkeep import keep_up_to_date

    keep_up_to_date(state_dir)


def _open_details(arguments: argparse.Namespace) -> int:
    """What who starts Brim from a menu sees if it runs already: its page, served by this process."""
    arguments.no_open, arguments.html, arguments.stdin = False, None, False
    return _details(arguments)


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "status": _status,
    "gate": _gate,
    "doctor": _doctor,
    "config": _config,
    "alerts": _alerts,
    "history": _history,
    "usage": _usage,
    "metrics": _metrics,
    "details": _details,
    "forecast": _forecast,
    "autostart": _autostart,
    "launcher": _launcher,
    "completions": _completions,
    "help": _help,
    "icons": icons.run,
    "statusline": statuslinecommand.run,
}
"""The function of each command; any other command is the tray."""


def _make_interruptible() -> None:
    """Let Ctrl+C raise KeyboardInterrupt again, so that requests are ended and the terminal is restored."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)
