"""What is made of the facts of a check-up: the lines of the page, each with its verdict. Pure.

A problem always says what to do next. This module must not know how a fact is found or how a line is shown.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from brim.cli.doctor.facts import ReportLine, Severity
from brim.model.account import Health
from brim.words import doctoraccount, doctorsystem, history, loginerrors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from brim.cli.doctor.facts import (
        AccountFacts,
        DesktopFacts,
        Facts,
        FolderFacts,
        HistoryFacts,
        LoginFacts,
        RequestFacts,
        StatuslineFacts,
    )

OK, LOOK, PROBLEM = Severity.OK, Severity.LOOK, Severity.PROBLEM
_LITTLE_ROOM = 5_000_000
"""Bytes of free disk below which state may not be kept."""
_ENDS_SOON = timedelta(days=3)
_LOGIN_FAULTS = {Health.EXPIRED, Health.SIGNED_OUT, Health.NO_SCOPE}


def lines(facts: Facts) -> tuple[ReportLine, ...]:
    """The page, from top to bottom."""
    found = [*_desktop(facts.desktop), *_tray(facts.desktop, facts.folder)]
    if (words := loginerrors.other_backends_note(facts.detours)) is not None:
        found.append(_line(doctorsystem.SESSIONS, LOOK, words, loginerrors.OTHER_BACKENDS_NEXT_STEP))
    for account in facts.accounts:
        mine = _account(account, facts.made_at, network=facts.network is not False)
        found += [_beside(line, account, facts.accounts) for line in mine] if len(facts.accounts) > 1 else mine
    found += _settings(facts)
    if facts.folder is not None:
        found += _folder(facts.folder)
    if facts.history is not None:
        found += _history(facts.history, facts.made_at)
    return (*found, *_versions(facts))


def worst(page: tuple[ReportLine, ...]) -> Severity:
    """The verdict on the whole."""
    given = {Severity(line.verdict) for line in page}
    return next((verdict for verdict in (PROBLEM, LOOK) if verdict in given), OK)


def _line(topic: str, verdict: Severity, text: str, then: str | None = None) -> ReportLine:
    return ReportLine(topic=topic, verdict=verdict, text=text, next=then)


def _desktop(found: DesktopFacts) -> Iterator[ReportLine]:
    topic = doctorsystem.DESKTOP
    if found.system != "linux":
        yield _line(topic, OK, doctorsystem.native_desktop(found.system))
        return
    if found.session is None:
        yield _line(topic, LOOK, doctorsystem.NO_DESKTOP)
        return
    if not found.bus:
        yield _line(topic, PROBLEM, *doctorsystem.no_session_bus(found.desktop, found.session))
        return
    yield _line(topic, OK, doctorsystem.desktop_session(found.desktop, found.session))
    if found.old_tray:
        yield _line(topic, OK, doctorsystem.xembed_tray(found.panels))
    elif found.watcher is None:
        yield _line(topic, PROBLEM, *doctorsystem.no_statusnotifier_watcher(found.panels))
    elif not found.host:
        yield _line(topic, PROBLEM, *doctorsystem.no_statusnotifier_host(found.panels))
    else:
        yield _line(topic, OK, doctorsystem.icons_drawn(found.watcher, found.items, found.panels))
    yield _notices(found)


def _notices(found: DesktopFacts) -> ReportLine:
    topic, daemon = doctorsystem.NOTIFICATIONS, found.daemon
    if daemon is not None:
        return _line(topic, OK, doctorsystem.daemon_capabilities(daemon.name, daemon.version, daemon.capabilities))
    if found.daemon_silent:
        return _line(topic, PROBLEM, *doctorsystem.DAEMON_NOT_ANSWERING)
    if found.daemon_starts:
        return _line(topic, OK, doctorsystem.DAEMON_STARTS_ON_DEMAND)
    return _line(topic, PROBLEM, *doctorsystem.NO_DAEMON)


def _tray(desktop: DesktopFacts, folder: FolderFacts | None) -> Iterator[ReportLine]:
    topic, heard = doctorsystem.TRAY, folder is not None and folder.tray_heard
    if heard:
        yield _line(topic, OK, doctorsystem.TRAY_RUNNING)
    elif desktop.tray:
        yield _line(topic, LOOK, doctorsystem.TRAY_NOT_SHARED)
    elif desktop.session is not None or desktop.system != "linux":
        yield _line(topic, LOOK, *doctorsystem.TRAY_NOT_RUNNING)
    else:
        yield _line(topic, OK, doctorsystem.TRAY_OPTIONAL)
    if folder is not None and folder.tray_told and not heard:
        yield _line(topic, LOOK, doctorsystem.TRAY_KILLED)


def _beside(line: ReportLine, account: AccountFacts, every: tuple[AccountFacts, ...]) -> ReportLine:
    """A line about one account of several: it says which, and a folder without a login is no problem beside others."""
    absent = account.login.state == "absent" and any(one.login.state != "absent" for one in every)
    verdict = LOOK if absent and line.verdict == PROBLEM else line.verdict
    return line.model_copy(
        update={"topic": doctorsystem.topic_for_folder(line.topic, account.folder), "verdict": verdict}
    )


def _account(found: AccountFacts, now: datetime, *, network: bool) -> Iterator[ReportLine]:
    yield from _login(found, now)
    if found.read_as is not None:
        yield _line(doctorsystem.LOGIN, OK, doctoraccount.same_account(found.read_as))
        return
    yield from _gate(found.gate, now, network=network)
    for read in found.reads:
        well = Health(read.health) is Health.OK
        yield _line(
            doctorsystem.RECENT_ATTEMPTS,
            OK if well else LOOK,
            doctoraccount.recent_attempt(read.at, read.health, read.seconds, now),
        )
    yield from _beside_asking(found, now)
    if not found.windows:
        yield _line(doctorsystem.FIGURES, LOOK, *doctoraccount.NO_FIGURES)
    for window in found.windows:
        doubts = doctoraccount.figure_caveats(window.doubt, known=window.known, stale=found.stale)
        text = doctoraccount.figure_origin(window.label, window.source, window.age_seconds, doubts)
        yield _line(doctorsystem.FIGURES, LOOK if doubts else OK, text)
    yield _line(doctorsystem.FIGURES, OK, doctoraccount.icon_colour(found.why))
    yield _tap(found.statusline, now)


def _beside_asking(found: AccountFacts, now: datetime) -> Iterator[ReportLine]:
    """What else is asked, and when: the status page and the claude program."""
    page, asked = found.incidents, found.program
    if page.looked_at is not None:
        text = doctoraccount.status_page_result(page.looked_at, page.title, now)
        yield _line(doctorsystem.STATUS_PAGE, LOOK if page.title else OK, text)
    if asked.path is None:
        yield _line(doctorsystem.CLAUDE_CLI, LOOK, *doctoraccount.CLI_NOT_FOUND)
    else:
        yield _line(doctorsystem.CLAUDE_CLI, OK, doctoraccount.cli_path(asked.path, asked.total))
    if asked.at is not None:
        text = doctoraccount.cli_last_asked(asked.at, asked.health, asked.title, now)
        yield _line(doctorsystem.CLAUDE_CLI, LOOK if asked.title else OK, text)


def _login(account: AccountFacts, now: datetime) -> Iterator[ReportLine]:
    topic, found = doctorsystem.LOGIN, account.login
    if found.state == "usable":
        yield _line(topic, OK, doctoraccount.login_usable(found.place))
    else:
        yield _line(topic, PROBLEM, doctoraccount.login_not_usable(found.place, found.state), found.message)
    if (words := loginerrors.other_backends_note(account.detours)) is not None:
        yield _line(topic, LOOK, words, loginerrors.OTHER_BACKENDS_NEXT_STEP)
    if found.state == "absent":
        return
    yield _line(topic, OK, doctoraccount.account_and_plan(account.id, found.plan))
    yield _line(topic, OK, doctoraccount.login_scopes(found.scopes))
    yield from _ends(found, now)


def _ends(found: LoginFacts, now: datetime) -> Iterator[ReportLine]:
    topic = doctorsystem.LOGIN
    if found.expires_at is not None:
        yield _line(topic, LOOK if found.expires_at <= now else OK, doctoraccount.access_expiry(found.expires_at, now))
    if found.ends_at is None:
        yield _line(topic, OK, doctoraccount.NO_RENEWAL_END)
        return
    text = doctoraccount.renewable_until(found.ends_at, now)
    if found.ends_at <= now:
        yield _line(topic, PROBLEM, text, loginerrors.ENDED.message)
    elif found.ends_at - now <= _ENDS_SOON:
        yield _line(topic, LOOK, text, doctoraccount.SIGN_IN_BEFORE)
    else:
        yield _line(topic, OK, text)


def _gate(found: RequestFacts, now: datetime, *, network: bool) -> Iterator[ReportLine]:
    topic = doctorsystem.REQUESTS
    if network:
        yield _line(topic, OK, doctoraccount.NETWORK_ON)
    else:
        yield _line(topic, LOOK, *doctoraccount.NETWORK_OFF)
    yield _last(found, now, network=network)
    if found.asked_at is not None:
        yield _line(
            topic, OK, doctoraccount.request_counts(found.asked_at, found.requests_today, found.requests_total, now)
        )
    if found.blocked_until is not None:
        yield _line(topic, LOOK, *doctoraccount.asked_to_wait(found.blocked_until, now))
    if found.next_read_at is not None:
        yield _line(topic, OK, doctoraccount.next_read(found.next_read_at, found.next_read_reason, now))
    if found.unsaved:
        yield _line(topic, PROBLEM, *doctoraccount.STATE_NOT_WRITTEN)


def _last(found: RequestFacts, now: datetime, *, network: bool) -> ReportLine:
    topic = doctorsystem.REQUESTS
    if found.tried_at is None or found.health is None:
        return _line(topic, LOOK, doctoraccount.NO_ATTEMPT, doctoraccount.MAKE_FIRST_ATTEMPT if network else None)
    health = Health(found.health)
    if health is Health.OK:
        return _line(topic, OK, doctoraccount.last_attempt(found.tried_at, health, now))
    text = doctoraccount.last_failed_attempt(found.tried_at, health, found.failures, found.title, now)
    if health is Health.BLOCKED or health in _LOGIN_FAULTS or not network:  # waiting helps, or the login tells more
        return _line(topic, LOOK, text, found.message)
    return _line(topic, PROBLEM, text, found.message or doctoraccount.REFRESH_AND_RETRY)


def _tap(found: StatuslineFacts, now: datetime) -> ReportLine:
    topic = doctorsystem.STATUS_LINE
    if found.fault is not None:
        return _line(topic, LOOK, found.fault)
    if not found.installed:
        return _line(topic, OK, doctoraccount.STATUSLINE_NOT_INSTALLED)
    if not found.runs:
        return _line(topic, PROBLEM, *doctoraccount.statusline_program_missing(found.settings))
    if not found.same_state:
        return _line(topic, PROBLEM, *doctoraccount.statusline_other_state_dir(found.settings))
    if found.told_at is None:
        return _line(topic, LOOK, *doctoraccount.statusline_without_data(found.settings, chained=found.chained))
    ago = (now - found.told_at).total_seconds()
    return _line(topic, OK, doctoraccount.statusline_last_data(found.settings, ago, chained=found.chained))


def _settings(facts: Facts) -> Iterator[ReportLine]:
    topic = doctorsystem.SETTINGS
    for complaint in facts.complaints:
        yield _line(topic, PROBLEM, complaint.title, complaint.message)
    for one in facts.settings:
        yield _line(topic, OK, doctorsystem.changed_setting(one.name, one.value, one.place))
    if not facts.settings and not facts.complaints:
        yield _line(topic, OK, doctorsystem.ALL_DEFAULTS)


def _folder(found: FolderFacts) -> Iterator[ReportLine]:
    topic = doctorsystem.FILES
    if not found.writable:
        yield _line(topic, PROBLEM, *doctorsystem.folder_not_writable(found.path))
    elif found.free_bytes is not None and found.free_bytes < _LITTLE_ROOM:
        yield _line(topic, PROBLEM, *doctorsystem.disk_full(found.path))
    else:
        yield _line(topic, OK, doctorsystem.folder_writable(found.path, exists=found.exists))
    for fault in found.broken:
        yield _line(topic, LOOK, fault, doctorsystem.BROKEN_FILE_NEXT_STEP)
    yield _line(topic, OK, doctorsystem.log_file(found.log, found.log_bytes))


def _history(found: HistoryFacts, now: datetime) -> Iterator[ReportLine]:
    topic = doctorsystem.HISTORY
    if found.fault is not None:
        yield _line(topic, PROBLEM, found.fault, found.next)
    elif found.bytes is None or found.oldest is None or found.newest is None:
        yield _line(topic, OK, history.NO_FILE_YET)
    else:
        size = history.size_text(found.readings, found.limits, found.bytes)
        yield _line(topic, OK, f"{size}; {history.range_text(found.oldest, found.newest, now)}")
    if found.aside:
        yield _line(topic, LOOK, history.set_aside_files(found.aside), history.SET_ASIDE_FILES_NEXT_STEP)


def _versions(facts: Facts) -> Iterator[ReportLine]:
    topic, found = doctorsystem.VERSIONS, facts.versions
    yield _line(topic, OK, doctorsystem.versions(found.brim, found.python))
    yield _line(topic, OK, found.platform)
    there = [f"{name} {version}" for name, version in found.libraries.items() if version is not None]
    yield _line(topic, OK, ", ".join(there))
    missing = [name for name, version in found.libraries.items() if version is None]
    if missing:
        yield _line(topic, PROBLEM, *doctorsystem.missing_libraries(missing))
