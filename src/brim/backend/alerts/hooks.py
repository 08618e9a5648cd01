"""What the user wants started or called when something is told: a command or a webhook for each event.

The event comes as one JSON object on standard input, or as the body of a POST: `schema` (1), `event` (limit, pace,
reset, spend, login, lost, back), `at` (UTC), `account` (`id`, `label`), `window` (id of the limit, or what else it is
about), `percent` and `resets_at` (null where there are none), `title` and `text`. It is sent when the notice is, so
never twice; a try has a time limit, two more follow after 5 and 30 seconds, and what fails then is one line in the log.
Nothing of it stands in an argument list. This module must not know when an event is told.
"""

from __future__ import annotations

import asyncio
import os
import shlex
import signal
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import tenacity
from loguru import logger
from pydantic import BaseModel, Field

from brim import __version__
from brim.backend.system.stateformat import Time
from brim.model.alert import ALL_RULES
from brim.words import hooks as told

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    import httpx
    from pydantic import SecretStr

    from brim.backend.settings.hooks import Event, HookSettings

_TRIES = 3
_WAIT = tenacity.wait_exponential(multiplier=5, exp_base=6, max=30)
_ACCEPTED = range(200, 300)


class HookAccount(BaseModel):
    """Whom an event is about."""

    id: str = Field(description="16 hex digits")
    label: str = Field(description="for a person")


class HookEvent(BaseModel):
    """One event, as programs get it."""

    schema_: int = Field(default=1, serialization_alias="schema", description="changes only when a field must")
    event: str = Field(description="the rule that told it")
    at: Time = Field(description="when it was told")
    account: HookAccount = Field(description="whom it is about")
    window: str = Field(description="id of the limit, or what else it is about")
    percent: float | None = Field(default=None, description="percent used")
    resets_at: Time | None = Field(default=None, description="when the window starts anew")
    title: str = Field(description="of the notice")
    text: str = Field(description="what it means")


class HookError(Exception):
    """A try failed; the text holds no secret."""


class Hooks:
    """Runs what the settings name, beside everything else."""

    def __init__(self, settings: HookSettings, wait: tenacity.wait.wait_base = _WAIT) -> None:
        """`wait` is that between two tries, for tests."""
        self._settings = settings
        self._wait = wait
        self._tasks: set[asyncio.Task[None]] = set()
        self._client: httpx.AsyncClient | None = None

    def send(self, news: HookEvent) -> None:
        """Start what is named for an event and return at once."""
        body = news.model_dump_json(by_alias=True).encode()
        for line in _named(self._settings.command, news.event):
            self._spawn(told.command_label(news.event), partial(self._run, line, body))
        for url in _named(self._settings.webhook, news.event):
            self._spawn(told.webhook_label(news.event), partial(self._post, url, body))

    async def aclose(self) -> None:
        """End what still runs."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._client is not None:
            await self._client.aclose()

    async def settled(self) -> None:
        """Wait until all that was started has come to an end."""
        await asyncio.gather(*self._tasks)

    def _spawn(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        task = asyncio.get_running_loop().create_task(self._persist(name, work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _persist(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        tries = tenacity.AsyncRetrying(
            stop=tenacity.stop_after_attempt(_TRIES),
            wait=self._wait,
            retry=tenacity.retry_if_exception_type(HookError),
            reraise=True,
        )
        try:
            await tries(work)
        except HookError as error:
            logger.bind(hook=name).warning("The {} failed {} times: {}", name, _TRIES, error)

    async def _run(self, line: str, body: bytes) -> None:
        words = _words(line)
        nowhere = asyncio.subprocess.DEVNULL
        try:
            process = await asyncio.create_subprocess_exec(
                *words, stdin=asyncio.subprocess.PIPE, stdout=nowhere, stderr=nowhere, start_new_session=True
            )
        except (OSError, ValueError) as error:
            raise HookError(told.not_started(type(error).__name__)) from None
        try:
            async with asyncio.timeout(self._settings.seconds):
                await process.communicate(body)
        except TimeoutError:
            raise HookError(told.TIMED_OUT) from None
        finally:
            await _end(process)
        if process.returncode:
            raise HookError(told.exit_status(process.returncode))

    async def _post(self, url: SecretStr, body: bytes) -> None:
        import httpx

        client = self._opened()
        host = urlsplit(url.get_secret_value()).hostname
        try:
            async with asyncio.timeout(self._settings.seconds):
                async with client.stream("POST", url.get_secret_value(), content=body) as answer:
                    status = answer.status_code
        except (TimeoutError, httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            fault = told.webhook_no_answer(host, type(error).__name__)  # the error's own text holds the URL
        else:
            fault = "" if status in _ACCEPTED else told.webhook_status(host, status)
        if fault:
            raise HookError(fault)

    def _opened(self) -> httpx.AsyncClient:
        if self._client is None:
            import ssl

            import httpx
            import truststore

            self._client = httpx.AsyncClient(
                verify=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
                timeout=self._settings.seconds,
                follow_redirects=False,
                headers={"User-Agent": f"brim/{__version__}", "Content-Type": "application/json"},
            )
        return self._client


def _named[T](table: Mapping[Event, T], event: str) -> list[T]:
    return [value for name, value in table.items() if name in {event, ALL_RULES}]


def _words(line: str) -> list[str]:
    """The command line as words; `~` begins the user's home."""
    try:
        program, *rest = shlex.split(line, posix=sys.platform != "win32")
        return [str(Path(program).expanduser()), *rest]
    except (ValueError, RuntimeError):
        raise HookError(told.UNSPLITTABLE_COMMAND) from None


async def _end(process: asyncio.subprocess.Process) -> None:
    """No process of a command is left behind, nor one that it has started."""
    if sys.platform != "win32":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.returncode is None:
        with suppress(ProcessLookupError):
            process.kill()
    await process.wait()
