"""Metrics reach an OpenTelemetry receiver politely: the newest, once a minute at most, and with no secret in a log."""

from __future__ import annotations

import asyncio
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from brim import logs
from brim.backend.metrics.otlppost import Target
from brim.backend.metrics.otlppush import OtlpPush
from brim.backend.metrics.pushpolicy import Outcome, pause_after
from brim.backend.outputs.metricfamilies import families
from brim.backend.outputs.metricvalues import MetricValues
from brim.backend.outputs.otlpjson import Origin, otlp_json
from brim.model.metrics import AccountLabels, ProjectLabels
from tests.support.otlpreceiver import OtlpReply, Receiver, running_receiver
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TOKEN = "EXAMPLE-SECRET-NOT-REAL"
LEAST = 0.2
"""In place of a minute."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver on the loopback interface."""
    with running_receiver() as running:
        yield running


def body(asked: int) -> Callable[[], str]:
    """What makes the body of a request that says so many."""
    made = families(MetricValues("0.1.0", sent={"a": asked}), ProjectLabels.OFF, AccountLabels.HASHED)
    return lambda: otlp_json(made, Origin("0.1.0", "machine", 1.0), 2.0)


async def comes(condition: Callable[[], bool]) -> None:
    """Wait for a condition while the loop goes on."""
    await asyncio.to_thread(wait_until, condition, "the condition")


def _has_sent(receiver: Receiver, number: int) -> bool:
    return len(receiver.times) >= number


def _is_later(at: float) -> bool:
    return time.monotonic() >= at


def push(
    receiver: Receiver, until: Callable[[], bool], *offers: int, headers: str | None = None, path: str = ""
) -> None:
    """Offer metrics, one each time that a request came, until a condition is true."""

    async def go() -> None:
        secret = None if headers is None else SecretStr(headers)
        pushing = OtlpPush(Target(f"{receiver.endpoint}{path}", secret), LEAST)
        task = asyncio.create_task(pushing.run())
        try:
            for number, asked in enumerate(offers):
                await comes(partial(_has_sent, receiver, number))
                pushing.offer(body(asked))
            await comes(until)
        finally:
            task.cancel()
            await asyncio.wait((task,))

    asyncio.run(go())


def heard(capsys: pytest.CaptureFixture[str], words: str) -> tuple[list[str], Callable[[], bool]]:
    """The lines of the log as they come, and whether some words are among them."""
    lines: list[str] = []

    def has_come() -> bool:
        lines.extend(capsys.readouterr().err.splitlines())
        return any(words in line for line in lines)

    return lines, has_come


def test_a_change_is_sent_with_its_headers(receiver: Receiver) -> None:
    """A POST of JSON to /v1/metrics below the base URL, under Brim's own name, with the headers of the settings."""
    push(receiver, lambda: len(receiver.bodies) == 1, 5, headers=f"Authorization=Bearer%20{TOKEN}, X-Scope-OrgID=team")

    assert ["/v1/metrics"] == receiver.paths
    assert {"brim_build_info": 1, "brim_requests_total": 5} == receiver.numbers()
    sent = receiver.headers[0]
    assert (f"Bearer {TOKEN}", "team") == (sent["authorization"], sent["x-scope-orgid"])
    assert "application/json" == sent["content-type"]
    assert sent["user-agent"].startswith("brim/")


def test_a_whole_address_is_used_as_it_is(receiver: Receiver) -> None:
    """An endpoint that names the path already gets it once."""
    push(receiver, lambda: len(receiver.bodies) == 1, 5, path="/api/v1/otlp/v1/metrics")

    assert ["/api/v1/otlp/v1/metrics"] == receiver.paths


def test_many_changes_are_one_request_a_minute(receiver: Receiver) -> None:
    """Whatever changes in a minute is one request, with the newest values."""

    async def go() -> None:
        pushing = OtlpPush(Target(receiver.endpoint, None), LEAST)
        task = asyncio.create_task(pushing.run())
        for number in range(200):
            pushing.offer(body(number))
            await comes(partial(_is_later, time.monotonic() + 0.005))
        await comes(lambda: receiver.numbers()["brim_requests_total"] == 199)
        task.cancel()
        await asyncio.wait((task,))

    asyncio.run(go())
    gaps = [later - earlier for earlier, later in zip(receiver.times, receiver.times[1:], strict=False)]

    assert min(gaps) > 0.95 * LEAST
    assert len(receiver.times) >= 4


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_receiver_gets_the_newest_later(receiver: Receiver, status: int) -> None:
    """A receiver that cannot take metrics now is asked again, later each time, with the newest values."""
    receiver.replies = [OtlpReply(status), OtlpReply(status)]
    push(receiver, lambda: len(receiver.times) == 3, 1, 2)

    assert [1, 2, 2] == [receiver.numbers(index)["brim_requests_total"] for index in range(3)]
    first, second, third = receiver.times
    assert second - first > 0.95 * LEAST
    assert third - second > 1.9 * LEAST


