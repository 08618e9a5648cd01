"""Which notice is due, and its words: pure rules.

A notice is a rise to 75, 90 or 100 percent, at most once per account, window, reset and threshold. This module must not
know how a notice is stored or shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.backend.cadence import LOGIN_FAULTS
from brim.backend.episodes import Episode, to_minute
from brim.backend.levels import CRITICAL, FULL, SPEND, WARN
from brim.model import Alert, Health, Level, Reply, Urgency
from brim.words import figures

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from brim.errors import ConfigError
    from brim.model import AccountView, Snoozed

THRESHOLDS = (WARN, CRITICAL, FULL)
LIMITS = "limits"
"""The rule behind every notice about a limit; a window's id names the rule of that window alone."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What to send, and what counts as sent from then on."""

    alert: Alert | None
    sent: tuple[Episode, ...]


@dataclass(frozen=True, slots=True)
class _Crossing:
    """One limit, as the rules see it."""

    id: str
    label: str
    percent: float
    reset: datetime | None
    level: Level
    when: str


def decide(view: AccountView, sent: tuple[Episode, ...], snoozed: Iterable[Snoozed], now: datetime) -> Decision:
    """The notice due for a reading that has just succeeded; `snoozed` are the rules that are quiet now."""
    if view.health is not Health.OK:
        return Decision(None, sent)
    quiet = {one.rule for one in snoozed}
    news: list[_Crossing] = []
    for crossing in _crossings(view, now):
        sent = tuple(one for one in sent if not _over(one, view, crossing))
        if LIMITS in quiet or crossing.id in quiet:
            continue
        reached = [_episode(view, crossing, step, now) for step in THRESHOLDS if crossing.percent >= step]
        unsent = tuple(one for one in reached if not any(one.matches(old) for old in sent))
        if unsent and unsent[-1] is reached[-1]:
            news.append(crossing)
        sent += unsent
    return Decision(_notice(view, news) if news else None, sent)


def _episode(view: AccountView, crossing: _Crossing, step: int, now: datetime) -> Episode:
    reset = to_minute(crossing.reset) if crossing.reset is not None else None
    return Episode(view.account.id, crossing.id, reset, step, now)


def _over(old: Episode, view: AccountView, crossing: _Crossing) -> bool:
    """Without a reset, a threshold is forgotten when the figure falls below it."""
    same = (old.account, old.window) == (view.account.id, crossing.id)
    return same and old.reset is None and crossing.percent < old.threshold


def _crossings(view: AccountView, now: datetime) -> list[_Crossing]:
    found = [
        _Crossing(one.id, one.label, one.percent, one.resets_at, one.level, figures.resets(one, now))
        for one in view.windows
        if one.confirmed and one.percent is not None
    ]
    spend = view.spend
    if spend is not None and spend.enabled and spend.percent is not None:
        found.append(_Crossing(SPEND, "Extra usage", spend.percent, None, spend.level, figures.money(spend)))
    return found


def _notice(view: AccountView, news: list[_Crossing]) -> Alert:
    news = sorted(news, key=lambda one: -one.percent)
    first, *rest = (f"{one.label} at {figures.percent(one.percent)}" for one in news)
    title = f"{first} and {len(rest)} more" if len(rest) > 1 else ", ".join((first, *rest))
    lines = []
    for one in news:
        name = f"{one.label} {figures.percent(one.percent)}: " if rest else ""
        lines.append(_sentence(f"{name}{figures.LEVEL_WORDS[one.level]}, {one.when}"))
    return Alert(f"{LIMITS}-{view.account.id}", title, "\n".join(lines), Urgency.NORMAL, (Reply.REFRESH, Reply.OPEN))


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def welcome() -> Alert:
    """The notice of the very first start: what Brim reads and asks, and where to switch it off."""
    return Alert(
        "welcome",
        "Brim reads your Claude usage",
        "It reads Claude Code's login, without changing it, and asks Anthropic about every 5 minutes. To switch that "
        "off, untick “Ask Anthropic for usage” in the menu or set BRIM_CLAUDE__NETWORK=false.",
    )


def complaints(found: tuple[ConfigError, ...]) -> Alert | None:
    """A notice about settings that could not be used."""
    if not found:
        return None
    return Alert("settings", "A setting cannot be used", "\n".join(str(one) for one in found))


def answer(view: AccountView, tried_at: datetime | None, now: datetime, *, network: bool = True) -> Alert:
    """The answer to a click on Refresh that asked nobody."""
    title, body = _answer(view, tried_at, now, network=network)
    return Alert("refresh", title, body, Urgency.LOW, transient=True)


def _answer(view: AccountView, tried_at: datetime | None, now: datetime, *, network: bool) -> tuple[str, str]:
    if view.problem is not None and (not network or view.health in LOGIN_FAULTS):
        return view.problem.title, view.problem.message
    at = figures.precise_clock(view.refresh_from) if view.refresh_from is not None else ""
    if view.blocked_until is not None:
        return "Asked to wait", f"Anthropic asked Brim to wait. The next read is at {at}."
    done = "Read" if view.health is Health.OK else "Tried"
    ago = f"{figures.duration((now - tried_at).total_seconds())} ago" if tried_at is not None else "just now"
    return f"{done} {ago}", f"The next read is possible at {at}." if at else "A click on Refresh reads again."
