"""What hosts send for the wheel over the icon."""

from __future__ import annotations

import pytest

from brim.tray.linux.quirks import steps_down


@pytest.mark.parametrize(("delta", "steps"), [(1, 1.0), (-3, -3.0), (120, -1.0), (-240, 2.0), (30, -0.25), (0, 0.0)])
def test_hosts_send_two_kinds_of_numbers(delta: int, steps: float) -> None:
    """Small numbers count steps, down is positive; large ones are parts of 120, up is positive."""
    assert steps == steps_down(delta)
