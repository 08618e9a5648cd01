"""`brim status`, as people and scripts call it."""

from __future__ import annotations

import json
import socket
from datetime import UTC, datetime, timedelta

import pytest

from tests.support import usageserver as servers
from tests.support.sandbox import TOKEN, Sandbox, start_brim, status_json
from tests.support.usageserver import Answer, answer_from_fixture, usage_answer

FIELDS = [
    "schema",
    "provider",
    "account",
    "plan",
    "health",
    "problem",
    "source",
    "fetched_at",
    "age_seconds",
    "next_read_at",
    "headline",
    "level",
    "windows",
    "spend",
    "login_ends_at",
    "incident",
    "note",
    "next_read_reason",
    "why",
    "cost_today",
    "stale",
    "stale_at",
    "saved_resets",
    "login_by_key",
]
WINDOW_FIELDS = [
    "id",
    "kind",
    "label",
    "percent",
    "resets_at",
    "length_seconds",
    "level",
    "headline",
    "confirmed",
    "pace",
    "runs_out_at",
    "chance",
    "outlook",
    "source",
    "read_at",
    "age_seconds",
    "doubt",
    "last_confirmed",
    "reset_early",
    "top_project",
    "runs_out_p10",
    "runs_out_p50",
    "runs_out_p90",
    "rate_per_hour",
    "even_percent",
    "unknown",
    "refused",
]


def _ahead(name: str) -> Answer:
    """A fixture whose resets lie ahead of the real clock."""
    later = datetime.now(UTC) + timedelta(hours=2)
    body = servers.load_fixture(name)
    for item in (*body["limits"], *(value for value in body.values() if isinstance(value, dict))):
        if item.get("resets_at"):
            item["resets_at"] = later.isoformat()
    return Answer(body=json.dumps(body).encode())


def test_object(sandbox: Sandbox) -> None:
    """The JSON is one object with the fields of the contract, and exit code 0."""
    sandbox.server.answers = [_ahead("usage-max")]
    code, out, errors = status_json()

    assert (0, FIELDS, "") == (code, list(out), errors)
    assert [WINDOW_FIELDS] * 4 == [list(window) for window in out["windows"]]
    assert (1, "claude", "Max", "ok", None) == tuple(out[key] for key in FIELDS[:6] if key != "account")
    assert ("api", "weekly_scoped:Fable", "warn") == (out["source"], out["headline"], out["level"])
    assert out["fetched_at"].endswith("Z")
    assert out["next_read_at"].endswith("Z")
    assert out["account"]["name"] == out["account"]["label"]
    unknown = dict.fromkeys(("limit", "percent", "disabled_reason", "disabled_text", "balance", "balance_currency"))
    known = {"enabled": False, "used": "0.00", "currency": "USD", "beyond_plan": True, "text": "Extra usage off"}
    assert known | unknown == out["spend"]


def test_all(sandbox: Sandbox) -> None:
    """With --all the same object stands in a list."""
    sandbox.server.answers = [_ahead("usage-max")]
    with start_brim("status", "--json", "--all") as process:
        out = json.loads(process.communicate(timeout=60)[0])

    assert [FIELDS] == [list(one) for one in out]


