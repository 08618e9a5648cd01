"""The topics `files` and `settings`: where things are, and everything that can be set.

This module must not know how a setting is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from brim.words import config
from brim.words.helptopics.page import Columns, Example, Heading, Paragraph
from brim.words.translation import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from brim.words.helptopics.page import Block, Page


class SettingHelp(NamedTuple):
    """One setting, as its page needs it."""

    name: str
    default: str
    """Empty where it is not set."""
    description: str


def files(paths: Mapping[str, str]) -> Page:
    """Where everything is on this machine, by the keys of `brim config --json`, and on each system by default."""
    labels = config.file_labels()
    return (
        Heading(_("On this machine")),
        Columns(tuple((labels[key], path) for key, path in paths.items())),
        *every_file(),
    )


def every_file() -> Page:
    """Where the folders are on each system by default, and what is in them: the same on every machine."""
    return (
        Heading(_("By default")),
        Columns(
            (
                ("Linux", "~/.config/brim/brim.toml, ~/.local/state/brim"),
                ("macOS", "~/Library/Application Support/brim"),
                ("Windows", "%LOCALAPPDATA%\\brim"),
            )
        ),
        Paragraph(_("BRIM_CONFIG_DIR and BRIM_STATE_DIR move the settings and the data.")),
        Heading(_("Beside the settings")),
        Columns(
            (
                ("brim.toml", _("the settings; `brim help settings` explains them")),
                (".env", _("the same settings as variables, one on each line; they come before brim.toml")),
                ("prices.json", _("your own list prices, in place of those that come with Brim")),
            )
        ),
        Heading(_("In the data folder")),
        Columns(_data_files()),
        Paragraph(_("You can delete any of them while Brim is not running; it starts again without it.")),
        *_elsewhere(),
        *_prices(),
    )


def _elsewhere() -> Page:
    """What is in no folder of Brim's own, and how all of it is removed."""
    return (
        Heading(_("Elsewhere")),
        Columns(
            (
                (
                    _("start at login"),
                    _(
                        "brim.desktop in ~/.config/autostart, an agent in ~/Library/LaunchAgents, or a value in "
                        "Windows' registry; only after `brim autostart` turned it on"
                    ),
                ),
                (
                    _("applications menu"),
                    _(
                        "brim.desktop, icon, manual and completions in ~/.local/share, Brim in Windows' Start menu, or "
                        "Brim.app in ~/Applications; for an unpacked folder also ~/.local/bin/brim; only after "
                        "`brim launcher on`"
                    ),
                ),
                (_("icon files"), _("a folder in XDG_RUNTIME_DIR on Linux, while the tray runs")),
            )
        ),
        Heading(_("To remove Brim")),
        Paragraph(_("Quit it from its menu and run these, before you uninstall the program:")),
        Example(("brim autostart off", "brim statusline uninstall", "brim launcher off")),
        Paragraph(
            _(
                "Then delete the folder of the settings and the data folder; nothing else is left. If the program is "
                "gone already, install it again for these commands, as long as the data folder is there."
            )
        ),
    )


def _prices() -> Page:
    """How a price is added."""
    return (
        Heading(_("Prices")),
        Paragraph(
            _(
                "A prices.json beside brim.toml adds or replaces list prices, in USD per million tokens, such as those "
                "of a model that this version does not know:"
            )
        ),
        Example(
            (
                '{"models": {"example-model-9": {',
                '  "input": 4, "output": 20, "cache_read": 0.4,',
                '  "cache_write_5m": 5, "cache_write_1h": 8}}}',
            )
        ),
    )


def _data_files() -> tuple[tuple[str, str], ...]:
    return (
        ("choices.json", _("what you chose in the menu and on the details page")),
        ("history.db", _("the usage history, some megabytes a year; `brim history export` copies it")),
        ("costs.db", _("tokens by project, session and model, out of transcripts")),
        ("metrics.json", _("what was counted for metrics; metrics-copy.json is its copy")),
        ("status.json", _("what was shown last, for the details page, bars, scripts and `brim status`")),
        ("followers", _("which bars are waiting for a change")),
        ("alerts.jsonl", _("why each notification was or was not sent")),
        ("episodes.json", _("which notifications were sent, so that none comes twice")),
        ("launcher.json", _("which files `brim launcher on` put into your own folders")),
        ("introduced.json", _("which providers you were notified of before they were asked")),
        ("updates.json", _("the newest version of Brim, where `updates.check` is on")),
        ("accounts", _("a folder for each account, with four files:")),
        ("reading.json", _("its last usage")),
        ("figures.json", _("its last values, by which an unlikely change is noticed")),
        ("gate.json", _("its last requests and waits")),
        ("program.json", _("the last run of its program for it")),
        ("statusline", _("the limits that came with Claude Code's status line")),
        ("incidents", _("the incidents that the providers' status pages had")),
        ("logins.json", _("which logins were refused, so that they are not tried again")),
        ("tokens.json", _("which tokens and keys were refused, by the end of their hash, so that none is sent again")),
        ("tray.json", _("where the commands reach a running tray")),
        ("presence.json", _("whether you are away, as the tray noticed it")),
        ("watching.json", _("which files the tray checks once a minute")),
        (_("names with .lock"), _("held while a file is written, such as metrics.lock; tray.lock while the tray runs")),
        ("logs", _("the log, in which tokens and keys are masked")),
    )


def settings(entries: Sequence[SettingHelp]) -> Page:
    """How settings are written, and all of them with their defaults."""
    return (
        Paragraph(
            _(
                "The usual settings are in the menu; all of them can be set in brim.toml. Settings > Open settings "
                "file in the menu opens it, and creates it with every setting explained if there is none; "
                "`brim config` shows where it is and what applies now. The part before the dot is the section:"
            )
        ),
        Example(("[alerts]", 'quiet_hours = "22:00-07:00"')),
        Paragraph(
            _("An environment variable does the same: BRIM_, the section, two underscores, the name. Lists are JSON:")
        ),
        Example(("BRIM_ALERTS__QUIET_HOURS=22:00-07:00", "BRIM_ALERTS__THRESHOLDS='[50, 90]'")),
        Paragraph(
            _(
                "If a setting is in several places, the first of these applies: the environment, .env beside "
                "brim.toml, the menu, brim.toml."
            )
        ),
        *_tables(entries),
    )


def _tables(entries: Sequence[SettingHelp]) -> Iterator[Block]:
    sections: dict[str, list[SettingHelp]] = {"": []}
    for entry in entries:
        sections.setdefault(entry.name.rpartition(".")[0], []).append(entry)
    for section, members in sections.items():
        yield Heading(f"[{section}]" if section else _("Above the first section"))
        yield Columns(tuple((member.name.rpartition(".")[2], _meaning(member)) for member in members))


def _meaning(entry: SettingHelp) -> str:
    if not entry.default:
        return entry.description
    return _("{description} Default:\u00a0{default}", description=entry.description, default=entry.default)
