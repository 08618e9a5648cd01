"""`brim status` where the time of a request cannot be written down."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.fakecli import GOOD_SCRIPT, cli_record, install_cli
from tests.support.sandbox import start_brim, status_json
from tests.support.usageserver import answer_from_fixture, future_usage_answer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.sandbox import Sandbox

__all__ = ["cli_record", "install_cli"]

needs_permissions = pytest.mark.skipif(sys.platform != "linux", reason="root's rights are dropped on Linux only")


def _file_in_the_way(state: Path) -> None:
    state.write_text("a file where a folder should be")


def _closed(state: Path) -> None:
    state.mkdir(mode=0o000)


def _read_only(state: Path) -> None:
    state.mkdir(mode=0o500)


def _closed_accounts(state: Path) -> None:
    state.mkdir(mode=0o700)
    (state / "accounts").mkdir(mode=0o000)


UNUSABLE = [
    _file_in_the_way,
    *(pytest.param(make, marks=needs_permissions) for make in (_closed, _read_only, _closed_accounts)),
]


@pytest.mark.parametrize("make_unusable", UNUSABLE)
@pytest.mark.parametrize("arguments", [(), ("--refresh",)])
def test_a_command_that_cannot_keep_the_time_does_not_ask(
    sandbox: Sandbox, make_unusable: Callable[[Path], None], arguments: tuple[str, ...]
) -> None:
    """Without a usable data folder no request is sent, however often a command runs, and the next step is named."""
    sandbox.server.answers = [answer_from_fixture("error-429")]
    make_unusable(sandbox.state)
    results = [status_json(*arguments) for _ in range(3)]

    assert [] == sandbox.server.requests
    assert {(1, "error", "No request sent")} == {
        (code, out["health"], out["problem"]["title"]) for code, out, _ in results
    }
    assert all(f"Make {sandbox.state} writable" in errors for _, _, errors in results)
    assert all(errors.count("\n") <= 2 for _, _, errors in results)


@needs_permissions
def test_a_known_figure_is_still_printed(sandbox: Sandbox) -> None:
    """A data folder that became read-only still gives its last reading, and nobody is asked again."""
    sandbox.server.answers = [future_usage_answer()]
    first = status_json()
    gate = sandbox.account_file("gate.json")
    gate.unlink()  # so that a reading is due
    gate.parent.chmod(0o500)
    code, out, errors = status_json("--refresh")
    gate.parent.chmod(0o700)

    assert (0, first[1]["windows"][0]["percent"]) == (code, out["windows"][0]["percent"])
    assert "No request sent" in errors
    assert len(sandbox.server.requests) == 1


@needs_permissions
def test_doctor_names_what_cannot_be_written(sandbox: Sandbox) -> None:
    """`brim doctor` names a folder within the data folder that this user may not write, and goes on without it."""
    _closed_accounts(sandbox.state)
    with start_brim("doctor") as process:
        out, errors = process.communicate(timeout=60)

    assert "Traceback" not in errors
    assert f"{sandbox.state / 'accounts'} is not writable" in " ".join(out.split()).replace(
        "~", str(sandbox.claude.parent)
    )


@pytest.mark.skipif(sys.platform == "win32", reason="the program is a shell script")
def test_the_claude_cli_is_not_run_either(
    sandbox: Sandbox, cli_record: Path, install_cli: Callable[[str], Path]
) -> None:
    """Without a usable data folder --ask-claude does not run the program, which would send a request each time."""
    install_cli(GOOD_SCRIPT)
    _file_in_the_way(sandbox.state)
    _, _, errors = status_json("--ask-claude")

    assert "No request sent" in errors
    assert not (cli_record / "arguments").exists()
