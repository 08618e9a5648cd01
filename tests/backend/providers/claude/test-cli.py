"""The Claude CLI, replaced by real programs of the test: good, odd, slow, silent and missing ones."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from brim.backend.providers.claude import cli
from brim.backend.system import process
from brim.backend.system.process import ExitReason, ProcessSpec
from brim.errors import BadAnswerError, ReadError
from brim.model.account import Health
from tests.support.fakecli import ANSWER, GOOD_SCRIPT, LIMITS, TEXT_ANSWER, no_figures
from tests.support.samples import NOW
from tests.support.sandbox import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.model.usage import Reading

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the programs are shell scripts")


def _read_usage(path: Path, seconds: float = 10.0) -> Reading | ReadError:
    """The figures, or the error."""

    async def go() -> Reading:
        return await cli.read_usage(path, dict(os.environ), lambda: datetime.now(UTC), seconds)

    try:
        return asyncio.run(go())
    except ReadError as error:
        return error


def _percents(result: Reading | ReadError) -> list[float | None]:
    assert not isinstance(result, ReadError), result
    return [window.percent for window in result.windows]


def test_the_control_answer_is_read(install_cli: Callable[[str], Path], cli_record: Path) -> None:
    """The program gets control requests on standard input and its end, no prompt, and the root as its folder."""
    result = _read_usage(install_cli(GOOD_SCRIPT))

    assert [55.5, 21.0] == _percents(result)
    (arguments,) = (cli_record / "arguments").read_text().splitlines()
    assert arguments.startswith("-p --no-session-persistence --strict-mcp-config --setting-sources user ")
    assert arguments.endswith("--input-format stream-json --output-format stream-json --verbose")
    asked = [json.loads(line) for line in (cli_record / "given").read_text().splitlines()]
    assert ["control_request", "control_request"] == [request["type"] for request in asked]
    assert ["get_usage", "initialize"] == [request["request"]["subtype"] for request in asked]
    assert "/\n" == (cli_record / "folder").read_text()


@pytest.mark.parametrize(
    "script",
    [
        f"""case "$*" in */usage) printf %b '{TEXT_ANSWER}';; *) exit 1;; esac""",
        f"""case "$*" in */usage) printf %b '{TEXT_ANSWER}';; *) echo '{{"type": "control_response"}}';; esac""",
        f"""printf 'Do you trust this folder? [y/N] '; read answer; printf %b '\\n{TEXT_ANSWER}'""",
        f"""printf %b '{TEXT_ANSWER}'; exit 3""",
    ],
    ids=["refuses", "gives another answer", "asks for input", "fails at the end"],
)
def test_the_text_is_read_when_there_is_no_control_answer(install_cli: Callable[[str], Path], script: str) -> None:
    """An older program, and one that asks a question first, still print the figures as text."""
    assert [42.0, 18.0] == _percents(_read_usage(install_cli(script)))


@pytest.mark.parametrize(
    ("script", "title", "says"),
    [
        ("exit 1", "Claude CLI failed", "status 1"),
        ("echo nonsense", "Claude CLI reported no usage", "does not know the form"),
        ("yes", "Claude CLI reported no usage", "does not know the form"),
        ("kill -9 $$", "Claude CLI failed", "status -9"),
        ("exec <&- >&-", "Claude CLI reported no usage", "/usage"),
    ],
    ids=["fails", "garbage", "huge", "killed", "closes its output"],
)
def test_each_failure_has_its_own_words(install_cli: Callable[[str], Path], script: str, title: str, says: str) -> None:
    """The error says what is wrong and what to do next, whatever the program does."""
    error = _read_usage(install_cli(script))

    assert isinstance(error, BadAnswerError)
    assert title == error.title
    assert says in error.message
    assert "Run `claude` in a terminal" in error.message


@pytest.mark.parametrize(
    ("output", "health", "says"),
    [
        (ANSWER.replace(json.dumps(LIMITS), "null"), Health.OFFLINE, "Check the network"),
        (no_figures({"tokenSource": "none", "apiProvider": "firstParty"}), Health.SIGNED_OUT, "type /login"),
        (no_figures({"tokenSource": "claude.ai", "apiKeySource": "ANTHROPIC_API_KEY"}), Health.NO_LIMITS, "_API_KEY"),
        (no_figures({"subscriptionType": "Claude Max"}, subscription_type="max"), Health.NO_SCOPE, "type /login"),
        (no_figures(), Health.NO_LIMITS, "may be signed out"),
    ],
    ids=["offline", "signed out", "key", "no right", "older program"],
)
def test_a_program_without_figures_says_why(
    install_cli: Callable[[str], Path], cli_record: Path, output: str, health: Health, says: str
) -> None:
    """Offline, signed out, another credential and a missing right are told apart; the program is run once."""
    error = _read_usage(install_cli(f"echo '{output}'"))

    assert isinstance(error, ReadError)
    assert health == error.health
    assert says in error.message
    assert 1 == len((cli_record / "arguments").read_text().splitlines())


@pytest.mark.parametrize(
    "script",
    ["sleep 300", "trap '' TERM; sleep 300 & sleep 300", "sleep 300 & sleep 301 & wait", "while :; do read x; done"],
    ids=["hangs", "ignores signals", "has children", "waits for input"],
)
def test_a_program_that_hangs_is_ended_with_its_group(
    install_cli: Callable[[str], Path], cli_record: Path, script: str
) -> None:
    """After the time limit no process of its group runs."""
    error = _read_usage(install_cli(f'echo $$ > "$NOTES/pid"\n{script}'), seconds=1.0)

    assert isinstance(error, BadAnswerError)
    assert "Claude CLI did not answer" == error.title
    group = int((cli_record / "pid").read_text())
    wait_for(lambda: not _alive(group))


def _alive(group: int) -> bool:
    """Whether a process group has members that still run."""
    for entry in Path("/proc").glob("[0-9]*/stat") if sys.platform == "linux" else ():
        try:
            state, _, its_group = entry.read_text().rpartition(")")[2].split()[:3]
        except (OSError, ValueError):
            continue
        if int(its_group) == group and state != "Z":
            return True
    return False


def test_a_background_child_does_not_delay_the_answer(install_cli: Callable[[str], Path], cli_record: Path) -> None:
    """A process in the background holds the output open; the answer still counts."""
    path = install_cli(f'echo $$ > "$NOTES/pid"; sleep 300 & {GOOD_SCRIPT}')

    assert [55.5, 21.0] == _percents(_read_usage(path))
    wait_for(lambda: not _alive(int((cli_record / "pid").read_text())))


@pytest.mark.skipif(sys.platform != "linux", reason="setsid is a program of Linux")
def test_a_daemon_is_not_ended(install_cli: Callable[[str], Path], cli_record: Path) -> None:
    """A process that leaves the session is not ended, and the answer does not wait for it."""
    path = install_cli(f"setsid sh -c 'echo $$ > \"$NOTES/daemon\"; exec sleep 300' & {GOOD_SCRIPT}")

    assert [55.5, 21.0] == _percents(_read_usage(path))
    wait_for((cli_record / "daemon").exists)
    daemon = int((cli_record / "daemon").read_text())
    os.kill(daemon, 9)


def test_a_cancellation_ends_the_program(install_cli: Callable[[str], Path], cli_record: Path) -> None:
    """When Brim ends, the program ends, too."""

    async def go(path: Path) -> None:
        task = asyncio.create_task(cli.read_usage(path, dict(os.environ), lambda: NOW))
        await asyncio.to_thread(wait_for, (cli_record / "pid").exists)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(go(install_cli('echo $$ > "$NOTES/pid"; sleep 300')))

    wait_for(lambda: not _alive(int((cli_record / "pid").read_text())))


@pytest.mark.parametrize("steps", [2, 3, 4, 5])
def test_a_cancellation_during_the_start_ends_the_program(steps: int, tmp_path: Path) -> None:
    """A program that is starting when Brim ends is ended with its group, however far the start has come."""
    pid = tmp_path / "pid"
    script = f"sleep 300 & echo $$ > '{pid}.new'; mv '{pid}.new' '{pid}'; wait"
    spec = ProcessSpec(("/bin/sh", "-c", script), dict(os.environ), tmp_path)

    async def go() -> None:
        task = asyncio.create_task(process.run(spec, 30))
        for _ in range(steps):
            await asyncio.sleep(0)
        wait_for(pid.exists)  # the loop stands still, the program goes on
        task.cancel()
        async with asyncio.timeout(20):
            await asyncio.gather(task, return_exceptions=True)

    asyncio.run(go())

    wait_for(lambda: not _alive(int(pid.read_text())))


@pytest.mark.parametrize("content", ["", "not a program", "#!/nowhere/at/all\n"])
def test_a_program_that_cannot_start_is_reported(install_cli: Callable[[str], Path], content: str) -> None:
    """A file that is not a program, or whose interpreter is missing, differs from a program that fails."""
    path = install_cli("")
    path.write_text(content)
    error = _read_usage(path)

    assert isinstance(error, BadAnswerError)
    assert "Claude CLI cannot be started" == error.title


def test_output_over_a_megabyte_ends_the_program(cli_record: Path) -> None:
    """A program that writes without end is ended as soon as it has written too much."""
    result = asyncio.run(process.run(ProcessSpec(("/bin/sh", "-c", "yes"), dict(os.environ), Path("/")), 30))

    assert ExitReason.OUTPUT_TOO_LARGE == result.reason
    assert len(result.output) == 1_000_001
    assert cli_record.exists()


def test_the_program_is_found(install_cli: Callable[[str], Path], home: Path, tmp_path: Path) -> None:
    """The configured path counts, else the PATH, else the usual folders; never the current folder."""
    installed = install_cli("")
    usual = home / ".local" / "bin" / "claude"
    usual.parent.mkdir(parents=True)
    usual.write_text("#!/bin/sh\n")

    assert cli.find_cli(installed, {}) == installed
    assert cli.find_cli(tmp_path, {}) is None
    assert cli.find_cli(Path("claude"), {"PATH": str(installed.parent)}) is None
    assert cli.find_cli(None, {"PATH": f".:bin::{installed.parent}"}) == installed
    assert cli.find_cli(None, {"PATH": "/nowhere"}) is None
    usual.chmod(0o755)
    assert cli.find_cli(None, {"PATH": "/nowhere"}) == usual
    assert cli.find_cli(None, {}) == usual


def test_misleading_variables_are_removed(home: Path) -> None:
    """No key, token or variable of a running session selects another account; other variables stay."""
    environment = {
        "PATH": "/usr/bin",
        "HTTPS_PROXY": "http://proxy",
        "ANTHROPIC_API_KEY": "key",
        "ANTHROPIC_AUTH_TOKEN": "token",
        "CLAUDE_CODE_OAUTH_TOKEN": "token",
        "CLAUDE_CODE_USE_BEDROCK": "1",
        "CLAUDECODE": "1",
        "CLAUDE_CONFIG_DIR": "/folder/of/variables",
        "CLAUDE_SECURESTORAGE_CONFIG_DIR": "",
    }
    path = Path("/opt/tools/claude")
    from_variables = cli.cli_environment(environment, path, None, own_token=False)
    with_token = cli.cli_environment(environment, path, None, own_token=True)
    from_settings = cli.cli_environment(environment, path, Path("/folder/of/settings"), own_token=False)
    default = cli.cli_environment(environment, path, home / ".claude", own_token=False)

    assert {
        "PATH": f"/usr/bin{os.pathsep}/opt/tools",
        "HTTPS_PROXY": "http://proxy",
        "CLAUDE_CONFIG_DIR": "/folder/of/variables",
        "CLAUDE_SECURESTORAGE_CONFIG_DIR": "",
        "DISABLE_AUTOUPDATER": "1",
    } == from_variables
    assert "token" == with_token["CLAUDE_CODE_OAUTH_TOKEN"]
    assert "/folder/of/settings" == from_settings["CLAUDE_CONFIG_DIR"]
    assert "CLAUDE_SECURESTORAGE_CONFIG_DIR" not in from_settings
    assert "CLAUDE_CONFIG_DIR" not in default
