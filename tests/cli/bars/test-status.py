"""`brim status --format`, as a bar calls it: quickly, without a request, and with a line whatever happens."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from brim.backend.system.followers import FOLDER, wake_followers
from tests.support.sharedfiles import account, iso, limit, share
from tests.support.wait import wait_until
from tests.support.zonefile import write_zone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COMMAND = [sys.executable, "-m", "brim", "status", "--format"]
LATER = iso(datetime.now(UTC) + timedelta(days=1))


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that the environment names."""
    monkeypatch.setenv("BRIM_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("BRIM_CONFIG_DIR", str(tmp_path / "config"))
    return tmp_path / "state"


def status(*options: str) -> tuple[int, str, str]:
    """The exit code and what was printed."""
    done = subprocess.run(
        [*COMMAND, *options], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=60
    )
    return done.returncode, done.stdout, done.stderr


def share_now(state: Path, percent: float) -> None:
    """Write a fresh reading, and tell the followers."""
    now = datetime.now(UTC)
    due = iso(now + timedelta(hours=1))
    share(state, account(limit(percent, resets_at=LATER), fetched_at=iso(now), stale_at=due), made_at=now)
    wake_followers(str(state))


def test_line_is_printed_whatever_is_known(state: Path) -> None:
    """A bar gets a line and exit code 0 with a reading, without one, and for a folder that cannot be read."""
    assert (0, "no usage yet\n", "") == status("plain")
    share_now(state, 42.0)
    assert (0, "Session 42% used\n", "") == status("plain")
    assert (0, "42\n", "") == status("plain", "--template", "{session.percent}")
    assert (0, "42\n", "") == status("plain", "--account=work", "--template={session.percent}")
    code, out, error = status("plain", "--template", "{x}")
    assert (0, 1, "") == (code, out.count("\n"), error)
    assert out.startswith("Unknown field {x}.")
    (state / "status.json").unlink()
    (state / "status.json").mkdir()
    assert (0, "no usage yet\n", "") == status("plain")


@pytest.mark.usefixtures("state")
@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("plane",), "Did you mean `plain`?"),
        (("plain", "--json"), "Use --format or --json, not both"),
        (("plain", "--refresh"), "Use --format or --refresh, not both"),
        (("plain", "--x"), "Unknown option"),
    ],
)
def test_mistake_is_one_line(options: tuple[str, ...], sentence: str) -> None:
    """A wrong command line is one clear line."""
    code, out, error = status(*options)

    assert (2, "", 1) == (code, out, error.count("\n"))
    assert sentence in error


@pytest.mark.usefixtures("state")
def test_options_of_bars_need_a_format() -> None:
    """What only a bar can use names the option that it belongs to."""
    done = subprocess.run([*COMMAND[:-1], "--follow"], capture_output=True, text=True, check=False, timeout=60)

    assert (2, 1) == (done.returncode, done.stderr.count("\n"))
    assert "--follow works only with --format" in done.stderr


