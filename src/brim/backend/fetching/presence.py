"""Whether somebody is at this machine, and whether a request makes sense: by desktop events and by the clocks.

A tray with a desktop shares this in `presence.json` in the data folder, so that every Brim process plans the same:
`schema` (1), `port` (the wake-up port of the writer; without a listener there the file is ignored) and the fields of
`Presence`, times in UTC, ISO 8601. This module must not know what is read, nor when a reading is due.
"""

from __future__ import annotations

import asyncio
import random
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING
from zlib import crc32

from loguru import logger
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from brim.backend.system.clock import Clock
from brim.backend.system.files import read_object, write_object
from brim.backend.system.followers import port_in_use
from brim.backend.system.stateformat import Time
from brim.errors import StateError
from brim.localzone import renew
from brim.model.command import DesktopEvent

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime
    from pathlib import Path

FILE_NAME = "presence.json"
JUMP_SECONDS = 60.0
"""A larger difference of the clocks, or a rest that lasts longer by more, means sleep or a changed clock."""


@dataclass(frozen=True, slots=True)
class Presence:
    """The state of this machine now. Without a desktop everything is at its default."""

    idle: bool = False
    """Nobody has touched the machine for a while."""
    locked: bool = False
    """The screen is locked."""
    battery_low: bool = False
    full_screen: bool = False
    """A full-screen window: the user does not want to be interrupted."""
    asleep_since: datetime | None = None
    """The machine is about to sleep."""
    offline_since: datetime | None = None
    """There is no network."""
    woke_at: datetime | None = None
    """The machine last woke up, or its clock was set."""
    back_at: datetime | None = None
    """Somebody last returned to the machine."""
    online_at: datetime | None = None
    """The network last came back."""
    spread: float = 0.0
    """0 to 1, drawn at each wake-up and each return of the network: the part of the jitter that is added then."""

    @property
    def away(self) -> bool:
        """Whether nobody is looking at the screen."""
        return self.idle or self.locked

    def of_account(self, account_id: str) -> Presence:
        """The same with a spread of this account's own: not all accounts ask in the moment in which a machine wakes."""
        return replace(self, spread=(self.spread + crc32(account_id.encode()) / 2**32) % 1)


def after_event(before: Presence, event: DesktopEvent, now: datetime, spread: float = 0.0) -> Presence:
    """The presence after an event of the desktop."""
    after = before
    match event:
        case DesktopEvent.WOKE:
            after = replace(before, asleep_since=None, woke_at=now, spread=spread)
        case DesktopEvent.SLEEPS:
            after = replace(before, asleep_since=now)
        case DesktopEvent.ONLINE:
            after = replace(before, offline_since=None, online_at=now, spread=spread)
        case DesktopEvent.OFFLINE:
            after = replace(before, offline_since=before.offline_since or now)
        case DesktopEvent.IDLE | DesktopEvent.ACTIVE:
            after = replace(before, idle=event is DesktopEvent.IDLE)
        case DesktopEvent.LOCKED | DesktopEvent.UNLOCKED:
            after = replace(before, locked=event is DesktopEvent.LOCKED)
        case DesktopEvent.BATTERY_LOW | DesktopEvent.BATTERY_OK:
            after = replace(before, battery_low=event is DesktopEvent.BATTERY_LOW)
        case DesktopEvent.FULL_SCREEN | DesktopEvent.WINDOWED:
            after = replace(before, full_screen=event is DesktopEvent.FULL_SCREEN)
        case DesktopEvent.TIME_ZONE:
            return before  # it only wakes the loop
    returned = (before.away or event is DesktopEvent.WOKE) and not after.away
    return replace(after, back_at=now) if returned else after


class PresenceFile(BaseModel):
    """`presence.json`."""

    model_config = ConfigDict(extra="ignore", allow_inf_nan=False)

    port: int = Field(ge=1, le=65535, description="the wake-up port of the tray that wrote this")
    idle: bool = Field(default=False, description="nobody has touched the machine for a while")
    locked: bool = Field(default=False, description="the screen is locked")
    battery_low: bool = Field(default=False, description="the battery runs low")
    full_screen: bool = Field(default=False, description="a full-screen window")
    asleep_since: Time | None = Field(default=None, description="the machine is about to sleep")
    offline_since: Time | None = Field(default=None, description="there is no network")
    woke_at: Time | None = Field(default=None, description="the machine last woke up")
    back_at: Time | None = Field(default=None, description="somebody last returned")
    online_at: Time | None = Field(default=None, description="the network last came back")
    spread: float = Field(default=0.0, ge=0, le=1, description="part of the jitter after waking")

    def value(self) -> Presence:
        """The content as a value."""
        return Presence(**{one.name: getattr(self, one.name) for one in fields(Presence)})


