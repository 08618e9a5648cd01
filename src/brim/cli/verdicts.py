"""What is made of the facts of a check-up: the lines of the page, each with its verdict. Pure.

A problem always says what to do next. This module must not know how a fact is found or how a line is shown.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from brim.cli.checkup import Line, Verdict
from brim.model import Health, Source
from brim.words import figures, history, provenance, signin

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
_SYSTEMS = {"darwin": "macOS", "win32": "Windows"}
_LITTLE_ROOM = 5_000_000
"""Bytes of free disk below which state may not be kept."""
_ENDS_SOON = timedelta(days=3)
_NO_TRAY = (
    'On GNOME install the extension "AppIndicator and KStatusNotifierItem Support"; elsewhere add a system tray or '
    "status notifier to the panel."
)
_LOGINS = {
    "expired": "its access has ended",
    "no_scope": "it may not read usage",
    "absent": "no login was found there",
}
_LOGIN_FAULTS = {Health.EXPIRED, Health.SIGNED_OUT, Health.NO_SCOPE}


def lines(facts: Facts) -> tuple[Line, ...]:
    """The page, from top to bottom."""
    found = [*_desktop(facts.desktop), *_tray(facts.desktop, facts.folder)]
    if (words := signin.detours(facts.detours)) is not None:
        found.append(_line("Sessions", LOOK, words, signin.DETOURS_NEXT))
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
    topic = "Desktop"
    if found.system != "linux":
        yield _line(topic, OK, f"{_SYSTEMS.get(found.system, found.system)} shows icons and notices by itself")
        return
    if found.session is None:
        yield _line(topic, LOOK, "There is no desktop here; Brim shows its gauge in the terminal")
        return
    name = f"{found.desktop or 'A desktop without a name'} on {found.session}"
    if not found.bus:
        yield _line(topic, PROBLEM, f"{name}: no session bus answers", "Start Brim inside a desktop session.")
        return
    yield _line(topic, OK, f"{name}; the session bus answers")
    panels = f"; known panels: {', '.join(found.panels)}" if found.panels else ""
    if found.old_tray:
        yield _line(topic, OK, f"A tray of the old kind takes the icon, with a menu of Brim's own{panels}")
    elif found.watcher is None:
        yield _line(topic, PROBLEM, f"Nobody lists tray icons (no StatusNotifierWatcher){panels}", _NO_TRAY)
    elif not found.host:
        yield _line(topic, PROBLEM, f"Tray icons are listed, but nobody draws them{panels}", _NO_TRAY)
    else:
        by = found.watcher or "a program without a name"
        yield _line(topic, OK, f"Tray icons are listed by {by} and drawn; icons now: {found.items}{panels}")
    yield _notices(found)


def _notices(found: DesktopFacts) -> Line:
    topic = "Notices"
    if found.daemon is not None:
        able = ", ".join(found.daemon.capabilities) or "nothing more"
        return _line(topic, OK, f"{found.daemon.name} {found.daemon.version}, which can: {able}")
    if found.daemon_silent:
        then = "Log out and in again, or restart the notification daemon; until then no notice is seen."
        return _line(topic, PROBLEM, "The notification daemon does not answer", then)
    if found.daemon_starts:
        return _line(topic, OK, "No notification daemon runs; the session starts one when it is needed")
    return _line(topic, PROBLEM, "There is no notification daemon", "Install one, for example dunst.")


def _tray(desktop: DesktopFacts, folder: FolderFacts | None) -> Iterator[Line]:
    topic, heard = "Tray of Brim", folder is not None and folder.tray_heard
    if heard:
        yield _line(topic, OK, "It runs")
    elif desktop.tray:
        yield _line(topic, LOOK, "It runs, but shares no file with this command: another state folder, or a full disk")
    elif desktop.session is not None or desktop.system != "linux":
        yield _line(topic, LOOK, "It does not run", "Start it with `brim`.")
    else:
        yield _line(topic, OK, "It does not run")
    if folder is not None and folder.tray_told and not heard:
        yield _line(topic, LOOK, "tray.json is left from a tray that was ended; that does no harm")


def _beside(line: Line, account: AccountFacts, every: tuple[AccountFacts, ...]) -> Line:
    """A line about one account of several: it says which, and a folder without a login is no problem beside others."""
    absent = account.login.state == "absent" and any(one.login.state != "absent" for one in every)
    verdict = LOOK if absent and line.verdict == PROBLEM else line.verdict
    return line.model_copy(update={"topic": f"{line.topic}, {account.folder}", "verdict": verdict})


def _account(found: AccountFacts, now: datetime, *, network: bool) -> Iterator[Line]:
    yield from _login(found, now)
    if found.read_as is not None:
        yield _line("Login", OK, f"The same account as {found.read_as}, which is read for both")
        return
    yield from _gate(found.gate, now, network=network)
    for read in found.reads:
        took = f", {read.seconds:.1f} s" if read.seconds is not None else ", no request"
        well = Health(read.health) is Health.OK
        yield _line("Last reads", OK if well else LOOK, f"{figures.clock(read.at, now)} {read.health}{took}")
    yield from _beside_asking(found, now)
    if not found.windows:
        yield _line("Figures", LOOK, "There are none yet", "Open Claude Code and use it, or run `brim status`.")
    for window in found.windows:
        doubts = [] if window.known else ["not known"]
        doubts += [] if window.doubt is None else [f"unconfirmed, because {window.doubt}"]
        doubts += ["not fresh"] if found.stale else []
        source = provenance.SOURCES[Source(window.source)]
        text = f"{window.label}: from {source}, {figures.duration(window.age_seconds)} old"
        yield _line("Figures", LOOK if doubts else OK, ", ".join((text, *doubts)))
    yield _line("Figures", OK, f"{provenance.WHY}: {found.why}")
    yield _tap(found.statusline, now)


def _beside_asking(found: AccountFacts, now: datetime) -> Iterator[Line]:
    """What else is asked, and when: the status page and the claude program."""
    if found.incidents.looked_at is not None:
        said = found.incidents.title or "no incident"
        verdict = LOOK if found.incidents.title else OK
        yield _line("Status page", verdict, f"Said at {_clock(found.incidents.looked_at, now)}: {said}")
    asked = found.program
    if asked.path is None:
        then = "Set BRIM_CLAUDE__PROGRAM if you want to ask it."
        yield _line("Claude program", LOOK, "Not found; nothing else needs it", then)
    else:
        yield _line("Claude program", OK, f"{asked.path}, asked on request only; so far: {asked.total}")
    if asked.at is not None:
        ended = "under way" if asked.health is None else f"{asked.health}{f' ({asked.title})' if asked.title else ''}"
        verdict = LOOK if asked.title else OK
        yield _line("Claude program", verdict, f"Asked last {_clock(asked.at, now)}: {ended}")


def _login(account: AccountFacts, now: datetime) -> Iterator[Line]:
    topic, found = "Login", account.login
    if found.state == "usable":
        yield _line(topic, OK, f"{found.place}: usable")
    else:
        yield _line(topic, PROBLEM, f"{found.place}: {_LOGINS.get(found.state, 'it cannot be read')}", found.message)
    if (words := signin.detours(account.detours)) is not None:
        yield _line(topic, LOOK, words, signin.DETOURS_NEXT)
    if found.state == "absent":
        return
    yield _line(topic, OK, f"Account {account.id}, plan {found.plan or 'not known'}")
    scopes = "it does not say which" if found.scopes is None else ", ".join(found.scopes) or "none"
    yield _line(topic, OK, f"Scopes: {scopes}")
    yield from _ends(found, now)


def _ends(found: LoginFacts, now: datetime) -> Iterator[Line]:
    topic = "Login"
    if found.expires_at is not None:
        ended = found.expires_at <= now
        text = f"Access {'ended' if ended else 'ends'} {_clock(found.expires_at, now)}; Claude Code renews it"
        yield _line(topic, LOOK if ended else OK, text)
    if found.ends_at is None:
        yield _line(topic, OK, "When it can no longer be renewed it does not say")
    elif found.ends_at <= now:
        text = f"It could be renewed until {_clock(found.ends_at, now)}"
        yield _line(topic, PROBLEM, text, signin.ENDED.message)
    else:
        soon = found.ends_at - now <= _ENDS_SOON
        text = f"It can be renewed until {_clock(found.ends_at, now)}"
        yield _line(topic, LOOK if soon else OK, text, "Sign in again before." if soon else None)


def _gate(found: GateFacts, now: datetime, *, network: bool) -> Iterator[Line]:
    topic = "Asking"
    if network:
        yield _line(topic, OK, "Anthropic may be asked")
    else:
        then = "That is your choice (claude.network); the menu or BRIM_CLAUDE__NETWORK=true switches it on."
        yield _line(topic, LOOK, "Anthropic is not asked", then)
    yield _last(found, now, network=network)
    if found.asked_at is not None:
        asked = f"Last request {_clock(found.asked_at, now)}; requests today (UTC): {found.requests_today}"
        yield _line(topic, OK, f"{asked}, in all: {found.requests_total}")
    if found.blocked_until is not None:
        text = f"Anthropic asked to wait until {_clock(found.blocked_until, now)}"
        yield _line(topic, LOOK, text, "Wait; other tools that read usage share this limit.")
    if found.next_read_at is not None:
        yield _line(topic, OK, f"Next read {_clock(found.next_read_at, now)}: {found.next_read_reason}")
    if found.unsaved:
        then = "Make room on the disk, and let Brim write into its state folder."
        yield _line(topic, PROBLEM, "What was learnt last could not be written", then)


def _last(found: GateFacts, now: datetime, *, network: bool) -> Line:
    topic = "Asking"
    if found.tried_at is None or found.health is None:
        return _line(topic, LOOK, "Nothing was tried yet", "Start `brim`, or run `brim status`." if network else None)
    health = Health(found.health)
    text = f"Last try {_clock(found.tried_at, now)}: {health}"
    if health is Health.OK:
        return _line(topic, OK, text)
    text = f"{text}, {found.failures} in a row" + (f" ({found.title})" if found.title else "")
    if health is Health.BLOCKED or health in _LOGIN_FAULTS or not network:  # waiting helps, or the login tells more
        return _line(topic, LOOK, text, found.message)
    return _line(topic, PROBLEM, text, found.message or "Run `brim status --refresh` and try again in a minute.")


def _tap(found: TapFacts, now: datetime) -> Line:
    topic, again = "Status line", "Run `brim statusline install` again."
    if found.fault is not None:
        return _line(topic, LOOK, found.fault)
    if not found.installed:
        return _line(topic, OK, "Not installed; `brim statusline install` brings the limits without any request")
    if not found.runs:
        return _line(topic, PROBLEM, f"The program that {found.settings} names is gone", again)
    if not found.same_state:
        return _line(topic, PROBLEM, f"The one in {found.settings} uses another state folder", again)
    chained = ", before the one you had" if found.chained else ""
    text = f"Installed in {found.settings}{chained}"
    if found.told_at is None:
        return _line(topic, LOOK, f"{text}; it has told nothing yet", "Use Claude Code; start its sessions again.")
    return _line(topic, OK, f"{text}; last told {figures.duration((now - found.told_at).total_seconds())} ago")


def _settings(facts: Facts) -> Iterator[Line]:
    topic = "Settings"
    for complaint in facts.complaints:
        yield _line(topic, PROBLEM, complaint.title, complaint.message)
    for one in facts.settings:
        yield _line(topic, OK, f"{one.name} = {one.value}, from {one.place}")
    if not facts.settings and not facts.complaints:
        yield _line(topic, OK, "All are at their defaults")


def _folder(found: FolderFacts) -> Iterator[Line]:
    topic = "Files"
    if not found.writable:
        yield _line(topic, PROBLEM, f"{found.path} cannot be written", "Give yourself the right to write there.")
    elif found.free_bytes is not None and found.free_bytes < _LITTLE_ROOM:
        yield _line(topic, PROBLEM, f"{found.path}: the disk is full", "Make room on it.")
    else:
        yield _line(topic, OK, f"{found.path} can be written{'' if found.exists else '; it is not there yet'}")
    for fault in found.broken:
        yield _line(topic, LOOK, fault, "Brim sets such a file aside by itself and makes a new one.")
    kept = "not there yet" if found.log_bytes is None else f"{found.log_bytes} bytes"
    yield _line(topic, OK, f"Log: {found.log}, {kept}")


def _history(found: HistoryFacts, now: datetime) -> Iterator[Line]:
    topic = "History"
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
    topic, found = "Versions", facts.versions
    yield _line(topic, OK, f"Brim {found.brim}, Python {found.python}")
    yield _line(topic, OK, found.platform)
    there = [f"{name} {version}" for name, version in found.libraries.items() if version is not None]
    yield _line(topic, OK, ", ".join(there))
    missing = [name for name, version in found.libraries.items() if version is None]
    if missing:
        yield _line(topic, PROBLEM, f"Missing: {', '.join(missing)}", "Install Brim anew.")


def _clock(when: datetime, now: datetime) -> str:
    return figures.clock(when, now)
