"""Sends metrics to an OpenTelemetry receiver: the newest ones, after a change, and at most once a minute.

A failure is one line in the log, without any text of the server or of the headers, which may hold a secret. No redirect
is followed. This module must not know what the body says.
"""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from loguru import logger

from brim.backend.metrics.pushpolicy import MINUTE, Outcome, pause_after
from brim.backend.network import client, faults
from brim.backend.network.retryafter import retry_after
from brim.backend.outputs.otlpjson import CONTENT_TYPE
from brim.backend.settings.metrics import parse_headers
from brim.errors import ReadError
from brim.words import metrics as words

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx
    from pydantic import SecretStr

PATH = "/v1/metrics"
_SECONDS = 10.0
_MOST_BYTES = 65_536


class OtlpPush:
    """Sends to one receiver."""

    def __init__(self, endpoint: str, headers: SecretStr | None, least_seconds: float = MINUTE) -> None:
        """`endpoint`: the base URL; `least_seconds` between two requests."""
        self._url = endpoint if endpoint.endswith(PATH) else f"{endpoint}{PATH}"
        self._headers = headers
        self._least_seconds = least_seconds
        self._body: Callable[[], str] | None = None
        self._offered = asyncio.Event()
        self._failures = 0
        self._complaint = ""

    def offer(self, body: Callable[[], str]) -> None:
        """Take the newest metrics, made when they are sent; returns at once."""
        self._body = body
        self._offered.set()

    async def run(self) -> None:
        """Send what is offered, until cancelled."""
        async with client.open_client(_SECONDS) as http:
            while True:
                await self._offered.wait()
                self._offered.clear()
                if self._body is None:
                    continue
                outcome = await self._post(http, self._body())
                self._failures = 0 if outcome.succeeded else self._failures + 1
                if not outcome.succeeded and outcome.may_be_repeated:
                    self._offered.set()
                await asyncio.sleep(pause_after(outcome, self._failures, self._least_seconds))

    async def _post(self, http: httpx.AsyncClient, body: str) -> Outcome:
        progress = faults.RequestProgress()
        headers = {} if self._headers is None else parse_headers(self._headers)
        try:
            async with (
                asyncio.timeout(_SECONDS),
                http.stream(
                    "POST",
                    self._url,
                    content=body.encode(),
                    headers=headers | {"Content-Type": CONTENT_TYPE, "Accept-Encoding": "identity"},
                    extensions=client.extensions(progress),
                ) as response,
            ):
                wait = retry_after(response.headers.get("retry-after"), datetime.now(UTC))
                outcome = Outcome(response.status_code, wait)
                self._tell(outcome, await _rejected(response) if outcome.succeeded else 0)
                return outcome
        except TimeoutError:
            self._complain(words.not_sent(str(faults.out_of_time(progress))))
        except ReadError as error:
            self._complain(words.not_sent(str(error)))
        except client.FAULTS as error:  # its own text may hold what was sent
            self._complain(words.not_sent(str(faults.read_error(error, progress))))
        return Outcome()

    def _tell(self, outcome: Outcome, rejected: int) -> None:
        """Log what was answered, where it is news."""
        if outcome.status is None:
            return
        if not outcome.succeeded:
            said = words.busy if outcome.may_be_repeated else words.refused
            self._complain(words.not_sent(said(outcome.status)))
        elif rejected:
            self._complain(words.partly_refused(rejected))
        elif self._complaint:
            self._complaint = ""
            logger.bind(setting="metrics.otlp_endpoint").info("{}", words.sent_again())

    def _complain(self, text: str) -> None:
        if text != self._complaint:
            self._complaint = text
            logger.bind(setting="metrics.otlp_endpoint").warning("{}", text)


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
