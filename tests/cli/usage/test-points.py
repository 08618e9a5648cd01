"""`brim usage --points`: how much of a limit each row used, from official percentages only."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.codexrollouts import count, meta, rollout, tokens, turn
from tests.support.sandbox import Sandbox, start_brim, status_json
from tests.support.transcripts import answer, session_file, usage, write
from tests.support.usageserver import FIXTURES, Answer

if TYPE_CHECKING:
    from collections.abc import Iterable

BEGIN = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(days=2)
PERCENTS = (10, 20, 30, 40, 40)
NOW_PERCENT = 3


def _run(*arguments: str, content: bytes = b"") -> str:
    with start_brim(*arguments, content=content) as process:
        out, errors = process.communicate(timeout=60)
        assert (0, "") == (process.returncode, errors)
        return out


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def _history(account: str, percents: Iterable[float]) -> bytes:
    """A session with a reading each half hour."""
    reset = _time(BEGIN + timedelta(hours=5))
    about: dict[str, object] = {
        "account": account,
        "window": "session",
        "label": "Session",
        "length_seconds": 18_000,
        "source": "api",
    }
    about |= {"resets_at": reset, "confirmed": True}
    lines: list[dict[str, object]] = [{"brim": "history", "schema": 1}]
    for number, percent in enumerate(percents, 1):
        lines.append(about | {"read_at": _time(BEGIN + timedelta(minutes=30 * number)), "percent": percent})
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


@pytest.fixture
def measured(sandbox: Sandbox) -> str:
    """A past session at 40%: three quarters of its list price in one project, a quarter in another."""
    sandbox.write_login()
    later = (datetime.now(UTC) + timedelta(hours=2)).isoformat()
    told = {"limits": [{"kind": "session", "percent": NOW_PERCENT, "resets_at": later}]}
    sandbox.server.answers = [Answer(body=json.dumps(told).encode())]
    status_json()
    account = sandbox.account_file("gate.json").parent.name
    _run("history", "import", "-", content=_history(account, PERCENTS))
    for number in range(40):
        at = BEGIN + timedelta(minutes=3 * number + 1)
        project = "/example/small" if number % 4 == 0 else "/example/large"
        said: dict[str, object] = {"model": "claude-opus-5-5", "usage": usage(output_tokens=10_000)}
        row = answer(f"msg_{number}", timestamp=_time(at), cwd=project, sessionId=project, message=said)
        write(session_file(sandbox.claude, project.replace("/", "-")), [row])
    return account


def _report(*arguments: str) -> Any:  # noqa: ANN401 - the JSON of a command
    return json.loads(_run("usage", "--json", "--points", "--since", "4d", *arguments))


@pytest.mark.usefixtures("measured")
@pytest.mark.parametrize("by", ["project", "session", "model", "day", "window"])
def test_rows_and_elsewhere_add_up_to_the_official_percentage(by: str) -> None:
    """The points of all rows and of elsewhere are the percentage that the server gave, each within its range."""
    report = _report("--by", by)
    points = [row["points"] for row in report["rows"] if row["points"] is not None]

    assert "session" == report["points_limit"]
    assert "elsewhere" == report["rows"][-1]["key"]
    assert pytest.approx(40 + NOW_PERCENT, abs=0.01) == sum(one["value"] for one in points)
    assert pytest.approx(report["total"]["points"]["value"], abs=0.01) == sum(one["value"] for one in points)
    assert all(0 <= one["low"] <= one["value"] <= one["high"] for one in points)


@pytest.mark.usefixtures("measured")
def test_the_larger_project_has_the_larger_part() -> None:
    """A project with three quarters of the use has about three quarters of the percentage."""
    rows = {row["key"]: row["points"]["value"] for row in _report("--by", "project")["rows"]}

    assert 26 < rows["/example/large"] < 34
    assert 7 < rows["/example/small"] < 13


@pytest.mark.usefixtures("measured")
def test_a_person_reads_ranges_and_elsewhere() -> None:
    """The table has percentages with their range, a row for elsewhere, and says what that is."""
    out = _run("usage", "--points", "--since", "4d", "--by", "project")

    assert "Elsewhere" in out
    assert "Elsewhere is what nothing here explains" in " ".join(out.split())
    assert any(line.rstrip().endswith(")") and "% (" in line for line in out.splitlines() if "large" in line)


@pytest.mark.usefixtures("measured")
@pytest.mark.parametrize("columns", [40, 46, 52])
def test_percentages_fit_a_narrow_terminal(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is little room, tokens and then the list price give way to what was asked for."""
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = _run("usage", "--points", "--since", "4d", "--by", "project").splitlines()

    assert all(len(line) <= columns for line in lines)
    assert any("large" in line and "% (" in line for line in lines)


def test_without_official_percentages_there_are_none(sandbox: Sandbox) -> None:
    """Tokens alone are never turned into a percentage."""
    sandbox.write_login()
    write(session_file(sandbox.claude), [answer(timestamp=_time(BEGIN))])
    report = _report("--by", "project")

    assert report["points_limit"] is None
    assert [None] == [row["points"] for row in report["rows"]]


def test_points_of_several_accounts_do_not_add_up(measured: str, sandbox: Sandbox) -> None:
    """Percentages of different limits are not summed: each account has its own, and the table says how to see them."""
    other = sandbox.add_account(".claude-home", sandbox.server.answers[0])
    (sandbox.config / "brim.toml").write_text(
        f'[claude.config_dirs]\nWork = "{sandbox.claude.as_posix()}"\nHome = "{other.as_posix()}"\n'
    )
    accounts = json.loads(_run("status", "--all", "--json"))
    home = next(one["account"]["id"] for one in accounts if one["account"]["label"] == "Home")
    _run("history", "import", "-", content=_history(home, PERCENTS))
    said: dict[str, object] = {"model": "claude-opus-5-5", "usage": usage(output_tokens=10_000)}
    rows = [
        answer(f"home_{number}", timestamp=_time(BEGIN + timedelta(minutes=3 * number)), message=said)
        for number in range(40)
    ]
    write(session_file(other), rows)
    both, alone = _report("--by", "project"), _report("--by", "project", "--account", "Work")
    text = " ".join(_run("usage", "--points", "--since", "4d").split())

    assert home != measured
    assert [None, None] == [both["points_limit"], both["total"]["points"]]
    assert pytest.approx(40 + NOW_PERCENT, abs=0.01) == alone["total"]["points"]["value"]
    assert "several accounts does not add up: choose one with `--account`" in text


def test_points_of_a_program_whose_limits_are_unknown_are_not_promised(sandbox: Sandbox) -> None:
    """What Codex's limits count is not public: its account has tokens, prices and the reason why there is no %."""
    home, used = sandbox.claude.parent / ".codex", tokens(1000, 600, 50)
    write(rollout(home), [meta(), turn(), count(used, used)])
    (home / "auth.json").write_bytes((FIXTURES / "codex-auth-chatgpt.json").read_bytes())
    with start_brim("usage", "--points", "--since", "all", "--account", "nobody") as process:
        _, errors = process.communicate(timeout=60)
    name = errors.rpartition(", ")[2].strip().rstrip(".")
    out = _run("usage", "--points", "--since", "all", "--by", "model", "--account", name)

    assert "gpt-5.5" in out
    assert "There is no % of the limit: what the limits of Codex count is not public." in out