def test_any_encoding(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """The JSON keeps every letter, whatever encoding the other end of a pipe is said to have."""
    row = {"kind": "weekly_scoped", "percent": 5, "scope": {"model": {"display_name": "F\u00e1ble \u6f22"}}}
    sandbox.server.answers = [Answer(body=json.dumps({"limits": [row]}).encode())]
    monkeypatch.setenv("PYTHONIOENCODING", "cp1252")

    assert "weekly_scoped:F\u00e1ble \u6f22" == status_json()[1]["headline"]


def test_shared(sandbox: Sandbox) -> None:
    """A fresh reading is printed without asking, and --refresh does not ask within 60 s either."""
    sandbox.server.answers = [_ahead("usage-max")]
    outs = [status_json(*arguments)[1]["windows"][0]["percent"] for arguments in ((), (), ("--refresh",))]

    assert [42.0] * 3 == outs
    assert len(sandbox.server.requests) == 1


@pytest.mark.parametrize(
    ("answer", "health", "code"),
    [
        (answer_from_fixture("error-401"), "expired", 3),
        (answer_from_fixture("error-403-scope"), "no_scope", 3),
        (answer_from_fixture("error-429"), "blocked", 1),
        (Answer(500, b""), "error", 1),
        (usage_answer("usage-nulls"), "no_limits", 1),
    ],
)
def test_no_number(sandbox: Sandbox, answer: Answer, health: str, code: int) -> None:
    """Without a number the object is printed all the same, the exit code tells, and one line says what to do."""
    sandbox.server.answers = [answer]
    found, out, errors = status_json()

    assert (code, health, []) == (found, out["health"], out["windows"])
    assert {"title", "message"} == set(out["problem"])
    assert 1 == len(errors.splitlines())
    assert out["problem"]["title"] in errors


def test_failure_with_a_number(sandbox: Sandbox) -> None:
    """A failed attempt prints the last number with exit code 0; its health and age tell."""
    sandbox.server.answers = [_ahead("usage-max"), Answer(503, b"")]
    status_json()
    path = sandbox.account_file("gate.json")
    content = json.loads(path.read_text())
    earlier = (datetime.now(UTC) - timedelta(seconds=1000)).isoformat()
    path.write_text(json.dumps(content | {"tried_at": earlier, "asked_at": earlier}))
    code, out, _ = status_json()

    assert (0, "error", 42.0) == (code, out["health"], out["windows"][0]["percent"])
    assert "Anthropic server error 503" == out["problem"]["title"]


def test_signed_out(sandbox: Sandbox) -> None:
    """Without a login nobody is asked, and the exit code is 3."""
    (sandbox.claude / ".credentials.json").unlink()
    code, out, _ = status_json()

    assert (3, "signed_out", []) == (code, out["health"], sandbox.server.requests)


def test_nothing_started(sandbox: Sandbox) -> None:
    """Where no limit has started there is no number: the windows are listed, and one line says why."""
    sandbox.server.answers = [Answer(body=b'{"five_hour": {"utilization": null, "resets_at": null}}')]
    code, out, errors = status_json()

    assert (1, "ok", None, [None]) == (code, out["health"], out["problem"], [one["percent"] for one in out["windows"]])
    assert ["brim: No usage yet"] == [line.split(".")[0] for line in errors.splitlines()]


def test_only_past_resets(sandbox: Sandbox) -> None:
    """Where every reset has passed, the line says that nothing was read since, and not that nothing has started."""
    sandbox.server.answers = [Answer(body=b'{"five_hour": {"utilization": 100, "resets_at": "2020-01-01T00:00:00Z"}}')]
    code, out, errors = status_json()

    assert (1, [None]) == (code, [one["percent"] for one in out["windows"]])
    assert ["brim: No current usage"] == [line.split(".")[0] for line in errors.splitlines()]


def test_switched_off(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """With asking switched off, the shared number is printed and nobody is asked."""
    sandbox.server.answers = [_ahead("usage-max")]
    status_json()
    monkeypatch.setenv("BRIM_CLAUDE__NETWORK", "false")
    code, out, _ = status_json("--refresh")

    assert (0, "offline", 42.0, None) == (code, out["health"], out["windows"][0]["percent"], out["next_read_at"])
    assert len(sandbox.server.requests) == 1


def test_refused_url(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A URL that may not be asked is named in one line; the object is printed and the exit code is 1."""
    monkeypatch.setenv("BRIM_CLAUDE__API_URL", "http://example.com")
    code, out, errors = status_json()

    assert (1, "error", FIELDS) == (code, out["health"], list(out))
    assert 1 == len(errors.splitlines())
    assert "BRIM_CLAUDE__API_URL" in errors
    assert [] == sandbox.server.requests


def test_bad_setting(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting that cannot be used is one line on standard error, and the number comes all the same."""
    sandbox.server.answers = [_ahead("usage-max")]
    monkeypatch.setenv("BRIM_POLL__INTERVAL", "often")
    code, out, errors = status_json()

    assert (0, "ok") == (code, out["health"])
    assert ["Invalid BRIM_POLL__INTERVAL"] == [
        line.removeprefix("brim: ").split(".")[0] for line in errors.splitlines()
    ]


def test_rings(sandbox: Sandbox) -> None:
    """After a request the tray's bell rings; without one it does not."""
    sandbox.server.answers = [_ahead("usage-max")]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as bell:
        bell.bind(("127.0.0.1", 0))
        bell.settimeout(10)
        sandbox.state.mkdir()
        (sandbox.state / "tray.json").write_text(json.dumps({"port": bell.getsockname()[1], "pid": 1}))
        status_json()
        first = bell.recv(16)
        status_json()
        bell.settimeout(0)

        assert first == b""
        with pytest.raises(BlockingIOError):
            bell.recv(16)


@pytest.mark.usefixtures("utc")
def test_text(sandbox: Sandbox) -> None:
    """For a person: the headline first, a line a window, then plan, source and next read."""
    sandbox.server.answers = [_ahead("usage-extra")]
    with start_brim("status") as process:
        out, errors = process.communicate(timeout=60)
    lines = out.splitlines()

    assert (0, "") == (process.returncode, errors)
    assert lines[0].startswith("Session 100% used, limit reached, using extra usage")
    assert [("> Session", "100% used"), ("  Week", "84% used")] == [
        (line[:9].rstrip(), line[33:42].lstrip()) for line in lines[2:4]
    ]
    assert "  Extra usage: €12.34 of €50 (25% used)" in lines
    assert ["Plan", "Updated", "Next"] == [line.split()[0] for line in lines[-3:]]


def test_provenance(sandbox: Sandbox) -> None:
    """Each limit says where it comes from and how old it is, and the whole when it is read next and why."""
    sandbox.server.answers = [_ahead("usage-max")]
    (_, out, _), (_, again, _) = status_json(), status_json()
    first = out["windows"][0]

    assert {("api", out["fetched_at"])} == {(one["source"], one["read_at"]) for one in out["windows"]}
    assert 0 <= first["age_seconds"] <= again["windows"][0]["age_seconds"] < 60
    assert out["next_read_reason"].startswith("every ")


def test_one_sentence_everywhere(sandbox: Sandbox) -> None:
    """Why the icon has its colour is said in the same words by each command."""
    sandbox.server.answers = [_ahead("usage-max")]
    sentence = status_json()[1]["why"]
    with start_brim("status") as text, start_brim("doctor", "--json") as checkup:
        page, facts = text.communicate(timeout=60)[0], json.loads(checkup.communicate(timeout=60)[0])

    assert "High: Fable (week) is 78% used (75% or more), resets " in sentence
    assert f"Why {sentence}" in " ".join(page.split())
    assert [sentence] == [account["why"] for account in facts["accounts"]]
    assert f"Why this status: {sentence}" in [line["text"] for line in facts["lines"]]


def test_a_doubtful_figure(sandbox: Sandbox) -> None:
    """It is marked in the table and has a line of its own, which the check-up repeats."""
    answers = [_ahead("usage-max") for _ in range(2)]
    body = json.loads(answers[1].body)
    for row in (body["five_hour"], body["limits"][0]):
        row |= {"utilization": 100, "percent": 100}
    sandbox.server.answers = [answers[0], Answer(body=json.dumps(body).encode())]
    status_json()
    path = sandbox.account_file("gate.json")
    gate = json.loads(path.read_text())
    earlier = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    path.write_text(json.dumps(gate | {"asked_at": earlier, "tried_at": earlier}))
    with start_brim("status") as process:
        lines = process.communicate(timeout=60)[0].splitlines()
    with start_brim("doctor", "--json") as process:
        facts = json.loads(process.communicate(timeout=60)[0])["accounts"][0]["windows"][0]
    found = status_json()[1]["windows"][0]

    assert "Session 100% used (unconfirmed), limit reached" == lines[0]
    assert any(line.startswith("> Session ") and " 100%? used " in line for line in lines)
    assert f"unconfirmed, rechecking: {facts['doubt']}." in " ".join(" ".join(lines).split())
    assert ("jump", 42.0, "api") == (found["doubt"], *(found["last_confirmed"][key] for key in ("percent", "source")))
    assert not facts["confirmed"]
    assert facts["doubt"].startswith("it jumped to the limit (42% used was confirmed at ")
    assert any(line.endswith("(rechecking)") for line in lines)


def test_login_ends(sandbox: Sandbox) -> None:
    """A login that ends soon is told in a line of its own, and in the JSON."""
    ends = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=50)
    sandbox.write_login(refreshTokenExpiresAt=int(ends.timestamp() * 1000))
    sandbox.server.answers = [_ahead("usage-max")]
    _, out, _ = status_json()
    with start_brim("status") as process:
        lines = process.communicate(timeout=60)[0].splitlines()

    assert f"{ends:%Y-%m-%dT%H:%M:%SZ}" == out["login_ends_at"]
    assert 1 == sum(line.startswith("Login expires ") and line.endswith(": sign in again") for line in lines)


@pytest.mark.parametrize(("arguments", "setting"), [(["--debug"], "false"), ([], "true")])
def test_no_token(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, arguments: list[str], setting: str) -> None:
    """Not even with --debug, or the setting of that name, does a token reach the output."""
    monkeypatch.setenv("BRIM_DEBUG", setting)
    sandbox.server.answers = [Answer(500, TOKEN.encode())]
    with start_brim(*arguments, "status", "--json") as process:
        out, errors = process.communicate(timeout=60)

    assert "INFO" in errors
    assert "Anthropic server error" in errors
    assert TOKEN not in out + errors
