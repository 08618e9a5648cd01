"""`brim alerts`: the rules, the test notifications and the log of decisions."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from brim.backend.alerts.log import AlertLog, LogEntry, read_log
from brim.backend.alerts.memorystore import AlertMemoryStore
from brim.backend.alerts.policy import AlertOutcome
from brim.backend.alerts.preview import preview
from brim.backend.system.clock import utc
from brim.model.alert import Rule
from brim.model.snapshot import SnoozedRule
from tests.support.messagingrules import TOKEN, Reply
from tests.support.messagingservers import running_service
from tests.support.sandbox import Sandbox, start_brim
from tests.support.terminalrun import run_on_terminal

if TYPE_CHECKING:
    from pathlib import Path


def alerts(*arguments: str) -> tuple[int, str, str]:
    """Exit code and both outputs of `brim alerts`."""
    with start_brim("alerts", *arguments) as process:
        out, errors = process.communicate(timeout=60)
        return process.returncode, out, errors


def entry(title: str, verdict: AlertOutcome = AlertOutcome.SENT) -> LogEntry:
    """A line of the log."""
    return LogEntry(at=utc(), account="a" * 16, rule="limit", window="session", verdict=verdict, why="due", title=title)


def test_rules_are_listed(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list shows each rule with its switch and its snooze, and the quiet hours."""
    monkeypatch.setenv("BRIM_ALERTS__PACE", "false")
    monkeypatch.setenv("BRIM_ALERTS__QUIET_HOURS", "22:00-07:00")
    snoozed = SnoozedRule("reset", utc() + timedelta(minutes=30))
    AlertMemoryStore(sandbox.state / "episodes.json").save_snoozed((snoozed,))
    code, out, errors = alerts()
    lines = {line.split()[0]: line for line in out.splitlines() if line}

    assert (0, "") == (code, errors)
    assert [*Rule, "Quiet"] == list(lines)
    assert ("off", "on") == (lines["pace"].split()[1], lines["limit"].split()[1])
    assert "snoozed until" in lines["reset"]
    assert "22:00-07:00" in lines["Quiet"]


