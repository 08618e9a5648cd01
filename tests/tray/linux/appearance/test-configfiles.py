"""The settings files of desktops."""

from __future__ import annotations

from brim.tray.linux.appearance.configfiles import entries


def test_entries_of_a_settings_file() -> None:
    """Sections, keys and values are read; comments and lines of another form are skipped."""
    text = "# a = b\n[Colors:Window]\nBackgroundNormal = 1,2,3\nnonsense\n[A][B]\nname[$e]=x=y\n"

    assert [("Colors:Window", "BackgroundNormal", "1,2,3"), ("A][B", "name[$e]", "x=y")] == list(entries(text))
