"""Runs the user's hooks when an alert is sent: a command or a webhook for each event.

The event comes as one JSON object on standard input, or as the body of a POST: `schema` (1), `event` (limit, pace,
reset, spend, login, lost, back), `at` (UTC), `account` (`id`, `label`), `window` (id of the limit, `login` or
`reading`), `percent` and `resets_at` (null where there are none), `title` and `text`. It is sent together with the
alert, so never twice. A try has a time limit; two more follow after 5 and 30 seconds, and a final failure is one line
in the log. No part of the event is in an argument list. This module must not know when an alert is due.
"""

from __future__ import annotations

import asyncio
import os
import shlex
import signal
import sys
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import tenacity
from loguru import logger
from pydantic import BaseModel, Field

from brim.backend.system.stateformat import Time
from brim.childenvironment import child_environment
from brim.errors import ReadError
from brim.model.alert import ALL_RULES
from brim.words import hooks as words

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

    import httpx
    from pydantic import SecretStr

    from brim.backend.settings.hooks import Event, HookSettings

_TRIES = 3
_WAIT = tenacity.wait_exponential(multiplier=5, exp_base=6, max=30)
_SUCCESS = range(200, 300)
_JSON = {"Content-Type": "application/json"}


class HookAccount(BaseModel):
    """The account that an event is about."""

    id: str = Field(description="16 hex digits")
    label: str = Field(description="for a person")


class HookEvent(BaseModel):
    """One event, as programs get it."""

    schema_: int = Field(default=1, serialization_alias="schema", description="changes only when a field must")
    event: str = Field(description="the rule that led to the alert")
    at: Time = Field(description="when the alert was sent")
    account: HookAccount = Field(description="the account that it is about")
    window: str = Field(description="id of the limit, login or reading")
    percent: float | None = Field(default=None, description="percent used")
    resets_at: Time | None = Field(default=None, description="when the window resets")
    title: str = Field(description="title of the alert")
    text: str = Field(description="what it means")


class HookError(Exception):
    """A try failed; the text holds no secret."""


class Hooks:
    """Runs the hooks that the settings define, as background tasks of the event loop."""

    def __init__(self, settings: HookSettings, wait: tenacity.wait.wait_base = _WAIT) -> None:
        """`wait` is the time between two tries; tests shorten it."""
        self._settings = settings
        self._wait = wait
        self._tasks: set[asyncio.Task[None]] = set()
        self._resources = AsyncExitStack()
        self._client: httpx.AsyncClient | None = None

    def send(self, event: HookEvent) -> None:
        """Start the hooks of an event and return at once."""
        body = event.model_dump_json(by_alias=True).encode()
        for command in _hooks_for(self._settings.command, event.event):
            self._start(words.command_label(event.event), event, partial(self._run_command, command, body))
        for url in _hooks_for(self._settings.webhook, event.event):
            self._start(words.webhook_label(event.event), event, partial(self._post, url, body))

    async def aclose(self) -> None:
        """Cancel the hooks that still run, and close the HTTP client."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._resources.aclose()

    async def wait_until_done(self) -> None:
        """Wait until all hooks have ended that were started before."""
        await asyncio.gather(*self._tasks)

    def _start(self, label: str, event: HookEvent, run: Callable[[], Awaitable[None]]) -> None:
        task = asyncio.get_running_loop().create_task(self._run_with_retries(label, event, run))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run_with_retries(self, label: str, event: HookEvent, run: Callable[[], Awaitable[None]]) -> None:
        retrying = tenacity.AsyncRetrying(
            stop=tenacity.stop_after_attempt(_TRIES),
            wait=self._wait,
            retry=tenacity.retry_if_exception_type(HookError),
            reraise=True,
        )
        try:
            await retrying(run)
        except HookError as error:
            logger.bind(hook=label, account=event.account.id).warning(
                "The {} failed {} times: {}", label, _TRIES, error
            )

    async def _run_command(self, command: str, body: bytes) -> None:
        arguments = _split_command(command)
        devnull = asyncio.subprocess.DEVNULL
        try:
            process = await asyncio.create_subprocess_exec(
                *arguments,
                stdin=asyncio.subprocess.PIPE,
                stdout=devnull,
                stderr=devnull,
                env=child_environment(),
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            raise HookError(words.not_started(type(error).__name__)) from None
        try:
            async with asyncio.timeout(self._settings.seconds):
                await process.communicate(body)
        except TimeoutError:
            raise HookError(words.timed_out()) from None
        finally:
            await _kill_process_group(process)
        if process.returncode:
            raise HookError(words.exit_status(process.returncode))

    async def _post(self, url: SecretStr, body: bytes) -> None:
        from brim.backend.network import client, faults

        progress = faults.RequestProgress()
        http = await self._http_client()
        host = urlsplit(url.get_secret_value()).hostname
        try:
            async with asyncio.timeout(self._settings.seconds):
                request = client.extensions(progress)
                async with http.stream(
                    "POST", url.get_secret_value(), content=body, headers=_JSON, extensions=request
                ) as response:
                    status = response.status_code
        except TimeoutError:
            fault = faults.out_of_time(progress)
        except ReadError as error:
            fault = error
        except client.FAULTS as error:  # the error's own text holds the URL
            fault = faults.read_error(error, progress)
        else:
            if status not in _SUCCESS:
                raise HookError(words.webhook_status(host, status))
            return
        raise HookError(words.webhook_failed(host, fault.title, fault.message))

    async def _http_client(self) -> httpx.AsyncClient:
        if self._client is None:
            from brim.backend.network.client import open_client

            self._client = await self._resources.enter_async_context(open_client(self._settings.seconds))
        return self._client


@asynccontextmanager
async def open_hooks(settings: HookSettings) -> AsyncIterator[Hooks]:
    """Hooks for the time of the block; those that still run at its end are cancelled."""
    hooks = Hooks(settings)
    try:
        yield hooks
    finally:
        await hooks.aclose()


def _hooks_for[T](hooks: Mapping[Event, T], event: str) -> list[T]:
    return [hook for name, hook in hooks.items() if name in {event, ALL_RULES}]


def _split_command(command: str) -> list[str]:
    """The arguments of a command line; a leading `~` is replaced by the user's home folder. Raises HookError."""
    try:
        program, *arguments = shlex.split(command, posix=sys.platform != "win32")
        return [str(Path(program).expanduser()), *arguments]
    except (ValueError, RuntimeError):
        raise HookError(words.unsplittable_command()) from None


async def _kill_process_group(process: asyncio.subprocess.Process) -> None:
    """Kill the process of a command; on Linux and macOS also the processes that it has started."""
    if sys.platform != "win32":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.returncode is None:
        with suppress(ProcessLookupError):
            process.kill()
    await process.wait()
