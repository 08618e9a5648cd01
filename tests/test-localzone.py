"""The time zone of the machine while a program runs."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.rules.syntax import ROOT
from tests.support.zonefile import write_zone

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="how TZ names a file differs between systems")

TRAVEL = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from brim import localzone
from tests.support.zonefile import write_zone

when = datetime(2026, 11, 30, 12, tzinfo=UTC)
for hours in [1, 9, 9, -5, 5.75, 30, 2]:
    write_zone(Path(sys.argv[1]), hours)
    localzone.renew()
    offsets = localzone.offsets()
    print(f"{localzone.local_time(when):%H:%M}", offsets[0] // 60)
"""


@pytest.mark.parametrize("form", [":{}", "{}", ":/{}", "Asia/Kolkata", "UTC0"])
def test_a_changed_zone_counts_at_the_next_look(tmp_path: Path, form: str) -> None:
    """A zone that is replaced while a program runs counts once it is renewed; one that TZ names by its name stays."""
    file = tmp_path / "localtime"
    write_zone(file, 0)
    environment = os.environ | {"TZ": form.format(file), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", TRAVEL, str(file)]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)

    named = {"Asia/Kolkata": ["17:30 330"] * 7, "UTC0": ["12:00 0"] * 7}
    travelled = ["13:00 60", "21:00 540", "21:00 540", "07:00 -300", "17:45 345", "12:00 0", "12:00 0"]
    assert named.get(form, travelled) == result.stdout.splitlines()
    assert "" == result.stderr
