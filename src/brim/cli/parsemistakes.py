"""Mistakes on a command line, in Brim's own sentences and with what was probably meant.

`argparse` raises its mistakes as English sentences without their parts, so these are taken from the sentences. A
sentence that is not known is quoted. Pure; this module must not know any one command.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from brim.suggestions import nearest
from brim.words import suggestions as words

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

_HELP = "--help"

type _Actions = Sequence[argparse.Action]


def mistake(argument: str | None, message: str, actions: _Actions, program: str) -> str:
    """The sentence for a mistake of `program`; `argument` is the option or argument that it is about, if any."""
    for pattern, sentence in _SENTENCES:
        if match := pattern.fullmatch(message):
            return sentence(argument or "", match[1], actions, program)
    if argument is None:
        return words.invalid_argument(message, program)
    return words.invalid_value(argument, message, program)


def unknown_word(words_typed: Sequence[str], options: Sequence[str], program: str) -> str:
    """The sentence for the first option, or else the first word, that no argument of `program` takes."""
    unknown = next((word for word in words_typed if word.startswith("-")), words_typed[0]).partition("=")[0]
    if unknown.startswith("-"):
        known = {option.lstrip("-"): option for option in options if option != _HELP}  # the sentence ends with it
        likely = nearest(unknown.lstrip("-"), known)
        return words.unknown_option(unknown, None if likely is None else known[likely], program)
    return words.unexpected_word(unknown, program)


def wrong_choice(value: str, known: Sequence[str], program: str | None) -> str:
    """The sentence for a value that is not among its choices, which are the commands of `program` where it is given."""
    likely = nearest(value, known)
    if program is not None:
        return words.unknown_command(value, likely, program)
    return words.invalid_choice(value, likely, known)


def _missing_arguments(_argument: str, names: str, actions: _Actions, program: str) -> str:
    choices = next((action.choices for action in actions if names in {action.metavar, action.dest}), None)
    return words.missing_arguments(names, program, map(str, choices or ()))


def _missing_value(argument: str, _detail: str, actions: _Actions, program: str) -> str:
    metavar = next((action.metavar for action in actions if argument in _names(action)), None)
    return words.missing_value(argument, str(metavar or argument), program)


def _unexpected_value(argument: str, value: str, _actions: _Actions, program: str) -> str:
    return words.unexpected_value(argument, value, program)


def _exclusive_options(argument: str, other: str, _actions: _Actions, program: str) -> str:
    return words.exclusive_options(argument, other, program)


def _ambiguous_option(_argument: str, detail: str, _actions: _Actions, program: str) -> str:
    name, _, options = detail.partition(" could match ")
    return words.ambiguous_option(name.partition("=")[0], options.split(", "), program)


_SENTENCES: tuple[tuple[re.Pattern[str], Callable[[str, str, _Actions, str], str]], ...] = (
    (re.compile(r"the following arguments are required: (.*)"), _missing_arguments),
    (re.compile(r"expected (one|at least one) argument"), _missing_value),
    (re.compile(r"ignored explicit argument ['\"](.*)['\"]"), _unexpected_value),
    (re.compile(r"not allowed with argument (.*)"), _exclusive_options),
    (re.compile(r"ambiguous option: (.*)"), _ambiguous_option),
)


def _names(action: argparse.Action) -> set[str]:
    """How `argparse` calls an option: by each of its names, or by all of them."""
    return {*action.option_strings, "/".join(action.option_strings)}