def test_a_time_that_the_receiver_names_is_kept(receiver: Receiver) -> None:
    """Retry-After counts where it is longer than the pause of Brim's own."""
    receiver.replies = [OtlpReply(503, {"Retry-After": "1"})]
    push(receiver, lambda: len(receiver.times) == 2, 1)

    assert receiver.times[1] - receiver.times[0] > 0.95


@pytest.mark.parametrize(
    "reply",
    [
        OtlpReply(400, body=f"bad {TOKEN}"),
        OtlpReply(401, {"WWW-Authenticate": TOKEN}),
        OtlpReply(404),
        OtlpReply(307, {"Location": "http://127.0.0.1:1/other"}),
        OtlpReply(503, body=TOKEN),
        OtlpReply(200, body='{"partialSuccess": {"rejectedDataPoints": "3", "errorMessage": "' + TOKEN + '"}}'),
    ],
)
def test_no_secret_is_in_the_log(receiver: Receiver, reply: OtlpReply, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever a receiver answers, one line says what happened, without its words and without a header."""
    logs.to_stderr(debug=True)
    receiver.replies = [reply]
    lines, has_come = heard(capsys, "left out 3" if reply.status == 200 else str(reply.status))
    push(receiver, has_come, 1, headers=f"Authorization=Bearer%20{TOKEN}")

    assert 1 == len(lines)
    assert TOKEN not in lines[0]


def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    """Metrics and headers go to the server that the settings name, and nowhere else."""
    with running_receiver() as other:
        receiver.replies = [OtlpReply(308, {"Location": f"{other.endpoint}/v1/metrics"})]
        push(receiver, lambda: len(receiver.bodies) == 1, 1, headers=f"Authorization=Bearer%20{TOKEN}")

        assert [] == other.times


def test_a_receiver_that_is_away_is_one_line(receiver: Receiver, capsys: pytest.CaptureFixture[str]) -> None:
    """While it fails, one line says so, however often it is tried; a line says when metrics are taken again."""
    logs.to_stderr(debug=True)
    receiver.replies = [OtlpReply(503)] * 3
    lines, has_come = heard(capsys, "Metrics are sent again")
    push(receiver, has_come, 1, 2)

    assert 4 == len(receiver.times)
    assert ["Metrics were not sent", "Metrics are sent again"] == [
        words for line in lines for words in ("Metrics were not sent", "Metrics are sent again") if words in line
    ]


def test_nobody_who_listens_is_said_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    """An address at which nobody listens is one line with what to do, without the headers."""
    logs.to_stderr(debug=True)
    away = Receiver("http://127.0.0.1:9")
    lines, has_come = heard(capsys, "Metrics were not sent")
    push(away, has_come, 1, headers=f"Authorization=Bearer%20{TOKEN}")

    assert 1 == len(lines)
    assert TOKEN not in lines[0]


def test_pauses_grow_and_have_an_end() -> None:
    """A minute after a success; then twice as long for each failure up to an hour; a day at most if a server asks."""
    busy, refused = Outcome(503), Outcome(401)

    assert 60 == pause_after(Outcome(200), 0)
    assert [60, 120, 240, 480, 960, 1920, 3600, 3600] == [pause_after(busy, failures) for failures in range(1, 9)]
    assert [60, 120] == [pause_after(Outcome(), failures) for failures in (1, 2)]
    assert [900, 1800, 3600] == [pause_after(refused, failures) for failures in (1, 2, 50)]
    assert [60, 7200, 86_400] == [pause_after(Outcome(429, wait), 1) for wait in (5.0, 7200.0, 1e9)]
    assert 300 == pause_after(Outcome(401, 300.0), 1, least=1)
