"""Changing any plain setting, with the checks that a file has."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from brim.backend.providerlist.selection import real_providers
from brim.backend.settings.choices import SavedChoices, restore_choices
from brim.backend.settings.documentation import manual
from brim.backend.settings.editing import edit_setting, editable_names, editable_settings
from brim.backend.settings.load import load_settings, reload_settings
from brim.errors import ConfigError

if TYPE_CHECKING:
    from tests.support.sandbox import Sandbox


@pytest.fixture(autouse=True)
def machine(sandbox: Sandbox) -> None:
    """Settings without any choice."""
    sandbox.state.mkdir(exist_ok=True)
    reload_settings()


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("poll.interval", "240", 240),
        ("alerts.thresholds", "60, 85", (60.0, 85.0)),
        ("alerts.limits", '{"weekly_*": [50, 90]}', {"weekly_*": (50.0, 90.0)}),
        ("alerts.quiet_hours", "22:00-07:00", "22:00-07:00"),
        ("alerts.full_screen", True, True),
        ("icon.style", "ring", "ring"),
        ("calendar.days", "mon-fri", "mon-fri"),
        ("debug", True, True),
    ],
)
def test_a_value_counts_as_it_is_typed(name: str, typed: str | bool, value: object) -> None:  # noqa: FBT001 - as typed
    """It counts at once and after a restart, is offered again as text, and is gone with the default."""
    edit_setting(name, typed)
    settings = load_settings()
    section, _, last = name.rpartition(".")

    assert value == getattr(getattr(settings, section) if section else settings, last)
    assert (settings.errors, settings.places[name]) == ((), "choices.json")
    again = next(one.value for one in editable_settings(settings) if one.name == name)
    assert json.dumps(typed).replace(".0", "") == json.dumps(again).replace(".0", "")

    assert name not in edit_setting(name, None).places


@pytest.mark.parametrize(
    ("name", "typed", "fault"),
    [
        ("poll.interval", "5", '"5" is not valid. It must be at least 180.'),
        ("poll.interval", "soon", "It must be a whole number."),
        ("icon.style", "rign", "ring"),
        ("alerts.quiet_hours", "late", "late"),
        ("alerts.limits", "{", "JSON"),
        ("calendar.days", "fri-someday", "someday"),
    ],
)
def test_a_wrong_value_is_refused(sandbox: Sandbox, name: str, typed: str, fault: str) -> None:
    """It is quoted with what it must be, and nothing is stored."""
    with pytest.raises(ConfigError) as refused:
        edit_setting(name, typed)

    assert f"Invalid {name}" == refused.value.title
    assert fault in refused.value.message
    assert not (sandbox.state / "choices.json").exists()


def test_every_setting_is_either_plain_or_for_files() -> None:
    """What starts programs, names folders or servers is for files; all else can be changed."""
    names = {row.name for row in manual()}
    for_files = names - {*editable_names()}

    assert {
        *("hooks.command", "hooks.webhook", "hooks.webhook_kind", "hooks.seconds"),
        *("metrics.textfile", "metrics.otlp_endpoint", "metrics.otlp_headers"),
        *("state_dir", "config_dir"),
        *(f"{one.name}.{field}" for one in real_providers() for field in one.settings.model_fields),
    } - {f"{one.name}.network" for one in real_providers()} == for_files
    for name in for_files:
        with pytest.raises(ConfigError, match=r"brim\.toml"):
            edit_setting(name, "x")


def test_choices_of_every_kind_come_back(sandbox: Sandbox) -> None:
    """Who removes the file while the tray runs gets all of it back."""
    edit_setting("alerts.spend_amounts", "5, 20.50")
    edit_setting("debug", value=True)
    path = sandbox.state / "choices.json"
    before = json.loads(path.read_text())
    path.unlink()
    restore_choices()

    assert before == json.loads(path.read_text())


def test_a_tray_sees_what_another_process_stored() -> None:
    """It asks at each look; its own choices are no news to it."""
    choices = SavedChoices()
    seen = [choices.changed()]
    choices.save("icon.style", "ring")
    seen.append(choices.changed())
    edit_setting("icon.style", "bars")
    seen += [choices.changed(), choices.changed()]

    assert [False, False, True, False] == seen
    assert "bars" == choices.reload().icon.style
