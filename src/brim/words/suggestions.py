"""Text about a word that is not known or is missing: what was probably meant, and what there is.

This module must not know which names there are, or how alike two of them are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words.translation import _

if TYPE_CHECKING:
    from collections.abc import Iterable


def did_you_mean(name: str) -> str:
    """The question about the most similar name."""
    return _("Did you mean `{name}`?", name=name)


def unknown_name(likely: str | None, known: Iterable[str]) -> str:
    """The next step for a name that is not known: the most similar one, if there is one, and all of them."""
    names = ", ".join(known)
    if likely is None:
        return _("Choose one of {names}.", names=names)
    return _("Did you mean `{name}`? Choose one of {names}.", name=likely, names=names)


def unknown_command(name: str, likely: str | None, program: str) -> str:
    """A command or an action that is not known; `program` is what stands before it, such as `brim alerts`."""
    if likely is None:
        return _(
            'Unknown command. "{name}" is not a command of `{program}`; see `{program} --help`.',
            name=name,
            program=program,
        )
    return _(
        'Unknown command. "{name}" is not a command; did you mean `{program} {likely}`? See `{program} --help`.',
        name=name,
        program=program,
        likely=likely,
    )


def unknown_topic(name: str, likely: str | None) -> str:
    """A topic of `brim help` that is not known, nor a command."""
    if likely is None:
        return _('Unknown topic. "{name}" is not a topic or a command; `brim help` lists them.', name=name)
    return _(
        'Unknown topic. "{name}" is not a topic or a command; did you mean `brim help {likely}`? '
        "`brim help` lists them.",
        name=name,
        likely=likely,
    )


def unknown_option(name: str, likely: str | None, program: str) -> str:
    """An option that the command does not have."""
    if likely is None:
        return _(
            'Unknown option. `{program}` does not know "{name}"; see `{program} --help`.', name=name, program=program
        )
    return _(
        'Unknown option. "{name}" is not an option; did you mean `{program} {likely}`? See `{program} --help`.',
        name=name,
        program=program,
        likely=likely,
    )


def ambiguous_option(name: str, options: Iterable[str], program: str) -> str:
    """A shortened option that begins several; `options` are those."""
    return _(
        'Ambiguous option. "{name}" could be {options}; see `{program} --help`.',
        name=name,
        options=", ".join(options),
        program=program,
    )


def invalid_choice(value: str, likely: str | None, known: Iterable[str]) -> str:
    """An argument has a value that is not one of its choices."""
    return _(
        'Invalid argument. "{value}" is not a valid choice. {next_step}',
        value=value,
        next_step=unknown_name(likely, known),
    )


def missing_arguments(arguments: str, program: str, choices: Iterable[str] = ()) -> str:
    """A command without what it needs, such as RULE; `choices` are its values if they are few."""
    names = ", ".join(choices)
    if names:
        return _(
            "Missing argument. `{program}` needs {arguments}: one of {names}.",
            program=program,
            arguments=arguments,
            names=names,
        )
    return _(
        "Missing argument. `{program}` needs {arguments}; see `{program} --help`.",
        program=program,
        arguments=arguments,
    )


def missing_value(option: str, value: str, program: str) -> str:
    """An option without its value, such as `--since` without WHEN."""
    return _(
        "Missing value. {option} needs {value} after it; see `{program} --help`.",
        option=option,
        value=value,
        program=program,
    )


def unexpected_value(option: str, value: str, program: str) -> str:
    """A value behind an option that takes none, such as `--json=1`."""
    return _(
        'Unexpected value. {option} takes no value, so "{value}" has no meaning; see `{program} --help`.',
        option=option,
        value=value,
        program=program,
    )


def exclusive_options(option: str, other: str, program: str) -> str:
    """Two options that exclude each other."""
    return _(
        "Conflicting options. Use {option} or {other}, not both; see `{program} --help`.",
        option=option,
        other=other,
        program=program,
    )


def invalid_value(argument: str, detail: str, program: str) -> str:
    """An argument whose value cannot be used; `detail` says why, and begins with the value in quotes."""
    return _("Invalid {argument}. {detail}; see `{program} --help`.", argument=argument, detail=detail, program=program)


def invalid_argument(detail: str, program: str) -> str:
    """Any other mistake on the command line; `detail` says what it is."""
    return _("Invalid command line. {detail}; see `{program} --help`.", detail=detail, program=program)


def invalid_count(text: str) -> str:
    """The fault of a number of lines that is not one, without a full stop."""
    return _('"{text}" is not a whole number of 0 or more', text=text)


def invalid_percent(text: str) -> str:
    """The fault of a percentage that is not one, without a full stop."""
    return _('"{text}" is not a percentage from 0 to 1000', text=text)


def invalid_duration(text: str) -> str:
    """The fault of a duration that is not one, without a full stop."""
    return _('"{text}" is not a time such as 90s, 15m, 2h or 1d', text=text)


def needs_option(option: str, other: str, program: str) -> str:
    """An option that counts only beside another one."""
    return _(
        "Missing option. {option} works only with {other}; see `{program} --help`.",
        option=option,
        other=other,
        program=program,
    )


def unexpected_word(value: str, program: str) -> str:
    """A word that no argument of the command takes."""
    return _('Unexpected word. `{program}` takes no "{value}"; see `{program} --help`.', program=program, value=value)
