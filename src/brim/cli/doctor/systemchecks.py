"""Evaluates facts about the machine: desktop, tray, settings, data folder, history and versions. Pure.

A problem always says what to do next. This module must not know how a fact is collected or how a line is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.providerlist.selection import vendor_of
from brim.cli.doctor.facts import ReportLine, Severity
from brim.model.update import InstalledBy
from brim.words import (
    detours,
    doctordesktop,
    doctorlauncher,
    doctorsystem,
    history,
    launcher,
    updates,
    vendors,
    watching,
)
from brim.words.doctorsystem import Topic, heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from brim.cli.doctor.systemfacts import (
        ComplaintFacts,
        DesktopFacts,
        DetourFacts,
        FolderFacts,
        GapFacts,
        HistoryFacts,
        LauncherFacts,
        MetricsFacts,
        OverrideFacts,
        UpdateFacts,
        VersionFacts,
    )

OK, WARNING, PROBLEM = Severity.OK, Severity.WARNING, Severity.PROBLEM
_XEMBED = "xembed"
_MIN_FREE_BYTES = 5_000_000
"""Free disk space below which writing the state may fail."""


_MAX_CLOSED_LINES = 3
"""One cause closes many files at once."""

_MAX_GAP_LINES = 3
_ORDINARY_GAPS = frozenset({"starting", "absent", "single_file", "wsl"})
"""Reasons that hold on every machine of a kind."""


def desktop_lines(desktop: DesktopFacts) -> Iterator[ReportLine]:
    """Whether the desktop can show a tray icon and notifications."""
    topic = Topic.DESKTOP
    if desktop.system != "linux":
        yield _line(topic, OK, doctordesktop.native_desktop(desktop.system))
        return
    if desktop.session is None:
        yield _line(topic, WARNING, doctordesktop.no_desktop())
        return
    if not desktop.bus:
        yield _line(topic, PROBLEM, *doctordesktop.no_session_bus(desktop.desktop, desktop.session))
        return
    yield _line(topic, OK, doctordesktop.desktop_session(desktop.desktop, desktop.session))
    if desktop.old_tray:
        yield _line(topic, OK, doctordesktop.xembed_tray())
    elif desktop.watcher is None:
        yield _line(topic, PROBLEM, *doctordesktop.no_statusnotifier_watcher())
    elif not desktop.host:
        yield _line(topic, PROBLEM, *doctordesktop.no_statusnotifier_host())
    else:
        yield _line(topic, OK, doctordesktop.icons_shown(desktop.watcher, desktop.items))
    if desktop.panels:
        yield _line(topic, OK, doctordesktop.known_panels(desktop.panels))
    yield _notification_line(desktop)


def tray_lines(desktop: DesktopFacts, folder: FolderFacts | None, installed: str) -> Iterator[ReportLine]:
    """Whether the tray runs, and that it is not of another version than the one that is `installed`."""
    topic, running = Topic.TRAY, folder is not None and folder.tray_heard
    if folder is not None and running and folder.tray_version not in {installed, None}:
        yield _line(topic, WARNING, *doctorsystem.running_other_version(folder.tray_version or "0.1.0", installed))
    elif running:
        yield _line(topic, OK, doctorsystem.running())
    elif desktop.tray:
        yield _line(topic, WARNING, doctorsystem.running_with_other_folder())
    elif desktop.session is not None or desktop.system != "linux":
        yield _line(topic, WARNING, doctorsystem.not_running(), doctorsystem.start_it())
    else:
        yield _line(topic, OK, doctorsystem.not_running())
    if folder is not None and running and folder.gaps is not None:
        yield from _watching_lines(folder.gaps)
    if desktop.tray and (missing := _missing_icon(desktop)) is not None:
        yield _line(topic, PROBLEM, *missing)
    if folder is not None and folder.tray_told and not running:
        yield _line(topic, WARNING, doctorsystem.left_over_file())


def _watching_lines(gaps: Sequence[GapFacts]) -> Iterator[ReportLine]:
    """Whether changes of files are reported, and what is checked once a minute instead."""
    if not gaps:
        yield _line(Topic.TRAY, OK, watching.all_reported())
    for gap in gaps[:_MAX_GAP_LINES]:
        verdict = OK if gap.reason in _ORDINARY_GAPS else WARNING
        yield _line(Topic.TRAY, verdict, *watching.gap(gap.path, gap.reason, gap.detail))


def _missing_icon(desktop: DesktopFacts) -> tuple[str, str] | None:
    """What to say of a tray on Linux that has no icon; None when it has one.

    The tray itself knows the old kind of tray; whether a panel has the icon the panel's own list knows better.
    """
    if desktop.tray_icon == _XEMBED or (desktop.host and desktop.tray_listed):
        return None
    if not desktop.host:
        return doctorsystem.running_without_tray()
    return doctorsystem.icon_not_listed(desktop.watcher)


def session_lines(found: Sequence[DetourFacts]) -> Iterator[ReportLine]:
    """Whether variables of the environment make sessions of a program use something else than its plan."""
    for one in found:
        vendor = vendor_of(one.provider)
        if (note := detours.note(vendors.program(vendor), one.names)) is not None:
            topic = heading(Topic.SESSIONS, vendor)
            yield ReportLine(topic=topic, verdict=WARNING, text=note, next=detours.next_step())


def setting_lines(settings: Sequence[OverrideFacts], complaints: Sequence[ComplaintFacts]) -> Iterator[ReportLine]:
    """Settings that cannot be used, and settings that are not at their defaults."""
    topic = Topic.SETTINGS
    for complaint in complaints:
        yield _line(topic, WARNING if complaint.hint else PROBLEM, complaint.title, complaint.message)
    for setting in settings:
        yield _line(topic, OK, doctorsystem.changed_setting(setting.name, setting.value, setting.place))
    if not settings and not complaints:
        yield _line(topic, OK, doctorsystem.all_defaults())


def folder_lines(folder: FolderFacts) -> Iterator[ReportLine]:
    """Whether the data folder and its files can be used, and where the log is."""
    topic = Topic.FILES
    if not folder.writable:
        yield _line(topic, PROBLEM, *doctorsystem.not_writable(folder.path))
    elif folder.free_bytes is not None and folder.free_bytes < _MIN_FREE_BYTES:
        yield _line(topic, PROBLEM, *doctorsystem.disk_full(folder.path))
    else:
        yield _line(topic, OK, doctorsystem.folder_writable(folder.path, exists=folder.exists))
    for path in folder.closed[:_MAX_CLOSED_LINES]:
        yield _line(topic, PROBLEM, *doctorsystem.not_writable(path))
    for fault in folder.broken:
        yield _line(topic, WARNING, fault, doctorsystem.broken_file_step())
    yield _line(topic, OK, doctorsystem.log_file(folder.log, folder.log_bytes))


def history_lines(facts: HistoryFacts, now: datetime) -> Iterator[ReportLine]:
    """Whether the history can be used, and how much it holds."""
    topic = Topic.HISTORY
    if facts.fault is not None:
        yield _line(topic, PROBLEM, facts.fault, facts.next)
    elif facts.bytes is None or facts.oldest is None or facts.newest is None:
        yield _line(topic, OK, history.no_file_yet())
    else:
        size = history.size_text(facts.readings, facts.limits, facts.bytes)
        yield _line(topic, OK, history.size_and_range(size, facts.oldest, facts.newest, now))
    if facts.aside:
        yield _line(topic, WARNING, *history.set_aside_files(facts.aside))


def metrics_lines(facts: MetricsFacts, now: datetime) -> Iterator[ReportLine]:
    """Whether metrics can be written, and that they are sent."""
    topic = Topic.METRICS
    if facts.textfile is not None and not facts.writable:
        yield _line(topic, PROBLEM, *doctorsystem.metrics_folder_closed(facts.textfile))
    elif facts.textfile is not None and facts.written_at is None:
        yield _line(topic, WARNING, doctorsystem.metrics_not_written(facts.textfile), doctorsystem.metrics_step())
    elif facts.textfile is not None and facts.written_at is not None:
        yield _line(topic, OK, doctorsystem.metrics_written(facts.textfile, (now - facts.written_at).total_seconds()))
    if facts.sent:
        yield _line(topic, OK, doctorsystem.metrics_sent())


def launcher_line(facts: LauncherFacts, installed: str) -> ReportLine:
    """Whether Brim is in the applications menu, and up to date there; `installed` is the version that runs."""
    topic = Topic.LAUNCHER
    if facts.fault is not None:
        return _line(topic, WARNING, facts.fault, facts.next)
    if facts.installed is not None:
        return _line(topic, OK, launcher.installed(facts.installed))
    if not facts.enabled:
        return _line(topic, OK, doctorlauncher.absent())
    if (finding := _stale_launcher(facts, installed)) is not None:
        return _line(topic, WARNING, *finding)
    return _line(topic, OK, doctorlauncher.up_to_date(installed))


def _stale_launcher(facts: LauncherFacts, installed: str) -> tuple[str, str] | None:
    """What `brim launcher on` would change, and that it would; None where all is well."""
    if facts.gone:
        return doctorlauncher.gone(facts.command or "")
    if facts.elsewhere:
        return doctorlauncher.of_other_copy(facts.command or "")
    if facts.version not in {installed, None}:
        return doctorlauncher.of_other_version(str(facts.version), installed)
    return None if facts.complete else doctorlauncher.incomplete()


def version_lines(versions: VersionFacts, update: UpdateFacts | None) -> Iterator[ReportLine]:
    """Versions, a newer one, and libraries that are missing."""
    topic = Topic.VERSIONS
    yield _line(topic, OK, doctorsystem.versions(versions.brim, versions.python))
    yield _line(topic, OK, updates.way(InstalledBy(versions.installed_by)))
    if update is not None:
        yield _line(topic, WARNING, updates.available(update.version), update.next)
    yield _line(topic, OK, versions.platform)
    installed = [f"{name} {version}" for name, version in versions.libraries.items() if version is not None]
    yield _line(topic, OK, ", ".join(installed))
    missing = [name for name, version in versions.libraries.items() if version is None]
    if missing:
        yield _line(topic, PROBLEM, *doctorsystem.missing_libraries(missing))


def _notification_line(desktop: DesktopFacts) -> ReportLine:
    topic, daemon = Topic.NOTIFICATIONS, desktop.daemon
    if daemon is not None:
        return _line(topic, OK, doctordesktop.daemon_capabilities(daemon.name, daemon.version, daemon.capabilities))
    if desktop.daemon_silent:
        return _line(topic, PROBLEM, *doctordesktop.daemon_not_answering())
    if desktop.daemon_starts:
        return _line(topic, OK, doctordesktop.daemon_starts_on_demand())
    return _line(topic, PROBLEM, *doctordesktop.no_daemon())


def _line(topic: Topic, verdict: Severity, text: str, next_step: str | None = None) -> ReportLine:
    return ReportLine(topic=heading(topic), verdict=verdict, text=text, next=next_step)
