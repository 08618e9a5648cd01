"""How the `brim` command starts and ends with signals, closed streams and broken pipes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.rules.syntax import ROOT
from tests.support.hangingresolver import HANGING_RESOLVER
from tests.support.sandbox import wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.sandbox import Sandbox

BRIM = [sys.executable, "-m", "brim"]
DEMO = "Demo: simulated usage, sped up"
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
    "module",
    ["brim.cli.run", "brim.cli.parser", "argparse", "brim.model", "brim.cli.gauge.command", "brim.cli.gauge.screen"],
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


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal for one process")
@pytest.mark.parametrize("command", [["status"], ["status", "--refresh", "--json"], ["forecast"], []])
def test_interrupt_ends_a_command_although_the_resolver_hangs(
    sandbox: Sandbox, tmp_path: Path, command: list[str]
) -> None:
    """Ctrl+C ends a command within seconds while the system looks up a name, and nothing is left but its files."""
    (tmp_path / "sitecustomize.py").write_text(HANGING_RESOLVER)
    own = {"BRIM_CLAUDE__API_URL": "https://brim.invalid", "PYTHONPATH": str(tmp_path)}
    environment = os.environ | sandbox.environment | own
    with subprocess.Popen(
        [*BRIM, *command], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        wait_for((tmp_path / "asked").exists)
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
        seconds = time.monotonic() - began

    assert (130, b"") == (process.returncode, errors)
    assert seconds < 5  # the resolver never answers; a busy computer may take longer than an idle one
    assert [] == [path.name for path in sandbox.state.rglob(".*")]


QUIT_TRAY = """
import pathlib, sys, time
from brim import eventloop
from brim.backendthread import BackendThread
from brim.model.options import DemoMode
from tests.support.sandbox import wait_for
from tests.support.servingtray import DesktopBridge

backend = BackendThread(DesktopBridge(), DemoMode.NEVER, debug=False)
backend.start()
wait_for(pathlib.Path(sys.argv[1]).exists)
began = time.monotonic()
ended = backend.stop()
print(ended, time.monotonic() - began < 5, flush=True)
eventloop.end_process_if_a_thread_hangs(7)
"""


def test_reading_side_ends_although_the_resolver_hangs(sandbox: Sandbox, tmp_path: Path) -> None:
    """Quit ends the tray's reading side within seconds while the system looks up a name, and then the process."""
    (tmp_path / "sitecustomize.py").write_text(HANGING_RESOLVER)
    own = {"BRIM_CLAUDE__API_URL": "https://brim.invalid", "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    environment = os.environ | sandbox.environment | own
    command = [sys.executable, "-c", QUIT_TRAY, str(tmp_path / "asked")]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=30)

    assert (7, "True True\n") == (result.returncode, result.stdout)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no time.tzset")
@pytest.mark.parametrize("zone", ["UTC+24", "ABC-24:00", "<+99>-99", "EST5EDT-30"])
@pytest.mark.parametrize("command", ["status", "doctor", "alerts"])
def test_time_zone_that_is_none_counts_as_utc(sandbox: Sandbox, command: str, zone: str) -> None:
    """A TZ that is a day or more off is one line on standard error, and times are shown in UTC."""
    environment = os.environ | sandbox.environment | {"TZ": zone}
    result = subprocess.run(
        [sys.executable, "-m", "brim", command],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert [f'brim: "{zone}" in TZ is not a valid time zone, so times are shown in UTC. Correct TZ.'] == [
        line for line in result.stderr.splitlines() if "time zone" in line
    ]
    assert "Traceback" not in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="the names of Windows have other limits")
@pytest.mark.parametrize(
    "variable",
    [
        *("BRIM_STATE_DIR", "BRIM_CONFIG_DIR", "BRIM_CLAUDE__CONFIG_DIR", "BRIM_CLAUDE__PROGRAM", "CLAUDE_CONFIG_DIR"),
        *("HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME"),
    ],
)
@pytest.mark.parametrize("folder", ["/tmp/" + "x" * 300 + "/y", "loop"])
def test_path_that_cannot_be_causes_no_traceback(sandbox: Sandbox, tmp_path: Path, variable: str, folder: str) -> None:
    """A folder with a name that is too long, or a link that leads to itself, is no reason for a traceback."""
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    environment = os.environ | sandbox.environment | {variable: str(tmp_path / folder)}
    result = subprocess.run(
        [sys.executable, "-m", "brim", "doctor"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert "Traceback" not in result.stderr
    assert result.returncode in {0, 1}


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


@pytest.mark.parametrize("command", ["status", "doctor", "launcher"])
def test_a_copy_that_is_not_whole_says_so_in_one_line(command: str, tmp_path: Path) -> None:
    """While Brim is updated, or after a part of it was removed, a command says what to do instead of a trace."""
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "share"))
    shutil.rmtree(tmp_path / "src/brim/cli" / command)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "src")}
    run = [sys.executable, "-m", "brim", command]
    done = subprocess.run(run, env=environment, capture_output=True, text=True, check=False, timeout=60)

    assert (1, "", 1) == (done.returncode, done.stdout, done.stderr.count("\n"))
    assert done.stderr.startswith("brim: Brim is incomplete. Wait until its update has ended, or install it again (")
