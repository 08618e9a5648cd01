"""`brim status` from what is stored: quickly, and never another answer than a new look at the files gives."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from brim import __version__
from brim.backend.outputs.statusanswer import Answer, stored_answer
from brim.backend.settings.environmentmark import environment_mark
from tests.support.usageserver import Answer as ServerAnswer
from tests.support.usageserver import future_usage_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.sandbox import Sandbox

MODULES = """
import sys
from brim.__main__ import main
sys.argv = ["brim", "status", *sys.argv[1:]]
code = main()
sys.stderr.write(" ".join(sys.modules))
sys.exit(code)
"""
HEAVY = {
    *("pydantic", "pydantic_core", "pydantic_settings", "httpx", "tenacity", "truststore", "loguru", "msgspec"),
    *("asyncio", "ssl", "email", "http", "sqlite3", "hashlib", "filelock", "platformdirs", "multiprocessing", "xml"),
    *("brim.backend.commandservice", "brim.backend.settings.load", "brim.backend.providers.claude"),
}
"""What takes most of the time and the memory of a command that reads."""


def status(*arguments: str) -> tuple[int, str, set[str]]:
    """The exit code and the output of `brim status` in a new process, and what it imported of HEAVY."""
    command = [sys.executable, "-c", MODULES, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    modules = done.stderr.splitlines()[-1]
    return done.returncode, done.stdout, HEAVY.intersection(modules.split())


def session() -> tuple[float, datetime]:
    """The percentage of the session and its reset, as `brim status` has them now."""
    window = json.loads(status("--json")[1])["windows"][0]
    return float(window["percent"]), datetime.fromisoformat(window["resets_at"])


def answer_at(sandbox: Sandbox, now: datetime) -> Answer | None:
    """What is stored for a time."""
    return stored_answer(str(sandbox.state), environment_mark(), now)


def test_fresh_reading_is_printed_with_few_imports(sandbox: Sandbox) -> None:
    """The second call sends nothing, imports nothing of what reads, and prints the same, but for ages."""
    sandbox.server.answers = [future_usage_answer("usage-max")]
    first, second = status("--json"), status("--json")

    assert (0, 0) == (first[0], second[0])
    assert "brim.backend.commandservice" in first[2]
    assert set() == second[2]
    before, after = (json.loads(output, object_pairs_hook=_without_ages) for output in (first[1], second[1]))
    assert before == after
    assert list(json.loads(first[1])) == list(json.loads(second[1]))
    assert (0, set()) == status()[::2]
    assert 1 == len(sandbox.server.requests)


def _without_ages(pairs: list[tuple[str, object]]) -> dict[str, object]:
    return {name: value for name, value in pairs if name != "age_seconds"}


def test_missing_login_is_said_with_few_imports(sandbox: Sandbox) -> None:
    """Without a login the second call has the same exit code and the same sentence, until there is a login."""
    (sandbox.claude / ".credentials.json").unlink()
    first, second = status("--json"), status("--json")

    assert (3, 3, set()) == (first[0], second[0], second[2])
    assert json.loads(first[1])["problem"] == json.loads(second[1])["problem"]
    sandbox.server.answers = [future_usage_answer()]
    sandbox.write_login()
    assert 0 == status()[0]


@pytest.mark.parametrize(
    "change",
    [
        lambda sandbox: sandbox.write_login(subscriptionType="pro"),
        lambda sandbox: (sandbox.claude.parent / ".claude.json").write_text("{}"),
        lambda sandbox: (sandbox.claude / "settings.json").write_text("{}"),
        lambda sandbox: (sandbox.config / "brim.toml").write_text("[icon]\nshow = 'remaining'\n"),
        lambda sandbox: (sandbox.config / ".env").write_text("BRIM_ICON__SHOW=remaining\n"),
        lambda sandbox: (sandbox.state / "choices.json").write_text('{"icon": {"show": "remaining"}}'),
        lambda sandbox: sandbox.account_file("gate.json").unlink(),
        lambda sandbox: sandbox.account_file("figures.json").unlink(),
    ],
)
def test_changed_file_is_read_again(sandbox: Sandbox, change: Callable[[Sandbox], object]) -> None:
    """After a change of a login, a setting or a shared file everything is read again."""
    sandbox.server.answers = [future_usage_answer()] * 3
    status()
    assert answer_at(sandbox, datetime.now(UTC)) is not None
    change(sandbox)

    assert "brim.backend.commandservice" in status()[2]


@pytest.mark.parametrize(
    "variable", ["BRIM_ICON__SHOW", "CLAUDE_CONFIG_DIR", "ANTHROPIC_API_KEY", "BRIM_HOOKS__WEBHOOK"]
)
def test_other_environment_is_read_again(sandbox: Sandbox, variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With another setting or login in its environment a command reads for itself, and leaves no trace of a secret."""
    sandbox.server.answers = [future_usage_answer()] * 3
    status()
    monkeypatch.setenv(variable, "/secret" if variable == "CLAUDE_CONFIG_DIR" else "https://example.com/hidden")

    assert "brim.backend.commandservice" in status()[2]
    assert "hidden" not in (sandbox.state / "status.json").read_text()


