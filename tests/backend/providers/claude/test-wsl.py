"""Logins in WSL, from Windows: they are found, and no distribution is ever started."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING

import pytest
import tenacity

from brim.backend.fetching.accountreader import AccountReader
from brim.backend.providers.claude.locations import AccountLocation
from brim.backend.providers.claude.provider import ClaudeProvider
from brim.backend.providers.claude.wsl import ROOTS, WslDistributions, list_command
from brim.backend.providers.claude.wslprovider import WslProvider
from brim.backend.settings.load import load_settings
from brim.model.account import Health, Problem
from tests.support.sandbox import TOKEN, Sandbox
from tests.support.usageserver import future_usage_answer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from brim.backend.fetching.accountstate import AccountState


LOGIN = """{"claudeAiOauth": {"accessToken": "%s", "accountUuid": "%s", "scopes": ["user:profile"]}}"""
PROGRAM = """
import sys, pathlib
folder = pathlib.Path(sys.argv[1])
with (folder / "asked").open("a") as file:
    file.write("x")
sys.stdout.buffer.write((folder / "says").read_bytes())
sys.exit(int((folder / "status").read_text()))
"""


@dataclass
class Machine:
    """A Windows with WSL, whose `wsl.exe` is a program of the test and whose distributions are folders."""

    sandbox: Sandbox
    folder: Path
    ticks: float = 0.0
    wsl: WslDistributions = field(init=False)

    def __post_init__(self) -> None:
        """Nothing runs."""
        program = self.folder / "wsl.py"
        program.write_text(PROGRAM)
        self.says(b"")
        self.wsl = WslDistributions((sys.executable, str(program), str(self.folder)), (self.root,), lambda: self.ticks)

    @property
    def root(self) -> str:
        """The folder that replaces `//wsl.localhost`."""
        return (self.folder / "net").as_posix()

    def says(self, raw: bytes, code: int = 0) -> None:
        """Let `wsl.exe` print this."""
        (self.folder / "says").write_bytes(raw)
        (self.folder / "status").write_text(str(code))

    def runs(self, *names: str) -> None:
        """Let these distributions run."""
        self.says("".join(f"{name}\r\n" for name in names).encode("utf-16-le"))

    def signed_in(self, distribution: str, home: str, who: str = "me", token: str = TOKEN) -> Path:
        """Put a login into a home; Claude Code's folder there."""
        folder = Path(self.root) / distribution / home / ".claude"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".credentials.json").write_text(LOGIN % (token, who))
        return folder

    @property
    def asked(self) -> int:
        """How often `wsl.exe` was started."""
        path = self.folder / "asked"
        return len(path.read_text()) if path.exists() else 0

    def provider(self, location: AccountLocation | None = None) -> WslProvider:
        """The account of Windows' own folder, or of a place."""

        def make_provider(place: AccountLocation) -> ClaudeProvider:
            return ClaudeProvider(load_settings(), place, self.now, tenacity.wait_none())

        location = location or AccountLocation(self.sandbox.claude, self.sandbox.claude)
        return WslProvider(location, make_provider, self.wsl, self.now)

    def now(self) -> datetime:
        """The clock, which goes on with the ticks."""
        return self.sandbox.now + timedelta(seconds=self.ticks)

    def with_reader(
        self, go: Callable[[AccountReader], Awaitable[None]], location: AccountLocation | None = None
    ) -> None:
        """Do something with a reader of that account."""

        async def run() -> None:
            reader = AccountReader(self.provider(location), self.sandbox.state, self.now)
            try:
                await go(reader)
            finally:
                await reader.aclose()

        asyncio.run(run())

    def read(self, location: AccountLocation | None = None) -> AccountState:
        """What a process that starts now gets."""
        states: list[AccountState] = []

        async def go(reader: AccountReader) -> None:
            states.append(await reader.read())

        self.with_reader(go, location)
        return states[0]


