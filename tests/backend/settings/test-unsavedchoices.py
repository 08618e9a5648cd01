"""The choices of a simulated account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from brim.backend.settings.choices import MENU_KEYS, UnsavedChoices
from brim.errors import ConfigError
from brim.model.options import IconShow, IconStyle

if TYPE_CHECKING:
    from tests.support.sandbox import Sandbox


def test_a_choice_counts_and_is_written_nowhere(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each choice in the demo's menu counts at once, over any variable of the machine, and no file is written."""
    monkeypatch.setenv("BRIM_ICON__STYLE", "ring")
    choices = UnsavedChoices({"alerts": {"pace_from": 75}})
    choices.save("icon.style", IconStyle.BARS)
    settings = choices.save("icon.show", IconShow.REMAINING)
    options = {option.key: option for option in choices.options(settings)}

    assert (IconStyle.BARS, IconShow.REMAINING, 75) == (
        settings.icon.style,
        settings.icon.show,
        settings.alerts.pace_from,
    )
    assert {*MENU_KEYS, "demo.network"} == {*options}
    assert all(option.overridden_by is None for option in options.values())
    assert not [*sandbox.state.glob("choices.json")]


def test_a_choice_that_the_menu_does_not_offer_is_refused() -> None:
    """Only what the menu offers can be chosen, and a bad value leaves the choices as they were."""
    choices = UnsavedChoices({})
    with pytest.raises(ConfigError):
        choices.save("poll.interval", value="7")
    with pytest.raises(ConfigError):
        choices.save("icon.style", "cube")

    assert choices.settings.icon.style == IconStyle.NUMBER
