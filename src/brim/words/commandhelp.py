"""What each command is for: its row in the list of commands, a sentence for its own help, and examples.

The texts are made when they are asked for, so that a language can be chosen before. This module must not know how a
command works, nor which options it has.
"""

from __future__ import annotations

from typing import NamedTuple

from brim.words import commandnotes
from brim.words.exitcodes import exit_notes
from brim.words.translation import _


class CommandHelp(NamedTuple):
    """The texts of one command."""

    summary: str
    """Its row in the list of commands."""
    sentence: str
    """What its own help begins with."""
    examples: tuple[str, ...]
    """Command lines, the usual one first."""
    notes: str = ""
    """What stands between the options and the examples."""

    @property
    def epilog(self) -> str:
        """What stands below the options."""
        heading = _("example:") if len(self.examples) == 1 else _("examples:")
        lines = "\n".join((heading, *(f"  {example}" for example in self.examples)))
        return f"{self.notes}\n\n{lines}" if self.notes else lines


def command_helps() -> dict[str, CommandHelp]:
    """The texts of each command; of an action, the name has both, such as `alerts log`; of `brim` it is empty."""
    return (
        _about_usage()
        | _about_scripts()
        | _about_costs()
        | _about_alerts()
        | _about_this_machine()
        | _about_help()
        | _about_status_line()
        | _about_history()
    )


def _about_usage() -> dict[str, CommandHelp]:
    return {
        "": CommandHelp(
            "",
            _(
                "Shows how close your AI plans are to their limits. Without a command, Brim starts its tray icon and "
                "runs until you quit it from the icon's menu; without a desktop, it shows the same in the terminal "
                "until you press q. With a command, it prints something and ends."
            ),
            ("brim", "brim status", "brim demo"),
            exit_notes(),
        ),
        "demo": CommandHelp(
            _("try Brim with a sped-up demo account"),
            _("Shows a demo account in every state, within two minutes. It needs no login and sends nothing."),
            ("brim demo", "brim demo --several"),
        ),
        "status": CommandHelp(
            _("show the usage of your plan"),
            _(
                "Shows how much of each limit is used or left, and when it resets. Usage is fetched online "
                "only when the last update is too old."
            ),
            (
                "brim status",
                "brim status --refresh",
                "brim status --all --json",
                "brim status --format waybar --follow",
                'brim status --format plain --template "{session.percent}% {session.resets_in}"',
            ),
            commandnotes.template_fields(),
        ),
        "forecast": CommandHelp(
            _("show when each limit will run out"),
            _("Shows for each limit when you are on pace to run out, or that it will last until its reset."),
            ("brim forecast", "brim forecast --json", "brim help forecast"),
        ),
    }


def _about_scripts() -> dict[str, CommandHelp]:
    return {
        "gate": CommandHelp(
            _("say to a script whether a limit has room"),
            _(
                "Exits with 0 if every limit, or the one that you name, is below a percentage, with 1 if not, and "
                "with 3 if usage is not known or too old. It reads what Brim already knows and sends nothing."
            ),
            ("brim gate", "brim gate --limit week --max 80 && ./night-shift.sh", "brim gate --pace --max-age 15m -q"),
        ),
    }


def _about_costs() -> dict[str, CommandHelp]:
    return {
        "details": CommandHelp(
            _("open a page with charts, tables and settings"),
            _(
                "Opens a page in your browser with all limits, their history, where usage went, alerts and settings. "
                "It is served on this computer only, until nobody has looked at it for 15 minutes."
            ),
            ("brim details", "brim details --no-open", "brim details --html usage.html"),
        ),
        "usage": CommandHelp(
            _("show tokens and list price by day, project or model"),
            _(
                "Shows what coding agents used on this computer, from their transcripts: tokens and their list "
                "price, which is not money spent."
            ),
            ("brim usage", "brim usage --by project --since 30d", "brim usage --by model --json"),
        ),
        "metrics": CommandHelp(
            _("print metrics for Prometheus and other dashboards"),
            _(
                "Prints limits, tokens and list price as metrics, in the text format of Prometheus, from what Brim "
                "already knows and the transcripts. Only --send sends anything."
            ),
            ("brim metrics", "brim metrics --send", "brim metrics --example alerts > brim-alerts.yml"),
        ),
    }


