"""Evaluates facts about the machine: desktop, tray, settings, state folder, history and versions. Pure.

A problem always says what to do next. This module must not know how a fact is collected or how a line is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.cli.doctor.facts import ReportLine, Severity
from brim.words import doctorsystem, history, missinglogin

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from brim.cli.doctor.systemfacts import (
        ComplaintFacts,
        DesktopFacts,
        FolderFacts,
        HistoryFacts,
        OverrideFacts,
        VersionFacts,
    )

OK, WARNING, PROBLEM = Severity.OK, Severity.WARNING, Severity.PROBLEM
_XEMBED = "xembed"
_MIN_FREE_BYTES = 5_000_000
"""Free disk space below which writing the state may fail."""


_MAX_CLOSED_LINES = 3
"""One cause closes many files at once."""


def desktop_lines(desktop: DesktopFacts) -> Iterator[ReportLine]:
    """Whether the desktop can show a tray icon and notifications."""
    topic = doctorsystem.DESKTOP
    if desktop.system != "linux":
        yield _line(topic, OK, doctorsystem.native_desktop(desktop.system))
        return
    if desktop.session is None:
        yield _line(topic, WARNING, doctorsystem.NO_DESKTOP)
        return
    if not desktop.bus:
        yield _line(topic, PROBLEM, *doctorsystem.no_session_bus(desktop.desktop, desktop.session))
        return
    yield _line(topic, OK, doctorsystem.desktop_session(desktop.desktop, desktop.session))
    if desktop.old_tray:
        yield _line(topic, OK, doctorsystem.xembed_tray(desktop.panels))
    elif desktop.watcher is None:
        yield _line(topic, PROBLEM, *doctorsystem.no_statusnotifier_watcher(desktop.panels))
    elif not desktop.host:
        yield _line(topic, PROBLEM, *doctorsystem.no_statusnotifier_host(desktop.panels))
    else:
        yield _line(topic, OK, doctorsystem.icons_drawn(desktop.watcher, desktop.items, desktop.panels))
    yield _notification_line(desktop)


def tray_lines(desktop: DesktopFacts, folder: FolderFacts | None) -> Iterator[ReportLine]:
    """Whether the tray runs."""
    topic, running = doctorsystem.TRAY, folder is not None and folder.tray_heard
    if running:
        yield _line(topic, OK, doctorsystem.TRAY_RUNNING)
    elif desktop.tray:
        yield _line(topic, WARNING, doctorsystem.TRAY_NOT_SHARED)
    elif desktop.session is not None or desktop.system != "linux":
        yield _line(topic, WARNING, *doctorsystem.TRAY_NOT_RUNNING)
    else:
        yield _line(topic, OK, doctorsystem.TRAY_OPTIONAL)
    if desktop.tray and (missing := _missing_icon(desktop)) is not None:
        yield _line(topic, PROBLEM, *missing)
    if folder is not None and folder.tray_told and not running:
        yield _line(topic, WARNING, doctorsystem.TRAY_KILLED)


def _missing_icon(desktop: DesktopFacts) -> tuple[str, str] | None:
    """What to say of a tray on Linux that has no icon; None when it has one.

    The tray itself knows the old kind of tray; whether a panel has the icon the panel's own list knows better.
    """
    if desktop.tray_icon == _XEMBED or (desktop.host and desktop.tray_listed):
        return None
    if not desktop.host:
        return doctorsystem.ICON_WITHOUT_TRAY
    return doctorsystem.icon_not_listed(desktop.watcher)


def session_lines(detours: Sequence[str]) -> Iterator[ReportLine]:
    """Whether variables of the environment make sessions use something else than the plan."""
    if (note := missinglogin.other_backends_note(detours)) is not None:
        yield _line(doctorsystem.SESSIONS, WARNING, note, missinglogin.other_backends_step())


def setting_lines(settings: Sequence[OverrideFacts], complaints: Sequence[ComplaintFacts]) -> Iterator[ReportLine]:
    """Settings that cannot be used, and settings that are not at their defaults."""
    topic = doctorsystem.SETTINGS
    for complaint in complaints:
        yield _line(topic, WARNING if complaint.hint else PROBLEM, complaint.title, complaint.message)
    for setting in settings:
        yield _line(topic, OK, doctorsystem.changed_setting(setting.name, setting.value, setting.place))
    if not settings and not complaints:
        yield _line(topic, OK, doctorsystem.ALL_DEFAULTS)


def folder_lines(folder: FolderFacts) -> Iterator[ReportLine]:
    """Whether the state folder and its files can be used, and where the log is."""
    topic = doctorsystem.FILES
    if not folder.writable:
        yield _line(topic, PROBLEM, *doctorsystem.folder_not_writable(folder.path))
    elif folder.free_bytes is not None and folder.free_bytes < _MIN_FREE_BYTES:
        yield _line(topic, PROBLEM, *doctorsystem.disk_full(folder.path))
    else:
        yield _line(topic, OK, doctorsystem.folder_writable(folder.path, exists=folder.exists))
    for path in folder.closed[:_MAX_CLOSED_LINES]:
        yield _line(topic, PROBLEM, *doctorsystem.folder_not_writable(path))
    for fault in folder.broken:
        yield _line(topic, WARNING, fault, doctorsystem.BROKEN_FILE_NEXT_STEP)
    yield _line(topic, OK, doctorsystem.log_file(folder.log, folder.log_bytes))


def history_lines(facts: HistoryFacts, now: datetime) -> Iterator[ReportLine]:
    """Whether the history can be used, and how much it holds."""
    topic = doctorsystem.HISTORY
    if facts.fault is not None:
        yield _line(topic, PROBLEM, facts.fault, facts.next)
    elif facts.bytes is None or facts.oldest is None or facts.newest is None:
        yield _line(topic, OK, history.no_file_yet())
    else:
        size = history.size_text(facts.readings, facts.limits, facts.bytes)
        yield _line(topic, OK, history.size_and_range(size, facts.oldest, facts.newest, now))
    if facts.aside:
        yield _line(topic, WARNING, *history.set_aside_files(facts.aside))


def version_lines(versions: VersionFacts) -> Iterator[ReportLine]:
    """Versions, and libraries that are missing."""
    topic = doctorsystem.VERSIONS
    yield _line(topic, OK, doctorsystem.versions(versions.brim, versions.python))
    yield _line(topic, OK, versions.platform)
    installed = [f"{name} {version}" for name, version in versions.libraries.items() if version is not None]
    yield _line(topic, OK, ", ".join(installed))
    missing = [name for name, version in versions.libraries.items() if version is None]
    if missing:
        yield _line(topic, PROBLEM, *doctorsystem.missing_libraries(missing))


def _notification_line(desktop: DesktopFacts) -> ReportLine:
    topic, daemon = doctorsystem.NOTIFICATIONS, desktop.daemon
    if daemon is not None:
        return _line(topic, OK, doctorsystem.daemon_capabilities(daemon.name, daemon.version, daemon.capabilities))
    if desktop.daemon_silent:
        return _line(topic, PROBLEM, *doctorsystem.DAEMON_NOT_ANSWERING)
    if desktop.daemon_starts:
        return _line(topic, OK, doctorsystem.DAEMON_STARTS_ON_DEMAND)
    return _line(topic, PROBLEM, *doctorsystem.NO_DAEMON)


def _line(topic: str, verdict: Severity, text: str, next_step: str | None = None) -> ReportLine:
    return ReportLine(topic=topic, verdict=verdict, text=text, next=next_step)
