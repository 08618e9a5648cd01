"""The help text of each option, and the phrases that every help has. This module must not know how a command works."""

from __future__ import annotations

from brim.words.translation import N_, _

_OPTIONS = {
    "help": N_("show this help"),
    "version": N_("show the version"),
    "debug": N_("log more, and show a traceback when something fails"),
    "demo-if-no-login": N_("show the demo account if no login is found"),
    "demo.several": N_("show demo accounts of two providers"),
    "json": N_("print one JSON object"),
    "help.topic": N_("a topic or a command; without one, both are listed"),
    "status.refresh": N_("refresh now, unless the last update is less than 60 s old"),
    "status.ask-program": N_("get usage from the providers' own programs, which also renew their logins"),
    "status.ask-claude": N_("the same, from the Claude CLI alone"),
    "status.all": N_("show every account, not only the one closest to its limit"),
    "status.format": N_("print a line for a bar, and send no request: {names}"),
    "status.template": N_("the line, with fields such as {session.percent}"),
    "status.follow": N_("stay, and print a line for each change"),
    "status.account": N_("one account only: its name, its provider, or the beginning of its id"),
    "gate.limit": N_(
        "session, day, week, month, a model, an id, or pressing, the one at the highest level; without it, every limit"
    ),
    "gate.max": N_("percent used from which it says no; without it, 90"),
    "gate.pace": N_("say no, too, if the limit is expected to run out"),
    "gate.max-age": N_("how old usage may be: 90s, 15m, 2h; without it, until newer usage is long due"),
    "gate.quiet": N_("print nothing, and only set the exit code"),
    "alerts.test.rule": N_("one of {rules}"),
    "alerts.test.hooks": N_("run the hooks of this rule instead, and print what came back"),
    "alerts.log.last": N_("how many entries, 0 for all; without it, 20"),
    "alerts.log.json": N_("print one JSON list"),
    "history.since": N_("how far back: {examples}; without it, 7d"),
    "history.window": N_("one limit only, such as session or weekly_all"),
    "history.account": N_("one account only: its name, its provider, or the beginning of its id"),
    "history.json": N_("print every value, as one JSON object"),
    "history.csv": N_("print every value, as CSV for spreadsheets"),
    "history.export.file": N_("the file to write, or - for standard output"),
    "history.import.file": N_("the file to read, or - for standard input"),
    "details.no-open": N_("print the address instead of opening a browser"),
    "details.html": N_("write the page to one file, with its data inside"),
    "details.stdin": N_("print a new address for each input line, until its end"),
    "metrics.send": N_("send them to metrics.otlp_endpoint instead, once, and print what it answered"),
    "metrics.example": N_("print an example instead, for the program that reads metrics: {names}"),
    "usage.since": N_("how far back: {examples}; without it, 7d"),
    "usage.until": N_("where to end, in the same form; a day counts whole"),
    "usage.by": N_("one of {groups}"),
    "usage.points": N_("add what percentage of the limit each row used"),
    "usage.provider": N_("one provider only: its name in settings"),
    "usage.account": N_("one account only: its name, or the beginning of its id"),
    "usage.csv": N_("print the rows as CSV for spreadsheets"),
    "forecast.json": N_("print one JSON list, with an object for each account"),
    "forecast.stdin": N_("answer questions about any window, one JSON object per line"),
    "completions.shell": N_("one of {shells}"),
    "autostart.switch": N_("turn it on or off; without it, Brim shows which it is"),
    "statusline.action": N_("install: add it to Claude Code's settings; uninstall: remove it"),
    "statusline.then": N_("a shell command that prints the line instead"),
    "statusline.format": N_("the line, with placeholders"),
    "statusline.state-dir": N_("the data folder to keep the limits in"),
    "statusline.settings": N_("for install: a file other than Claude Code's settings.json"),
    "statusline.yes": N_("for install: do not ask"),
    "icons.out": N_("the file to write, ending in .png"),
    "icons.style": N_("one of {styles}"),
    "icons.percent": N_("percent used, 0 to 100: draws one icon"),
    "icons.state": N_("draws one icon in this state: {states}"),
    "icons.size": N_("pixels on a side, 8 to 1024; without it, 64 for one icon and all panel sizes for a sheet"),
    "icons.scheme": N_("for which panel: dark or light; without it, one icon has a halo that suits both"),
}


def option_help(name: str, **fields: object) -> str:
    """The help of an option or an argument, such as `alerts.log.last`; its own name if several commands have it."""
    return _(_OPTIONS[name], **fields)


def since_examples() -> str:
    """Examples of times for `brim history --since`."""
    return _("7d, 24h, 90m, 2w, today, yesterday, all, 2026-11-23 or 2026-11-23T14:00")


def usage_prefix() -> str:
    """What stands before the form of a command line."""
    return _("usage: ")


def arguments_heading() -> str:
    """The heading of the arguments without dashes."""
    return _("arguments")


def options_heading() -> str:
    """The heading of the options."""
    return _("options")


def commands_heading() -> str:
    """The heading of the commands."""
    return _("commands")


def actions_heading() -> str:
    """The heading of the actions of a command."""
    return _("actions")