def shared_presence(state_dir: Path) -> Presence | None:
    """The presence that a running tray on this machine shares; None when no tray runs or it has no desktop."""
    try:
        found = PresenceFile.model_validate(read_object(state_dir / FILE_NAME) or {})
    except ValidationError:
        return None
    return found.value() if port_in_use(found.port) else None


class PresenceTracker:
    """Owner of the presence, for one process."""

    def __init__(self, state_dir: Path | None = None, clock: Clock | None = None) -> None:
        """Start without any knowledge; with None nothing is shared."""
        self._state_dir = state_dir
        self.clock = clock or Clock()
        self._presence = Presence()
        self._written: Presence | None = None
        self._has_desktop = False
        self._marks = self.clock.now(), self.clock.monotonic()
        self._rest = 0.0
        self._event_ticks = 0.0
        self.port: int | None = None
        """The wake-up port of this process; None when it has none, and then nothing is shared."""

    def presence(self) -> Presence:
        """The present state; a process without a desktop uses the one that a tray shares."""
        if self._has_desktop or self._state_dir is None:
            return self._presence
        other = shared_presence(self._state_dir)
        return self._presence if other is None else replace(other, woke_at=self._presence.woke_at or other.woke_at)

    def handle(self, event: DesktopEvent) -> None:
        """Take in an event of the desktop."""
        self._has_desktop = True
        self._event_ticks = self.clock.monotonic()
        self._change(event)

    def about_to_rest(self, seconds: float) -> None:
        """Note that the loop is going to rest for at most this many seconds."""
        self.check_clocks()
        self._rest = seconds

    def check_clocks(self) -> None:
        """Compare both clocks after a rest of the loop, and read the time zone again.

        The clocks show whether the machine slept: where the monotonic clock stands still in sleep the two differ;
        where it goes on, the rest lasted too long.
        """
        renew()
        now, ticks = self.clock.now(), self.clock.monotonic()
        (was, was_ticks), self._marks = self._marks, (now, ticks)
        rest, self._rest = self._rest, 0.0
        passed = (now - was).total_seconds()
        jump, late = passed - (ticks - was_ticks), passed - rest if rest else 0.0
        lost = self._presence.asleep_since is not None and ticks - self._event_ticks > JUMP_SECONDS
        if abs(jump) > JUMP_SECONDS or late > JUMP_SECONDS or lost:
            logger.bind(jump=jump, late=late).info("The clock went {:+.0f} s: slept, or it was set", jump or late)
            self._presence = _without_future_times(self._presence, now)
            self._change(DesktopEvent.WOKE)

    def note_online(self) -> None:
        """Note an answer over the network: it is available, whatever the desktop says."""
        self._presence = replace(self._presence, offline_since=None)

    async def write(self) -> None:
        """Write a changed presence for the other processes; without a port nothing is shared."""
        if self._state_dir is None or self.port is None or not self._has_desktop or self._presence == self._written:
            return
        self._written = self._presence
        content = PresenceFile(port=self.port, **asdict(self._presence)).model_dump(mode="json")
        try:
            await asyncio.to_thread(write_object, self._state_dir / FILE_NAME, {"schema": 1} | content)
        except StateError as error:
            logger.bind(file=FILE_NAME).warning("Other commands cannot see what the desktop says. {}", error)

    def forget_written(self) -> None:
        """Write the presence again with the next `write`, because the file is gone."""
        self._written = None

    def remove(self) -> None:
        """Remove the shared file."""
        if self._state_dir is not None and self._written is not None:
            with suppress(OSError):
                (self._state_dir / FILE_NAME).unlink()

    def _change(self, event: DesktopEvent) -> None:
        spread = random.random()  # noqa: S311 - spreads load, guards nothing
        self._presence = after_event(self._presence, event, self.clock.now(), spread)


@asynccontextmanager
async def sharing_presence(presence: PresenceTracker, port: int | None) -> AsyncIterator[None]:
    """Share the presence with other processes for the time of the block; `port` is the wake-up port of this process."""
    presence.port = port
    try:
        yield
    finally:
        presence.remove()


def _without_future_times(presence: Presence, now: datetime) -> Presence:
    """The presence without times that a clock set back has made future ones."""

    def not_after_now(at: datetime | None) -> datetime | None:
        return None if at is None else min(at, now)

    return replace(
        presence,
        asleep_since=not_after_now(presence.asleep_since),
        offline_since=not_after_now(presence.offline_since),
        woke_at=not_after_now(presence.woke_at),
        back_at=not_after_now(presence.back_at),
        online_at=not_after_now(presence.online_at),
    )
