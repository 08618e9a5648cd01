"""The headings of the manual pages, and what they say beside the texts of commands and topics.

This module must not know how a manual page is written.
"""

from __future__ import annotations

from brim.words.translation import _


def name() -> str:
    """The heading above the name and purpose of a page."""
    return _("NAME")


def purpose() -> str:
    """What `brim` is, as the index of manual pages shows it."""
    return _("shows the usage of your AI coding plans")


def settings_purpose() -> str:
    """What `brim.toml` is, as the index of manual pages shows it."""
    return _("settings of brim")


def synopsis() -> str:
    """The heading above the form of the command line."""
    return _("SYNOPSIS")


def description() -> str:
    """The heading above what a page is about."""
    return _("DESCRIPTION")


def options() -> str:
    """The heading above the options of `brim` itself."""
    return _("OPTIONS")


def commands() -> str:
    """The heading above the commands."""
    return _("COMMANDS")


def exit_status() -> str:
    """The heading above the exit codes."""
    return _("EXIT STATUS")


def examples() -> str:
    """The heading above the examples."""
    return _("EXAMPLES")


def files() -> str:
    """The heading above the places of files."""
    return _("FILES")


def see_also() -> str:
    """The heading above other manual pages."""
    return _("SEE ALSO")


def every_command_takes() -> str:
    """What stands above the commands: the options that each of them has."""
    return _("Every command takes --help and --debug, too.")


def for_example() -> str:
    """What stands above the examples of a command."""
    return _("For example:")


def topic_of(summary: str, topic: str) -> str:
    """The first line of a topic: what it is about, and how to read it without this manual."""
    return _("Also `brim help {topic}`: {summary}.", topic=topic, summary=summary)


def more_about(topic: str) -> str:
    """What stands above an example for the settings file."""
    return _("`brim help {topic}` explains:", topic=topic)


def where_settings_are() -> str:
    """Where the settings file is on each system."""
    return _(
        "~/.config/brim/brim.toml on Linux, ~/Library/Application Support/brim/brim.toml on macOS, "
        "%LOCALAPPDATA%\\brim\\brim.toml on Windows; in another folder if BRIM_CONFIG_DIR names one."
    )