def test_note_about_another_backend_stays(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key in the environment is told by the quick answer, too, without a trace of the key."""
    sandbox.server.answers = [future_usage_answer()]
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-hidden")
    first, second = status("--json"), status("--json")

    assert "ANTHROPIC_API_KEY" in json.loads(first[1])["note"]
    assert json.loads(first[1])["note"] == json.loads(second[1])["note"]
    assert set() == second[2]
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-another")
    assert set() == status()[2]
    assert "hidden" not in (sandbox.state / "status.json").read_text()


def test_folder_named_from_the_current_one_is_read_again(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative folder is another one elsewhere, so nothing is stored for it."""
    sandbox.server.answers = [future_usage_answer()] * 3
    monkeypatch.chdir(sandbox.claude.parent)
    monkeypatch.setenv("CLAUDE_CONFIG_DIR", ".claude")

    assert [0, 0] == [status()[0], status()[0]]
    assert answer_at(sandbox, datetime.now(UTC)) is None


def test_bars_know_what_a_command_has_read(sandbox: Sandbox) -> None:
    """Where no tray runs, the line of a bar shows what `brim status` read; what the last tray knew besides stays."""
    sandbox.server.answers = [future_usage_answer()]
    path = sandbox.state / "status.json"
    path.parent.mkdir(exist_ok=True)
    roots, snoozed = {"0123456789abcdef": ["/somewhere"]}, [{"rule": "all", "until": "2199-01-01T00:00:00Z"}]
    path.write_text(json.dumps({"schema": 1, "accounts": [], "roots": roots, "snoozed": snoozed}))
    status()
    bar = [sys.executable, "-m", "brim", "status", "--format", "plain", "--template", "{session.percent}"]
    content = json.loads(path.read_text())

    assert "42\n" == subprocess.run(bar, capture_output=True, text=True, check=True).stdout
    assert (roots, snoozed) == (content["roots"], content["snoozed"])


def test_running_tray_writes_alone(sandbox: Sandbox) -> None:
    """While a tray listens a command leaves its file alone."""
    sandbox.server.answers = [future_usage_answer()]
    sandbox.state.mkdir()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as tray:
        tray.bind(("127.0.0.1", 0))
        told = {"schema": 1, "port": tray.getsockname()[1], "pid": 1, "version": __version__}
        (sandbox.state / "tray.json").write_text(json.dumps(told))
        assert 0 == status()[0]

    assert not (sandbox.state / "status.json").exists()


def test_new_report_of_claude_code_is_shown(sandbox: Sandbox) -> None:
    """What the status line stores counts at once, also where nobody follows the files."""
    sandbox.server.answers = [future_usage_answer()]
    before, resets_at = session()
    limits = {"five_hour": {"used_percentage": 47, "resets_at": resets_at.timestamp()}}
    command = [sys.executable, "-m", "brim", "statusline"]
    content = json.dumps({"rate_limits": limits, "session_id": "one"}).encode()
    subprocess.run(command, input=content, capture_output=True, check=True)

    assert (42.0, 47.0) == (before, session()[0])


def test_answer_holds_only_for_a_while(sandbox: Sandbox) -> None:
    """It ends with the next update or after five minutes, is none before it was made, nor for another version."""
    sandbox.server.answers = [future_usage_answer()]
    next_at = datetime.fromisoformat(json.loads(status("--json")[1])["next_read_at"])
    now = datetime.now(UTC)
    assert answer_at(sandbox, now) is not None
    assert [None] * 3 == [
        answer_at(sandbox, at) for at in (now - timedelta(hours=1), now + timedelta(minutes=5), next_at)
    ]
    path = sandbox.state / "status.json"
    content = json.loads(path.read_text())
    content["answer"]["version"] = "0.0"
    path.write_text(json.dumps(content))

    assert answer_at(sandbox, now) is None


def test_running_tray_vouches_for_its_accounts(sandbox: Sandbox) -> None:
    """While the tray that wrote them listens, accounts hold although Claude Code's files change; not their settings."""
    sandbox.server.answers = [future_usage_answer()]
    status()
    path, now = sandbox.state / "status.json", datetime.now(UTC)
    sandbox.write_login(subscriptionType="pro")
    assert answer_at(sandbox, now) is None
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as tray:
        tray.bind(("127.0.0.1", 0))
        pid = json.loads(path.read_text())["answer"]["pid"]
        (sandbox.state / "tray.json").write_text(json.dumps({"schema": 1, "port": tray.getsockname()[1], "pid": pid}))

        assert answer_at(sandbox, now + timedelta(minutes=6)) is not None
        (sandbox.config / "brim.toml").write_text("[icon]\nshow = 'remaining'\n")
        assert answer_at(sandbox, now) is None


@pytest.mark.parametrize("damage", ["[]", '{"a": 1}', "null", '"x"', "[[]]", "[{}]", "9"])
@pytest.mark.parametrize("key", ["views", "made_at", "until", "settings", "sources", "pid", "notes"])
def test_damaged_answer_is_none(sandbox: Sandbox, key: str, damage: str) -> None:
    """Whatever stands in the file, a command goes on: with what it says, or by reading again."""
    sandbox.server.answers = [future_usage_answer()] * 3
    status()
    path = sandbox.state / "status.json"
    content = json.loads(path.read_text())
    content["answer"][key] = json.loads(damage)
    path.write_text(json.dumps(content))

    found = answer_at(sandbox, datetime.now(UTC))
    assert found is None or key in {"pid", "notes", "settings"}


def test_failed_reading_is_tried_again_when_it_is_due(sandbox: Sandbox) -> None:
    """A refused login is said again without a request, with the same exit code."""
    sandbox.server.answers = [ServerAnswer(401, b"{}")]
    codes = [status()[0], status()[0]]

    assert [3, 3] == codes
    assert 1 == len(sandbox.server.requests)