def test_folder_of_the_settings_counts(state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The data folder may be named by the environment, .env or brim.toml, in that order."""
    for name, percent in (("one", 1.0), ("two", 2.0), ("state", 3.0)):
        share_now(tmp_path / name, percent)
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "brim.toml").write_text(f"state_dir = {str(tmp_path / 'one')!r}\n")
    template = ("plain", "--template", "{session.percent}")

    assert (0, "3\n", "") == status(*template)
    assert state.exists()
    monkeypatch.delenv("BRIM_STATE_DIR")
    assert (0, "1\n", "") == status(*template)
    (tmp_path / "config" / ".env").write_text(f'export BRIM_STATE_DIR="{tmp_path / "two"}"\n')
    assert (0, "2\n", "") == status(*template)


def test_only_the_standard_library_is_imported(state: Path) -> None:
    """A bar's call imports no installed package, none of the slow modules, and opens no socket."""
    share_now(state, 42.0)
    for command in (("status", "--format", "waybar"), ("gate", "-q")):
        done = subprocess.run(
            [sys.executable, "-X", "importtime", "-m", "brim", *command],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        imported = {line.rsplit("|", 1)[1].strip() for line in done.stderr.splitlines() if "|" in line}
        installed = {name.split(".")[0] for name in imported} - sys.stdlib_module_names - {"brim", "sitecustomize"}

        assert set() == {name for name in installed if not name.startswith(("_", "imported"))}
        assert set() == imported & {"typing", "argparse", "pathlib", "dataclasses", "asyncio", "socket", "subprocess"}


@pytest.fixture
def follower(state: Path) -> Iterator[subprocess.Popen[str]]:
    """A bar that follows, after its first line."""
    share_now(state, 42.0)
    with subprocess.Popen(
        [*COMMAND, "plain", "--follow"], stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        assert "Session 42% used\n" == process.stdout.readline()
        wait_until(lambda: [*(state / FOLDER).glob("*.json")] != [], "the follower has its port")
        yield process
        process.kill()


def test_each_change_is_a_line(state: Path, follower: subprocess.Popen[str]) -> None:
    """A follower prints a line for each change, and none for a file that says the same."""
    assert follower.stdout is not None
    share_now(state, 42.0)
    share_now(state, 43.0)
    assert "Session 43% used\n" == follower.stdout.readline()
    share_now(state, 44.0)
    assert "Session 44% used\n" == follower.stdout.readline()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files of zones")
def test_follower_travels(state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A follower shows the times of the zone in which the machine is now, not of the one in which it started."""
    write_zone(tmp_path / "localtime", 0)
    monkeypatch.setenv("TZ", f":{tmp_path / 'localtime'}")
    share_now(state, 42.0)
    options = ["plain", "--follow", "--template", "{session.percent} {session.resets_at}"]
    with subprocess.Popen([*COMMAND, *options], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline().split()
        wait_until(lambda: [*(state / FOLDER).glob("*.json")] != [], "the follower has its port")
        write_zone(tmp_path / "localtime", 5)
        share_now(state, 43.0)
        then = process.stdout.readline().split()
        process.stdout.close()

    assert ["42", "43"] == [first[0], then[0]]
    assert (int(first[-1].split(":")[0]) + 5) % 24 == int(then[-1].split(":")[0])


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals")
def test_signal_ends_it(state: Path, follower: subprocess.Popen[str]) -> None:
    """A bar that ends its follower leaves nothing behind."""
    follower.send_signal(signal.SIGTERM)

    assert 0 == follower.wait(30)
    assert [] == [*(state / FOLDER).iterdir()]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals")
def test_many_signals_end_it_once(state: Path) -> None:
    """A bar that ends its follower several times at once gets no traceback."""
    share_now(state, 42.0)
    with subprocess.Popen(
        [*COMMAND, "plain", "--follow"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        for _ in range(20):
            process.send_signal(signal.SIGTERM)
            process.send_signal(signal.SIGINT)
        assert "" == process.communicate(timeout=30)[1]
        assert process.returncode in {0, -signal.SIGTERM, -signal.SIGINT}  # a late one meets a process that ends


def test_a_flood_of_datagrams_delays_no_change(state: Path, follower: subprocess.Popen[str]) -> None:
    """Whatever other programs send to the follower's port, a change is a line, and nothing else is."""
    assert follower.stdout is not None
    port = json.loads(next((state / FOLDER).glob("*.json")).read_text())["port"]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for number in range(5_000):
            sender.sendto(bytes(number), ("127.0.0.1", port))
        share_now(state, 43.0)
        assert "Session 43% used\n" == follower.stdout.readline()


@pytest.mark.skipif(os.name == "nt", reason="Windows tells only at the next line")
def test_follower_ends_with_its_reader(follower: subprocess.Popen[str], state: Path) -> None:
    """When the bar goes, its follower ends at once, without a traceback."""
    assert follower.stdout is not None
    follower.stdout.close()

    assert 0 == follower.wait(30)
    assert [] == [*(state / FOLDER).glob("*.json")]


def test_killed_follower_is_forgotten(state: Path, follower: subprocess.Popen[str]) -> None:
    """The next change removes what a killed follower left."""
    follower.kill()
    follower.wait(30)
    assert [] != [*(state / FOLDER).glob("*.json")]
    share_now(state, 50.0)

    assert [] == [*(state / FOLDER).glob("*.json")]


def test_follower_without_a_folder_still_follows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no port can be written, a line is printed all the same."""
    (tmp_path / "state").write_text("no folder")
    monkeypatch.setenv("BRIM_STATE_DIR", str(tmp_path / "state"))
    with subprocess.Popen([*COMMAND, "plain", "--follow"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert "no usage yet\n" == process.stdout.readline()
        process.stdout.close()
        assert 0 == process.wait(30)
