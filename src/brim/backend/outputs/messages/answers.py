"""What most services have in common in their answers: a JSON object, an HTTP status, a time to wait.

This module must not know any one service.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

from brim.backend.outputs.messages.message import Verdict

if TYPE_CHECKING:
    from brim.backend.outputs.messages.message import Answer

SUCCESS = range(200, 300)
LIMITED = 429
_REFUSALS = range(300, 500)
_PASSING = {408, 425, LIMITED}
"""Refusals after which another attempt may succeed."""


def json_object(text: str) -> dict[str, object]:
    """The JSON object of an answer; empty for anything else."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def accepted(words: str = "") -> Verdict:
    """The service took the message."""
    return Verdict(accepted=True, words=words)


def refused(answer: Answer, words: str, wait: float | None = None) -> Verdict:
    """The service did not take the message; `wait` are seconds from its body."""
    final = answer.status in _REFUSALS and answer.status not in _PASSING
    waits = [seconds for seconds in (wait, answer.retry_after) if seconds is not None]
    return Verdict(accepted=False, words=words, wait=min(waits, default=None), final=final)


def seconds(value: object) -> float | None:
    """A number of seconds in a body; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    number = float(value) if abs(value) < math.inf else math.inf
    return number if number > 0 else None


def text_field(body: dict[str, object], *names: str) -> str:
    """The first of these fields that has a text."""
    return next((value for name in names if isinstance(value := body.get(name), str) and value.strip()), "")


def plain_words(text: str) -> str:
    """The body as the service's words; empty for a page of a browser, which says nothing in one line."""
    return "" if text.lstrip().startswith("<") else text
