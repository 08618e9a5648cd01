"""The row of a newer version: what it says and what a click copies."""

from __future__ import annotations

from dataclasses import replace

import pytest

from brim.model.command import CopyText
from brim.model.update import Installation, InstalledBy, Update
from brim.tray.menu.row import RowKind
from brim.tray.menu.rows import MOST_ROWS
from tests.support.samples import account_view, snapshot, window
from tests.tray.menu.menurows import find_row, standing_rows

pytestmark = pytest.mark.usefixtures("utc")
UV = Update("0.2.0", Installation(InstalledBy.UV_TOOL, "uv tool upgrade brim"))


def test_one_row_says_it_and_its_click_copies_the_command() -> None:
    """The version is one row; below it is how this copy was installed, and the command for the clipboard."""
    row = find_row(standing_rows(replace(snapshot(account_view(window(41.0))), update=UV)), "update")

    assert ("Brim 0.2.0 is out", RowKind.SUBMENU) == (row.label, row.kind)
    assert ["Installed with uv tool", "Copy `uv tool upgrade brim`"] == [child.label for child in row.children]
    assert CopyText("uv tool upgrade brim") == row.children[1].command


def test_no_row_without_a_newer_version() -> None:
    """Nothing says that all is well."""
    assert "update" not in {row.id for row in standing_rows(snapshot(account_view(window(41.0))))}


@pytest.mark.parametrize("by", list(InstalledBy))
@pytest.mark.parametrize("command", [None, "git -C '/home/robin/some/deep/folder' pull && uv tool install --force ."])
def test_every_way_of_installing_fits_the_menu(by: InstalledBy, command: str | None) -> None:
    """No label is longer than the menu is wide, and the whole menu keeps its 14 rows."""
    update = Update("12!99.99.99.post99", Installation(by, command, "/home/robin/Brim.AppImage"))
    windows = tuple(replace(window(41.0), id=f"limit-{number}") for number in range(12))
    rows = standing_rows(replace(snapshot(account_view(*windows)), update=update))

    assert all(len(row.label) <= 46 for row in (find_row(rows, "update"), *find_row(rows, "update").children))
    assert MOST_ROWS >= sum(row.kind is not RowKind.SEPARATOR for row in rows)


@pytest.mark.parametrize("python", ["/a\nb/python", "/a\x1b[31m/python", "/\udcff/python"])
def test_a_command_that_no_menu_can_show_is_only_copied(python: str) -> None:
    """A path with control characters, or one that is not UTF-8, changes no menu: the click still copies the command."""
    command = f"{python} -m pip"
    update = Update("0.2.0", Installation(InstalledBy.PIP, command))
    copy = find_row(standing_rows(replace(snapshot(account_view(window(41.0))), update=update)), "update").children[1]

    assert ("Copy the update command", CopyText(command)) == (copy.label, copy.command)
