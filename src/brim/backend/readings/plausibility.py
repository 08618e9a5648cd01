"""Which figure is believed: a pure policy over what the sources say of one limit, one saying after another.

Within a window usage only rises, mostly in small steps, and its reset stays. What breaks that is doubtful: a jump to
the limit, a fall, a reset that moves, a percentage that is gone. A doubtful figure is shown as such, and the confirmed
one is kept beside it, until a second reading agrees: one that ordinary use leads to from the doubtful figure, whoever
says it. A reading that agrees with the confirmed figure ends the doubt; one that contradicts both is doubted anew.

The very first figure is believed: there is nothing that it could have jumped from. The first of a new window is too,
unless it stands at the limit. Claude Code's statusline lags: a session that sleeps tells old figures under a new time.
So it says nothing new by repeating itself, and its lower figures do not count against one that is fresh.

This module reads no clock and must not know where readings come from, nor where beliefs are kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from brim.model.usage import LEVEL_THRESHOLDS, Doubt, Figure, Level, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from brim.model.usage import Reading, Window

SLACK = 1.0
"""Two sources that round one usage, up or down, are less than so many points apart."""
SAME_RESET = timedelta(minutes=2)
"""Resets of one window wander by less than this between answers, and clocks of two machines differ by less."""
FULL, NEAR = LEVEL_THRESHOLDS[Level.EXHAUSTED], LEVEL_THRESHOLDS[Level.CRITICAL]
"""Reaching the limit is no jump from `NEAR` on."""
ECHO = timedelta(minutes=5)
"""A statusline that still says the same so much later agrees with itself; before, it may be the same answer."""
LAG = timedelta(hours=1)
"""A confirmed figure so young holds against what a statusline says below it."""
_KEPT = timedelta(days=40)


@dataclass(frozen=True, slots=True)
class ConfirmedFigure:
    """What is believed of one limit."""

    held: Figure | None = None
    """The confirmed figure."""
    doubtful: Figure | None = None
    """The newest one, while it waits for a second reading to agree."""
    odd: int = 0
    """Readings in a row that were doubtful."""
    told: Figure | None = None
    """What the statusline said last that it had not said before."""


type ConfirmedFigures = Mapping[str, ConfirmedFigure]
"""By id of the limit."""


@dataclass(frozen=True, slots=True)
class DisplayedFigure:
    """What is shown of a belief."""

    figure: Figure
    doubt: Doubt | None = None
    confirmed: bool = True
    last_confirmed: Figure | None = None
    """Of the same window, while `figure` is not confirmed."""


def updated(beliefs: ConfirmedFigures, readings: Iterable[Reading], now: datetime) -> dict[str, ConfirmedFigure]:
    """The beliefs after some readings, in any order. The same readings again change nothing.

    What is told of a time after `now` is left out, and beliefs of such a time become those of `now`: a clock was set.
    """
    made = {name: _settled(one, now) for name, one in beliefs.items() if not _forgotten(one, now)}
    windows = sorted(
        (window for reading in readings for window in reading.windows if window.read_at <= now),
        key=lambda window: window.read_at,
    )
    for window in windows:
        made[window.id] = with_figure(made.get(window.id, ConfirmedFigure()), figure(window), sure=window.confirmed)
    return made


def with_figure(belief: ConfirmedFigure, said: Figure, *, sure: bool = True) -> ConfirmedFigure:
    """The belief after one more figure. One that is not `sure` is doubted by its own source and confirms nothing."""
    held, doubtful = belief.held, belief.doubtful
    if said.source is Source.STATUSLINE:
        if belief.told is not None and _equal(belief.told, said):
            return _repeated(belief, said)
        belief = replace(belief, told=said)
    if said == doubtful or (held is not None and said.read_at < held.read_at):
        return belief
    if doubtful is not None and said.read_at <= doubtful.read_at:
        return _late(belief, said, doubtful) if sure else belief
    believed = _following(belief, said) if sure else None
    if believed is not None:
        return believed
    if held is not None and _lags(held, said):
        return belief
    return replace(belief, doubtful=said, odd=belief.odd + 1)


def contradiction(before: Figure | None, said: Figure) -> Doubt | None:
    """Why ordinary use does not lead from one figure to a later one; None when it does, or nothing was known before."""
    if before is None:
        return None
    over = _over(before, said)
    same = same_window(before.resets_at, said.resets_at) or (not over and None in {before.resets_at, said.resets_at})
    used = before.percent or 0.0
    if said.percent is None:
        return None if over or used < SLACK else Doubt.GONE
    if said.percent >= FULL and (used if same else 0.0) < NEAR:
        return Doubt.JUMP
    if over or used < SLACK:
        return None
    if not same:
        return Doubt.MOVED
    return Doubt.FALL if said.percent <= used - SLACK else None


def displayed(belief: ConfirmedFigure) -> DisplayedFigure | None:
    """What is shown: the newest figure with its mark. None before the first one."""
    held, doubtful = belief.held, belief.doubtful
    if doubtful is None:
        return None if held is None else DisplayedFigure(held)
    doubt = contradiction(held, doubtful)
    if held is None or (held.resets_at is not None and held.resets_at <= doubtful.read_at):
        return DisplayedFigure(doubtful, doubt, confirmed=False)
    return DisplayedFigure(held if doubtful.percent is None else doubtful, doubt, confirmed=False, last_confirmed=held)


def mark_unconfirmed(reading: Reading, beliefs: ConfirmedFigures) -> Reading:
    """The reading, with each figure that waits for a second one marked."""
    windows = tuple(
        replace(
            window, confirmed=window.confirmed and beliefs.get(window.id, ConfirmedFigure()).doubtful != figure(window)
        )
        for window in reading.windows
    )
    return replace(reading, windows=windows)


def unconfirmed_in_a_row(beliefs: ConfirmedFigures, since: datetime | None, now: datetime) -> int:
    """How many doubtful readings in a row stand behind the figures that a reading could confirm now; 0 without any.

    `since` is the last attempt to read: what it could not settle, another one will hardly.
    """
    return max((one.odd for one in beliefs.values() if _waits(one.doubtful, since, now)), default=0)


def changed(before: ConfirmedFigures, after: ConfirmedFigures) -> bool:
    """Whether beliefs differ in more than in the time for which they hold."""
    return before.keys() != after.keys() or any(_differs(before[name], one) for name, one in after.items())


def figure(window: Window) -> Figure:
    """What a window says."""
    return Figure(window.percent, window.resets_at, window.source, window.read_at)


def same_window(first: datetime | None, second: datetime | None) -> bool:
    """Whether two reset times belong to one and the same window."""
    if first is None or second is None:
        return first is second
    return abs(first - second) <= SAME_RESET


def _late(belief: ConfirmedFigure, said: Figure, doubtful: Figure) -> ConfirmedFigure:
    """After a figure that was made before the doubtful one and is seen only now: it can agree, and nothing else."""
    return _confirmed(belief, said, doubtful) if contradiction(said, doubtful) is None else belief


def _following(belief: ConfirmedFigure, said: Figure) -> ConfirmedFigure | None:
    """After a figure that ordinary use leads to, from the confirmed one or else from the doubtful one."""
    held, doubtful = belief.held, belief.doubtful
    if contradiction(held, said) is None:
        return _confirmed(belief, held, said)
    if doubtful is not None and not _over(doubtful, said) and contradiction(doubtful, said) is None:
        return _confirmed(belief, doubtful, said)
    return None


def _repeated(belief: ConfirmedFigure, said: Figure) -> ConfirmedFigure:
    """The statusline says what it said before."""
    held, doubtful = belief.held, belief.doubtful
    if doubtful is None:
        agrees = held is not None and said.read_at > held.read_at and _close(held, said)
        return _confirmed(belief, held, said) if agrees else belief
    own = doubtful.source is Source.STATUSLINE and _equal(doubtful, said)
    return _confirmed(belief, doubtful, said) if own and said.read_at - doubtful.read_at >= ECHO else belief


def _confirmed(belief: ConfirmedFigure, before: Figure | None, said: Figure) -> ConfirmedFigure:
    """Within a window the maximum holds: a figure that was only rounded down is still the one before.

    A source that names no reset says nothing against the one that is known.
    """
    if before is not None and said.resets_at is None and not _over(before, said):
        used, says = before.percent or 0.0, said.percent or 0.0
        said = replace(said, resets_at=before.resets_at if says >= SLACK and says > used - SLACK else None)
    if before is not None and _close(before, said) and not _over(before, said):
        said = replace(said, percent=max(before.percent or 0.0, said.percent or 0.0))
    return replace(belief, held=said, doubtful=None, odd=0)


def _lags(held: Figure, said: Figure) -> bool:
    """Whether a figure is that of a statusline which sleeps, rather than news."""
    fresh = said.read_at - held.read_at < LAG
    return said.source is Source.STATUSLINE and fresh and contradiction(held, said) is not Doubt.JUMP


def _over(before: Figure, said: Figure) -> bool:
    """Whether the window of a figure had ended when another one was true."""
    return before.resets_at is not None and before.resets_at <= said.read_at + SAME_RESET


def _close(first: Figure, second: Figure) -> bool:
    if first.percent is None or second.percent is None:
        return False
    return abs(first.percent - second.percent) < SLACK and same_window(first.resets_at, second.resets_at)


def _equal(first: Figure, second: Figure) -> bool:
    return first.percent == second.percent and same_window(first.resets_at, second.resets_at)


def _waits(doubtful: Figure | None, since: datetime | None, now: datetime) -> bool:
    if doubtful is None or (doubtful.resets_at is not None and doubtful.resets_at <= now):
        return False
    return since is None or doubtful.read_at >= since


def _settled(belief: ConfirmedFigure, now: datetime) -> ConfirmedFigure:
    held, doubtful, told = (
        one if one is None or one.read_at <= now else replace(one, read_at=now)
        for one in (belief.held, belief.doubtful, belief.told)
    )
    return replace(belief, held=held, doubtful=doubtful, told=told)


def _forgotten(belief: ConfirmedFigure, now: datetime) -> bool:
    return all(one is None or now - one.read_at > _KEPT for one in (belief.held, belief.doubtful, belief.told))


def _differs(before: ConfirmedFigure, after: ConfirmedFigure) -> bool:
    pairs = ((before.held, after.held), (before.doubtful, after.doubtful), (before.told, after.told))
    return before.odd != after.odd or any(_news(old, new) for old, new in pairs)


def _news(old: Figure | None, new: Figure | None) -> bool:
    if old is None or new is None:
        return old is not new
    return not _equal(old, new) or new.read_at < old.read_at
