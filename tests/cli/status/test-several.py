"""Several accounts on one machine, as `brim status` and `brim doctor` tell of them."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.sandbox import Sandbox, start_brim, status_json
from tests.support.usageserver import Answer, answer_from_fixture, future_usage_answer


def _named(monkeypatch: pytest.MonkeyPatch, *folders: Path) -> None:
    monkeypatch.setenv("BRIM_CLAUDE__CONFIG_DIRS", os.pathsep.join(map(str, folders)))


def _short(name: str) -> str:
    return str(Path("~", f".claude-{name}"))


def _ran(*arguments: str) -> tuple[int, str, str]:
    with start_brim(*arguments) as process:
        out, errors = process.communicate(timeout=60)
        return process.returncode, out, errors


def _all() -> Any:  # noqa: ANN401 - what JSON holds
    return json.loads(_ran("status", "--all", "--json")[1])


@pytest.fixture
def three(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    """A calm account, a pressing one and one whose server has a fault, each in a folder of its own."""
    calm = sandbox.add_account(".claude-calm", future_usage_answer("usage-pro"))
    pressing = sandbox.add_account(".claude-pressing", future_usage_answer("usage-team"))
    _named(monkeypatch, calm, pressing, sandbox.add_account(".claude-failing", Answer(503, b"")))
    return sandbox


def test_the_most_pressing(three: Sandbox) -> None:
    """One object: the account that stands closest to its limit; every account was asked once."""
    code, out, errors = status_json()

    assert (0, "", "critical") == (code, errors, out["level"])
    assert _short("pressing") == out["account"]["label"]
    assert 3 == len(three.server.requests)


def test_text(three: Sandbox) -> None:
    """For a person: the most pressing account by name, and how to see the others."""
    code, out, errors = _ran("status")
    lines = out.splitlines()

    assert (0, "") == (code, errors)
    assert lines[0].startswith(_short("pressing") + ": Session 91%")
    assert "2 more accounts: `brim status --all`" == lines[-1]
    assert 3 == len(three.server.requests)


def test_all(three: Sandbox) -> None:
    """Every account in the order of the settings, as text and as a list; a fault is told with its account."""
    code, out, errors = _ran("status", "--all")
    listed = _all()
    heads = [block.splitlines()[0] for block in out.split("\n\n") if block.startswith("~")]

    assert 0 == code
    assert ["calm", "pressing", "failing"] == [one["account"]["label"].rpartition("-")[2] for one in listed]
    assert ["ok", "ok", "error"] == [one["health"] for one in listed]
    assert [one["account"]["label"] for one in listed] == [head.partition(":")[0] for head in heads]
    assert [f"brim: {_short('failing')}: Anthropic server error 503"] == [
        line.split(". ")[0] for line in errors.splitlines()
    ]
    assert 3 == len(three.server.requests)
    assert 3 == len(list((three.state / "accounts").iterdir()))


def test_one_wait(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """An account that was asked to wait keeps only itself waiting."""
    blocked = sandbox.add_account(".claude-a", answer_from_fixture("error-429"))
    _named(monkeypatch, blocked, sandbox.add_account(".claude-b", future_usage_answer()))
    healths = [[one["health"] for one in _all()] for _ in range(2)]

    assert [["blocked", "ok"]] * 2 == healths
    assert 2 == len(sandbox.server.requests)


def test_one_account_in_two_folders(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is shown once and asked once, with the login that can be used."""
    old = sandbox.add_account(".claude-a", future_usage_answer(), expiresAt=1, accountUuid="same")
    new = sandbox.add_account(".claude-b", future_usage_answer(), accountUuid="same")
    _named(monkeypatch, old, new)
    listed = _all()
    code, page, _ = _ran("doctor", "--json")
    facts = json.loads(page)

    assert ["ok"] == [one["health"] for one in listed]
    assert 1 == len(sandbox.server.requests)
    assert [_short("b"), None] == [one["read_as"] for one in facts["accounts"]]
    assert {(f"Login, {_short('a')}", f"Login in {Path(_short('a'), '.credentials.json')} has expired")} == {
        (line["topic"], line["text"]) for line in facts["lines"] if line["verdict"] == "problem"
    }
    assert 1 == code


def test_two_organisations(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """One person in two organisations has two plans, and the organisation tells them apart."""
    folders = []
    for name, organisation in (("a", "One GmbH"), ("b", "me@example.com's Organization")):
        folder = sandbox.add_account(
            f".claude-{name}", future_usage_answer(), accountUuid="same", organizationUuid=name
        )
        who = {"emailAddress": "me@example.com", "organizationName": organisation, "organizationUuid": name}
        (folder / ".claude.json").write_text(json.dumps({"oauthAccount": who | {"accountUuid": "same"}}))
        folders.append(folder)
    _named(monkeypatch, *folders)

    assert ["me@example.com · One GmbH", "me@example.com · personal"] == [one["account"]["label"] for one in _all()]
    assert 2 == len(sandbox.server.requests)


def test_names(sandbox: Sandbox) -> None:
    """A person may name accounts; then nothing else is shown."""
    folders = [sandbox.add_account(f".claude-{name}", future_usage_answer()) for name in "ab"]
    table = "".join(f"'{name}' = '{folder}'\n" for name, folder in zip(("Work", "Home"), folders, strict=True))
    (sandbox.config / "brim.toml").write_text(f"[claude.config_dirs]\n{table}")

    assert ["Work", "Home"] == [one["account"]["label"] for one in _all()]


def test_a_name_is_one_short_line_without_marks_of_direction(sandbox: Sandbox) -> None:
    """A name that a person gave an account cannot turn or break a line, and is as long as a server's names at most."""
    folders = [sandbox.add_account(f".claude-{name}", future_usage_answer()) for name in "ab"]
    names = ("\u202eWork\u200b", "long" * 75)
    table = "".join(f"'{name}' = '{folder}'\n" for name, folder in zip(names, folders, strict=True))
    (sandbox.config / "brim.toml").write_text(f"[claude.config_dirs]\n{table}", encoding="utf-8")

    assert ["Work", "long" * 15] == [one["account"]["label"] for one in _all()]


def test_an_absent_login_beside_one_that_is_there(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without a login takes no headline, no exit code and no problem in the page."""
    _named(
        monkeypatch,
        sandbox.add_account(".claude-a", None),
        sandbox.add_account(".claude-b", answer_from_fixture("error-429")),
    )
    code, out, errors = status_json()
    _, page, _ = _ran("doctor", "--json")

    assert (1, "blocked") == (code, out["health"])
    assert 1 == len(errors.splitlines())
    assert [] == [line["text"] for line in json.loads(page)["lines"] if line["verdict"] == "problem"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows closes its files in another way")
def test_a_folder_that_cannot_be_read(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """One broken folder costs its own figures and nothing else."""
    closed = sandbox.add_account(".claude-a", future_usage_answer())
    _named(monkeypatch, closed, sandbox.add_account(".claude-b", future_usage_answer()))
    closed.chmod(0)
    try:
        listed = _all()
    finally:
        closed.chmod(0o700)

    assert ["signed_out", "ok"] == [one["health"] for one in listed]
