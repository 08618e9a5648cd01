"""Collects facts about the machine for `brim doctor`: settings, data folder, history and versions. Writes nothing.

This module must not know how a fact is evaluated.
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
from contextlib import suppress
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from brim import __version__, logs
from brim.backend.history import diagnostics
from brim.backend.providerlist.selection import chosen_providers
from brim.backend.settings.effective import MASK
from brim.backend.settings.nondefaults import overrides
from brim.backend.system import wakeup
from brim.backend.updates.installation import installation_of
from brim.backend.updates.notice import stored_update
from brim.backend.updates.traces import read_traces
from brim.backend.watching.coverage import read_coverage
from brim.cli.doctor.systemfacts import (
    AutostartFacts,
    FolderFacts,
    GapFacts,
    HistoryFacts,
    LauncherFacts,
    MetricsFacts,
    OverrideFacts,
    UpdateFacts,
    VersionFacts,
)
from brim.cli.launcher.launcher import launcher_state
from brim.errors import BrimError
from brim.privatefiles import is_folder, is_there
from brim.tray.desktop import autostart
from brim.words.settings import environment
from brim.words.updates import next_step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brim.backend.settings.appsettings import AppSettings

_LIBRARIES = (
    *("dbus-fast", "filelock", "httpx", "inotify-simple", "pillow", "pydantic", "pystray", "truststore"),
    "watchdog",
)
_PRIVATE = frozenset({"metrics.otlp_endpoint", "metrics.otlp_headers"})
"""Settings whose values name a company's machine, or hold a secret."""
_LINUX_ONLY = frozenset({"dbus-fast", "inotify-simple"})
_NOT_ON_LINUX = frozenset({"watchdog"})


def collect_overrides(settings: AppSettings) -> tuple[OverrideFacts, ...]:
    """Settings that are not at their defaults, and the folders of programs that the environment names."""
    changed = [OverrideFacts.model_validate(override) for override in overrides(settings)]
    changed = [one.model_copy(update={"value": MASK}) if one.name in _PRIVATE else one for one in changed]
    for provider in chosen_providers(settings):
        named = provider.variables()
        changed += [OverrideFacts(name=name, value=value, place=environment()) for name, value in named.items()]
    return tuple(changed)


def collect_folder(path: Path, broken: list[str]) -> FolderFacts:
    """The data folder at a path; `broken` are the files that could not be used so far."""
    nearest = next((place for place in (path, *path.absolute().parents) if is_there(place)), path)
    log = path / "logs" / logs.FILE_NAME
    listening = wakeup.tray_is_listening(path)
    gaps = read_coverage(path)
    free = size = None
    with suppress(OSError):
        free = shutil.disk_usage(nearest).free
    with suppress(OSError):
        size = log.stat().st_size
    return FolderFacts(
        path=str(path),
        exists=is_folder(path),
        writable=is_folder(nearest) and os.access(nearest, os.W_OK | os.X_OK),
        free_bytes=free,
        log=str(log),
        log_bytes=size,
        tray_told=listening is not None,
        tray_heard=bool(listening),
        tray_version=wakeup.tray_version(path),
        gaps=None if gaps is None else tuple(map(GapFacts.model_validate, gaps)),
        closed=tuple(map(str, _closed_paths(path))),
        broken=tuple(dict.fromkeys(broken)),
    )


def _closed_paths(folder: Path) -> Iterator[Path]:
    """What is below a folder that this user may not write, as when another user ran Brim with it once."""
    for place, folders, files in os.walk(folder):
        yield from (path for name in folders if not os.access(path := Path(place, name), os.W_OK | os.X_OK))
        yield from (path for name in files if not os.access(path := Path(place, name), os.W_OK))


def collect_history(folder: Path) -> HistoryFacts:
    """The history in the data folder."""
    history = diagnostics.diagnose(folder)
    return HistoryFacts(
        bytes=history.bytes,
        readings=history.readings,
        limits=history.limits,
        oldest=history.oldest,
        newest=history.newest,
        fault=None if history.error is None else history.error.title,
        next=None if history.error is None else history.error.message,
        aside=history.quarantined,
    )


def collect_metrics(settings: AppSettings) -> MetricsFacts | None:
    """Where metrics go; None when nowhere."""
    if not settings.metrics.is_on:
        return None
    path = settings.metrics.textfile
    written_at = None
    if path is not None:
        with suppress(OSError):
            written_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return MetricsFacts(
        textfile=None if path is None else str(path),
        writable=path is not None and is_folder(path.parent) and os.access(path.parent, os.W_OK | os.X_OK),
        written_at=written_at,
        sent=settings.metrics.otlp_endpoint is not None,
    )


def collect_launcher(state_dir: Path) -> LauncherFacts:
    """Brim in the applications menu."""
    try:
        state = launcher_state(state_dir)
    except BrimError as error:
        return LauncherFacts(fault=error.title, next=error.message)
    return LauncherFacts(
        enabled=state.enabled,
        installed=None if state.installed is None else str(state.installed),
        version=state.version or None,
        complete=state.enabled and state.complete,
        command=" ".join(state.command) or None,
        gone=state.gone,
        elsewhere=state.elsewhere,
    )


def collect_autostart() -> AutostartFacts:
    """The start at login."""
    try:
        state = autostart.autostart_state()
    except BrimError as error:
        return AutostartFacts(fault=error.title, next=error.message)
    return AutostartFacts(
        enabled=state.enabled,
        program=state.program or None,
        gone=autostart.starts_gone_program(state),
        elsewhere=autostart.starts_other_copy(state),
    )


def collect_update(settings: AppSettings) -> UpdateFacts | None:
    """A newer version of Brim, as the last check found it; None while none is known, and while checks are off."""
    update = stored_update(settings.state_dir) if settings.updates.check else None
    if update is None:
        return None
    step = next_step(update)
    return UpdateFacts(
        version=update.version,
        installed_by=update.installation.by,
        command=update.installation.command,
        next=step,
    )


def collect_versions() -> VersionFacts:
    """Versions of Brim, Python, the system and the libraries."""
    libraries: dict[str, str | None] = {}
    for name in _LIBRARIES:
        if name in (_NOT_ON_LINUX if sys.platform == "linux" else _LINUX_ONLY):
            continue
        try:
            libraries[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            libraries[name] = None
    parts = [platform.system(), platform.release(), platform.machine()]
    with suppress(OSError):
        parts.append(platform.freedesktop_os_release()["PRETTY_NAME"])
    return VersionFacts(
        brim=__version__,
        python=platform.python_version(),
        installed_by=installation_of(read_traces()).by,
        platform=", ".join(parts),
        libraries=libraries,
    )
