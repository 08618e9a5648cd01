"""What is made of the facts of a check-up: the lines of the page, each with its verdict. Pure.

A problem always says what to do next. This module must not know how a fact is found or how a line is shown.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from brim.cli.checkup import Line, Verdict
from brim.model import Health
from brim.words import diagnosis, doctor, history, signin

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from brim.cli.checkup import (
        AccountFacts,
        DesktopFacts,
        Facts,
        FolderFacts,
        GateFacts,
        HistoryFacts,
        LoginFacts,
        TapFacts,
    )

OK, LOOK, PROBLEM = Verdict.OK, Verdict.LOOK, Verdict.PROBLEM
_LITTLE_ROOM = 5_000_000
"""Bytes of free disk below which state may not be kept."""
_ENDS_SOON = timedelta(days=3)
_LOGIN_FAULTS = {Health.EXPIRED, Health.SIGNED_OUT, Health.NO_SCOPE}


def lines(facts: Facts) -> tuple[Line, ...]:
    """The page, from top to bottom."""
    found = [*_desktop(facts.desktop), *_tray(facts.desktop, facts.folder)]
    if (words := signin.detours(facts.detours)) is not None:
        found.append(_line(doctor.SESSIONS, LOOK, words, signin.DETOURS_NEXT))
    for account in facts.accounts:
        mine = _account(account, facts.made_at, network=facts.network is not False)
        found += [_beside(line, account, facts.accounts) for line in mine] if len(facts.accounts) > 1 else mine
    found += _settings(facts)
    if facts.folder is not None:
        found += _folder(facts.folder)
    if facts.history is not None:
        found += _history(facts.history, facts.made_at)
    return (*found, *_versions(facts))


def worst(page: tuple[Line, ...]) -> Verdict:
    """The verdict on the whole."""
    given = {Verdict(line.verdict) for line in page}
    return next((verdict for verdict in (PROBLEM, LOOK) if verdict in given), OK)


def _line(topic: str, verdict: Verdict, text: str, then: str | None = None) -> Line:
    return Line(topic=topic, verdict=verdict, text=text, next=then)


def _desktop(found: DesktopFacts) -> Iterator[Line]:
    topic = doctor.DESKTOP
    if found.system != "linux":
        yield _line(topic, OK, doctor.shows_by_itself(found.system))
        return
    if found.session is None:
        yield _line(topic, LOOK, doctor.NO_DESKTOP)
        return
    if not found.bus:
        yield _line(topic, PROBLEM, *doctor.no_bus(found.desktop, found.session))
        return
    yield _line(topic, OK, doctor.session(found.desktop, found.session))
    if found.old_tray:
        yield _line(topic, OK, doctor.old_tray(found.panels))
    elif found.watcher is None:
        yield _line(topic, PROBLEM, *doctor.no_watcher(found.panels))
    elif not found.host:
        yield _line(topic, PROBLEM, *doctor.no_host(found.panels))
    else:
        yield _line(topic, OK, doctor.drawn(found.watcher, found.items, found.panels))
    yield _notices(found)


def _notices(found: DesktopFacts) -> Line:
    topic, daemon = doctor.NOTICES, found.daemon
    if daemon is not None:
        return _line(topic, OK, doctor.daemon(daemon.name, daemon.version, daemon.capabilities))
    if found.daemon_silent:
        return _line(topic, PROBLEM, *doctor.DAEMON_SILENT)
    if found.daemon_starts:
        return _line(topic, OK, doctor.DAEMON_STARTS)
    return _line(topic, PROBLEM, *doctor.NO_DAEMON)


def _tray(desktop: DesktopFacts, folder: FolderFacts | None) -> Iterator[Line]:
    topic, heard = doctor.TRAY, folder is not None and folder.tray_heard
    if heard:
        yield _line(topic, OK, doctor.TRAY_RUNS)
    elif desktop.tray:
        yield _line(topic, LOOK, doctor.TRAY_APART)
    elif desktop.session is not None or desktop.system != "linux":
        yield _line(topic, LOOK, *doctor.TRAY_WANTED)
    else:
        yield _line(topic, OK, doctor.NO_TRAY)
    if folder is not None and folder.tray_told and not heard:
        yield _line(topic, LOOK, doctor.TRAY_ENDED)


def _beside(line: Line, account: AccountFacts, every: tuple[AccountFacts, ...]) -> Line:
    """A line about one account of several: it says which, and a folder without a login is no problem beside others."""
    absent = account.login.state == "absent" and any(one.login.state != "absent" for one in every)
    verdict = LOOK if absent and line.verdict == PROBLEM else line.verdict
    return line.model_copy(update={"topic": doctor.topic_of(line.topic, account.folder), "verdict": verdict})


def _account(found: AccountFacts, now: datetime, *, network: bool) -> Iterator[Line]:
    yield from _login(found, now)
    if found.read_as is not None:
        yield _line(doctor.LOGIN, OK, diagnosis.same_account(found.read_as))
        return
    yield from _gate(found.gate, now, network=network)
    for read in found.reads:
        well = Health(read.health) is Health.OK
        yield _line(doctor.READS, OK if well else LOOK, diagnosis.read(read.at, read.health, read.seconds, now))
    yield from _beside_asking(found, now)
    if not found.windows:
        yield _line(doctor.FIGURES, LOOK, *diagnosis.NO_FIGURES)
    for window in found.windows:
        doubts = diagnosis.doubts(window.doubt, known=window.known, stale=found.stale)
        text = diagnosis.figure(window.label, window.source, window.age_seconds, doubts)
        yield _line(doctor.FIGURES, LOOK if doubts else OK, text)
    yield _line(doctor.FIGURES, OK, diagnosis.colour(found.why))
    yield _tap(found.statusline, now)


def _beside_asking(found: AccountFacts, now: datetime) -> Iterator[Line]:
    """What else is asked, and when: the status page and the claude program."""
    page, asked = found.incidents, found.program
    if page.looked_at is not None:
        text = diagnosis.status_page(page.looked_at, page.title, now)
        yield _line(doctor.STATUS_PAGE, LOOK if page.title else OK, text)
    if asked.path is None:
        yield _line(doctor.PROGRAM, LOOK, *diagnosis.NO_PROGRAM)
    else:
        yield _line(doctor.PROGRAM, OK, diagnosis.program(asked.path, asked.total))
    if asked.at is not None:
        text = diagnosis.program_asked(asked.at, asked.health, asked.title, now)
        yield _line(doctor.PROGRAM, LOOK if asked.title else OK, text)


def _login(account: AccountFacts, now: datetime) -> Iterator[Line]:
    topic, found = doctor.LOGIN, account.login
    if found.state == "usable":
        yield _line(topic, OK, diagnosis.usable(found.place))
    else:
        yield _line(topic, PROBLEM, diagnosis.not_usable(found.place, found.state), found.message)
    if (words := signin.detours(account.detours)) is not None:
        yield _line(topic, LOOK, words, signin.DETOURS_NEXT)
    if found.state == "absent":
        return
    yield _line(topic, OK, diagnosis.account(account.id, found.plan))
    yield _line(topic, OK, diagnosis.scopes(found.scopes))
    yield from _ends(found, now)


def _ends(found: LoginFacts, now: datetime) -> Iterator[Line]:
    topic = doctor.LOGIN
    if found.expires_at is not None:
        yield _line(topic, LOOK if found.expires_at <= now else OK, diagnosis.access(found.expires_at, now))
    if found.ends_at is None:
        yield _line(topic, OK, diagnosis.NO_END)
        return
    text = diagnosis.renewable(found.ends_at, now)
    if found.ends_at <= now:
        yield _line(topic, PROBLEM, text, signin.ENDED.message)
    elif found.ends_at - now <= _ENDS_SOON:
        yield _line(topic, LOOK, text, diagnosis.SIGN_IN_BEFORE)
    else:
        yield _line(topic, OK, text)


def _gate(found: GateFacts, now: datetime, *, network: bool) -> Iterator[Line]:
    topic = doctor.ASKING
    if network:
        yield _line(topic, OK, diagnosis.MAY_ASK)
    else:
        yield _line(topic, LOOK, *diagnosis.MAY_NOT_ASK)
    yield _last(found, now, network=network)
    if found.asked_at is not None:
        yield _line(topic, OK, diagnosis.requests(found.asked_at, found.requests_today, found.requests_total, now))
    if found.blocked_until is not None:
        yield _line(topic, LOOK, *diagnosis.wait(found.blocked_until, now))
    if found.next_read_at is not None:
        yield _line(topic, OK, diagnosis.next_read(found.next_read_at, found.next_read_reason, now))
    if found.unsaved:
        yield _line(topic, PROBLEM, *diagnosis.UNSAVED)


def _last(found: GateFacts, now: datetime, *, network: bool) -> Line:
    topic = doctor.ASKING
    if found.tried_at is None or found.health is None:
        return _line(topic, LOOK, diagnosis.NOTHING_TRIED, diagnosis.TRY_FIRST if network else None)
    health = Health(found.health)
    if health is Health.OK:
        return _line(topic, OK, diagnosis.tried(found.tried_at, health, now))
    text = diagnosis.failed(found.tried_at, health, found.failures, found.title, now)
    if health is Health.BLOCKED or health in _LOGIN_FAULTS or not network:  # waiting helps, or the login tells more
        return _line(topic, LOOK, text, found.message)
    return _line(topic, PROBLEM, text, found.message or diagnosis.TRY_AGAIN)


def _tap(found: TapFacts, now: datetime) -> Line:
    topic = doctor.STATUS_LINE
    if found.fault is not None:
        return _line(topic, LOOK, found.fault)
    if not found.installed:
        return _line(topic, OK, diagnosis.NOT_INSTALLED)
    if not found.runs:
        return _line(topic, PROBLEM, *diagnosis.program_gone(found.settings))
    if not found.same_state:
        return _line(topic, PROBLEM, *diagnosis.other_folder(found.settings))
    if found.told_at is None:
        return _line(topic, LOOK, *diagnosis.told_nothing(found.settings, chained=found.chained))
    ago = (now - found.told_at).total_seconds()
    return _line(topic, OK, diagnosis.told(found.settings, ago, chained=found.chained))


def _settings(facts: Facts) -> Iterator[Line]:
    topic = doctor.SETTINGS
    for complaint in facts.complaints:
        yield _line(topic, PROBLEM, complaint.title, complaint.message)
    for one in facts.settings:
        yield _line(topic, OK, doctor.setting(one.name, one.value, one.place))
    if not facts.settings and not facts.complaints:
        yield _line(topic, OK, doctor.ALL_DEFAULTS)


def _folder(found: FolderFacts) -> Iterator[Line]:
    topic = doctor.FILES
    if not found.writable:
        yield _line(topic, PROBLEM, *doctor.protected(found.path))
    elif found.free_bytes is not None and found.free_bytes < _LITTLE_ROOM:
        yield _line(topic, PROBLEM, *doctor.full(found.path))
    else:
        yield _line(topic, OK, doctor.writable(found.path, exists=found.exists))
    for fault in found.broken:
        yield _line(topic, LOOK, fault, doctor.BROKEN_NEXT)
    yield _line(topic, OK, doctor.log(found.log, found.log_bytes))


def _history(found: HistoryFacts, now: datetime) -> Iterator[Line]:
    topic = doctor.HISTORY
    if found.fault is not None:
        yield _line(topic, PROBLEM, found.fault, found.next)
    elif found.bytes is None or found.oldest is None or found.newest is None:
        yield _line(topic, OK, history.NONE_YET)
    else:
        size = history.size(found.readings, found.limits, found.bytes)
        yield _line(topic, OK, f"{size}; {history.range_of(found.oldest, found.newest, now)}")
    if found.aside:
        yield _line(topic, LOOK, history.aside(found.aside), history.ASIDE_NEXT)


def _versions(facts: Facts) -> Iterator[Line]:
    topic, found = doctor.VERSIONS, facts.versions
    yield _line(topic, OK, doctor.versions(found.brim, found.python))
    yield _line(topic, OK, found.platform)
    there = [f"{name} {version}" for name, version in found.libraries.items() if version is not None]
    yield _line(topic, OK, ", ".join(there))
    missing = [name for name, version in found.libraries.items() if version is None]
    if missing:
        yield _line(topic, PROBLEM, *doctor.missing(missing))
