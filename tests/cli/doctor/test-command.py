"""`brim doctor`: its facts, its next steps, and what it hides."""

from __future__ import annotations

import json
import platform
import re
import socket
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from brim.backend.providers.claude.localfiles import statusline_path
from tests.support.sandbox import TOKEN, Sandbox, start_brim, status_json
from tests.support.usageserver import Answer, answer_from_fixture, future_usage_answer, usage_answer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FIELDS = [
    *("schema", "made_at", "desktop", "network", "settings", "complaints", "folder", "history", "metrics", "accounts"),
    *("detours", "detours_by_provider", "update", "launcher", "autostart", "versions", "verdict", "lines"),
]


def page(*arguments: str) -> tuple[int, str]:
    """Exit code and output of `brim doctor`, which prints nothing on standard error."""
    with start_brim("doctor", *arguments) as process:
        out, errors = process.communicate(timeout=60)
        assert "" == errors
        return process.returncode, out


def doctor() -> Any:  # noqa: ANN401 - what JSON holds
    """The JSON of `brim doctor`; exit code and verdict agree, and each problem has a next step."""
    code, out = page("--json")
    report = json.loads(out)
    problems = [line for line in report["lines"] if line["verdict"] == "problem"]

    assert code == (1 if problems else 0)
    assert bool(problems) == (report["verdict"] == "problem")
    assert all(line["next"] for line in problems)
    return report


