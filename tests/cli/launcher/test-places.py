"""After `brim launcher on` shells complete, and man finds the pages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from brim.cli.launcher.manifest import Manifest
from brim.cli.launcher.placing import put as put_files
from brim.cli.launcher.placing import take_back
from brim.cli.launcher.plan import launcher_plan
from tests.support import shells
from tests.support.launcherfiles import launcher
from tests.support.sandbox import start_brim

if TYPE_CHECKING:
    from collections.abc import Iterator


pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the folders and programs are Linux's")

BASH_COMPLETION = Path("/usr/share/bash-completion/bash_completion")


def put() -> None:
    """Run the command."""
    with start_brim("launcher", "on") as process:
        process.communicate(timeout=60)
        assert 0 == process.returncode


@pytest.fixture
def program(home: Path) -> Path:
    """A `brim` where uv and pipx link it; the folder is in PATH."""
    path = home / ".local" / "bin" / "brim"
    path.parent.mkdir(parents=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


@pytest.fixture(params=["bash", "zsh", "fish"])
def shell(request: pytest.FixtureRequest, home: Path, program: Path) -> Iterator[shells.Shell]:
    """A new shell of the user, with bash-completion, and for zsh with the line that the command names."""
    put()
    if request.param == "fish":
        yield shells.Fish(f"set --prepend PATH {program.parent}", home, home)
    elif request.param == "zsh":
        functions = home / ".local/share/zsh/site-functions"
        setup = f"fpath=({functions} $fpath); autoload -Uz compinit; compinit -u -D"
        with shells.zsh(setup, home, home) as running:
            yield running
    elif BASH_COMPLETION.exists():
        with shells.bash(f". {BASH_COMPLETION}", home, home) as running:
            yield running
    else:
        pytest.skip("not installed: bash-completion; see packaging/debian-test-packages.txt")


def test_shells_complete(shell: shells.Shell) -> None:
    """A new shell completes commands, options and values."""
    assert ["alerts"] == shell.complete("brim al")
    assert ["off", "on"] == sorted(shell.complete("brim launcher o"))


@pytest.mark.parametrize("page", [("brim",), ("5", "brim.toml")])
def test_man_finds_the_pages(page: tuple[str, ...], program: Path) -> None:
    """`man brim` finds its page beside the program that uv or pipx linked."""
    shells.skip_without("man")
    put()
    environment = {"PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}", "HOME": os.environ["HOME"]}
    shown = subprocess.run(
        ["man", "--pager", "cat", *page],
        env=environment | {"LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )

    assert (0, "") == (shown.returncode, shown.stderr)
    assert "NAME" in shown.stdout


@pytest.mark.parametrize("found", [True, False])
def test_only_what_works_is_promised(found: bool, program: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001 - a parameter
    """Manual and Tab key are named where a terminal finds `brim`; else the folder is named that PATH lacks."""
    monkeypatch.setenv("PATH", f"{program.parent if found else '/nowhere'}{os.pathsep}/usr/bin{os.pathsep}/bin")
    _, out, _ = launcher("on")
    said = " ".join(out.split())

    assert found == ("`man brim` and the Tab key in new shells work, too." in said)
    assert found != (f"To type `brim` in a terminal, add this folder to PATH: {Path(sys.executable).parent}" in said)
    assert "`brim launcher off` takes all of it back." in said


def test_the_folder_that_path_lacks_is_the_one_of_the_command(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Typed with its path, where uv and pipx have linked it, it names that folder, and not one with a whole Python."""
    program.unlink()
    program.symlink_to(Path(sys.executable).with_name("brim"))
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    typed = subprocess.run([program, "launcher", "on"], capture_output=True, text=True, check=True, timeout=60)

    assert typed.stdout.endswith(f"add this folder to PATH: {program.parent}\n")
    assert "`brim` works in terminals after your next login." in typed.stdout


def test_an_unpacked_folder_gets_its_command(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What no installer put into PATH has a small program in the user's own folder, which passes on every word."""
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    unpacked = tmp_path / "it's here" / "brim"
    unpacked.parent.mkdir()
    unpacked.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    unpacked.chmod(0o755)
    command, records = home / ".local/bin/brim", list[Manifest]()
    put_files(launcher_plan((str(unpacked),)).files, Manifest(), Manifest(command=(str(unpacked),)), records.append)
    said = subprocess.run([command, "a b", "$HOME"], capture_output=True, text=True, check=True, timeout=60).stdout
    assert "a b\n$HOME\n" == said

    assert () == take_back(records[-1], records.append)
    assert not command.parent.exists()
