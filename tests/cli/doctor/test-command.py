"""`brim doctor`: what it finds, what it says to do next, and what it keeps to itself."""

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
from brim.cli.doctor.redact import redact
from tests.support.sandbox import TOKEN, Sandbox, start_brim, status_json
from tests.support.usageserver import Answer, answer_from_fixture, usage_answer

if TYPE_CHECKING:
    from pathlib import Path

FIELDS = [
    *("schema", "made_at", "desktop", "network", "settings", "complaints", "folder", "history", "accounts"),
    *("detours", "versions", "verdict", "lines"),
]


def page(*arguments: str) -> tuple[int, str]:
    """Exit code and text of `brim doctor`, which has nothing to complain about elsewhere."""
    with start_brim("doctor", *arguments) as process:
        out, errors = process.communicate(timeout=60)
        assert "" == errors
        return process.returncode, out


def doctor() -> Any:  # noqa: ANN401 - what JSON holds
    """The JSON of `brim doctor`; exit code and verdict agree, and each problem has a next step."""
    code, out = page("--json")
    found = json.loads(out)
    problems = [line for line in found["lines"] if line["verdict"] == "problem"]

    assert code == (1 if problems else 0)
    assert bool(problems) == (found["verdict"] == "problem")
    assert all(line["next"] for line in problems)
    return found


