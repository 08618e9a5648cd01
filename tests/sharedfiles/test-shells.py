"""Bash, zsh and fish complete Brim's command line with the scripts that `brim completions` prints."""

from __future__ import annotations

import shlex
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import pytest

from brim.cli.completions.command import SHELLS
from brim.cli.parser import build_parser
from sharedfiles.values import values_of
from tests.support import shells
from tests.support.parserwalk import every_command

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from brim.cli.argumentparser import ArgumentParser

DRIVEN = ("bash", "zsh", "fish")
FILES = ("my file.jsonl", "icon.png", "it's $5.txt")
FOLDERS = ("some folder",)


@contextmanager
def started(name: str, folder: Path, home: Path) -> Iterator[shells.Shell]:
    """A shell of this name in a folder, set up as `brim completions --help` says."""
    script = shlex.quote(str(SHELLS[name]))
    if name == "bash":
        with shells.bash(f'eval "$(cat {script})"', folder, home) as shell:
            yield shell
    elif name == "zsh":
        with shells.zsh(f'autoload -Uz compinit; compinit -u -D; eval "$(cat {script})"', folder, home) as shell:
            yield shell
    else:
        yield shells.Fish(f"source {script}", folder, home)


@pytest.fixture(scope="module", params=DRIVEN)
def shell(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[shells.Shell]:
    """Each shell, in a folder with a few files."""
    folder = tmp_path_factory.mktemp("work")
    for name in FILES:
        (folder / name).touch()
    for name in FOLDERS:
        (folder / name).mkdir()
    with ExitStack() as stack:
        yield stack.enter_context(started(request.param, folder, tmp_path_factory.mktemp("home")))


COMMANDS = dict(every_command(build_parser()))


def options(parser: ArgumentParser) -> set[str]:
    """The long options that the help of a parser shows."""
    return set(parser._options())


def test_every_command_and_action_completes(shell: shells.Shell) -> None:
    """After `brim` and after a command with actions, exactly those that the parser has are offered."""
    for line, parser in COMMANDS.items():
        if parser.commands():
            assert (line, {*parser.commands()}) == (line, {*shell.complete(f"{line} ")})


def test_every_option_completes(shell: shells.Shell) -> None:
    """After two dashes, exactly the options that the help of the command shows are offered."""
    for line, parser in COMMANDS.items():
        offered = {word.rstrip("=") for word in shell.complete(f"{line} --")}
        assert (line, options(parser)) == (line, offered)


def test_every_value_completes(shell: shells.Shell) -> None:
    """Wherever the parser or the model knows the words, exactly those are offered."""
    checked = 0
    for line, parser in COMMANDS.items():
        for action in parser._actions:
            values = values_of(action)
            if isinstance(values, tuple) and not isinstance(action.choices, dict):
                before = f"{line} {action.option_strings[-1]} " if action.option_strings else f"{line} "
                assert (before, {*values}) == (before, {*shell.complete(before)})
                checked += 1

    assert checked > 10


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("brim al", {"alerts"}),
        ("brim --debug us", {"usage"}),
        ("brim alerts test lo", {"login", "lost"}),
        ("brim usage --csv --by mo", {"model", "month"}),
        ("brim history --window weekly_scoped:o", {"weekly_scoped:opus"}),
        ("brim icons --state s", {"signed_out", "stale"}),
        ("brim help alerts --h", {"--help"}),
        ("brim autostart o", {"on", "off"}),
        ("brim history --account x", set()),
    ],
)
def test_a_beginning_completes(shell: shells.Shell, line: str, offered: set[str]) -> None:
    """A typed beginning selects, also behind other options, and a free text offers nothing."""
    assert offered == {*shell.complete(line)}


@pytest.mark.parametrize("line", ["brim usage --by=mon", "brim history --window=weekly_scoped:op"])
def test_a_value_behind_an_equals_sign_completes(shell: shells.Shell, line: str) -> None:
    """`--option=value` completes as `--option value` does."""
    option, _, typed = line.rpartition(" ")[2].partition("=")
    word = next(value for value in ("month", "weekly_scoped:opus") if value.startswith(typed))

    assert [f"{option}={word}"] == shell.complete(line)


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("brim history import ", {*FILES, *FOLDERS}),
        ("brim history export my", {"my file.jsonl"}),
        ("brim history import my\\ f", {"my file.jsonl"}),
        ("brim history import 'my f", {"my file.jsonl"}),
        ("brim history import it", {"it's $5.txt"}),
        ("brim details --html ic", {"icon.png"}),
        ("brim icons --out ic", {"icon.png"}),
        ("brim statusline --state-dir ", {*FOLDERS}),
    ],
)
def test_files_and_folders_complete(shell: shells.Shell, line: str, offered: set[str]) -> None:
    """Where a file or a folder is expected, those that are there are offered, whatever is in their names."""
    assert offered == {word.rstrip("/") for word in shell.complete(line)}
