"""The words in the line of a bar, and in the text that it shows under the pointer.

They are in a module of their own because a bar asks every few seconds and must import little. This module must not know
the form of any bar.
"""

from __future__ import annotations

from brim.words.epochtimes import clock_text, duration_text
from brim.words.translation import N_, _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

DASH = "–"
_DAY, _HOUR, _MINUTE = 86_400, 3_600, 60
_LABELS = {"session": N_("Session"), "weekly_all": N_("Week")}
_STATES = {"error": N_("no usage"), "none": N_("no usage yet")}


def limit_label(limit_id: str, label: str) -> str:
    """The name of a limit; `label` is that of its source, which may be empty."""
    return label or _(_LABELS[limit_id]) if limit_id in _LABELS else label or limit_id


def used_or_left(percent: str, *, left: bool) -> str:
    """`42% used` or `58% left`."""
    return _("{percent} left", percent=percent) if left else _("{percent} used", percent=percent)


def limit_part(label: str, usage: str) -> str:
    """One limit in a line: `Session 42% used`."""
    return _("{limit} {usage}", limit=label, usage=usage)


def refused(usage: str) -> str:
    """Usage of a limit that the vendor refuses: `Week 25% used, refused by the vendor now`."""
    return _("{usage}, refused by the vendor now", usage=usage)


def old_line(line: str, age: float) -> str:
    """A line whose usage is so many seconds old."""
    return _("{line} ({age} old)", line=line, age=duration_text(age - age % coarse_unit(age)))


def without_figures(state: str, problem: str) -> str:
    """The line where no percentage is known, and why."""
    return problem or _(_STATES[state])


def coarse_unit(seconds: float) -> int:
    """The unit in which an age is written: minutes, from an hour on hours, and from two days on days."""
    return _DAY if seconds >= 2 * _DAY else _HOUR if seconds >= _HOUR else _MINUTE


def reset_part(resets_at: float | None, now: float) -> str:
    """When a limit resets: `resets 14:00`; empty where that is not known or has passed."""
    if resets_at is None or resets_at <= now:
        return ""
    return _("resets {when}", when=clock_text(resets_at, now))


def limit_row(label: str, usage: str, resets: str) -> str:
    """One limit on a line of its own: `Session: 42% used, resets 14:00`."""
    if resets:
        return _("{limit}: {usage}, {resets}", limit=label, usage=usage, resets=resets)
    return _("{limit}: {usage}", limit=label, usage=usage)


def not_known() -> str:
    """Where a limit has no percentage."""
    return _("not known")


def project_row(project: str) -> str:
    """What most of the pressing limit went to."""
    return _("Mostly {project}", project=project)


def cost_row(cost: str) -> str:
    """What today cost: the value that it would have, not money that was spent."""
    return _("Today {cost} at list price, not money spent", cost=cost)


def updated_row(read_at: float, now: float) -> str:
    """When the figures were true."""
    return _("Updated {when}", when=clock_text(read_at, now))


def problem_row(title: str, message: str) -> str:
    """What is wrong and what to do."""
    return _("{title}: {message}", title=title, message=message) if message else title


def start_tray() -> str:
    """What to do where nothing is known yet."""
    return _("Start Brim, or run `brim statusline install`")


def details_item() -> str:
    """The item that opens the page."""
    return _("Details")


def unknown_field(field: str, known: str) -> str:
    """What is wrong with a template; `known` lists some fields."""
    return _("Unknown field {field}. Known are {known}", field=field, known=known)


def of_account(name: str, sentence: str) -> str:
    """An answer of `brim gate` about one of several accounts."""
    return _("{account}: {text}", account=name, text=sentence)


def gate_below(label: str, usage: str, most: str) -> str:
    """The limit is below what was asked for."""
    return _("{limit} {usage} used: below {most}", limit=label, usage=usage, most=most)


def gate_reached(label: str, usage: str, most: str) -> str:
    """The limit is at or above what was asked for."""
    return _("{limit} {usage} used: not below {most}", limit=label, usage=usage, most=most)


def gate_refused(label: str, usage: str) -> str:
    """The vendor refuses, whatever the percentage says; `usage` is empty where there is none."""
    if usage:
        return _("{limit} {usage} used: refused by the vendor now", limit=label, usage=usage)
    return _("{limit}: refused by the vendor now", limit=label)


def gate_runs_out(label: str, usage: str, forecast: str) -> str:
    """The limit is below, but is expected to be reached before it resets; `forecast` says when, if that is known."""
    if forecast:
        return _("{limit} {usage} used: {forecast}", limit=label, usage=usage, forecast=forecast)
    return _("{limit} {usage} used: expected to run out", limit=label, usage=usage)


def gate_not_known(limit: str) -> str:
    """There is no percentage to compare."""
    return _("No usage is known for {limit}", limit=limit)


def gate_nothing_known(problem: str) -> str:
    """No limit has a percentage; `problem` says why, or is empty."""
    return _("No usage is known: {problem}", problem=problem) if problem else _("No usage is known")


def gate_unknown_limit(limit: str, known: Sequence[str]) -> str:
    """The account has no limit of this name; `known` are those that it has."""
    return _('No limit is called "{limit}"; known are {names}', limit=limit, names=", ".join(known))


def unknown_account(account: str, known: Sequence[str]) -> tuple[str, str]:
    """A title and a sentence: no account has this name; `known` are the names that there are."""
    names = ", ".join(known)
    return _("Unknown account"), _('"{account}" is not an account; known are {names}', account=account, names=names)


def gate_too_old(label: str, usage: str, age: float) -> str:
    """The percentage is too old to count on."""
    old = duration_text(age - age % coarse_unit(age))
    return _("{limit} {usage} used, but that is {age} old", limit=label, usage=usage, age=old)
