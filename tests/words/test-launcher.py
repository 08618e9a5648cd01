"""What `brim launcher` says of the place of its launcher."""

from __future__ import annotations

import pytest

from brim.words.launcher import status_line


@pytest.mark.parametrize(
    ("system", "place"),
    [("linux", "applications menu"), ("win32", "Start menu"), ("darwin", "Applications folder")],
)
def test_the_place_has_the_name_of_its_system(system: str, place: str) -> None:
    """Each system's users read the word that their system has for the place, with the launcher's path."""
    assert f"Brim is in your {place}: /some/Brim" == status_line("/some/Brim", system, enabled=True)
    assert f"Brim is not in your {place}. Run `brim launcher on` to change that." == status_line(
        "/some/Brim", system, enabled=False
    )
