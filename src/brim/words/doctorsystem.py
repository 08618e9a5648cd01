"""The report lines of `brim doctor` about Brim itself: tray, settings, files and versions; the headings and the marks.

A pair is a finding and its next step. This module must not know how a fact is collected or evaluated.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from brim.model.vendor import Vendor
from brim.words import vendors
from brim.words.formatting import duration_text
from brim.words.joining import listed
from brim.words.translation import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence


class Topic(StrEnum):
    """What a line is about, in the order of the report; the value is the heading in English."""

    DESKTOP = N_("Desktop")
    NOTIFICATIONS = N_("Notifications")
    TRAY = N_("Brim")
    SESSIONS = N_("{program} sessions")
    LOGIN = N_("Login")
    REQUESTS = N_("Requests")
    RECENT_ATTEMPTS = N_("Recent attempts")
    STATUS_PAGE = N_("{company} status")
    PROGRAM = N_("{cli}")
    USAGE = N_("Usage")
    STATUS_LINE = N_("Status line")
    SETTINGS = N_("Settings")
    FILES = N_("Data folder")
    HISTORY = N_("History")
    METRICS = N_("Metrics")
    LAUNCHER = N_("Launcher")
    VERSIONS = N_("Versions")


def heading(topic: Topic, vendor: Vendor | None = None) -> str:
    """The heading of a topic; some name what belongs to a provider."""
    of = Vendor() if vendor is None else vendor
    names = {"program": vendors.program(of), "company": vendors.company(of), "cli": vendors.cli(of)}
    return _(topic.value, **names)


def heading_for_account(topic_heading: str, product: str, folder: str) -> str:
    """The heading of lines about one of several accounts, by its product or its folder; the other one may be empty."""
    named = bool(product) and topic_heading.startswith(product)  # as the name of a command-line program does
    if named:
        return _("{topic}, {account}", topic=topic_heading, account=folder) if folder else topic_heading
    if product and folder:
        return _("{topic}, {product}, {folder}", topic=topic_heading, product=product, folder=folder)
    return _("{topic}, {account}", topic=topic_heading, account=product or folder)


def mark_ok() -> str:
    """The mark of a line that is as it should be: the marks differ by word and by shape, not only by color."""
    return _("[+] ok")


def mark_note() -> str:
    """The mark of a line that is worth knowing."""
    return _("[?] note")


def mark_problem() -> str:
    """The mark of a line that says what to do."""
    return _("[!] problem")


def all_ok() -> str:
    """The summary of a report without notes and problems."""
    return _("Everything is OK.")


def no_problem() -> str:
    """The summary of a report with notes, but without problems."""
    return _("No problems found.")


def problem_found() -> str:
    """The summary of a report with a problem."""
    return _("Something needs your attention: see the lines marked [!].")


def running() -> str:
    """The tray of this user runs."""
    return _("Running")


def running_other_version(version: str, installed: str) -> tuple[str, str]:
    """The tray was started before Brim was upgraded."""
    return _(
        "Running, but as version {version}; version {installed} is installed", version=version, installed=installed
    ), _("Quit Brim in its menu and start it again.")


def not_running() -> str:
    """No tray runs, where none is needed."""
    return _("Not running")


def start_it() -> str:
    """The next step where a tray could run."""
    return _("Start it with `brim`.")


def running_without_tray() -> tuple[str, str]:
    """The tray runs, and no host shows its icon."""
    return _("Running, but no tray shows its icon"), _(
        "Follow the advice under Desktop; the icon then appears automatically. Until then use `brim status`."
    )


def running_with_other_folder() -> str:
    """The tray runs, and this command shares no file with it."""
    return _("Running, but with another data folder than this command, or the disk is full")


def icon_not_listed(watcher: str | None) -> tuple[str, str]:
    """The tray runs and icons are shown, but its own is not among them; `watcher` lists them."""
    step = _("Quit Brim and start it again. If the icon is still missing, restart the panel, or log out and in again.")
    if watcher is None:
        return _("Running, but the desktop does not list its icon"), step
    return _("Running, but {watcher} does not list its icon", watcher=watcher), step


def left_over_file() -> str:
    """A tray was killed, and its file stayed."""
    return _("tray.json is left from a Brim that was killed, which is harmless")


def all_defaults() -> str:
    """No setting was changed."""
    return _("All defaults")


def changed_setting(name: str, value: str, origin: str) -> str:
    """A setting that is not at its default, and where its value comes from."""
    return _("{name} = {value}, from {origin}", name=name, value=value, origin=origin)


def broken_file_step() -> str:
    """The next step for a file that cannot be used."""
    return _("Brim sets this file aside and makes a new one.")


def not_writable(path: str) -> tuple[str, str]:
    """The user has no right to write to a folder or a file."""
    return _("{path} is not writable", path=path), _("Make it writable for you.")


def disk_full(folder: str) -> tuple[str, str]:
    """The disk of a folder is full."""
    return _("{folder}: the disk is full", folder=folder), _("Free some space on it.")


def folder_writable(folder: str, *, exists: bool) -> str:
    """A folder can be written."""
    if exists:
        return _("{folder} is writable", folder=folder)
    return _("{folder} does not exist yet; Brim makes it when needed", folder=folder)


def log_file(path: str, size: int | None) -> str:
    """The log file and its size in bytes; None when it does not exist yet."""
    if size is None:
        return _("Log file {path} does not exist yet", path=path)
    return _("Log file {path}, {size} kB", path=path, size=-(-size // 1000))


def metrics_folder_closed(path: str) -> tuple[str, str]:
    """The folder of the metrics file is not there, or not for this user to write."""
    return _("{file} cannot be written", file=path), _(
        "Make its folder, and make it writable for you; or correct metrics.textfile in brim.toml."
    )


def metrics_not_written(path: str) -> str:
    """There is no metrics file yet."""
    return _("{file} does not exist yet", file=path)


def metrics_step() -> str:
    """The next step where no metrics file is there."""
    return _("Start Brim, or start it again after a change of settings: it writes metrics while it runs.")


def metrics_written(path: str, seconds: float) -> str:
    """How long ago the metrics file was written."""
    return _("{file} was written {time} ago", file=path, time=duration_text(seconds))


def metrics_sent() -> str:
    """A receiver of metrics is set."""
    return _("Sent to a receiver while Brim runs; `brim metrics --send` tries it")


def versions(brim: str, python: str) -> str:
    """The versions of Brim and of Python."""
    return _("Brim {brim}, Python {python}", brim=brim, python=python)


def missing_libraries(libraries: Sequence[str]) -> tuple[str, str]:
    """Libraries that are not installed."""
    return _("Missing: {libraries}", libraries=listed(libraries)), _("Reinstall Brim.")
