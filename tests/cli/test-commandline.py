"""The command line as people type it: help that fits, and mistakes that are named with what was probably meant."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING

import pytest

from brim.cli.parser import build_parser
from brim.cli.run import run

if TYPE_CHECKING:
    from collections.abc import Iterator


def _parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """The parser and those of all its commands and actions."""
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from _parsers(below)


PROGRAMS = [parser.prog for parser in _parsers(build_parser())]


def _printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """The exit code and the outputs of a command line that ends while it is parsed."""
    with pytest.raises(SystemExit) as ended:
        run(arguments)
    out, errors = capsys.readouterr()
    return int(str(ended.value.code)), out, errors


def test_every_command_is_listed() -> None:
    """All commands and their actions are among those that the tests below ask."""
    assert {"brim", "brim status", "brim config", "brim alerts log", "brim history import"} <= set(PROGRAMS)


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
@pytest.mark.parametrize("program", PROGRAMS)
def test_help_has_a_sentence_an_example_and_fits(
    program: str, columns: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each help has a sentence and an example that begins with the command, in at most 80 columns."""
    monkeypatch.setenv("COLUMNS", str(columns))
    code, out, errors = _printed(capsys, *program.split()[1:], "--help")
    sentence = out.split("\n\n")[1]

    assert (0, "") == (code, errors)
    assert sentence[0].isupper()
    assert sentence.rstrip().endswith(".")
    assert re.search(rf"^examples?:\n  {program}", out, re.MULTILINE)
    assert max(map(len, out.splitlines())) <= min(80, columns)


def test_examples_stay_examples_on_a_narrow_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest of an example that does not fit is indented below it, and a command in a sentence is not broken."""
    monkeypatch.setenv("COLUMNS", "40")
    out = _printed(capsys, "statusline", "--help")[1]

    assert '  brim statusline install --format\n    "{model} {session}"\n' in out
    assert "`brim statusline install`" in out


def test_plain_brim_is_explained(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The help says what happens without a command, with a desktop and without one."""
    monkeypatch.setenv("COLUMNS", "80")
    text = " ".join(_printed(capsys, "--help")[1].split())

    assert "Without a command, Brim starts its tray icon" in text
    assert "without a desktop, it shows the same in the terminal" in text


@pytest.mark.parametrize(
    ("line", "quoted", "meant"),
    [
        ("statsu", "statsu", "`brim status`"),
        ("Config", "Config", "`brim config`"),
        ("statsu --refresh", "statsu", "`brim status`"),
        ("--debug statsu --refresh", "statsu", "`brim status`"),
        ("alerts tset limit --jsn", "tset", "`brim alerts test`"),
        ("hist", "hist", "`brim history`"),
        ("alerts tset", "tset", "`brim alerts test`"),
        ("history exprot f", "exprot", "`brim history export`"),
        ("status --refesh", "--refesh", "`brim status --refresh`"),
        ("status --refesh=1", "--refesh", "`brim status --refresh`"),
        ("history --windw x", "--windw", "`brim history --window`"),
        ("alerts test limt", "limt", "`limit`"),
        ("autostart onn", "onn", "`on`"),
        ("statusline instal", "instal", "`install`"),
    ],
)
def test_a_mistyped_word_gets_a_suggestion(
    line: str, quoted: str, meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong word is one line on standard error that quotes it and names the most similar one; the exit code is 2."""
    code, out, errors = _printed(capsys, *line.split())

    assert (2, "", 1) == (code, out, len(errors.splitlines()))
    assert errors.startswith("brim: ")
    assert f'"{quoted}"' in errors
    assert f"id you mean {meant}?" in errors


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("alerts test", "Missing argument. `brim alerts test` needs RULE: one of limit, pace, reset, "),
        ("history export", "Missing argument. `brim history export` needs FILE; see `brim history export --help`."),
        ("history --since", "Missing value. --since needs WHEN after it; see `brim history --help`."),
        ("history --since soon", 'Invalid --since. "soon" is not a valid time: use 7d, 24h, '),
        ("alerts log --last -5", 'Invalid --last. "-5" is not a whole number of 0 or more; see '),
        ("history --json --csv", "Conflicting options. Use --csv or --json, not both; see `brim history --help`."),
        ("status --json=5", 'Unexpected value. --json takes no value, so "5" has no meaning; see '),
        (
            "status --a",
            'Ambiguous option. "--a" could be --ask-program, --ask-claude, --all, --account; see `brim status --help`.',
        ),
        ("forecast --model x", 'Unknown option. `brim forecast` does not know "--model"; see `brim forecast --help`.'),
        ("alerts log --n", 'Unknown option. `brim alerts log` does not know "--n"; see `brim alerts log --help`.'),
        ("forecast --hlep", 'Unknown option. `brim forecast` does not know "--hlep"; see `brim forecast --help`.'),
        ("status more", 'Unexpected word. `brim status` takes no "more"; see `brim status --help`.'),
    ],
)
def test_each_mistake_has_a_sentence_of_ours(line: str, sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What argparse finds is one plain line that names what is missing or wrong; the exit code is 2."""
    code, out, errors = _printed(capsys, *line.split())

    assert (2, "", 1) == (code, out, len(errors.splitlines()))
    assert errors.startswith(f"brim: {sentence}")


@pytest.mark.parametrize("program", PROGRAMS)
def test_help_has_no_phrase_of_argparse(program: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Headings and the options that all commands have are in our own words, and commands come before options."""
    out = _printed(capsys, *program.split()[1:], "--help")[1]
    headings = re.findall(r"^(commands|actions|arguments|options):$", out, re.MULTILINE)

    assert "show this help\n" in out
    assert not re.search(r"positional arguments|show this help message|program's version|subcommands", out)
    assert sorted(headings) == headings
    assert "options" == headings[-1]


@pytest.mark.parametrize(
    "line", ["xyzzy", "status xyzzy", "alerts test xyzzy", "alerts log --last xyzzy", "status --xyzzy", "icons xyzzy"]
)
def test_a_word_like_no_other_is_quoted(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a similar word nothing is suggested, and the line says where all words are."""
    code, out, errors = _printed(capsys, *line.split())

    assert (2, "", 1) == (code, out, len(errors.splitlines()))
    assert "xyzzy" in errors
    assert "id you mean" not in errors
    assert "--help`" in errors or "Choose one of limit, pace, " in errors


def test_choices_are_words(capsys: pytest.CaptureFixture[str]) -> None:
    """The rules are listed as they are typed, not as Python writes them."""
    _, _, errors = _printed(capsys, "alerts", "test", "x")

    assert "Choose one of limit, pace, reset, spend, cost, login, lost, back." in errors
    assert "<" not in errors


def test_a_mistake_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Control characters and line ends of a wrong word are not printed."""
    _, _, errors = _printed(capsys, "a\x1b[31m\nbrim: all is well")

    assert "\x1b" not in errors
    assert 1 == len(errors.splitlines())
