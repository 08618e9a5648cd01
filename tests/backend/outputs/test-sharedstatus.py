"""The file in which a tray shares what it shows."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from brim.backend.outputs.sharedstatus import SharedStatus, sharing_status
from brim.backend.outputs.statusanswer import Basis
from brim.errors import ConfigError
from tests.support.samples import snapshot
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from brim.model.snapshot import Snapshot


async def basis_of(shown: Snapshot) -> Basis | None:
    """What a tray knows of a snapshot; nothing in the demo, which stands here for settings that cannot be used."""
    if shown.demo:
        raise ConfigError("Invalid setting", "Correct it.")
    return Basis(1, {}, {})


@pytest.mark.parametrize("usable", [True, False])
def test_file_is_written_whatever_the_settings_are(tmp_path: Path, *, usable: bool) -> None:
    """Bars and scripts see each snapshot; without usable settings only the answer of `brim status` is missing."""
    status, path = SharedStatus(tmp_path, basis_of), tmp_path / "status.json"

    async def share() -> None:
        async with sharing_status(status):
            for _ in range(2):
                path.unlink(missing_ok=True)
                status.take(snapshot(demo=not usable))
                await asyncio.to_thread(wait_until, path.exists, "the file", 20)

    asyncio.run(share())

    assert usable == ("answer" in json.loads(path.read_text()))
