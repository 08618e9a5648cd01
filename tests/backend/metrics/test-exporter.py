"""While a tray runs, metrics are written and sent on a change; where no setting wants them, nothing of it is there."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from brim.backend.settings.editing import edit_setting
from brim.backend.system.wakeup import send_wake
from tests.support.metricsamples import counters, fallen, parse
from tests.support.otlpreceiver import running_receiver
from tests.support.sandbox import TOKEN, Sandbox, start_brim, wait_for
from tests.support.servingtray import is_read, serving, take
from tests.support.transcripts import answer, session_file, usage, write
from tests.support.usageserver import future_usage_answer

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.metricsamples import Series

SECRET = "EXAMPLE-SECRET-NOT-REAL"
MILLION: dict[str, object] = {"model": "claude-opus-5-5", "usage": usage(input_tokens=1_000_000, output_tokens=0)}
COST = ("brim_cost_usd_total", (("model", "claude-opus-5-5"),))


@pytest.fixture
def textfile(sandbox: Sandbox, tmp_path: Path) -> Path:
    """The file that the settings name; the settings are those of this test."""
    from brim.backend.settings import load

    load._settings.clear()
    folder = tmp_path / "collected"
    folder.mkdir()
    path = folder / "brim.prom"
    settings(sandbox, f"textfile = '{path}'")
    sandbox.server.answers = [future_usage_answer()]
    return path


def settings(sandbox: Sandbox, *lines: str) -> None:
    """Write settings of the section."""
    (sandbox.config / "brim.toml").write_text("\n".join(("[metrics]", *lines)) + "\n", "utf-8")


def use(sandbox: Sandbox, key: str) -> None:
    """Claude Code gives an answer of a million tokens now, which is 4 USD."""
    row = answer(key, timestamp=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.000Z}", message=MILLION)
    write(session_file(sandbox.claude, key), [row])


def now(path: Path) -> dict[Series, float]:
    """The samples of the file; none before it is there."""
    return parse(path.read_text("utf-8")) if path.exists() else {}


def used_percentages(path: Path) -> list[float]:
    """What the file says of limits."""
    return [value for (name, _), value in now(path).items() if name == "brim_limit_used_percent"]


def test_the_file_follows_the_tray(sandbox: Sandbox, textfile: Path) -> None:
    """Limits, cost and requests stand in the file; after a restart it goes on from there."""
    use(sandbox, "one")
    with serving() as bridge:
        take(bridge, is_read)
        wait_for(lambda: now(textfile).get(COST) == 4.0 and len(used_percentages(textfile)) == 4)
        first, used = textfile.read_text("utf-8"), used_percentages(textfile)
    use(sandbox, "two")
    with serving() as bridge:
        take(bridge, is_read)
        wait_for(lambda: now(textfile).get(COST) == 8.0)
    second = textfile.read_text("utf-8")

    assert 78 == max(used)
    assert [1.0] == [value for (name, _), value in parse(first).items() if name == "brim_requests_total"]
    assert [] == fallen(counters(first), counters(second))
    assert TOKEN not in first + second
    assert "person@example.com" not in first


def test_the_command_and_the_tray_count_together(sandbox: Sandbox, textfile: Path) -> None:
    """What is used next follows in the file; a command beside the tray counts the same, and nothing twice."""
    use(sandbox, "one")
    with serving() as bridge:
        take(bridge, is_read)
        wait_for(lambda: now(textfile).get(COST) == 4.0)
        use(sandbox, "two")
        with start_brim("metrics") as process:
            out, errors = process.communicate(timeout=60)
        wait_for(lambda: now(textfile).get(COST) == 8.0)

    assert (0, "") == (process.returncode, errors)
    assert 8.0 == counters(out)[COST]
    assert 1 == len(sandbox.server.requests)


def test_names_come_when_the_setting_changes(sandbox: Sandbox, textfile: Path) -> None:
    """What metrics say about projects can be changed while Brim runs."""
    use(sandbox, "one")
    with serving() as bridge:
        take(bridge, is_read)
        wait_for(lambda: now(textfile).get(COST) == 4.0)
        send_wake(edit_setting("metrics.projects", "names").state_dir)
        wait_for(lambda: now(textfile).get((COST[0], (("project", "app"), *COST[1]))) == 4.0)


def test_a_receiver_gets_what_changed(sandbox: Sandbox, textfile: Path) -> None:
    """One POST with the newest values, its headers, and no name of a project; the log holds no secret."""
    use(sandbox, "one")
    with running_receiver() as receiver:
        settings(sandbox, f'otlp_endpoint = "{receiver.endpoint}"', f'otlp_headers = "X-Key={SECRET}"')
        with serving() as bridge:
            take(bridge, is_read)
            wait_for(lambda: bool(receiver.bodies))

    assert 1 == len(receiver.times)
    assert SECRET == receiver.headers[0]["x-key"]
    assert receiver.numbers()["brim_build_info"] == 1
    assert '"app"' not in str(receiver.bodies[0])
    assert SECRET not in "".join(path.read_text("utf-8") for path in (sandbox.state / "logs").iterdir())
    assert not textfile.exists()


def test_a_file_that_cannot_be_written_is_said_once(sandbox: Sandbox, textfile: Path) -> None:
    """The log names the file and the setting once; everything else goes on."""
    textfile.parent.rmdir()
    use(sandbox, "one")
    log = sandbox.state / "logs/brim.log"
    with serving() as bridge:
        take(bridge, is_read)
        wait_for(lambda: log.exists() and "Metrics file cannot be written" in log.read_text("utf-8"))
        use(sandbox, "two")
        take(bridge, lambda snapshot: any(view.costs and view.costs.today == 8.0 for view in snapshot.accounts))

    assert 1 == log.read_text("utf-8").count("Metrics file cannot be written")


def test_nothing_is_imported_where_no_setting_wants_it() -> None:
    """A tray without a file and a receiver loads no module of metrics."""
    names = "[name for name in sys.modules if 'backend.metrics' in name or 'outputs.metric' in name]"
    code = f"import sys, brim.backend.service; print({names})"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert "[]" == out.strip()


def test_no_metrics_are_kept_where_no_setting_wants_them(sandbox: Sandbox, textfile: Path) -> None:
    """Without the settings a tray writes neither a file of metrics nor of counters."""
    settings(sandbox)
    use(sandbox, "one")
    with serving() as bridge:
        take(bridge, lambda snapshot: any(view.costs and view.costs.today == 4.0 for view in snapshot.accounts))

    assert not textfile.exists()
    assert [] == list(sandbox.state.glob("metrics*"))
