"""Sends a message to a webhook once, in the form of its service, and judges what is answered.

Facts: messages of one moment go to a host one after the other, because Slack takes one a second. No redirect is
followed. Only the beginning of an answer is read. This module must not know when a message is sent.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from brim import logs
from brim.backend.hooks.attempt import Attempt
from brim.backend.outputs.messages.message import Answer
from brim.errors import ReadError
from brim.model.webhook import WebhookKind
from brim.printing import one_line
from brim.words import hooks as words

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import httpx
    from pydantic import SecretStr

    from brim.backend.outputs.messages.address import Address
    from brim.backend.outputs.messages.message import Message, Request, Service, Verdict
    from brim.backend.settings.hooks import HookSettings

_MOST_BYTES = 65_536
_MOST_LETTERS = 160
"""Of a service's own words."""


class WebhookSender:
    """Sends messages over connections that are kept."""

    def __init__(self, settings: HookSettings) -> None:
        """Nothing is opened before the first message."""
        self._seconds = settings.seconds
        self._kind = WebhookKind(settings.webhook_kind)
        self._locks: dict[str, asyncio.Lock] = {}
        self._resources = AsyncExitStack()
        self._client: httpx.AsyncClient | None = None

    async def aclose(self) -> None:
        """Close the connections."""
        await self._resources.aclose()

    def takes_messages(self, url: SecretStr) -> bool:
        """Whether an address is one of a messaging service; any other gets every event as JSON."""
        return bool(self._service(url)[1].name)

    async def send(self, url: SecretStr, message: Message) -> Attempt:
        """Send a message; raises nothing that a server or the network may cause."""
        address, service = self._service(url)
        if (fault := service.fault(address)) is not None:
            return Attempt(succeeded=False, text=fault, final=True)
        request = service.request(address, message)
        async with self._locks.setdefault(address.host, asyncio.Lock()):
            answer = await self._answer(request, service)
        if isinstance(answer, ReadError):
            return Attempt(succeeded=False, text=words.webhook_failed(address.host, answer.title, answer.message))
        verdict = service.verdict(answer)
        text = words.answered(service.name or address.host, answer.status, _own_words(verdict, address))
        return Attempt(verdict.accepted, text, verdict.wait, verdict.final)

    def _service(self, url: SecretStr) -> tuple[Address, Service]:
        from brim.backend.outputs.messages.address import Address  # only where there is a webhook at all
        from brim.backend.outputs.messages.services import service_of

        address = Address.parse(url.get_secret_value())
        return address, service_of(address, self._kind)

    async def _answer(self, request: Request, service: Service) -> Answer | ReadError:
        from brim.backend.network import client, faults
        from brim.backend.network.retryafter import retry_after

        progress = faults.RequestProgress()
        http = await self._http_client()
        try:
            async with (
                asyncio.timeout(self._seconds),
                http.stream(
                    "POST",
                    request.url,
                    content=request.body,
                    headers={"Accept-Encoding": "identity"} | request.headers,
                    extensions=client.extensions(progress),
                ) as response,
            ):
                text = await _beginning(response) if service.answers_in_body else ""
                wait = retry_after(response.headers.get("retry-after"), datetime.now(UTC))
                return Answer(response.status_code, text, wait)
        except TimeoutError:
            return faults.out_of_time(progress)
        except ReadError as error:
            return error
        except client.FAULTS as error:  # the error's own text holds the URL
            return faults.read_error(error, progress)

    async def _http_client(self) -> httpx.AsyncClient:
        if self._client is None:
            from brim.backend.network.client import open_client

            self._client = await self._resources.enter_async_context(open_client(self._seconds))
        return self._client


@asynccontextmanager
async def open_sender(settings: HookSettings) -> AsyncIterator[WebhookSender]:
    """A sender for the time of the block."""
    sender = WebhookSender(settings)
    try:
        yield sender
    finally:
        await sender.aclose()


async def _beginning(response: httpx.Response) -> str:
    body = b""
    async for part in response.aiter_raw():
        body += part
        if len(body) >= _MOST_BYTES:
            break
    return body[:_MOST_BYTES].decode("utf-8", "replace")


def _own_words(verdict: Verdict, address: Address) -> str:
    """The service's words in one line, without anything that stands in the address."""
    text = one_line(logs.mask(address.masked(verdict.words))).strip()
    return text if len(text) <= _MOST_LETTERS else f"{text[: _MOST_LETTERS - 1].rstrip()}…"
