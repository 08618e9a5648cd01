"""The files below `share` that the project keeps are what `make shared-files` makes now."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys

import pytest

from brim.cli.completions.command import SHELLS
from brim.cli.parser import build_parser
from brim.cli.run import run
from sharedfiles.contents import ROOT, contents, release_date
from sharedfiles.values import NAMED, values_of
from tests.support.parserwalk import every_command

CONTENTS = contents()


@pytest.mark.parametrize("name", CONTENTS)
def test_a_kept_file_is_fresh(name: str) -> None:
    """Each kept file equals what parser, settings and help say now; `make shared-files` writes it again."""
    assert CONTENTS[name] == (ROOT / name).read_text("utf-8"), "run: make shared-files"


def test_they_are_the_same_on_every_machine_and_day() -> None:
    """Terminal, locale, time zone, folders and the order of sets change nothing, and no date of today is inside."""
    code = (
        "import hashlib, json\n"
        "from sharedfiles.contents import contents\n"
        "print(json.dumps({name: hashlib.sha256(text.encode()).hexdigest() for name, text in contents().items()}))"
    )
    foreign = {"COLUMNS": "50", "LC_ALL": "de_DE.UTF-8", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7", "NO_COLOR": "1"}
    foreign |= {"HOME": os.sep, "BRIM_ALERTS__PACE_FROM": "33", "PYTHONPATH": str(ROOT / "packaging")}
    made = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ, **foreign}
    )

    assert json.loads(made.stdout) == {
        name: hashlib.sha256(text.encode()).hexdigest() for name, text in CONTENTS.items()
    }


def test_the_date_is_that_of_the_version() -> None:
    """The manual has the date of the newest version, and none before it is released."""
    assert release_date("# Changelog\n\n## 0.2.0 - unreleased\n\n## 0.1.0 - 2026-12-01\n") == ""
    assert release_date("# Changelog\n\n## 0.2.0 - 2027-01-31\n\n## 0.1.0 - 2026-12-01\n") == "2027-01-31"


def test_every_value_is_known() -> None:
    """What each option and argument takes is said in `sharedfiles/values.py`, by the name that the help shows."""
    taken = [action for _, parser in every_command(build_parser()) for action in parser._actions if action.nargs != 0]

    assert [] == [(action.dest, action.metavar) for action in taken if values_of(action) is None]
    assert set() == NAMED.keys() - {str(action.metavar) for action in taken if action.choices is None}


@pytest.mark.parametrize("shell", SHELLS)
def test_the_command_prints_the_kept_file(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`brim completions SHELL` prints the script, to the letter."""
    assert 0 == run(["completions", shell])

    assert (CONTENTS[SHELLS[shell].relative_to(ROOT).as_posix()], "") == capsys.readouterr()


def test_the_script_for_powershell_says_that_it_was_never_run(capsys: pytest.CaptureFixture[str]) -> None:
    """Who opens the script for PowerShell, and who reads how to use it, learns that no PowerShell has run it."""
    run(["help", "completions"])

    assert "never been run" in " ".join(capsys.readouterr().out.split())
    assert "never been run" in CONTENTS["src/brim/cli/completions/brim.ps1"]


def test_an_unknown_shell_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """A mistyped shell is named, with the one that was probably meant."""
    with pytest.raises(SystemExit) as end:
        run(["completions", "fisch"])

    assert end.value.code == 2
    assert "fish" in capsys.readouterr().err
