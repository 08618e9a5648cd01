"""How the options and arguments of a command are written in a manual, from its parser."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from sharedfiles.roff import bold, italic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brim.cli.argumentparser import ArgumentParser


def shown_actions(parser: ArgumentParser) -> list[argparse.Action]:
    """The options and arguments that the help shows, without the commands that may follow."""
    every = parser._actions
    return [action for action in every if action.help != argparse.SUPPRESS and action.nargs != argparse.PARSER]


def is_help(action: argparse.Action) -> bool:
    """Whether an option shows the help."""
    return isinstance(action, argparse._HelpAction)


def synopsis(parser: ArgumentParser) -> str:
    """The form of a command line, escaped: `brim history [--since WHEN] [--json | --csv]`."""
    return " ".join((bold(parser.prog.replace(" ", "\xa0")), *_parts(parser)))


def term(action: argparse.Action) -> str:
    """An option or argument as the head of its explanation, escaped: `-h, --help` or `--since WHEN`."""
    names = ", ".join(map(bold, action.option_strings))
    return " ".join(part for part in (names, _value(action)) if part)


def help_text(action: argparse.Action) -> str:
    """The help of an option or argument, with its own values in the places for them."""
    return (action.help or "") % (vars(action) | {"prog": "brim"})


def _parts(parser: ArgumentParser) -> Iterator[str]:
    groups = parser._mutually_exclusive_groups
    members = {id(action): group for group in groups for action in group._group_actions}
    written = set()
    for action in shown_actions(parser):
        group = members.get(id(action))
        if id(action) in written or is_help(action):
            continue
        together = [action] if group is None else group._group_actions
        written |= set(map(id, together))
        form = r"\~|\~".join(_form(member) for member in together)
        required = action.nargs not in {"?", "*"} and (not action.option_strings or action.required)
        yield form if required else f"[{form}]"
    if parser.commands():
        yield f"[{italic(_commands_name(parser))}]"


def _commands_name(parser: ArgumentParser) -> str:
    """What the help calls the commands or actions that may follow."""
    every = parser._actions
    return next(str(action.metavar) for action in every if action.nargs == argparse.PARSER)


def _form(action: argparse.Action) -> str:
    """An option by its longest name, with its value; no line ends within it."""
    name = bold(max(action.option_strings, key=len)) if action.option_strings else ""
    return r"\~".join(part for part in (name, _value(action)) if part)


def _value(action: argparse.Action) -> str:
    if action.nargs == 0:
        return ""
    name = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    return italic(name) + (r"\&..." if action.nargs == "*" else "")
