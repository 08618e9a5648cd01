"""How the `brim` command begins and ends on terminals and pipes of every kind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

BRIM = [sys.executable, "-m", "brim"]
DEMO = "Demo: these figures are simulated"
INTERRUPTED_IN = """
import sys

class Interrupter:
    def find_spec(self, name, *_):
        if name == "{module}":
            import os, signal
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupter())
from brim.__main__ import main
sys.argv = ["brim", "demo"]
sys.exit(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
@pytest.mark.parametrize("module", ["brim.cli.parser", "argparse", "brim.model", "brim.cli.gauge.command", "rich"])
def test_an_early_interrupt_leaves_no_traceback(module: str) -> None:
    """Ctrl+C while Brim is still importing itself ends it without a word."""
    script = INTERRUPTED_IN.format(module=module)

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode in {-signal.SIGINT, 130, 0}
    assert "" == done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="closed by the words of a POSIX shell")
@pytest.mark.parametrize("redirection", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-", ">&- 2>&-"])
@pytest.mark.parametrize("command", ["demo", "status", "status --json", ""])
def test_closed_streams(redirection: str, command: str, home: Path) -> None:
    """A standard stream that is closed costs nothing but what would have gone there."""
    line = f'exec "{sys.executable}" -m brim {command} {redirection}'

    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode == (0 if command == "demo" else 3)
    assert "Traceback" not in done.stderr
    assert (DEMO in done.stdout) == (command == "demo" and ">&-" not in redirection.replace("2>&-", ""))
    assert "{" not in done.stderr
    assert not any("Brim" in path.read_text() for path in home.rglob("lock"))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other pipes")
@pytest.mark.parametrize("arguments", [["demo"], ["--help"], ["--version"], ["status", "--json"]])
def test_a_reader_that_has_gone(arguments: list[str]) -> None:
    """Whoever stops reading what is printed hears no complaint about it."""
    reader, writer = os.pipe()
    os.close(reader)
    with subprocess.Popen([*BRIM, *arguments], stdout=writer, stderr=subprocess.PIPE, text=True) as brim:
        os.close(writer)
        _, errors = brim.communicate(timeout=60)

    assert brim.returncode == 1
    assert "Broken" not in errors


def test_letters_that_the_output_cannot_hold() -> None:
    """An output of ASCII alone gets what it can show."""
    env = os.environ | {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}

    done = subprocess.run([*BRIM, "demo"], env=env, capture_output=True, text=True, timeout=60, check=False)

    assert (0, "") == (done.returncode, done.stderr)
    assert done.stdout.isascii()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a session bus")
@pytest.mark.parametrize("address", ["tcp:host=127.0.0.1,port=1", "nonsense", "disabled:"])
def test_a_bus_that_is_none(address: str) -> None:
    """Where the session bus turns out not to answer, the gauge shows in the terminal."""
    env = os.environ | {"DISPLAY": ":99", "DBUS_SESSION_BUS_ADDRESS": address}

    done = subprocess.run([*BRIM, "demo"], env=env, capture_output=True, text=True, timeout=60, check=False)

    assert (0, "") == (done.returncode, done.stderr)
    assert DEMO in done.stdout


@pytest.mark.parametrize("arguments", [["nonsense"], ["--nonsense"], ["status", "--nonsense"], ["demo", "more"]])
def test_wrong_arguments(arguments: list[str]) -> None:
    """What cannot be understood is named in one line, with exit code 2."""
    done = subprocess.run([*BRIM, *arguments], capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode == 2
    assert arguments[-1] in done.stderr.splitlines()[-1]
