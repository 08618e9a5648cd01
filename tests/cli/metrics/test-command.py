"""`brim metrics`: what it prints with and without a tray, and that nothing private leaves without a setting."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from brim.backend.outputs.sharedstatus import shared_json
from brim.backend.outputs.statusfile import STATUS_FILE
from brim.backend.system.files import write_object
from brim.model.account import Account
from tests.support.detailsdata import DetailsData, limits, month
from tests.support.metricsamples import HOSTILE, counters, fallen, parse, promtool
from tests.support.otlpreceiver import OtlpReply, running_receiver
from tests.support.samples import account_view, snapshot
from tests.support.sandbox import TOKEN, start_brim, status_json

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.sandbox import Sandbox

ID = "9f86d081884c7d65"


def brim_metrics(*arguments: str) -> tuple[int, str, str]:
    """Exit code, output and errors."""
    with start_brim("metrics", *arguments) as process:
        out, errors = process.communicate(timeout=60)
        return process.returncode, out, errors


def printed() -> str:
    """What a command without a mistake prints."""
    code, out, errors = brim_metrics()
    assert (0, "") == (code, errors)
    return out


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DetailsData:
    """The files of a tray that has run for a month; it does not run now."""
    made = month(tmp_path)
    for name, value in made.environment.items():
        monkeypatch.setenv(name, value)
    return made


@pytest.mark.usefixtures("data")
def test_limits_tokens_and_cost_are_printed() -> None:
    """Each limit has its percentage, its reset and its forecast; what was used here is summed for all projects."""
    text = printed()
    found = parse(text)

    session = (("account", ID), ("limit", "session"), ("provider", "claude"))
    assert (62, 0.82) == (found["brim_limit_used_percent", session], found["brim_limit_run_out_chance", session])
    assert 7100 < found["brim_limit_reset_timestamp_seconds", session] - time.time() <= 7201
    assert (
        abs(
            found["brim_reading_timestamp_seconds", (("account", ID), ("source", "api"), ("provider", "claude"))]
            - time.time()
        )
        < 60
    )
    here, elsewhere = (found["brim_quota_points", (*session, *more)] for more in ((), (("project", "elsewhere"),)))
    assert 62 == pytest.approx(here + elsewhere, abs=0.01)
    assert 240_000 == found["brim_tokens_total", (("model", "claude-opus-5-5"), ("type", "cache_write_5m"))]
    assert 4.9476 == pytest.approx(found["brim_cost_usd_total", (("model", "claude-opus-5-5"),)])
    assert 3_137_300 == found["brim_unpriced_tokens_total", (("model", "claude-unheard-of-9"),)]
    assert (0, "") == promtool(text)


def test_nothing_private_is_printed_without_a_setting(data: DetailsData) -> None:
    """By default no project, no folder and no name of an account is in the text."""
    text = printed()

    assert not [word for word in ("zebra", "/srv", "example", "img", "work", str(data.claude)) if word in text]


def test_names_are_printed_with_a_setting(data: DetailsData) -> None:
    """With the settings there are the names, escaped; brim is the sum of two folders of that name."""
    (data.config / "brim.toml").write_text('[metrics]\nprojects = "names"\naccounts = "names"\n')
    found = parse(printed())

    projects = {dict(labels).get("project") for name, labels in found if name == "brim_tokens_total"}
    assert {"brim", "zebra", "<img src=x onerror=alert(1)>"} == projects
    assert ("brim_limit_used_percent", (("account", "work"), ("limit", "session"), ("provider", "claude"))) in found


@pytest.mark.parametrize("name", HOSTILE[:-1])
def test_no_name_in_the_shared_file_breaks_the_text(data: DetailsData, name: str) -> None:
    """An account and a limit of any name are one line each, and Prometheus takes the text."""
    (data.config / "brim.toml").write_text('[metrics]\naccounts = "names"\nprojects = "names"\n')
    now = datetime.now(UTC)
    windows = (replace(window, id=f"weekly_scoped:{name}") for window in limits(50, now)[:1])
    view = replace(account_view(*windows), account=Account(ID, name, "claude"), fetched_at=now)
    content = json.dumps(shared_json(replace(snapshot(view), made_at=now)))
    (data.state / STATUS_FILE).write_text(content)
    code, said = promtool(printed())

    assert (0, "") == (code, said)


def test_a_reset_that_has_passed_leaves_the_limit_out(data: DetailsData) -> None:
    """Without a tray a limit whose reset has passed has no percentage, rather than a wrong one."""
    content = json.loads((data.state / STATUS_FILE).read_text())
    content["accounts"][0]["windows"][0]["resets_at"] = "2026-01-01T00:00:00Z"
    write_object(data.state / STATUS_FILE, content)
    shown = {dict(labels)["limit"] for name, labels in parse(printed()) if name.startswith("brim_limit_")}

    assert {"weekly_all"} == shown


@pytest.mark.parametrize("content", [b"", b"{", b'{"schema": 1, "accounts": [{"account": 5, "windows": [7, {}]}, 3]}'])
def test_a_damaged_shared_file_costs_only_its_own_values(data: DetailsData, content: bytes) -> None:
    """Tokens and cost are printed whatever the file of the tray holds."""
    (data.state / STATUS_FILE).write_bytes(content)
    names = {name for name, _ in parse(printed())}

    assert {"brim_build_info", "brim_cost_usd_total", "brim_tokens_total", "brim_unpriced_tokens_total"} == names


@pytest.mark.usefixtures("data")
def test_what_is_printed_twice_is_the_same() -> None:
    """Without anything new no counter moves."""
    first, second = counters(printed()), counters(printed())

    assert first == second
    assert [] == fallen(first, second)


def test_no_request_is_sent(sandbox: Sandbox) -> None:
    """The command asks no server, also where nothing is known yet; afterwards it knows how many others sent."""
    before = parse(printed())
    assert [] == sandbox.server.requests
    status_json()
    sent = len(sandbox.server.requests)
    after = parse(printed())

    assert {"brim_build_info"} == {name for name, _ in before}
    assert (1, 1) == (sent, len(sandbox.server.requests))
    assert [1.0] == [value for (name, _), value in after.items() if name == "brim_requests_total"]
    assert TOKEN not in (sandbox.state / "metrics.json").read_text()


def test_prices_that_cannot_be_used_are_said(data: DetailsData) -> None:
    """A price file that is not JSON is one error with its name, and nothing is counted without a price."""
    (data.config / "prices.json").write_text("{")
    code, out, errors = brim_metrics()

    assert (1, "") == (code, out)
    assert "prices.json" in errors
    assert 1 == errors.count("\n")


def test_metrics_are_sent_once_on_request(data: DetailsData) -> None:
    """`--send` sends the same values to the receiver of the settings, and prints what it answered."""
    with running_receiver() as receiver:
        (data.config / "brim.toml").write_text(f'[metrics]\notlp_endpoint = "{receiver.endpoint}"\n')
        receiver.replies = [OtlpReply(200), OtlpReply(401)]
        taken, refused = brim_metrics("--send"), brim_metrics("--send")

    assert (0, "Metrics were sent. The server answered 200.\n", "") == taken
    assert (1, "") == refused[:2]
    assert "401" in refused[2]
    assert 62 + 34 == receiver.numbers(0)["brim_limit_used_percent"]
    assert 2 == len(receiver.times)


def test_sending_once_promises_no_other_attempt(data: DetailsData) -> None:
    """A command that ends does not say that Brim tries again, without an answer and when the receiver is busy."""
    with running_receiver() as receiver:
        receiver.replies = [OtlpReply(503)]
        (data.config / "brim.toml").write_text(f'[metrics]\notlp_endpoint = "{receiver.endpoint}"\n')
        busy = brim_metrics("--send")
    gone = brim_metrics("--send")

    sentences = ["The server answered 503, and may take them later.", "No connection. Check the network."]
    assert [(1, "", f"brim: Metrics were not sent. {sentence}\n") for sentence in sentences] == [busy, gone]


@pytest.mark.usefixtures("data")
def test_without_a_receiver_nothing_can_be_sent() -> None:
    """`--send` names the setting that is missing."""
    code, out, errors = brim_metrics("--send")

    assert (1, "") == (code, out)
    assert "metrics.otlp_endpoint" in errors


def test_sending_and_an_example_exclude_each_other() -> None:
    """One line says so, and nothing is sent or printed."""
    code, out, errors = brim_metrics("--send", "--example", "grafana")

    assert (2, "") == (code, out)
    assert "--send" in errors
    assert "--example" in errors
