"""The event loop in which Brim reads: a thread that hangs does not keep the process from ending.

The system's resolver and a network folder may take a minute and cannot be cancelled. Python would wait for such a
thread twice, when the loop is closed and when the process ends. This module must not know what runs in a loop.
"""

from __future__ import annotations

import asyncio
import os
import sys
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial
from typing import TYPE_CHECKING, Any, override

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine


_END_SECONDS = 0.4
"""For work in threads to come to an end, such as the writing of a file."""

if sys.platform == "win32":
    from asyncio import ProactorEventLoop as _SystemLoop
else:
    from asyncio import SelectorEventLoop as _SystemLoop


_left_behind: list[Callable[[], bool]] = []
"""Tell whether what was left behind still works."""


class _Workers(ThreadPoolExecutor):
    """The threads of a loop; it knows what they work on."""

    def __init__(self, workers: int | None) -> None:
        super().__init__(workers, thread_name_prefix="brim-worker")
        self._unfinished: set[Future[Any]] = set()  # Any: the result of any function

    @override
    def submit[**P, T](self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future = super().submit(fn, *args, **kwargs)
        self._unfinished.add(future)
        future.add_done_callback(self._unfinished.discard)
        return future

    def end(self) -> None:
        """Begin nothing new, and wait a moment for what has begun; what then still runs is left behind."""
        self.shutdown(wait=False, cancel_futures=True)
        for future in wait(tuple(self._unfinished), _END_SECONDS).not_done:
            leave_behind(future.running)


class _EventLoop(_SystemLoop):
    """The system's loop, which at its end does not wait for threads that hang."""

    def __init__(self, workers: int | None) -> None:
        super().__init__()
        self._workers = _Workers(workers)
        self.set_default_executor(self._workers)

    @override
    async def shutdown_default_executor(self, timeout: float | None = None) -> None:
        self._workers.end()


def run[T](main: Coroutine[object, object, T], workers: int | None = None) -> T:
    """Run a coroutine to its end, as asyncio.run() does; `workers` limits the number of threads."""
    with asyncio.Runner(loop_factory=partial(_EventLoop, workers)) as runner:
        return runner.run(main)


def leave_behind(works: Callable[[], bool]) -> None:
    """Do not let the end of the process wait for something, as long as it `works`."""
    _left_behind.append(works)


def end_process_if_a_thread_hangs(status: int) -> None:
    """End the process at once where a thread of a loop still works, because Python would wait for it."""
    if any(works() for works in _left_behind):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
