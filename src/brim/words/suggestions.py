"""Text about a word that is not known: what was probably meant, and what there is.

This module must not know which names there are, or how alike two of them are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def did_you_mean(name: str) -> str:
    """The question about the most similar name."""
    return f"Did you mean `{name}`?"


def unknown_name(likely: str | None, known: Iterable[str]) -> str:
    """The next step for a name that is not known: the most similar one, if there is one, and all of them."""
    names = ", ".join(known)
    if likely is None:
        return f"Choose one of {names}."
    return f"Did you mean `{likely}`? Choose one of {names}."


def unknown_command(name: str, likely: str | None, program: str) -> str:
    """A command or an action that is not known; `program` is what stands before it, such as `brim alerts`."""
    if likely is None:
        return f'Unknown command. "{name}" is not a command of `{program}`; see `{program} --help`.'
    return f'Unknown command. "{name}" is not a command; did you mean `{program} {likely}`? See `{program} --help`.'


def unknown_option(name: str, likely: str | None, program: str) -> str:
    """An option that the command does not have."""
    if likely is None:
        return f'Unknown option. `{program}` does not know "{name}"; see `{program} --help`.'
    return f'Unknown option. "{name}" is not an option; did you mean `{program} {likely}`? See `{program} --help`.'


def invalid_choice(argument: str, value: str, likely: str | None, known: Iterable[str]) -> str:
    """An argument has a value that is not one of its choices."""
    return f'Invalid {argument}. "{value}" is not a valid choice. {unknown_name(likely, known)}'


def invalid_argument(detail: str, program: str) -> str:
    """Any other mistake on the command line; `detail` says what it is."""
    return f"Invalid command line. {detail}; see `{program} --help`."


def invalid_count(text: str) -> str:
    """The fault of a number of lines that is not one, without a full stop."""
    return f'"{text}" is not a whole number of 0 or more'


def unexpected_word(value: str, program: str) -> str:
    """A word that no argument of the command takes."""
    return f'Unexpected word. `{program}` takes no "{value}"; see `{program} --help`.'
