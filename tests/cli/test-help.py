"""`brim help`: the list of commands and topics, the pages of the topics, and the help of a command."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING

import pytest

from brim.backend.settings.appsettings import AppSettings
from brim.backend.settings.documentation import manual
from brim.cli.forecast.questions import answer
from brim.cli.help import topic_pages
from brim.cli.parser import build_parser
from brim.cli.run import run
from brim.model.alert import Rule
from brim.words.helptopics.page import Example
from brim.words.helptopics.topics import topic_names
from tests.support.terminalrun import run_on_terminal

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = [*build_parser().commands()]
PAGES = topic_pages()


def _printed(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What `brim help` prints with these words."""
    assert 0 == run(["help", *words])
    out, errors = capsys.readouterr()
    assert "" == errors
    return out


def test_it_lists_every_command_and_topic(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a name, all commands and all topics are listed, each with a line about it."""
    rows = dict(line.split(maxsplit=1) for line in _printed(capsys).splitlines() if line.startswith("  "))

    assert {*COMMANDS, *topic_names()} == set(rows)
    assert {"icon", "settings", "alerts", "forecast", "hooks", "statusline", "privacy", "files", "network"} <= set(rows)


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
@pytest.mark.parametrize("topic", topic_names())
def test_a_topic_fits(
    topic: str, columns: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each topic wraps at the terminal's width, at most 80 columns; only an address or a path stays whole."""
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = _printed(capsys, topic).splitlines()

    assert any(line.startswith(f"{topic}: ") for line in lines)
    assert len(lines) >= 10
    assert [] == [line for line in lines if len(line) > min(80, columns) and not re.search(r"[/\\_]", line)]


@pytest.mark.parametrize("topic", ["icon", "settings"])
def test_headings_are_bold_on_a_terminal(topic: str) -> None:
    """On a terminal headings are bold; with NO_COLOR the words are the same without it."""
    bold, without = run_on_terminal("help", topic), run_on_terminal("help", topic, NO_COLOR="1")

    assert "\x1b[1m" in bold.printed
    assert "\x1b" not in without.printed
    assert bold.lines == without.lines


@pytest.mark.parametrize("name", ["status", "alerts test", "history import", "config"])
def test_a_command_has_its_own_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The help of a command, or of its action, is what `--help` prints."""
    shown = _printed(capsys, *name.split())
    with pytest.raises(SystemExit):
        run([*name.split(), "--help"])

    assert capsys.readouterr().out == shown


@pytest.mark.parametrize("name", sorted({*COMMANDS} & {*topic_names()}))
def test_a_command_that_is_a_topic_has_both(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The options come first, and below them what the topic explains."""
    shown = _printed(capsys, name)

    assert shown.startswith(f"usage: brim {name}")
    assert shown.index("\noptions:") < shown.index("\nexamples:") < len(shown) - 500


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("setings", "settings"),
        ("hok", "hooks"),
        ("Statu", "status"),
        ("alerts tset", "alerts test"),
    ],
)
def test_a_mistyped_name_gets_a_suggestion(words: str, meant: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong name is one line on standard error that quotes it and names the most similar topic or command."""
    code = run(["help", *words.split(" ")])
    out, errors = capsys.readouterr()

    assert (2, "", 1) == (code, out, len(errors.splitlines()))
    assert f'"{words}"' in errors
    assert f"did you mean `brim help {meant}`?" in errors


def test_a_name_like_no_other_says_where_all_are(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a similar name nothing is suggested, and control characters are not printed."""
    assert 2 == run(["help", "xyzzy\x1b[31m"])
    errors = capsys.readouterr().err

    assert "`brim help` lists them." in errors
    assert "did you mean" not in errors
    assert "\x1b" not in errors


def test_every_setting_is_listed_with_its_default(capsys: pytest.CaptureFixture[str]) -> None:
    """The page of settings comes from the settings themselves."""
    text = " ".join(_printed(capsys, "settings").replace("\xa0", " ").split())

    for row in manual():
        default = "" if row.default == "unset" else f" Default: {row.default}"
        assert f"{row.name.rpartition('.')[2]} {row.description}{default}" in text


def test_files_are_those_of_this_machine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page of files has the real folders, and brim.toml of all three systems."""
    monkeypatch.setenv("BRIM_CONFIG_DIR", str(tmp_path))
    text = _printed(capsys, "files")

    assert f"{tmp_path}/brim.toml" in text.replace("\\", "/")
    assert {"Linux", "macOS", "Windows"} <= set(text.split())


@pytest.mark.parametrize("topic", PAGES)
def test_examples_are_valid_settings(topic: str) -> None:
    """Each example for brim.toml is TOML, and every setting in it exists and takes the value."""
    for block in PAGES[topic]():
        if isinstance(block, Example) and block.lines[0].startswith("["):
            data = tomllib.loads("\n".join(block.lines))
            settings = AppSettings(**data).model_dump()
            for section, values in data.items():
                assert values.keys() <= settings[section].keys()


@pytest.mark.parametrize("topic", topic_names())
def test_named_commands_exist(topic: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every command in backquotes is one, and every topic that another one names."""
    text = " ".join(_printed(capsys, topic).split())
    for line in re.findall(r"`brim ([a-z ]+)", text):
        first, *rest = line.split()
        assert first in COMMANDS
        if first == "help":
            assert not rest or rest[0] in topic_names()
        elif rest:
            switched = first in {"autostart", "launcher"} and rest[0] in {"on", "off"}
            assert build_parser().find([first, rest[0]]) is not None or switched or first == "statusline"


def test_questions_and_answers_of_programs_are_explained(capsys: pytest.CaptureFixture[str]) -> None:
    """The page of forecasts names the keys of a question for `brim forecast --stdin`, and those of its answer."""
    question = {
        "now": "2026-11-23T12:00:00Z",
        "kind": "session",
        "length_seconds": None,
        "resets_at": "2026-11-23T14:00:00Z",
        "readings": [["2026-11-23T10:00:00Z", 20], ["2026-11-23T11:00:00Z", 42]],
        "past": [],
    }
    rows = {line.split()[0] for line in _printed(capsys, "forecast").splitlines() if line.startswith("  ")}

    assert {*question, *json.loads(answer(json.dumps(question).encode()))} <= rows


def test_every_rule_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    """The page of alerts names each rule, as `brim alerts` does."""
    rows = [line.split()[0] for line in _printed(capsys, "alerts").splitlines() if line.startswith("  ")]

    assert set(Rule) <= set(rows)
