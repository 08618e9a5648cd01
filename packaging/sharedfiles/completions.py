"""The completion script of each shell: what shtab makes from the argument parser, with what it leaves out.

Texts are in English: a script for another language would be made after that language is chosen, into a file of its own.
This module must not know where a script is stored.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import shtab

from brim.cli.parser import build_parser
from brim.words.commandhelp import command_helps
from sharedfiles.shellparts import FILES, FOLDERS, HEADERS, PICTURES, QUOTED_TEXT, SPLIT_WORDS
from sharedfiles.values import Kind, values_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from brim.cli.argumentparser import ArgumentParser

_COMPLETED_BY = {Kind.FILE: FILES, Kind.FOLDER: FOLDERS, Kind.PICTURE: PICTURES}


def completion_script(shell: str) -> str:
    """The script that makes a shell complete Brim's command line; raises KeyError for a shell that has none."""
    parser = build_parser()
    _prepare(parser, "", shell)
    script = shtab.complete(parser, shell)
    first, rest = _without_head(script)
    # Other programs' scripts by shtab, of other versions, define functions of these names in the same shell.
    rest = re.sub(r"\b(_set_(?:parser_defaults|new_action)|_shtab_(?!brim)\w+)", r"_brim\1", rest)
    lines = [*first, *HEADERS[shell].splitlines(), "", *_MENDED[shell](rest).strip().splitlines()]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _prepare(parser: ArgumentParser, name: str, shell: str) -> None:
    """Give each command its short text, and each option and argument what completes its values."""
    for action in parser._actions:
        _complete_values(action, shell)
    for command, below in parser.commands().items():
        full_name = f"{name} {command}".lstrip()
        below.description = command_helps()[full_name].summary
        _prepare(below, full_name, shell)


def _complete_values(action: argparse.Action, shell: str) -> None:
    values = values_of(action)
    if isinstance(values, Kind):
        if values in _COMPLETED_BY:
            action.complete = _COMPLETED_BY[values]  # type: ignore[attr-defined] # shtab looks there
    elif values is not None and action.choices is None:
        action.choices = [value.replace(":", "\\:") for value in values] if shell == "zsh" else values
        action.nargs = None  # of several words only the first one is completed


def _without_head(script: str) -> tuple[list[str], str]:
    """The line that zsh needs as the first one, and the script without its first comments."""
    lines = script.splitlines()
    first = [line for line in lines[:1] if line.startswith("#compdef")]
    while lines and (lines[0].startswith("#") or not lines[0]):
        del lines[0]
    return first, "\n".join(lines)


def _bash(script: str) -> str:
    """Complete also after `--option=` and within a word with a colon, which bash cuts into several."""
    return script.replace("complete -o bashdefault -F _shtab_brim brim", SPLIT_WORDS)


def _zsh(script: str) -> str:
    """Take a value also after `--option=`."""
    return re.sub(r'^(  "--[a-z-]+)(\[.*\]:)', r"\1=\2", script, flags=re.MULTILINE)


def _powershell(script: str) -> str:
    """Put a value with spaces, such as the name of a file, into quotes."""
    return script.replace("        $c.Text,          # completionText", QUOTED_TEXT)


def _fish(script: str) -> str:
    """Complete files by fish itself, which also knows what is escaped in the typed word."""
    return script.replace(f'-xka "{FILES["fish"]}"', "-rF").replace(f'-ka "{FILES["fish"]}"', "-F")


_MENDED: dict[str, Callable[[str], str]] = {"bash": _bash, "zsh": _zsh, "fish": _fish, "powershell": _powershell}