def problems(report: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - what JSON holds
    """Topic and text of each problem."""
    return [(line["topic"], line["text"]) for line in report["lines"] if line["verdict"] == "problem"]


def tree(*folders: Path) -> dict[str, tuple[int, bytes]]:
    """Every file and folder below some folders, with its time and its content."""
    paths = [path for folder in folders for path in (folder, *folder.rglob("*"))]
    return {str(path): (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"") for path in paths}


@pytest.mark.parametrize(("minutes_ago", "verdict"), [((1, 30, 59, 61, 600), "ok"), (range(1, 47, 2), "look")])
def test_requests_of_the_last_hour(sandbox: Sandbox, minutes_ago: Iterable[int], verdict: str) -> None:
    """Doctor says how many requests of the last hour Brim used, with those of the Claude CLI that it ran."""
    status_json()
    now = datetime.now(UTC)
    times = [(now - timedelta(minutes=minutes)).isoformat() for minutes in minutes_ago]
    for name in ("gate.json", "program.json"):
        path = sandbox.account_file(name)
        content = json.loads(path.read_text()) if path.exists() else {}
        content["attempts"] = {"total": 9, "last_hour": times if name == "gate.json" else [now.isoformat()]}
        path.write_text(json.dumps(content))
    report = doctor()
    gate = report["accounts"][0]["gate"]
    used = sum(minutes < 60 for minutes in minutes_ago) + 1
    [line] = [line for line in report["lines"] if line["text"].startswith("Requests in the last hour")]

    assert (used, 30) == (gate["requests_hour"], gate["allowance_hour"])
    assert f": {used} of about 30, which all tools share" in line["text"]
    assert verdict == line["verdict"]


def test_good_reading_is_no_problem(sandbox: Sandbox) -> None:
    """After a good reading nothing is a problem, and the report sends no request."""
    sandbox.server.answers = [future_usage_answer()]
    sandbox.write_login(refreshTokenExpiresAt=4_000_000_000_000)
    status_json()
    report = doctor()
    account = report["accounts"][0]

    assert FIELDS == list(report)
    assert [] == problems(report)
    assert sandbox.account_file("gate.json").parent.name == account["id"]
    assert ("file", "usable", "Max") == tuple(account["login"][key] for key in ("origin", "state", "plan"))
    assert "user:profile" in account["login"]["scopes"]
    assert "2096-10-02T07:06:40Z" == account["login"]["ends_at"]
    assert ("ok", 0, 1, 1) == tuple(
        account["gate"][key] for key in ("health", "failures", "requests_today", "requests_total")
    )
    assert [("ok", "api")] == [(read["health"], account["windows"][0]["source"]) for read in account["reads"]]
    assert {True} == {window["known"] and window["confirmed"] for window in account["windows"][:1]}
    assert (True, True, True) == (report["network"], report["folder"]["exists"], report["folder"]["writable"])
    assert (platform.python_version(), "folder") == tuple(report["versions"][key] for key in ("python", "installed_by"))
    assert "Run from a folder with its source" in [line["text"] for line in report["lines"]]
    assert None not in report["versions"]["libraries"].values()
    assert 1 == len(sandbox.server.requests)


def test_report_is_printed_by_topic(sandbox: Sandbox) -> None:
    """The output is a summary and topics of marked facts, without color and at most 80 columns wide."""
    sandbox.write_login(scopes=["user:inference"])
    code, out = page()
    lines = out.splitlines()

    assert 1 == code
    assert "Something needs your attention: see the lines marked [!]." == lines[0]
    place = lines.index("Login")
    assert "[!] problem  Login in ~/.claude/.credentials.json lacks usage permission" == lines[place + 1]
    assert lines[place + 2].startswith("             -> It lacks the scope user:profile")
    assert "Run `claude auth login`" in " ".join(" ".join(lines[place + 2 :]).split())
    assert [] == [line for line in lines if len(line) > 80 and "/" not in line]
    assert "\x1b" not in out
    marks = ("[+] ok ", "[?] note ", "[!] problem ", "             ")
    topics = {line["topic"] for line in doctor()["lines"]}
    assert [] == [line for line in lines[1:] if line and line not in topics and not line.startswith(marks)]


def test_no_file_is_changed(sandbox: Sandbox, home: Path) -> None:
    """Files stay unchanged, also broken ones and one with an impossible wait; the broken ones are listed."""
    status_json()
    gate = sandbox.account_file("gate.json")
    ahead = (datetime.now(UTC) + timedelta(days=9)).isoformat()
    gate.write_text(json.dumps(json.loads(gate.read_text()) | {"blocked_until": ahead, "failures": "many"}))
    (sandbox.state / "choices.json").write_text("{")
    (sandbox.state / "tray.json").write_text("[]")
    (gate.parent / "unsaved").touch()
    before = tree(home, sandbox.state, sandbox.config)
    report = doctor()
    page()

    assert before == tree(home, sandbox.state, sandbox.config)
    assert 1 == len(sandbox.server.requests)
    assert ["choices.json", "gate.json", "tray.json"] == sorted(text.split()[0] for text in report["folder"]["broken"])
    unsaved, damaged = ("Requests", "The last result could not be saved"), ("Settings", "choices.json was damaged")
    assert [unsaved, damaged] == problems(report)


def test_no_folder_is_created(sandbox: Sandbox) -> None:
    """Where Brim never ran, no data folder is created."""
    report = doctor()

    assert (False, True) == (report["folder"]["exists"], report["folder"]["writable"])
    assert not sandbox.state.exists()
    assert [] == sandbox.server.requests


@pytest.mark.parametrize("url", ["https://alicesmith:hunter2secret@{host}.example.com", "https://{host}.example.com"])
def test_report_is_safe_in_public(sandbox: Sandbox, home: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Text and JSON contain no home folder, user, host, e-mail address, part of a token, or password of a URL."""
    host = "" if (name := socket.gethostname()) == "localhost" else name
    for variable in ("USER", "LOGNAME", "USERNAME"):
        monkeypatch.setenv(variable, "alicesmith")
    status_json()
    gate = sandbox.account_file("gate.json")
    problem = {"title": "Fault of bob@example.org", "message": f"{TOKEN} https://alicesmith:hunter2secret@example.com/"}
    gate.write_text(json.dumps(json.loads(gate.read_text()) | {"health": "error", "failures": 1, "problem": problem}))
    (sandbox.config / "brim.toml").write_text(f'"{TOKEN}" = 1\n"bob@example.org" = 2\n"\\u001b[2Jx" = 3\n')
    sandbox.write_login(
        scopes=["user:profile", "bob@example.org"], subscriptionType="alicesmith", accessToken=TOKEN + "-TAIL"
    )
    monkeypatch.setenv("CLAUDE_CONFIG_DIR", str(home / ".claude"))
    monkeypatch.setenv("CLAUDE_SECURESTORAGE_CONFIG_DIR", "/data/alicesmith/store")
    outs = [page()[1], page("--json")[1]]
    monkeypatch.setenv("BRIM_CLAUDE__API_URL", url.format(host=host or "machine"))
    outs += [page()[1], page("--json")[1]]

    hidden = [str(home), home.name, "alicesmith", "@example", "person", "bob", "hunter2secret", "sk-ant", "\x1b"]
    hidden += ["EXAMPLE", "REFRESH", "TAIL", "11111111-1111", "22222222-2222"]
    assert [] == [word for word in hidden if word and any(word in out for out in outs)]
    assert not host or [] == [out for out in outs if re.search(rf"\b{re.escape(host)}\b", out)]
    assert "~/.claude" in outs[0]
    assert "/data/<user>/store" in outs[0]
    assert "Fault of <e-mail>" in outs[0]


def test_names_of_accounts_are_hidden(sandbox: Sandbox) -> None:
    """The names that settings give to accounts are in no part of the report; their folders are."""
    folders = f'"Acme Merger" = "{sandbox.claude.as_posix()}"\nZweit = "~/.claude-other"\n'
    (sandbox.config / "brim.toml").write_text(f"[claude.config_dirs]\n{folders}")
    outs = [page()[1], page("--json")[1]]

    assert [] == [name for name in ("Acme", "Merger", "Zweit") if any(name in out for out in outs)]
    assert ".claude-other" in outs[0]


@pytest.mark.parametrize(
    ("changes", "state", "text"),
    [
        ({"expiresAt": 1_700_000_000_000}, "expired", " has expired"),
        ({"scopes": []}, "no_scope", " lacks usage permission"),
        ({"accessToken": "\u00e9"}, "unreadable", " cannot be used"),
        ({"refreshTokenExpiresAt": 1_700_000_000_000}, "usable", "Login expired for good "),
    ],
)
def test_unusable_login_is_a_problem(sandbox: Sandbox, changes: dict[str, object], state: str, text: str) -> None:
    """An expired, unreadable or insufficient login is a problem, whatever is wrong with it."""
    sandbox.write_login(**changes)
    report = doctor()

    assert state == report["accounts"][0]["login"]["state"]
    assert [("Login", True)] == [(topic, text in problem) for topic, problem in problems(report)]


def test_login_that_ends_soon_is_a_warning(sandbox: Sandbox) -> None:
    """A login that ends within three days has a warning with the next step."""
    sandbox.write_login(refreshTokenExpiresAt=int((time.time() + 86_400) * 1000))
    warnings = [line for line in doctor()["lines"] if line["topic"] == "Login" and line["verdict"] == "look"]

    assert ["Run `claude` and sign in again with `/login` before then."] == [line["next"] for line in warnings]


def test_missing_login_is_a_problem(sandbox: Sandbox) -> None:
    """Without a login the report shows where it was searched for."""
    (sandbox.claude / ".credentials.json").unlink()

    assert [("Login", "No login in ~/.claude/.credentials.json")] == problems(doctor())


def test_last_attempts_are_listed(sandbox: Sandbox) -> None:
    """The last attempts are listed, newest first; a wait is a warning, an error of the server is a problem."""
    sandbox.server.answers = [usage_answer(), answer_from_fixture("error-429"), Answer(500, b"")]
    reports = []
    sandbox.now = datetime.now(UTC) - timedelta(seconds=5000)
    for seconds in (2000, 2990, 0):
        sandbox.read()
        sandbox.advance(seconds)
        reports.append(doctor())

    reads = reports[-1]["accounts"][0]["reads"]
    assert ["error", "blocked", "ok"] == [read["health"] for read in reads]
    assert all(read["seconds"] is not None for read in reads)
    assert [[], [], ["Requests"]] == [[topic for topic, _ in problems(report)] for report in reports]
    assert ["ok", "look", "look"] == [
        line["verdict"] for line in reports[-1]["lines"] if line["topic"] == "Recent attempts"
    ][::-1]


def test_status_page_and_claude_cli_are_reported(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The report shows the last status page, and the path, the runs and the last result of the Claude CLI."""
    page = sandbox.state / "incidents" / "claude.json"
    page.parent.mkdir(parents=True)
    incident: dict[str, object] = {"title": "Elevated errors", "affects": [], "since": None}
    at = datetime.now(UTC).isoformat()
    page.write_text(json.dumps({"schema": 1, "asked_at": at, "looked_at": at, "incident": incident}))
    claude = tmp_path / "claude"
    claude.write_text("#!/bin/sh\nexit 1\n")
    claude.chmod(0o755)
    monkeypatch.setenv("BRIM_CLAUDE__PROGRAM", str(claude))
    status_json("--ask-claude")
    report = doctor()
    texts = [line["text"] for line in report["lines"] if line["topic"] in {"Anthropic status", "Claude CLI"}]

    assert texts[0].startswith("Incident: Elevated errors (checked ")
    assert texts[1].endswith("claude, run only when you ask for it; 1 time so far")
    assert texts[2].endswith(": Claude CLI failed")
    assert (1, "error") == (report["accounts"][0]["program"]["total"], report["accounts"][0]["program"]["health"])
    monkeypatch.setenv("BRIM_CLAUDE__PROGRAM", str(tmp_path))
    assert "Not found; Brim works without it" in [line["text"] for line in doctor()["lines"]]


def test_changed_settings_are_listed(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Changed settings are listed with their source; one that cannot be used is a problem."""
    (sandbox.config / "brim.toml").write_text("environment = 'production'\n[claude]\nnetwork = false\n")
    monkeypatch.setenv("BRIM_POLL__INTERVAL", "often")
    report = doctor()
    changed = {setting["name"]: (setting["value"], setting["place"]) for setting in report["settings"]}

    assert ("false", "brim.toml") == changed["claude.network"]
    assert ("production", "brim.toml") == changed["environment"]
    assert "poll.interval" not in changed
    assert [("Settings", "Invalid BRIM_POLL__INTERVAL")] == problems(report)
    assert False is report["network"]
    assert None is report["accounts"][0]["gate"]["next_read_at"]


def test_unusable_settings_are_a_problem(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting because of which nothing can be read is the only problem, and the rest of the report is there."""
    monkeypatch.setenv("BRIM_CLAUDE__API_URL", "http://example.com")
    report = doctor()

    assert [("Settings", "Invalid BRIM_CLAUDE__API_URL")] == problems(report)
    assert [] == report["accounts"]
    assert not sandbox.state.exists()


def test_unusable_state_folder_is_a_problem(sandbox: Sandbox) -> None:
    """A file in place of the data folder is a problem."""
    sandbox.state.write_text("in the way")

    assert ["Data folder"] == [topic for topic, _ in problems(doctor())]


def test_installed_statusline_is_checked(sandbox: Sandbox) -> None:
    """The installed status line is reported with the age of its data; a missing program is a problem."""

    def statusline() -> tuple[bool, ...]:
        """Whether it is installed, its program exists, its data folder is the same, and it has data."""
        report = doctor()["accounts"][0]["statusline"]
        return report["installed"], report["runs"], report["same_state"], report["told_at"] is not None

    states = [statusline()]
    with start_brim("statusline", "install", "--yes") as process:
        process.communicate(timeout=60)
    states.append(statusline())
    statusline_path(sandbox.state, sandbox.claude).write_text("{}")
    states.append(statusline())
    path = sandbox.claude / "settings.json"
    settings = json.loads(path.read_text())
    settings["statusLine"]["command"] = "/nowhere/python -m brim statusline"
    path.write_text(json.dumps(settings))
    states.append(statusline())

    absent, installed, with_data, broken = (0, 0, 1, 0), (1, 1, 1, 0), (1, 1, 1, 1), (1, 0, 1, 1)
    assert [absent, installed, with_data, broken] == states
    assert ["Status line"] == [topic for topic, _ in problems(doctor())]


def test_setting_that_stops_the_status_line_is_a_problem(sandbox: Sandbox) -> None:
    """A setting that stops every status line is named, and is a problem where Brim's is installed."""
    (sandbox.claude / "remote-settings.json").write_text('{"allowManagedHooksOnly": true}')
    before = doctor()
    with start_brim("statusline", "install", "--yes") as process:
        process.communicate(timeout=60)
    after = doctor()

    assert [] == [topic for topic, _ in problems(before) if topic == "Status line"]
    for report in (before, after):
        assert any("because of allowManagedHooksOnly in ~/" in line["text"] for line in report["lines"])
        assert 1 == len(report["accounts"][0]["statusline"]["blocked_by"])
    assert "Status line" in [topic for topic, _ in problems(after)]


def test_history_is_summarised(sandbox: Sandbox) -> None:
    """The report shows size and range of the history and the files that were set aside, and writes nothing."""
    sandbox.server.answers = [future_usage_answer()]
    status_json()
    (sandbox.state / "history.db.broken").write_text("damaged")
    before = tree(sandbox.state)
    report = doctor()
    limits = {window["label"] for window in report["accounts"][0]["windows"]}

    assert (len(limits), len(limits)) == (report["history"]["readings"], report["history"]["limits"])
    assert ["history.db.broken"] == report["history"]["aside"]
    assert report["history"]["oldest"] == report["history"]["newest"]
    assert ["ok", "look"] == [line["verdict"] for line in report["lines"] if line["topic"] == "History"]
    assert before == tree(sandbox.state)


def test_damaged_history_is_a_problem(sandbox: Sandbox) -> None:
    """A history that cannot be used is a problem with its next step; the report does not move the file."""
    status_json()
    (sandbox.state / "history.db").write_text("no database at all, and long enough to be seen as that" * 100)
    before = tree(sandbox.state)
    report = doctor()
    [line] = [line for line in report["lines"] if line["topic"] == "History"]

    assert ("problem", True) == (line["verdict"], line["text"].endswith("history.db cannot be used"))
    assert "Brim sets it aside and starts a new one as soon as it may write there." == line["next"]
    assert before == tree(sandbox.state)
