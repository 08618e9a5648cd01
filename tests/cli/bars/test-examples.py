"""The examples of `brim help bars`: each is well formed, and each script does what it is for.

`test-programs.py` and `tests/desktop/test-bars.py` have them read by the bars themselves.
"""

from __future__ import annotations

import configparser
import json
import os
import re
import subprocess
import tomllib
from typing import TYPE_CHECKING

import pytest

from brim.backend.outputs import states
from brim.cli.bars.examples import FILES, FOLDER, HOME_ASSISTANT, examples
from brim.cli.parser import build_parser
from brim.cli.run import run
from tests.support.barprograms import example, with_brim
from tests.support.sharedfiles import limit, share_fresh, share_hostile
from tests.support.shells import skip_without

if TYPE_CHECKING:
    from pathlib import Path

EVERY = (*FILES.values(), *HOME_ASSISTANT)
SCRIPTS = sorted(name for name in EVERY if name.endswith(".sh"))
POSIX = pytest.mark.skipif(os.name == "nt", reason="a script of a POSIX shell")


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that the environment names; scripts are called from a folder of the test."""
    monkeypatch.setenv("BRIM_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "state"


def output_of(script: Path, folder: Path, **stand_ins: str) -> subprocess.CompletedProcess[str]:
    """Run an example; programs that are on no machine of ours are short scripts in a folder."""
    for name, text in stand_ins.items():
        (folder / name).write_text(f"#!/bin/sh\n{text}\n")
        (folder / name).chmod(0o755)
    environment = with_brim()
    environment["PATH"] = f"{folder}{os.pathsep}{environment['PATH']}"
    return subprocess.run(
        ["sh", str(script)], env=environment | {"NAME": "brim"}, capture_output=True, text=True, check=False, timeout=60
    )


def test_every_file_is_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    """Each file of a bar is shown by `brim help bars`, and beside them are only those of Home Assistant."""
    assert sorted(EVERY) == sorted(path.name for path in FOLDER.iterdir())
    run(["help", "bars"])
    shown = capsys.readouterr().out
    assert [] == [line for _, lines in examples() for line in lines if line.strip() not in shown]


@pytest.mark.parametrize("name", FILES.values())
def test_every_call_is_understood(name: str) -> None:
    """Each command line of Brim in an example is one that Brim has, and no line is wider than the help shows whole."""
    text = (FOLDER / name).read_text("utf-8")
    for options in re.findall(r"""brim (status|gate)((?: --?[a-z-]+(?: '[^']*'| [a-z0-9-]+)?)*)""", text):
        build_parser().parse_args([options[0], *(word.strip("'") for word in options[1].split())])

    assert name == "waybar.css" or "brim " in text
    assert [] == [line for line in text.splitlines() if len(line) > 76]


def test_jsonc_and_toml_and_ini_are_well_formed() -> None:
    """What is written for Waybar, i3status-rust, Starship, polybar and i3blocks is read by a strict reader."""
    module = "\n".join(line for line in example("Waybar").read_text().splitlines() if not line.startswith("//"))
    assert "json" == json.loads(f"{{{module}}}")["custom/brim"]["return-type"]
    block = tomllib.loads(example("i3status-rust").read_text())["block"][0]
    assert ("custom", True, True) == (block["block"], block["json"], block["persistent"])
    assert "brim status --format plain" == tomllib.loads(example("Starship").read_text())["custom"]["brim"]["command"]
    for bar, section, key in (("polybar", "module/brim", "exec"), ("i3blocks", "brim", "command")):
        reader = configparser.ConfigParser(interpolation=None, strict=True)
        reader.read_string(example(bar).read_text())
        assert f"brim status --format {bar} --follow" == reader[section][key]


def test_style_has_the_color_of_each_state() -> None:
    """Waybar's style gives each class the color that the other bars get for its state."""
    rules = re.findall(r"(?m)^([^{}/]+) \{ color: (#[0-9a-f]{6}); \}$", example("Waybar style").read_text())
    colors = {name.removeprefix("#custom-brim."): color for names, color in rules for name in names.split(", ")}

    assert colors == {state: color for state, color in states.COLORS.items() if color}


def test_yuck_is_balanced() -> None:
    """What is written for eww closes what it opens; eww itself is not in Debian."""
    text = re.sub(r"(?m)^;.*|\"[^\"]*\"", "", example("eww").read_text())

    assert text.count("(") == text.count(")") > 0


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_have_no_fault(name: str) -> None:
    """A checker of shell scripts finds nothing to mend."""
    skip_without("shellcheck")
    done = subprocess.run(["shellcheck", FOLDER / name], capture_output=True, text=True, check=False, timeout=60)

    assert ("", 0) == (done.stdout, done.returncode)


@POSIX
def test_script_goes_on_below_the_limit_only(state: Path, tmp_path: Path) -> None:
    """The script for an agent starts it below 80% of the week, and neither above nor where this is not known."""
    script, agent = example("A script"), {"claude": 'echo "claude $*"'}
    assert (3, "No usage is known: Start Brim, or run `brim statusline install`\n") == (
        (done := output_of(script, tmp_path, **agent)).returncode,
        done.stdout,
    )
    share_fresh(state, limit(79.0, "weekly_all", "Week"))
    done = output_of(script, tmp_path, **agent)
    assert (0, "claude -p Run the tests and fix what fails.") == (done.returncode, done.stdout.splitlines()[-1])
    share_fresh(state, limit(80.0, "weekly_all", "Week"))
    done = output_of(script, tmp_path, **agent)
    assert (1, "Week 80% used: not below 80%\n") == (done.returncode, done.stdout)


@POSIX
def test_sketchybar_gets_two_words(state: Path, tmp_path: Path) -> None:
    """SketchyBar is called with a label and a color, whatever a line has; it runs on macOS only."""
    (tmp_path / "one two").touch()
    share_hostile(state, 93.0, "critical")
    done = output_of(example("SketchyBar"), tmp_path, sketchybar='printf "%s\\n" "$@"')
    assert [
        "--set",
        "brim",
        "label=93%",
        "label.highlight=on",
        "label.highlight_color=0xffe8590c",
    ] == done.stdout.splitlines()
    share_fresh(state, limit(None), problem={"title": "Signed out * $HOME `x`", "message": ""}, fetched_at=None)
    done = output_of(example("SketchyBar"), tmp_path, sketchybar='printf "%s\\n" "$@"')
    assert 5 == len(done.stdout.splitlines())


@POSIX
@pytest.mark.parametrize(("bar", "start"), [("Xfce", "<txt><span "), ("xbar, SwiftBar, Argos", "93% | ")])
def test_plugin_prints_what_the_command_does(state: Path, tmp_path: Path, bar: str, start: str) -> None:
    """The scripts for panels print what their format is."""
    share_fresh(state, limit(93.0, level="critical"))
    done = output_of(example(bar), tmp_path)

    assert (0, "") == (done.returncode, done.stderr)
    assert done.stdout.startswith(start)