def _about_alerts() -> dict[str, CommandHelp]:
    return {
        "alerts": CommandHelp(
            _("list the alert rules; test one; show the log"),
            _("Lists the alert rules, whether each is on, and the quiet hours."),
            ("brim alerts", "brim alerts test limit", "brim alerts log"),
        ),
        "alerts test": CommandHelp(
            _("show an example notification of a rule"),
            _(
                "Shows a real notification with invented values. With --hooks it goes to your commands and webhooks "
                "instead, once and without another attempt; the exit code is 0 if all of them took it."
            ),
            ("brim alerts test pace", "brim alerts test limit --hooks"),
        ),
        "alerts log": CommandHelp(
            _("show why each notification was or was not sent"),
            _("Lists what happened to each notification and why, the newest last."),
            ("brim alerts log --last 5",),
        ),
    }


def _about_this_machine() -> dict[str, CommandHelp]:
    return {
        "doctor": CommandHelp(
            _("find out why something does not work"),
            _("Checks this machine and prints a report that is safe to share, with a next step for every problem."),
            ("brim doctor", "brim doctor --json"),
        ),
        "config": CommandHelp(
            _("show settings, their origin and where files are"),
            _(
                "Shows where Brim's files are, and every setting with its value and its origin: default, brim.toml, "
                "choices.json (the menu), .env or the environment. Secrets are masked."
            ),
            ("brim config", "brim config --json"),
        ),
        "autostart": CommandHelp(
            _("start Brim at login, or not"),
            _("Shows whether Brim starts at login, or turns that on or off."),
            ("brim autostart", "brim autostart on"),
        ),
        "launcher": CommandHelp(
            _("add Brim to your applications menu, or not"),
            _(
                "Shows whether Brim is in your applications menu, adds it, or removes it. `on` also adds icon, manual "
                "and completions to your own folders, and from an unpacked folder the command `brim`; `off` removes "
                "all that `on` added, and nothing of yours. After an upgrade the tray renews these files soon after "
                "its next start."
            ),
            ("brim launcher", "brim launcher on"),
        ),
        "icons": CommandHelp(
            _("draw the icon into a PNG file"),
            _("Draws one state of the icon, or a sheet with all of them to choose a style from."),
            ("brim icons --out icons.png", "brim icons --out icon.png --style ring --percent 78"),
        ),
    }


def _about_help() -> dict[str, CommandHelp]:
    return {
        "completions": CommandHelp(
            _("print what makes your shell complete Brim's commands"),
            _(
                "Prints a script that makes the Tab key complete commands, options and their values, for the shell "
                "that you name."
            ),
            ("brim completions bash", "brim completions zsh > _brim"),
            commandnotes.where_completions_go(),
        ),
        "help": CommandHelp(
            _("explain a topic, such as icon or settings"),
            _("Explains a topic, or shows the help of a command. Without either, it lists both."),
            ("brim help", "brim help icon", "brim help alerts test"),
        ),
    }


def _about_status_line() -> dict[str, CommandHelp]:
    return {
        "statusline": CommandHelp(
            _("fill Claude Code's status line, and get the limits from it"),
            _(
                "Prints a line for Claude Code's status line from the JSON that Claude Code sends to it. Use "
                "`brim statusline install` to set it up."
            ),
            ("brim statusline install", 'brim statusline install --format "{model} {session}"'),
            commandnotes.placeholders(),
        ),
    }


def _about_history() -> dict[str, CommandHelp]:
    return {
        "history": CommandHelp(
            _("show the usage history; export and import it"),
            _("Draws how each limit filled up over the last days, a line for each session or week."),
            ("brim history", "brim history --since 30d", "brim history --window weekly_all --json"),
        ),
        "history export": CommandHelp(
            _("write the whole history to a file"),
            _(
                "Writes the whole history to a file of JSON lines. The first line says what the file is; every other "
                "line is one value with account, window, label, length_seconds, read_at, percent, resets_at, source "
                "and confirmed. FILE is replaced in one step."
            ),
            ("brim history export usage.jsonl",),
        ),
        "history import": CommandHelp(
            _("add the values of an exported file"),
            _(
                "Adds what the file has and the history has not. Re-importing is safe. An invalid line is named by its "
                "number and skipped. It also takes a history.db, even a damaged one, and a table printed by --csv."
            ),
            ("brim history import usage.jsonl",),
        ),
    }
