"""Sends metrics to an OpenTelemetry receiver while a tray runs: the newest ones, after a change, once a minute at most.

A failure is one line in the log until something else happens. This module must not know what the body says.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from loguru import logger

from brim.backend.metrics.otlppost import SECONDS, post
from brim.backend.metrics.pushpolicy import MINUTE, pause_after
from brim.backend.network.client import open_client
from brim.words import metrics as words

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.backend.metrics.otlppost import Target


class OtlpPush:
    """Sends to one receiver."""

    def __init__(self, target: Target, least_seconds: float = MINUTE) -> None:
        """`least_seconds` between two requests."""
        self._target = target
        self._least_seconds = least_seconds
        self._body: Callable[[], str] | None = None
        self._offered = asyncio.Event()
        self._fault = ""

    def offer(self, body: Callable[[], str]) -> None:
        """Take the newest metrics, made when they are sent; returns at once."""
        self._body = body
        self._offered.set()

    async def run(self) -> None:
        """Send what is offered, until cancelled."""
        failures = 0
        async with open_client(SECONDS) as http:
            while True:
                await self._offered.wait()
                self._offered.clear()
                if self._body is None:
                    continue
                outcome, fault = await post(http, self._target, self._body())
                self._log(fault)
                failures = 0 if outcome.succeeded else failures + 1
                if not outcome.succeeded and outcome.may_be_repeated:
                    self._offered.set()
                await asyncio.sleep(pause_after(outcome, failures, self._least_seconds))

    def _log(self, fault: str) -> None:
        """Log what is news."""
        bound = logger.bind(setting="metrics.otlp_endpoint")
        if fault and fault != self._fault:
            bound.warning("{}", fault)
        elif self._fault and not fault:
            bound.info("{}", words.sent_again())
        self._fault = fault
