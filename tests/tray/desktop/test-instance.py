"""One tray for each user, and its end by a signal, where the desktop has no session bus and a loop of its own."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from brim.tray.desktop import instance
from brim.tray.desktop.display import AlreadyRunningError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOLD = """
import pathlib, sys
from brim.tray.desktop import instance
with instance.single_instance(pathlib.Path(sys.argv[1])):
    print("locked", flush=True)
    sys.stdin.read()
"""
BLOCKED = """
import ctypes, os
from brim.tray.desktop import signals
with signals.on_signal(lambda: os._exit(7)):
    print("blocked", flush=True)
    mutex = ctypes.create_string_buffer(128)
    ctypes.CDLL(None).pthread_mutex_lock(mutex)
    ctypes.CDLL(None).pthread_mutex_lock(mutex)
"""
QUIET = """
import os, signal, sys, threading
from brim.tray.desktop import signals
with signals.on_signal(lambda: os._exit(7)):
    pass
os.kill(os.getpid(), signal.SIGINT)
os.kill(os.getpid(), signal.SIGTERM)
sys.exit(threading.active_count())
"""


@pytest.mark.parametrize("end", [subprocess.Popen.terminate, subprocess.Popen.kill])
def test_a_second_tray_is_refused(end: Callable[[subprocess.Popen[str]], None], tmp_path: Path) -> None:
    """While one process has the folder another is refused; once it has ended, in whatever way, the folder is free."""
    folder = tmp_path / "new"
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", HOLD, str(folder)], stdin=pipe, stdout=pipe, text=True) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "locked\n"

        with pytest.raises(AlreadyRunningError, match="already running"), instance.single_instance(folder):
            pytest.fail("two at once")

        end(first)
    with instance.single_instance(folder):
        assert (folder / instance.FILE_NAME).exists()


def test_a_folder_that_cannot_be_locked_does_not_stop_the_tray(tmp_path: Path) -> None:
    """Where nothing can be locked the tray starts all the same."""
    (tmp_path / "file").write_text("in the way")

    with instance.single_instance(tmp_path / "file"):
        entered = True

    assert entered


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_reaches_a_blocked_main_thread(number: int) -> None:
    """A signal ends the program even while the main thread never leaves a loop in C code."""
    with subprocess.Popen([sys.executable, "-c", BLOCKED], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "blocked\n"

        process.send_signal(number)

        assert process.wait(15) == 7


def test_signals_after_the_end_have_no_effect() -> None:
    """Once the loop has ended, signals do nothing and no thread is left that waits for them."""
    completed = subprocess.run([sys.executable, "-c", QUIET], capture_output=True, text=True, timeout=60, check=False)

    assert (1, "") == (completed.returncode, completed.stderr)
