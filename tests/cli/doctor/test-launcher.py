"""`brim doctor` says in one line whether Brim is in the applications menu, and what would bring it up to date."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from brim import __version__
from brim.packagefiles import SHARE
from tests.support.launcherfiles import data, launcher
from tests.support.sandbox import start_brim

if TYPE_CHECKING:
    from tests.support.sandbox import Sandbox

__all__ = ["data"]

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the folders are Linux's"),
    pytest.mark.usefixtures("data"),
]

IN_THE_MENU = "Brim is in the applications menu"


def report() -> tuple[Any, tuple[str, str, str | None]]:  # Any: what JSON holds
    """The facts about the launcher, and the one line about it: verdict, text and next step."""
    with start_brim("doctor", "--json") as process:
        out = json.loads(process.communicate(timeout=60)[0])
    [line] = [line for line in out["lines"] if line["topic"] == "Launcher"]
    return out["launcher"], (line["verdict"], line["text"], line["next"])


def change_record(sandbox: Sandbox, **changes: object) -> None:
    """Let the record of what was put say something else."""
    path = sandbox.state / "launcher.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


@pytest.mark.usefixtures("sandbox")
def test_without_and_with_a_launcher() -> None:
    """Both are as they should be: a menu without Brim, with the command that changes it, and one with this version."""
    facts, line = report()
    assert (False, None, None) == (facts["enabled"], facts["version"], facts["installed"])
    assert ("ok", "Brim is not in the applications menu; `brim launcher on` puts it there", None) == line

    launcher("on")
    facts, line = report()
    assert (True, True, __version__) == (facts["enabled"], facts["complete"], facts["version"])
    assert ("ok", f"{IN_THE_MENU}, put there by version {__version__}", None) == line


def test_files_of_another_version_have_a_next_step(sandbox: Sandbox) -> None:
    """After an upgrade the line says which version put the files, and what brings them to this one."""
    launcher("on")
    change_record(sandbox, version="0.0.9")
    facts, (verdict, text, step) = report()

    assert (True, False, "0.0.9") == (facts["enabled"], facts["complete"], facts["version"])
    assert ("look", f"{IN_THE_MENU}, put there by version 0.0.9") == (verdict, text)
    assert step is not None
    assert step.startswith(f"Run `brim launcher on` to bring its files to version {__version__}.")


@pytest.mark.usefixtures("sandbox")
def test_missing_files_have_a_next_step(data: Path) -> None:
    """A file that was removed since is put again by the same command."""
    launcher("on")
    (data / "man/man1/brim.1").unlink()

    text = f"{IN_THE_MENU}, but some of its files are missing"
    assert ("look", text, "Run `brim launcher on` to put them there again.") == report()[1]


@pytest.mark.parametrize("there", [False, True])
def test_a_launcher_of_another_copy_has_a_next_step(sandbox: Sandbox, home: Path, *, there: bool) -> None:
    """A program that is gone and a copy that is another one are named, without the name of the home folder."""
    launcher("on")
    other = home / "other" / "brim"
    if there:
        other.parent.mkdir()
        other.touch()
    change_record(sandbox, command=[str(other)])
    facts, (verdict, text, step) = report()

    assert (there, not there) == (not facts["gone"], facts["gone"])
    assert ("look", True) == (verdict, facts["elsewhere"])
    assert ("In the applications menu is another copy of Brim, ~/other/brim" if there else "which is gone") in text
    assert step is not None
    assert step.startswith("Run `brim launcher on` to start this copy")


@pytest.mark.usefixtures("sandbox")
def test_a_package_that_brought_its_own_is_said_instead(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a package of the system has put a launcher, nothing has to be done."""
    packaged = home / "usr" / "applications" / "brim.desktop"
    packaged.parent.mkdir(parents=True)
    packaged.write_bytes(Path(SHARE, "applications/brim.desktop").read_bytes())
    monkeypatch.setenv("XDG_DATA_DIRS", str(home / "usr"))
    facts, line = report()

    assert "~/usr/applications/brim.desktop" == facts["installed"]
    text = "Your installation put Brim into the applications menu: ~/usr/applications/brim.desktop"
    assert ("ok", text, None) == line


def test_a_damaged_record_is_named_and_stays(sandbox: Sandbox) -> None:
    """The record is among the files that cannot be used, and the report moves it not."""
    launcher("on")
    (sandbox.state / "launcher.json").write_text("{")
    with start_brim("doctor", "--json") as process:
        out = json.loads(process.communicate(timeout=60)[0])

    assert ["launcher.json"] == [text.split()[0] for text in out["folder"]["broken"]]
    assert "{" == (sandbox.state / "launcher.json").read_text()
