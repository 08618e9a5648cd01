"""What one vendor's service with an API key is: where it is asked, where its key may be, and what its answers mean.

This module must not know any vendor, nor how it is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from brim.backend.providers.answers import Answer, Json
    from brim.backend.providers.keys import KeyFile, NamedKey
    from brim.backend.providers.pollingpolicy import PollingPolicy
    from brim.errors import ReadError
    from brim.model.account import Problem
    from brim.model.usage import Reading
    from brim.model.vendor import Vendor


def _no_own_refusal(_: Answer, __: str) -> ReadError | None:
    return None


def _no_end(_: Json) -> datetime | None:
    return None


@dataclass(frozen=True, slots=True)
class More:
    """A second request that some answers call for. Without an answer to it the reading stays as it was."""

    path: Callable[[Json], str | None]
    """What is asked for, by the first answer; None for no second request."""
    add: Callable[[Reading, Json], Reading]
    """The reading with what the second answer says."""


@dataclass(frozen=True, slots=True)
class KeyedService:
    """What one vendor's service is, for `KeyedProvider`."""

    name: str
    vendor: Vendor
    policy: PollingPolicy
    """With the intervals of the settings."""
    api_url: str
    """The server, from the settings."""
    path: str
    """What is asked for."""
    keys: tuple[NamedKey, ...]
    """The setting that may hold the key, then variables, the strongest first; the first variable is named where there
    is no key."""
    files: tuple[KeyFile, ...]
    """Files that may hold it, the strongest first; the first one of another tool is named, too."""
    parse: Callable[[Json, datetime], Reading]
    """Makes the reading from a body that came at a time; raises a ReadError."""
    state_dir: Path
    """The data folder."""
    no_plan: Problem | None = None
    """What is wrong with a key that works and has no plan: it is asked once a day, and is not shown if it may be for
    other things. None where every key has usage."""
    own_refusal: Callable[[Answer, str], ReadError | None] = _no_own_refusal
    """What the server means by a refusal of its own, with the place of the key; None for what any server means."""
    ends_at: Callable[[Json], datetime | None] = _no_end
    """When the key ends, by an answer."""
    more: More | None = None
    """What is asked for after the first answer."""
    active_files: tuple[Path, ...] = ()
    """Files and folders of its program that change while that is in use; none of them is opened."""
