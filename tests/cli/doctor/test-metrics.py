"""`brim doctor` says whether metrics can be written, without the name of a company's machine or a secret."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.sandbox import start_brim

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.sandbox import Sandbox

SECRET = "EXAMPLE-SECRET-NOT-REAL"


def metrics_lines() -> list[Any]:  # Any: what JSON holds
    """The lines about metrics, and the whole output; nothing private is in it."""
    with start_brim("doctor", "--json") as process:
        out, errors = process.communicate(timeout=60)
    assert errors == ""
    assert SECRET not in out
    assert "collector.example.com" not in out
    return [line for line in json.loads(out)["lines"] if line["topic"] == "Metrics"]


@pytest.mark.usefixtures("sandbox")
def test_without_a_setting_there_is_no_line() -> None:
    """Metrics that nobody wants are not mentioned."""
    assert [] == metrics_lines()


def test_where_metrics_go_is_said(sandbox: Sandbox, tmp_path: Path) -> None:
    """A file that is not there yet is a note, a folder that is missing a problem, a written file has its age."""
    folder = tmp_path / "collected"
    (sandbox.config / "brim.toml").write_text(
        f"[metrics]\ntextfile = '{folder / 'brim.prom'}'\n"
        f"otlp_endpoint = 'https://collector.example.com'\notlp_headers = 'X-Key={SECRET}'\n"
    )
    missing, _ = metrics_lines()
    folder.mkdir()
    early, _ = metrics_lines()
    (folder / "brim.prom").write_text("")
    written, sent = metrics_lines()

    assert ["problem", "look", "ok", "ok"] == [line["verdict"] for line in (missing, early, written, sent)]
    assert "metrics.textfile" in missing["next"]
    assert "was written" in written["text"]
    assert "brim metrics --send" in sent["text"]