def problems(found: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - what JSON holds
    """Topic and text of each problem."""
    return [(line["topic"], line["text"]) for line in found["lines"] if line["verdict"] == "problem"]


def tree(*folders: Path) -> dict[str, tuple[int, bytes]]:
    """Every file and folder below some folders, with its time and its content."""
    paths = [path for folder in folders for path in (folder, *folder.rglob("*"))]
    return {str(path): (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"") for path in paths}


def test_all_is_well(sandbox: Sandbox) -> None:
    """After a good reading nothing is a problem, and nobody is asked for the page."""
    sandbox.write_login(refreshTokenExpiresAt=4_000_000_000_000)
    status_json()
    found = doctor()
    account = found["accounts"][0]

    assert FIELDS == list(found)
    assert [] == problems(found)
    assert sandbox.account_file("gate.json").parent.name == account["id"]
    assert ("file", "usable", "Max 5x") == tuple(account["login"][key] for key in ("origin", "state", "plan"))
    assert "user:profile" in account["login"]["scopes"]
    assert "2096-10-02T07:06:40Z" == account["login"]["ends_at"]
    assert ("ok", 0, 1, 1) == tuple(
        account["gate"][key] for key in ("health", "failures", "requests_today", "requests_total")
    )
    assert [("ok", "api")] == [(read["health"], account["windows"][0]["source"]) for read in account["reads"]]
    assert {True} == {window["known"] and window["confirmed"] for window in account["windows"][:1]}
    assert (True, True, True) == (found["network"], found["folder"]["exists"], found["folder"]["writable"])
    assert platform.python_version() == found["versions"]["python"]
    assert None not in found["versions"]["libraries"].values()
    assert 1 == len(sandbox.server.requests)


def test_the_page(sandbox: Sandbox) -> None:
    """For a person: a summary, then topics with a line for each fact, marked by word and shape, without colour."""
    sandbox.write_login(scopes=["user:inference"])
    code, out = page()
    lines = out.splitlines()

    assert 1 == code
    assert "There is a problem; the lines below say what to do next." == lines[0]
    place = lines.index("Login")
    assert "[!] problem    ~/.claude/.credentials.json: it may not read usage" == lines[place + 1]
    assert lines[place + 2].startswith("               -> It lacks the right user:profile")
    assert "Run `claude auth login`" in lines[place + 2]
    assert "\x1b" not in out
    marks = ("[+] ok ", "[?] look here ", "[!] problem ", "               -> ")
    topics = {line["topic"] for line in doctor()["lines"]}
    assert [] == [line for line in lines[1:] if line and line not in topics and not line.startswith(marks)]


def test_nothing_is_written(sandbox: Sandbox, home: Path) -> None:
    """Files stay as they are, also broken ones and a wait that cannot be: they are named and left."""
    status_json()
    gate = sandbox.account_file("gate.json")
    ahead = (datetime.now(UTC) + timedelta(days=9)).isoformat()
    gate.write_text(json.dumps(json.loads(gate.read_text()) | {"blocked_until": ahead, "failures": "many"}))
    (sandbox.state / "choices.json").write_text("{")
    (sandbox.state / "tray.json").write_text("[]")
    (gate.parent / "unsaved").touch()
    before = tree(home, sandbox.state, sandbox.config)
    found = doctor()
    page()

    assert before == tree(home, sandbox.state, sandbox.config)
    assert 1 == len(sandbox.server.requests)
    assert ["choices.json", "gate.json", "tray.json"] == sorted(one.split()[0] for one in found["folder"]["broken"])
    assert [("Asking", "What was learnt last could not be written")] == problems(found)


def test_nothing_is_made(sandbox: Sandbox) -> None:
    """Where Brim never ran, no folder is made."""
    found = doctor()

    assert (False, True) == (found["folder"]["exists"], found["folder"]["writable"])
    assert not sandbox.state.exists()
    assert [] == sandbox.server.requests


@pytest.mark.parametrize("url", ["https://alicesmith:hunter2secret@{host}.example.com", "https://{host}.example.com"])
def test_safe_in_public(sandbox: Sandbox, home: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Neither page nor JSON holds home folder, user, host, e-mail address, any part of a token, or a URL's password."""
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


@pytest.mark.parametrize(
    ("changes", "state", "text"),
    [
        ({"expiresAt": 1_700_000_000_000}, "expired", "its access has ended"),
        ({"scopes": []}, "no_scope", "it may not read usage"),
        ({"accessToken": "\u00e9"}, "unreadable", "it cannot be read"),
        ({"refreshTokenExpiresAt": 1_700_000_000_000}, "usable", "It could be renewed until"),
    ],
)
def test_login(sandbox: Sandbox, changes: dict[str, object], state: str, text: str) -> None:
    """A login that is of no use is a problem, wherever it lies."""
    sandbox.write_login(**changes)
    found = doctor()

    assert state == found["accounts"][0]["login"]["state"]
    assert [("Login", True)] == [(topic, text in said) for topic, said in problems(found)]


def test_login_that_ends_soon(sandbox: Sandbox) -> None:
    """A login that ends within three days is worth a look and says so."""
    sandbox.write_login(refreshTokenExpiresAt=int((time.time() + 86_400) * 1000))
    looks = [line for line in doctor()["lines"] if line["topic"] == "Login" and line["verdict"] == "look"]

    assert ["Sign in again before."] == [line["next"] for line in looks]


def test_no_login(sandbox: Sandbox) -> None:
    """Without a login the page says where it was looked for."""
    (sandbox.claude / ".credentials.json").unlink()

    assert [("Login", "~/.claude/.credentials.json: no login was found there")] == problems(doctor())


def test_last_reads(sandbox: Sandbox) -> None:
    """The last attempts are listed, newest first; a wait is worth a look, a fault of the server is a problem."""
    sandbox.server.answers = [usage_answer(), answer_from_fixture("error-429"), Answer(500, b"")]
    seen = []
    sandbox.now = datetime.now(UTC) - timedelta(seconds=5000)
    for seconds in (2000, 2990, 0):
        sandbox.read()
        sandbox.advance(seconds)
        seen.append(doctor())

    reads = seen[-1]["accounts"][0]["reads"]
    assert ["error", "blocked", "ok"] == [read["health"] for read in reads]
    assert all(read["seconds"] is not None for read in reads)
    assert [[], [], ["Asking"]] == [[topic for topic, _ in problems(found)] for found in seen]
    assert ["ok", "look", "look"] == [line["verdict"] for line in seen[-1]["lines"] if line["topic"] == "Last reads"][
        ::-1
    ]


def test_what_else_was_asked(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The status page's last word, and the claude program: where it is, how often it was asked and how that ended."""
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
    found = doctor()
    told = [line["text"] for line in found["lines"] if line["topic"] in {"Status page", "Claude program"}]

    assert told[0].endswith(": Elevated errors")
    assert told[1].endswith("claude, asked on request only; so far: 1")
    assert told[2].endswith(": error (The claude program failed)")
    assert (1, "error") == (found["accounts"][0]["program"]["total"], found["accounts"][0]["program"]["health"])
    monkeypatch.setenv("BRIM_CLAUDE__PROGRAM", str(tmp_path))
    assert "Not found; nothing else needs it" in [line["text"] for line in doctor()["lines"]]


def test_settings(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings that are not at their defaults say where they come from; one that cannot be used is a problem."""
    (sandbox.config / "brim.toml").write_text("environment = 'production'\n[claude]\nnetwork = false\n")
    monkeypatch.setenv("BRIM_POLL__INTERVAL", "often")
    found = doctor()
    given = {one["name"]: (one["value"], one["place"]) for one in found["settings"]}

    assert ("false", "brim.toml") == given["claude.network"]
    assert ("production", "brim.toml") == given["environment"]
    assert "poll.interval" not in given
    assert [("Settings", "BRIM_POLL__INTERVAL cannot be used")] == problems(found)
    assert False is found["network"]
    assert None is found["accounts"][0]["gate"]["next_read_at"]


def test_refused_url(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the settings cannot be used at all, that is the problem, and the rest of the page is there."""
    monkeypatch.setenv("BRIM_CLAUDE__API_URL", "http://example.com")
    found = doctor()

    assert [("Settings", "BRIM_CLAUDE__API_URL cannot be used")] == problems(found)
    assert (None, []) == (found["folder"], found["accounts"])
    assert not sandbox.state.exists()


def test_folder_that_cannot_be_written(sandbox: Sandbox) -> None:
    """A file where the state folder should be is a problem."""
    sandbox.state.write_text("in the way")

    assert ["Files"] == [topic for topic, _ in problems(doctor())]


def test_status_line(sandbox: Sandbox) -> None:
    """The tap of the status line is found, with the age of what it told; one whose program is gone is a problem."""

    def tap() -> tuple[bool, ...]:
        """Whether it is installed, its program there, its state folder the same, and something told."""
        found = doctor()["accounts"][0]["statusline"]
        return found["installed"], found["runs"], found["same_state"], found["told_at"] is not None

    taps = [tap()]
    with start_brim("statusline", "install", "--yes") as process:
        process.communicate(timeout=60)
    taps.append(tap())
    statusline_path(sandbox.state, sandbox.claude).write_text("{}")
    taps.append(tap())
    path = sandbox.claude / "settings.json"
    settings = json.loads(path.read_text())
    settings["statusLine"]["command"] = "/nowhere/python -m brim statusline"
    path.write_text(json.dumps(settings))
    taps.append(tap())

    nothing, installed, told, gone = (0, 0, 1, 0), (1, 1, 1, 0), (1, 1, 1, 1), (1, 0, 1, 1)
    assert [nothing, installed, told, gone] == taps
    assert ["Status line"] == [topic for topic, _ in problems(doctor())]


@pytest.mark.parametrize("listening", [True, False])
def test_tray(sandbox: Sandbox, *, listening: bool) -> None:
    """A tray is there when somebody listens on the port that it told; it is not rung."""
    sandbox.state.mkdir()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as bell:
        bell.bind(("127.0.0.1", 0))
        bell.setblocking(False)  # noqa: FBT003 - the name of the switch is the method's
        (sandbox.state / "tray.json").write_text(json.dumps({"port": bell.getsockname()[1], "pid": 1}))
        if not listening:
            bell.close()
        found = doctor()
        if listening:
            with pytest.raises(BlockingIOError):
                bell.recv(16)

    assert (True, listening) == (found["folder"]["tray_told"], found["folder"]["tray_heard"])
    assert ("It runs" in {line["text"] for line in found["lines"]}) == listening


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\\wsl.localhost\Ubuntu\home\carol\.claude", r"\\wsl.localhost\Ubuntu\home\<user>\.claude"),
        ("/Users/carol/.claude and /home/carol", "/Users/<user>/.claude and /home/<user>"),
    ],
)
def test_homes_of_others(text: str, expected: str) -> None:
    """A path tells nobody whose home it lies in, also in WSL, where people may have another name."""
    assert expected == redact(text)


def test_history(sandbox: Sandbox) -> None:
    """The page tells how much history there is and since when, names what was set aside, and writes nothing."""
    status_json()
    (sandbox.state / "history.db.broken").write_text("damaged")
    before = tree(sandbox.state)
    found = doctor()
    limits = {window["label"] for window in found["accounts"][0]["windows"]}

    assert (len(limits), len(limits)) == (found["history"]["readings"], found["history"]["limits"])
    assert ["history.db.broken"] == found["history"]["aside"]
    assert found["history"]["oldest"] == found["history"]["newest"]
    assert ["ok", "look"] == [line["verdict"] for line in found["lines"] if line["topic"] == "History"]
    assert before == tree(sandbox.state)


def test_damaged_history(sandbox: Sandbox) -> None:
    """A history that cannot be used is a problem with its next step; the check-up itself leaves it where it is."""
    status_json()
    (sandbox.state / "history.db").write_text("no database at all, and long enough to be seen as that" * 100)
    before = tree(sandbox.state)
    found = doctor()
    [line] = [line for line in found["lines"] if line["topic"] == "History"]

    assert ("problem", True) == (line["verdict"], line["text"].endswith("history.db cannot be used"))
    assert "Brim sets it aside and begins a new one as soon as it may write there." == line["next"]
    assert before == tree(sandbox.state)
