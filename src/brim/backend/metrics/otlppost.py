"""Sends metrics to an OpenTelemetry receiver once, and says in words what became of it.

No text of the server or of the headers is in these words: both may hold a secret. No redirect is followed. This module
must not know when something is sent, nor what the body says.
"""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from brim.backend.metrics.pushpolicy import Outcome
from brim.backend.network import client, faults
from brim.backend.network.retryafter import retry_after
from brim.backend.outputs.otlpjson import CONTENT_TYPE
from brim.backend.settings.metrics import parse_headers
from brim.errors import ReadError
from brim.words import metrics as words

if TYPE_CHECKING:
    import httpx
    from pydantic import SecretStr

PATH = "/v1/metrics"
SECONDS = 10.0
_MOST_BYTES = 65_536


class Posted(NamedTuple):
    """What became of one POST."""

    outcome: Outcome
    fault: str = ""
    """A sentence; empty where the server took everything."""


class Target(NamedTuple):
    """Where metrics are sent."""

    endpoint: str
    headers: SecretStr | None

    @property
    def url(self) -> str:
        """The address of the POST; an endpoint that has the path already is one."""
        return self.endpoint if self.endpoint.endswith(PATH) else f"{self.endpoint}{PATH}"


async def post(http: httpx.AsyncClient, target: Target, body: str) -> Posted:
    """Send a body once; raises nothing that a server or the network may cause."""
    progress = faults.RequestProgress()
    headers = {} if target.headers is None else parse_headers(target.headers)
    try:
        async with (
            asyncio.timeout(SECONDS),
            http.stream(
                "POST",
                target.url,
                content=body.encode(),
                headers=headers | {"Content-Type": CONTENT_TYPE, "Accept-Encoding": "identity"},
                extensions=client.extensions(progress),
            ) as response,
        ):
            wait = retry_after(response.headers.get("retry-after"), datetime.now(UTC))
            outcome = Outcome(response.status_code, wait)
            return Posted(outcome, _fault(outcome, await _rejected(response) if outcome.succeeded else 0))
    except TimeoutError:
        error = faults.out_of_time(progress)
    except ReadError as known:
        error = known
    except client.FAULTS as foreign:  # its own text may hold what was sent
        error = faults.read_error(foreign, progress)
    return Posted(Outcome(), words.not_sent(words.no_answer(error.title, error.message)))


def _fault(outcome: Outcome, rejected: int) -> str:
    if outcome.status is None:
        return ""
    if not outcome.succeeded:
        said = words.busy if outcome.may_be_repeated else words.refused
        return words.not_sent(said(outcome.status))
    return words.partly_refused(rejected) if rejected else ""


async def _rejected(response: httpx.Response) -> int:
    """How many values a receiver left out although it took the rest."""
    body = b""
    async for part in response.aiter_raw():
        body += part
        if len(body) > _MOST_BYTES:
            return 0
    try:
        count = json.loads(body)["partialSuccess"]["rejectedDataPoints"]
        return max(0, int(count))
    except (ValueError, KeyError, TypeError, RecursionError):
        return 0
