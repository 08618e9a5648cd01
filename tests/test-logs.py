"""The content of the log, its files, and logging where no file can be written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from loguru import logger

from brim import logs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECRET = "sk-ant-oat01-EXAMPLE_not-REAL"


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Begin without a sink, and remove those of the test."""
    logger.remove()
    yield
    logs.flush()
    logger.configure(patcher=lambda _: None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"token {SECRET}, seen", "token ***, seen"),
        (f"Authorization: Bearer {SECRET}", "Authorization: Bearer ***"),
        ("{'authorization': 'bearer abc.def'}", "{'authorization': 'bearer ***'}"),
        ("key sk-or-v1-invented, seen", "key ***, seen"),
        ("token gho_Invented1 and github_pat_1_a", "token *** and ***"),
        ("eyJhbGciOiJub25lIn0.eyJleHAiOjF9. seen", "*** seen"),
        ("nothing to hide", "nothing to hide"),
    ],
)
def test_tokens_are_masked(text: str, expected: str) -> None:
    """Text that looks like a token is masked, and nothing else."""
    assert expected == logs.mask(text)


@pytest.mark.parametrize("production", [False, True])
def test_file_holds_masked_lines(tmp_path: Path, *, production: bool) -> None:
    """Message, bound values and traceback are masked in the file; in production each line is JSON."""
    logs.to_stderr()
    assert logs.to_file(tmp_path / "logs", production=production)
    logger.bind(token=SECRET).opt(exception=ValueError(SECRET)).error("failed with {}", SECRET)
    logs.flush()
    written = (tmp_path / "logs" / "brim.log").read_text()

    assert "ValueError: ***" in written
    assert SECRET not in written
    if production:
        assert "failed with ***" in json.loads(written)["record"]["message"]


def test_a_module_that_is_gone_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """What an upgrade or a removal took from a Brim that runs is no trace, but says which module, and what to do."""
    logs.to_stderr()
    logger.opt(exception=ModuleNotFoundError("No module named 'brim.backend'")).error("A round failed")

    [line] = capsys.readouterr().err.splitlines()
    assert "A round failed: No module named 'brim.backend'. Brim was updated or removed." in line
    assert line.endswith("Quit Brim, then start it again.")


def test_command_logs_warnings_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    """A command logs warnings to standard error, one plain line each, and nothing to standard output."""
    logs.to_stderr()
    logger.info("a detail")
    logger.warning("a {} warning", "plain")

    assert ("", "brim: a plain warning\n") == capsys.readouterr()


def test_unwritable_folder_is_reported(tmp_path: Path) -> None:
    """When the file cannot be written, `to_file` returns False and the program continues."""
    (tmp_path / "logs").write_text("in the way")
    logs.to_stderr()

    assert not logs.to_file(tmp_path / "logs")


@pytest.mark.parametrize("ending", ["sys.stderr.close()", "os.close(2)", "sys.stderr = None"])
def test_closed_terminal_does_not_stop_the_file(tmp_path: Path, ending: str) -> None:
    """The file is written also when the terminal that started Brim is closed."""
    script = f"""
import os, pathlib, sys
from brim import logs
from loguru import logger
logs.to_stderr()
logs.to_file(pathlib.Path({str(tmp_path)!r}))
{ending}
logger.warning("still here")
"""
    result = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True)

    assert result.returncode == 0
    assert "still here" in (tmp_path / "brim.log").read_text()


def test_a_large_log_is_rotated(tmp_path: Path) -> None:
    """After 10 MB a new file begins, and the old one remains beside it."""
    logs.to_file(tmp_path)
    for number in range(11):
        logger.info("{} " + "x" * 1_000_000, number)
    logs.flush()
    older, current = sorted(tmp_path.iterdir(), key=lambda path: path.name == "brim.log")

    assert "brim.log" == current.name
    assert " 0 xxx" in older.read_text()[:120]
    assert " 9 xxx" in current.read_text()[:120]
    assert older.stat().st_size <= 10_000_000


def test_old_logs_are_removed(tmp_path: Path) -> None:
    """The next rotation removes a rotated file that is older than seven days, and no younger one."""
    for name, days in (("brim.old.log", 8), ("brim.young.log", 6)):
        (tmp_path / name).write_text("x")
        at = time.time() - days * 86_400
        os.utime(tmp_path / name, (at, at))
    logs.to_file(tmp_path)
    for _ in range(11):
        logger.info("x" * 1_000_000)
    logs.flush()
    names = {path.name for path in tmp_path.iterdir()}

    assert "brim.old.log" not in names
    assert {"brim.young.log", "brim.log"} < names


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit for the size of files")
def test_full_disk_causes_no_traceback(tmp_path: Path) -> None:
    """When the disk is full, lines are lost without a traceback."""
    script = f"""
import pathlib, resource
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
from brim import logs
from loguru import logger
logs.to_stderr()
logs.to_file(pathlib.Path({str(tmp_path)!r}))
logger.info("a detail")
"""
    result = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True, text=True)

    assert (0, "") == (result.returncode, result.stderr)


def test_path_may_contain_braces(tmp_path: Path) -> None:
    """Braces in the name of a folder are not replaced."""
    assert logs.to_file(tmp_path / "{name}")
    logger.info("here")
    logs.flush()

    assert "here" in (tmp_path / "{name}" / "brim.log").read_text()


SCRIPT = """
from loguru import logger
from brim import logs
{before}
logs.begin()
{after}
logger.debug("quiet")
logger.warning("said sk-ant-oat01-EXAMPLE")
"""


@pytest.mark.parametrize(
    ("before", "after"), [("", ""), ("logs.to_stderr()", ""), ("", "logs.to_stderr()"), ("", "logs.begin()")]
)
def test_warnings_are_shown_once_before_the_setup(before: str, after: str) -> None:
    """Before and after the sinks are set up, a warning is shown once, masked, and nothing else is shown."""
    code = SCRIPT.format(before=before, after=after)
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=20, check=True)

    assert "brim: said ***\n" == result.stderr
