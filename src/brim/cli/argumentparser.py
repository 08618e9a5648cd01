"""An argument parser whose help fits the terminal, and whose errors are one line that says what was probably meant.

Standard library only, and no more than `argparse` itself needs, because the tray icon appears only after it. This
module must not know any one command.
"""

from __future__ import annotations

import argparse
import re
import shutil
from itertools import dropwhile, takewhile
from typing import TYPE_CHECKING, Any, NoReturn, override

from brim.printing import TOGETHER, complain, one_line, with_whole_commands
from brim.words import clihelp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

USAGE_ERROR = 2
"""The exit code for a command line that cannot be understood."""
_MAX_COLUMNS, _MIN_COLUMNS = 80, 40
_FIRST_COLUMN = re.compile(r"\s*(?:\S+(?: \S+)*\s{2,})?")
"""The indentation of a line, and what it has before a gap of two spaces."""


class HelpFormatter(argparse.HelpFormatter):
    """Help of at most 80 columns, in which lines of examples and lists stay lines."""

    def __init__(self, prog: str) -> None:
        """Use the terminal's width, from 40 to 80 columns."""
        columns = shutil.get_terminal_size((_MAX_COLUMNS, 24)).columns
        super().__init__(prog, width=max(_MIN_COLUMNS, min(_MAX_COLUMNS, columns)))

    @override
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],  # Any: their class has no public name
        prefix: str | None = None,
    ) -> None:
        """Add the form of the command line, after our own word for it."""
        super().add_usage(usage, actions, groups, clihelp.usage_prefix() if prefix is None else prefix)

    def _format_args(self, action: argparse.Action, default_metavar: str) -> str:
        """Format the values of an argument; a command can always be left out."""
        formatted = super()._format_args(action, default_metavar)
        return f"[{formatted}]" if action.nargs == argparse.PARSER else formatted

    def _format_action(self, action: argparse.Action) -> str:
        """Format an option or argument; of the commands their rows, without one for all of them."""
        if action.nargs != argparse.PARSER:
            return super()._format_action(action)
        self._dedent()  # the commands are indented below their row, which is left out
        rows = "".join(map(super()._format_action, self._iter_indented_subactions(action)))
        self._indent()
        return rows

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        """Wrap each line for itself, below its own second column."""
        return "\n".join(line for part in text.splitlines() for line in _wrapped(part, width, indent))


class ArgumentParser(argparse.ArgumentParser):
    """A parser that names its mistake in one line on standard error, and exits with 2."""

    def __init__(self, **keywords: Any) -> None:  # noqa: ANN401 - those of argparse
        """Use our own help, with our own words."""
        super().__init__(**keywords | {"formatter_class": HelpFormatter, "add_help": False, "exit_on_error": False})
        self._commands: Any = None  # Any: its class has no public name
        self._positionals.title = clihelp.arguments_heading()
        self._optionals.title = clihelp.options_heading()
        self.add_argument("-h", "--help", action="help", help=clihelp.option_help("help"))

    @override
    def add_subparsers(self, **keywords: Any) -> Any:
        """Add commands, which stand before the options in the help."""
        self._commands = super().add_subparsers(**keywords)
        self._action_groups.insert(0, self._action_groups.pop())
        return self._commands

    @override
    def error(self, message: str) -> NoReturn:
        """Print a mistake of which `argparse` says no more than a sentence; exits."""
        self._fail_by(None, message)

    def _fail_by(self, argument: str | None, message: str) -> NoReturn:
        """Print what `argparse` says of an argument, in our own words; exits."""
        from brim.cli.parsemistakes import mistake

        self._fail(mistake(argument, message, self._actions, self.prog))

    def _fail(self, sentence: str) -> NoReturn:
        """Print a mistake in our own words; exits."""
        complain((one_line(sentence),))
        raise SystemExit(USAGE_ERROR)

    @override
    def parse_known_args(
        self,
        args: Iterable[str] | None = None,
        namespace: Any = None,  # Any: as in argparse
    ) -> tuple[Any, list[str]]:
        """Parse, and refuse what no argument takes where it stands, so that its own command can be named."""
        words_typed = None if args is None else [*args]
        if words_typed and (commands := self.commands()):
            own = [*takewhile(lambda word: word not in {"--", *commands}, words_typed)]
            if unknown := [word for word in own if word.startswith("--") and not self._knows(word)]:
                self._refuse_command(next(dropwhile(self._is_flag, own)), commands)
                self._refuse(unknown)
        try:
            result, rest = super().parse_known_args(words_typed, namespace)
        except argparse.ArgumentError as error:
            self._fail_by(error.argument_name, error.message)
        self._refuse(rest)
        return result, rest

    def find(self, names: Sequence[str]) -> ArgumentParser | None:
        """The parser of a command, or of its action, by its names; None when there is none."""
        parser: ArgumentParser | None = self
        for name in names:
            parser = None if parser is None else parser.commands().get(name)
        return parser

    def _refuse(self, rest: Sequence[str]) -> None:
        """Name the first option, or else the first word, that no argument takes; exits if there is one."""
        if not rest:
            return
        from brim.cli.parsemistakes import unknown_word

        self._fail(unknown_word(rest, self._options(), self.prog))

    def _refuse_command(self, word: str, commands: Iterable[str]) -> None:
        """Name a word that stands where a command does, and is none; exits if it is one."""
        if word.startswith("-"):
            return
        from brim.cli.parsemistakes import wrong_choice

        self._fail(wrong_choice(word, [*commands], self.prog))

    def commands(self) -> dict[str, ArgumentParser]:
        """The parsers of the commands, or of the actions, that may follow."""
        return {} if self._commands is None else dict(self._commands.choices)

    def _knows(self, word: str) -> bool:
        """Whether an option is one of ours, or the beginning of one."""
        name = word.partition("=")[0]
        return any(option.startswith(name) for action in self._actions for option in action.option_strings)

    def _is_flag(self, word: str) -> bool:
        """Whether a word is one of our options, and takes no value."""
        return any(word in action.option_strings and action.nargs == 0 for action in self._actions)

    def _options(self) -> list[str]:
        """The options that the help shows."""
        shown = [action for action in self._actions if action.help is not argparse.SUPPRESS]
        return [option for action in shown for option in action.option_strings if option.startswith("--")]

    def _check_value(self, action: argparse.Action, value: object) -> None:
        """Refuse a value that is not among the choices, in the user's words instead of Python's."""
        if action.choices is None or value in action.choices:
            return
        from brim.cli.parsemistakes import wrong_choice

        known = [str(choice) for choice in action.choices]
        self._fail(wrong_choice(str(value), known, self.prog if action is self._commands else None))


def _wrapped(line: str, width: int, indent: str) -> Iterator[str]:
    import textwrap

    match, indented = _FIRST_COLUMN.match(line), len(line) - len(line.lstrip())
    hanging = match.end() if match is not None else 0
    if indented == hanging > 0 or hanging > width // 2:
        hanging = indented + 2
    lines = textwrap.wrap(
        with_whole_commands(line, width - hanging),
        width,
        initial_indent=indent,
        subsequent_indent=indent + " " * hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )
    yield from (line.replace(TOGETHER, " ") for line in lines or [""])
