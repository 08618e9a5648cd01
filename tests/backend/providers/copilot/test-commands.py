"""Copilot as people meet it: what `brim status` and `brim doctor` say of it, and its requests switched off."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.support.copilothome import TOKEN, put
from tests.support.sandbox import start_brim, status_json
from tests.support.usageserver import Answer, UsageServer, answer_from_fixture, load_fixture

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the places of this home are those of Linux and macOS")


@pytest.fixture
def ahead(server: UsageServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> UsageServer:
    """GitHub's API, whose quotas are renewed in the future of the real clock."""
    body = load_fixture("copilot-user-pro")
    later = (datetime.now(UTC) + timedelta(days=40)).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    body |= {"quota_reset_date_utc": later.isoformat(), "quota_reset_date": f"{later:%Y-%m-%d}"}
    server.answers = [Answer(body=json.dumps(body).encode())]
    monkeypatch.setenv("BRIM_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("BRIM_CONFIG_DIR", str(tmp_path / "config"))
    return server


def run(*arguments: str) -> str:
    """All that a command prints."""
    with start_brim(*arguments) as process:
        return "\n".join(process.communicate(timeout=60))


@pytest.mark.usefixtures("apps")
def test_status_and_doctor_name_the_provider(ahead: UsageServer) -> None:
    """JSON says whose usage it is; doctor names the file, what GitHub does not report, and never the token."""
    _, status, errors = status_json()
    report = " ".join(run("doctor").split())

    assert ("copilot", "robin-example", "Pro") == (status["provider"], status["account"]["label"], status["plan"])
    assert [("monthly", 25.4)] == [(window["id"], window["percent"]) for window in status["windows"]]
    assert "GitHub Copilot" in errors
    assert "github-copilot/apps.json is valid" in report
    assert "GitHub does not report Copilot's 5-hour and weekly limits, so they are not shown." in report
    assert TOKEN not in report + errors
    assert len(ahead.requests) == 1


@pytest.mark.usefixtures("apps")
def test_requests_to_github_can_be_switched_off(ahead: UsageServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """With `copilot.network` off nothing is sent, and the login stays where it is."""
    monkeypatch.setenv("BRIM_COPILOT__NETWORK", "false")

    _, status, _ = status_json()

    assert (status["provider"], status["windows"]) == ("copilot", [])
    assert [] == ahead.requests


def test_doctor_tells_of_a_github_login_without_copilot(ahead: UsageServer, home: Path) -> None:
    """`gh` is signed in and has no Copilot: no command shows an account of it, and doctor says why."""
    put(home, "gh-hosts.yml", ".config/gh/hosts.yml")
    ahead.answers = [answer_from_fixture("copilot-error-404")]
    run("status")

    shown, report = run("status", "--all"), " ".join(run("doctor").split())
    listed = json.loads(run("status", "--all", "--json").partition("\n\n")[0])

    assert "copilot" not in {one["provider"] for one in listed}
    assert "No Copilot plan" not in shown
    assert "This GitHub login has no Copilot plan, so it is not shown; Brim asks again once a day." in report
    assert len(ahead.requests) == 1