def test_rules_are_listed_as_json(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """The JSON has each rule with its switch and its snooze, and the quiet hours; the log has its own list."""
    monkeypatch.setenv("BRIM_ALERTS__PACE", "false")
    until = utc() + timedelta(minutes=30)
    AlertMemoryStore(sandbox.state / "episodes.json").save_snoozed((SnoozedRule("reset", until),))
    code, out, errors = alerts("--json")
    report = json.loads(out)
    rules = {rule["rule"]: rule for rule in report["rules"]}

    assert (0, "", ["schema", "rules", "quiet_hours"]) == (code, errors, list(report))
    assert [*Rule] == list(rules)
    assert [False, True] == [rules[name]["on"] for name in ("pace", "limit")]
    assert [None, until.isoformat().replace("+00:00", "Z")] == [
        rules[name]["snoozed_until"] for name in ("limit", "reset")
    ]
    assert [] == json.loads(alerts("--json", "log")[1])


def test_log_is_printed(sandbox: Sandbox) -> None:
    """The log shows each notification, and why one was not sent, newest last, also as JSON; an empty log says so."""
    empty = alerts("log")
    AlertLog(sandbox.state / "alerts.jsonl").append([entry("first"), entry("second", AlertOutcome.HELD)])
    with (sandbox.state / "alerts.jsonl").open("a") as file:
        file.write('{"half": \nnonsense\n')
    code, out, _ = alerts("log")
    last = json.loads(alerts("log", "--json", "--last", "1")[1])

    assert (0, "No alerts yet.\n") == empty[:2]
    assert (0, ["first", "second (due)"]) == (
        code,
        [line.split("limit ")[1].strip() for line in out.splitlines()],
    )
    assert [("held", "second")] == [(entry["verdict"], entry["title"]) for entry in last]


def test_log_names_the_account_where_there_are_several(sandbox: Sandbox) -> None:
    """With notifications about several accounts each line says about which one it is."""
    others = entry("third").model_copy(update={"account": "b" * 16, "label": "Codex · work", "provider": "codex"})
    first = entry("first").model_copy(update={"label": "Claude · work"})
    AlertLog(sandbox.state / "alerts.jsonl").append([first, others])
    lines = alerts("log")[1].splitlines()

    assert ["Claude · work: first", "Codex · work: third"] == [line.split("limit ")[1].strip() for line in lines]
    assert ["", "codex"] == [one["provider"] for one in json.loads(alerts("log", "--json")[1])]


@pytest.mark.parametrize("columns", [40, 80])
def test_log_fits(sandbox: Sandbox, columns: int) -> None:
    """The columns of the log are aligned, and what does not fit goes below its title."""
    entries = [entry("Fable (week): 78% used"), entry("No data for 1 h 30 min, and a long title", AlertOutcome.SKIPPED)]
    AlertLog(sandbox.state / "alerts.jsonl").append(entries)
    run = run_on_terminal("alerts", "log", columns=columns, NO_COLOR="1")

    assert max(map(len, run.lines)) <= columns
    assert len({line.index("limit ") for line in run.lines if "limit " in line}) == 1
    assert run.words.endswith("a long title (due)")


def test_log_stays_small(tmp_path: Path) -> None:
    """The older half is removed when the file has grown; the newest line is always there."""
    path = tmp_path / "alerts.jsonl"
    log = AlertLog(path)
    for number in range(60):
        log.append([entry(f"{number}-{'x' * 200}")] * 40)

    assert path.stat().st_size < 400_000
    assert read_log(path)[-1].title.startswith("59-")


def test_log_that_cannot_be_written_stays_empty(tmp_path: Path) -> None:
    """Without a writable folder nothing is logged, and nothing fails."""
    (tmp_path / "state").touch()
    AlertLog(tmp_path / "state" / "alerts.jsonl").append([entry("a")])

    assert () == read_log(tmp_path / "state" / "alerts.jsonl")


@pytest.mark.parametrize("rule", Rule)
def test_each_rule_has_a_test_notification(rule: Rule) -> None:
    """Every rule makes its own test notification, exactly as the real one: with its title and buttons."""
    alert = preview(rule, utc()).alert

    assert not alert.title.startswith("Test")
    assert len(alert.title) <= 40
    assert alert.buttons
    assert alert.body.endswith(".")
    assert alert.body.count(". ") <= 1


def test_test_notification_needs_a_desktop() -> None:
    """Without a session bus the error is one line."""
    code, out, errors = alerts("test", "limit")

    assert (1, "", 1) == (code, out, len(errors.splitlines()))


@pytest.mark.parametrize("rule", Rule)
@pytest.mark.usefixtures("sandbox")
def test_hooks_are_tried_for_real(monkeypatch: pytest.MonkeyPatch, rule: Rule) -> None:
    """With --hooks the webhooks of the rule get a message, without a desktop, and the answer is one line."""
    with running_service("discord") as standin:
        monkeypatch.setenv("BRIM_HOOKS__WEBHOOK_KIND", "discord")
        monkeypatch.setenv("BRIM_HOOKS__WEBHOOK", json.dumps({rule: standin.url}))
        result = alerts("test", rule, "--hooks")
        (post,) = standin.posts

    assert (0, f"webhook for {rule}: Discord answered 204\n", "") == result
    assert preview(rule, utc()).alert.title[:5] in post.fields["content"]


def test_failed_hook_is_told(sandbox: Sandbox) -> None:
    """A hook that fails is not tried again; its line says why without its address, and the exit code is 1."""
    with running_service("slack") as standin:
        command = f'"{sys.executable}" -c "raise SystemExit(3)"'
        (sandbox.config / "brim.toml").write_text(
            f"[hooks]\nwebhook_kind = 'slack'\n[hooks.command]\nall = '{command}'\n"
            f"[hooks.webhook]\nall = '{standin.url}'\nlimit = 'https://ntfy.sh/'\n"
        )
        standin.replies = [Reply(404, f"no_service\nat {standin.url}")]
        code, out, errors = alerts("--debug", "test", "limit", "--hooks")

    assert 1 == standin.attempts
    assert 1 == code
    command_line, webhook_line = out.splitlines()
    assert "command for all: it ended with 3" == command_line
    assert "webhook for all: Slack answered 404: no_service at http://127.0.0.1:" == webhook_line.rstrip("0123456789/*")
    assert "`topic` is missing. For ntfy it must look like https://ntfy.sh/TOPIC." in errors
    assert TOKEN not in out + errors


@pytest.mark.usefixtures("sandbox")
def test_rule_without_hooks_is_an_error() -> None:
    """Without a hook for the rule there is nothing to try, and the error says where to add one."""
    code, out, errors = alerts("test", "limit", "--hooks")

    assert (1, "") == (code, out)
    assert "No hook for limit. Add one for `limit` or `all` to brim.toml; `brim help phones` shows how." in errors


@pytest.mark.parametrize(
    "arguments", [("test",), ("test", "nonsense"), ("log", "--last", "x"), ("log", "--last", "-1")]
)
def test_invalid_argument_exits_with_2(arguments: tuple[str, ...]) -> None:
    """An unknown rule and an invalid number are usage errors."""
    assert 2 == alerts(*arguments)[0]
