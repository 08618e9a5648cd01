"""How the `brim` command starts and ends with signals, closed streams and broken pipes."""

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
@pytest.mark.parametrize(
    "module", ["brim.cli.run", "brim.cli.parser", "argparse", "brim.model", "brim.cli.gauge.command", "rich"]
)
def test_early_interrupt_leaves_no_traceback(module: str) -> None:
    """Ctrl+C while Brim is still importing modules ends it without output."""
    script = INTERRUPTED_IN.format(module=module)

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode in {-signal.SIGINT, 130, 0}
    assert "" == done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="closed by a POSIX shell")
@pytest.mark.parametrize("redirection", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-", ">&- 2>&-"])
@pytest.mark.parametrize("command", ["demo", "status", "status --json", ""])
def test_closed_stream_loses_only_its_output(redirection: str, command: str, home: Path) -> None:
    """A closed standard stream loses its own output and nothing else."""
    line = f'exec "{sys.executable}" -m brim {command} {redirection}'

    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode == (0 if command == "demo" else 3)
    assert "Traceback" not in done.stderr
    assert (DEMO in done.stdout) == (command == "demo" and ">&-" not in redirection.replace("2>&-", ""))
    assert "{" not in done.stderr
    assert not any("Brim" in path.read_text() for path in home.rglob("lock"))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other pipes")
@pytest.mark.parametrize("arguments", [["demo"], ["--help"], ["--version"], ["status", "--json"]])
def test_closed_pipe_is_not_reported(arguments: list[str]) -> None:
    """When the reader of the output has gone, Brim ends with 1 and no message."""
    reader, writer = os.pipe()
    os.close(reader)
    with subprocess.Popen([*BRIM, *arguments], stdout=writer, stderr=subprocess.PIPE, text=True) as brim:
        os.close(writer)
        _, errors = brim.communicate(timeout=60)

    assert brim.returncode == 1
    assert "Broken" not in errors


def test_ascii_output_gets_ascii_only() -> None:
    """Characters that the output cannot encode are replaced."""
    env = os.environ | {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}

    done = subprocess.run([*BRIM, "demo"], env=env, capture_output=True, text=True, timeout=60, check=False)

    assert (0, "") == (done.returncode, done.stderr)
    assert done.stdout.isascii()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a session bus")
@pytest.mark.parametrize("address", ["tcp:host=127.0.0.1,port=1", "nonsense", "disabled:"])
def test_unusable_session_bus_leads_to_the_terminal_gauge(address: str) -> None:
    """When the session bus does not answer, the gauge is shown in the terminal."""
    env = os.environ | {"DISPLAY": ":99", "DBUS_SESSION_BUS_ADDRESS": address}

    done = subprocess.run([*BRIM, "demo"], env=env, capture_output=True, text=True, timeout=60, check=False)

    assert (0, "") == (done.returncode, done.stderr)
    assert DEMO in done.stdout


@pytest.mark.parametrize("arguments", [["nonsense"], ["--nonsense"], ["status", "--nonsense"], ["demo", "more"]])
def test_invalid_argument_exits_with_2(arguments: list[str]) -> None:
    """The last line of the error names the invalid argument."""
    done = subprocess.run([*BRIM, *arguments], capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode == 2
    assert arguments[-1] in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("status", 3),
        ("status --all --json", 3),
        ("doctor", 1),
        ("alerts", 0),
        ("alerts log", 0),
        ("history", 0),
        ("history export -", 0),
        ("forecast", 1),
        ("autostart", 0),
        ("icons --help", 0),
        ("statusline uninstall --yes", 0),
    ],
)
def test_command_imports_what_it_needs(command: str, code: int) -> None:
    """Each command runs in a new process: most tests fork one that has imported all of them."""
    done = subprocess.run([*BRIM, *command.split()], capture_output=True, text=True, timeout=60, check=False)

    assert code == done.returncode
    assert "Traceback" not in done.stderr