@pytest.fixture
def machine(sandbox: Sandbox, tmp_path: Path) -> Machine:
    """No login on Windows itself, and no distribution that runs."""
    (sandbox.claude / ".credentials.json").unlink()
    sandbox.server.answers = [future_usage_answer()]
    folder = tmp_path / "machine"
    folder.mkdir()
    return Machine(sandbox, folder)


@pytest.mark.parametrize("place", ["home/me", "root"])
def test_a_login_in_wsl_is_found(machine: Machine, place: str) -> None:
    """Without a login on Windows, that of a running distribution is used."""
    machine.signed_in("Ubuntu-24.04", place, "wsl")
    machine.runs("docker-desktop", "Ubuntu-24.04")

    known = machine.read()
    assert Health.OK is known.history.health
    assert known.identity.account.label.endswith(".claude")
    assert 1 == len(machine.sandbox.server.requests)


@pytest.mark.parametrize(
    "raw",
    [
        "\ufeffUbuntu\r\n\r\n".encode("utf-16-le"),
        b"Ubuntu\n",
        "Debian\r\nUbuntu\r\n".encode("utf-16-le"),
        "..\r\nx/../Ubuntu\r\nUbuntu\r\n".encode("utf-16-le"),
    ],
)
def test_the_output_of_wsl_is_parsed(machine: Machine, raw: bytes) -> None:
    """Either encoding, a byte order mark, blank lines and invalid names are handled."""
    folder = machine.signed_in("Ubuntu", "home/me")
    machine.says(raw)

    assert folder == asyncio.run(machine.wsl.config_dir())


@pytest.mark.parametrize(("raw", "code"), [(b"", 0), (b"\xff\xff\xff", 0), ("Ubuntu\r\n".encode("utf-16-le"), 1)])
def test_nothing_is_read_when_nothing_runs(machine: Machine, raw: bytes, code: int) -> None:
    """No path in WSL is opened when no distribution runs, or when that is not known."""
    machine.signed_in("Ubuntu", "home/me")
    machine.says(raw, code)

    assert asyncio.run(machine.wsl.config_dir()) is None
    assert Health.SIGNED_OUT is machine.read().history.health
    assert [] == machine.sandbox.server.requests


def test_a_windows_without_wsl_has_no_login(machine: Machine) -> None:
    """A Windows without WSL is a Windows without a login."""
    machine.wsl = WslDistributions((str(machine.folder / "none.exe"),), (machine.root,))

    assert asyncio.run(machine.wsl.config_dir()) is None


def test_the_newest_login_counts(machine: Machine) -> None:
    """Of several homes, the one with the newest login counts; a home without a login does not."""
    import os

    old = machine.signed_in("Debian", "home/old")
    new = machine.signed_in("Ubuntu", "home/new")
    none = machine.signed_in("Ubuntu", "home/none")
    (none / ".credentials.json").write_text("{}")
    os.utime(old / ".credentials.json", (1000, 1000))
    os.utime(new / ".credentials.json", (2000, 2000))
    machine.runs("Debian", "Ubuntu")

    assert new == asyncio.run(machine.wsl.config_dir())


def test_a_login_on_windows_comes_first(machine: Machine) -> None:
    """With a login on Windows, `wsl.exe` is not even started; when that login is gone, it is."""
    machine.signed_in("Ubuntu", "home/me", "wsl", TOKEN + "-WSL")
    machine.runs("Ubuntu")
    path = machine.sandbox.write_login()

    async def go(reader: AccountReader) -> None:
        await reader.read()
        asked = machine.asked
        await asyncio.to_thread(path.unlink)
        machine.ticks += 1800
        await reader.read()
        assert asked == 0

    machine.with_reader(go)

    assert [TOKEN, TOKEN + "-WSL"] == [
        headers["authorization"].split()[1] for headers in machine.sandbox.server.requests
    ]


