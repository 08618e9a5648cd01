"""Waiting for a real condition with a deadline: the one place where desktop tests pass time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_STEP_SECONDS = 0.02


def wait_until(test: Callable[[], bool], what: str, seconds: float = 20.0) -> None:
    """Return as soon as `test` is true; raise TimeoutError, naming `what`, after `seconds`."""
    end = time.monotonic() + seconds
    while not test():
        if time.monotonic() > end:
            raise TimeoutError(f"{what}: not there after {seconds:g} s")
        time.sleep(_STEP_SECONDS)


def pause(seconds: float) -> None:
    """Let time pass, for a benchmark that measures what happens meanwhile."""
    time.sleep(seconds)
