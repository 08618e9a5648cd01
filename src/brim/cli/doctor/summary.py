"""The part of `brim doctor` that needs no login and no desktop: whether the tray runs, settings, files and versions.

It is redacted as the whole report is. This module must not know who shows it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.settings.load import get_settings
from brim.backend.system import readonly
from brim.backend.system.clock import utc
from brim.cli.doctor import systemchecks, systemcollect
from brim.cli.doctor.facts import ReportLine, Severity
from brim.cli.doctor.systemfacts import ComplaintFacts
from brim.words import doctorsystem
from brim.words.doctorsystem import Topic, heading

if TYPE_CHECKING:
    from brim.backend.system.files import Json


def summary_lines() -> list[Json]:
    """The lines as JSON has them. Raises ConfigError where the settings cannot be used."""
    with readonly.read_only() as broken:
        settings = get_settings()
        folder = systemcollect.collect_folder(settings.state_dir, broken)
        history = systemcollect.collect_history(settings.state_dir)
    complaints = tuple(
        ComplaintFacts(title=one.title, message=one.message, hint=one not in settings.errors)
        for one in (*settings.errors, *settings.hints)
    )
    running = doctorsystem.running() if folder.tray_heard else doctorsystem.not_running()
    lines = (
        ReportLine(topic=heading(Topic.TRAY), verdict=Severity.OK, text=running),
        *systemchecks.setting_lines(systemcollect.collect_overrides(settings), complaints),
        *systemchecks.folder_lines(folder),
        *systemchecks.history_lines(history, utc()),
        *systemchecks.version_lines(systemcollect.collect_versions(), systemcollect.collect_update(settings)),
    )
    return [line.model_dump(mode="json", by_alias=True) for line in lines]