def test_a_distribution_is_never_started(machine: Machine) -> None:
    """While the distribution does not run its files are not opened: the last figures stay, with the reason."""
    folder = machine.signed_in("Ubuntu", "home/me", "first")
    machine.runs("Ubuntu")
    states: list[tuple[str, Health | None, Problem | None, float | None]] = []

    async def read(reader: AccountReader) -> None:
        known = await reader.read()
        reading = known.reading
        figure = reading.windows[0].percent if reading is not None else None
        states.append((known.identity.account.id, known.history.health, known.history.problem, figure))

    async def go(reader: AccountReader) -> None:
        await read(reader)
        await asyncio.to_thread(machine.runs)
        await asyncio.to_thread(machine.signed_in, "Ubuntu", "home/me", "second")
        machine.ticks += 1800
        await read(reader)
        await asyncio.to_thread(machine.runs, "ubuntu")
        machine.ticks += 1800
        await read(reader)

    machine.with_reader(go)
    first, stopped, second = states

    assert Health.OK is first[1]
    assert (first[0], Health.SIGNED_OUT, first[3]) == (stopped[0], stopped[1], stopped[3])
    words = (
        "Ubuntu is not running, and Brim does not start it. Open Claude Code in it; Brim detects that automatically."
    )
    assert Problem("WSL is not running", words) == stopped[2]
    assert Health.OK is second[1]
    assert first[0] != second[0]
    assert folder.exists()


def test_a_path_in_wsl_can_be_set(machine: Machine) -> None:
    """A path in WSL is opened only while its distribution runs; no other one is searched."""
    folder = machine.signed_in("Ubuntu", "home/me")
    machine.signed_in("Debian", "home/me")
    location = AccountLocation(folder, folder, name="Work", named_by="claude.config_dir")
    machine.runs("Debian")
    stopped = machine.read(location)
    machine.runs("Debian", "Ubuntu")
    machine.ticks += 4000
    running = machine.read(location)

    assert (Health.SIGNED_OUT, "Work") == (stopped.history.health, stopped.identity.account.label)
    assert stopped.identity.present
    assert (Health.OK, "Work") == (running.history.health, running.identity.account.label)


def test_wsl_is_rarely_called(machine: Machine) -> None:
    """A check each minute starts no program; every few minutes one is started."""
    machine.signed_in("Ubuntu", "home/me")
    machine.runs("Ubuntu")
    counts: list[int] = []

    async def go(reader: AccountReader) -> None:
        await reader.read()
        counts.append(machine.asked)
        machine.ticks += 5 - machine.now().timestamp() % 300  # to the beginning of a period
        await reader.load()
        counts.append(machine.asked)
        for _ in range(4):
            machine.ticks += 60
            await reader.load()
        counts.append(machine.asked)

    machine.with_reader(go)

    assert counts[0] == 1
    assert counts[2] - counts[1] <= 2


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (r"\\wsl.localhost\Ubuntu\home\me\.claude", "Ubuntu"),
        (r"\\WSL$\Debian\root\.claude", "Debian"),
        (r"//wsl.localhost/Ubuntu-24.04", "Ubuntu-24.04"),
        ("//wsl.localhost/", None),
        (r"\\server\share\.claude", None),
        (r"C:\Users\me\.claude", None),
        ("/home/me/.claude", None),
    ],
)
def test_a_path_names_its_distribution(path: str, expected: str | None) -> None:
    """The distribution is found in a path in each form in which Windows writes it."""
    wsl = WslDistributions(("wsl.exe",))

    assert expected == wsl.distribution(Path(path))
    assert expected == wsl.distribution(Path(str(PureWindowsPath(path))))


def test_wsl_is_called_with_its_full_path() -> None:
    """The program has its full path; homes are searched where Windows shows them."""
    assert "wsl.exe" == PureWindowsPath(list_command(Path("C:/Windows"))[0]).name
    assert ("--list", "--running", "--quiet") == list_command(Path("C:/Windows"))[1:]
    assert str(PureWindowsPath(f"{ROOTS[0]}/Ubuntu", "home")).startswith("\\\\wsl.localhost\\Ubuntu")
