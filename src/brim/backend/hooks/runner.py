"""Runs the user's hooks: in the background when an alert is sent, or once to try them.

An event is sent together with its alert, so never twice. An attempt has a time limit; two more follow after 5 and 30
seconds, or later where a service asks for it, and a final failure is one line in the log. This module must not know
when an alert is due, nor how a hook is run.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

import tenacity
from loguru import logger

from brim.backend.hooks.attempt import Attempt
from brim.backend.hooks.batch import json_message
from brim.backend.hooks.command import run_command
from brim.backend.hooks.webhook import WebhookSender, open_sender
from brim.words import hooks as words

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator

    from pydantic import SecretStr

    from brim.backend.hooks.batch import Batch
    from brim.backend.outputs.messages.message import Message
    from brim.backend.settings.hooks import HookSettings

    type Hook = tuple[str, Callable[[], Awaitable[Attempt]]]
    """What it is called, and what runs it once."""

_TRIES = 3
_WAIT = tenacity.wait_exponential(multiplier=5, exp_base=6, max=30)
_LONGEST_WAIT = 300.0
"""Seconds; a message that may come only after a longer time is given up."""


class Hooks:
    """Runs the hooks that the settings define, as background tasks of the event loop."""

    def __init__(self, settings: HookSettings, wait: tenacity.wait.wait_base = _WAIT) -> None:
        """`wait` is the time between two tries; tests shorten it."""
        self._settings = settings
        self._wait = wait
        self._tasks: set[asyncio.Task[None]] = set()
        self._sender = WebhookSender(settings)

    def send(self, batch: Batch) -> None:
        """Start the hooks of the events of a moment and return at once."""
        for label, run in _hooks(self._settings, batch, self._sender):
            task = asyncio.get_running_loop().create_task(self._run_with_retries(label, batch.account, run))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def aclose(self) -> None:
        """Cancel the hooks that still run, and close the connections."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._sender.aclose()

    async def wait_until_done(self) -> None:
        """Wait until all hooks have ended that were started before."""
        await asyncio.gather(*self._tasks)

    async def _run_with_retries(self, label: str, account: str, run: Callable[[], Awaitable[Attempt]]) -> None:
        retrying = tenacity.AsyncRetrying(
            stop=tenacity.stop_after_attempt(_TRIES),
            wait=lambda state: max(self._wait(state), _asked_wait(state)),
            retry=tenacity.retry_if_result(_is_worth_another),
            retry_error_callback=_last_attempt,
        )
        attempt: Attempt = await retrying(run)
        tries = retrying.statistics.get("attempt_number", 1)
        bound = logger.bind(hook=label, account=account)
        if attempt.succeeded:
            bound.debug("The {} succeeded: {}", label, attempt.text)
        elif tries > 1:
            bound.warning("The {} failed {} times: {}", label, tries, attempt.text)
        else:
            bound.warning("The {} failed: {}", label, attempt.text)


@asynccontextmanager
async def open_hooks(settings: HookSettings) -> AsyncIterator[Hooks]:
    """Hooks for the time of the block; those that still run at its end are cancelled."""
    hooks = Hooks(settings)
    try:
        yield hooks
    finally:
        await hooks.aclose()


async def try_hooks(settings: HookSettings, batch: Batch) -> tuple[tuple[str, Attempt], ...]:
    """Run each hook of some events once, one after the other: what it is called, and what came back."""
    async with open_sender(settings) as sender:
        return tuple([(label, await run()) for label, run in _hooks(settings, batch, sender)])


def _hooks(settings: HookSettings, batch: Batch, sender: WebhookSender) -> Iterator[Hook]:
    for name, command in settings.command.items():
        for event in batch.events_for(name):
            yield words.command_label(name), partial(run_command, command, event.json_body(), settings.seconds)
    for name, url in settings.webhook.items():
        for message in _messages(name, url, batch, sender):
            yield words.webhook_label(name), partial(sender.send, url, message)


def _messages(name: str, url: SecretStr, batch: Batch, sender: WebhookSender) -> Iterable[Message]:
    if sender.takes_messages(url):
        return batch.messages_for(name)
    return (json_message(event) for event in batch.events_for(name))


def _is_worth_another(attempt: Attempt) -> bool:
    return not attempt.succeeded and not attempt.final and (attempt.wait or 0.0) <= _LONGEST_WAIT


def _asked_wait(state: tenacity.RetryCallState) -> float:
    return _last_attempt(state).wait or 0.0


def _last_attempt(state: tenacity.RetryCallState) -> Attempt:
    if state.outcome is None:  # no attempt has ended yet
        return Attempt(succeeded=False, text="")
    attempt: Attempt = state.outcome.result()
    return attempt
