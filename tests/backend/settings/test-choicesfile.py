"""The choices of the menu, also those that Brim 0.1.0 wrote."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from brim.backend.settings.choices import menu_options, restore_choices, save_choice
from brim.backend.settings.load import load_settings, reload_settings
from brim.model.options import IconStyle
from tests.support.usageserver import FIXTURES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.sandbox import Sandbox


@pytest.fixture
def old_file(sandbox: Sandbox) -> Path:
    """The choices as Brim 0.1.0 wrote them: style `two`, what remains, text, no pace alert, and a pin by the wheel."""
    sandbox.state.mkdir()
    path = sandbox.state / "choices.json"
    shutil.copy(FIXTURES / "choices-0.1.0.json", path)
    reload_settings()
    return path


@pytest.mark.usefixtures("old_file")
def test_choices_of_the_first_version_are_read() -> None:
    """All of them count under their new names, except the pin, which the wheel may have saved."""
    settings = load_settings()

    assert (settings.icon.style, settings.icon.show, settings.icon.text) == (IconStyle.BARS, "remaining", True)
    assert settings.alerts.pace is False
    assert (settings.icon.window, settings.errors, settings.hints) == ("auto", (), ())
    assert [option.value for option in menu_options(settings) if option.key == "icon.style"] == [IconStyle.BARS]


def test_an_old_pin_does_not_return_with_another_choice(old_file: Path) -> None:
    """A choice in the menu keeps all others of the old file, and the pin still counts as automatic."""
    settings = save_choice("icon.scheme", "dark")
    stored = json.loads(old_file.read_text())

    assert (settings.icon.window, settings.icon.scheme, settings.alerts.pace) == ("auto", "dark", False)
    assert stored == {
        "icon": {"style": "two", "show": "remaining", "text": True, "scheme": "dark"},
        "alerts": {"pace": False},
    }


def test_a_pin_of_the_menu_counts(old_file: Path) -> None:
    """A pin that the menu saved counts at once, after a restart, and after its file was lost."""
    chosen = save_choice("icon.window", "session")
    restarted = reload_settings()
    old_file.unlink()
    restore_choices()

    assert [chosen.icon.window, restarted.icon.window, reload_settings().icon.window] == ["session"] * 3


def test_a_later_pin_of_the_first_version_is_automatic_too(old_file: Path) -> None:
    """Where 0.1.0 ran once more after this version, the pin of its wheel does not count."""
    save_choice("icon.window", "session")
    by_wheel = json.loads(old_file.read_text())
    by_wheel["icon"]["window"] = "weekly_all"
    old_file.write_text(json.dumps(by_wheel))

    assert reload_settings().icon.window == "auto"


def test_automatic_is_a_choice_too(sandbox: Sandbox) -> None:
    """A click on Automatic counts in place of what brim.toml pins."""
    (sandbox.config / "brim.toml").write_text('[icon]\nwindow = "session"\n')
    pinned = reload_settings().icon.window

    assert (pinned, save_choice("icon.window", "auto").icon.window) == ("session", "auto")
