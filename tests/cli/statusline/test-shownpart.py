"""Whether the status line says what is used or what is left, as the icon does."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from brim.backend.settings.load import load_settings
from brim.cli.statusline import lineformat
from brim.cli.statusline.shownpart import shows_remaining
from tests.support.statuslinerun import run_statusline, statusline_input

if TYPE_CHECKING:
    from pathlib import Path


REMAINING, USED = '[icon]\nshow = "remaining"\n', '[icon]\nshow = "used"\n'
CASES = {
    "nothing": ({}, False),
    "toml": ({"toml": REMAINING}, True),
    "toml used": ({"toml": USED}, False),
    "menu over toml": ({"toml": REMAINING, "choices": '{"icon": {"show": "used"}}'}, False),
    "menu": ({"choices": '{"icon": {"show": "remaining"}}'}, True),
    "dotenv over menu": ({"dotenv": 'BRIM_ICON__SHOW="used"\n', "choices": '{"icon": {"show": "remaining"}}'}, False),
    "dotenv": ({"dotenv": "# mine\nexport BRIM_ICON__SHOW=remaining\n"}, True),
    "variable over all": ({"variable": "used", "dotenv": "BRIM_ICON__SHOW=remaining\n", "toml": REMAINING}, False),
    "variable": ({"variable": "remaining"}, True),
    "broken files": ({"choices": "[[", "toml": "remaining = = ="}, False),
}


@pytest.mark.parametrize("name", CASES)
def test_it_is_the_setting_that_the_rest_of_brim_uses(
    name: str, state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fast way to the setting finds what the settings model finds, in the same order of places."""
    places, expected = CASES[name]
    files = {"toml": tmp_path / "brim.toml", "dotenv": tmp_path / ".env", "choices": state / "choices.json"}
    state.mkdir(parents=True, exist_ok=True)
    for place, text in places.items():
        if place in files:
            files[place].write_text(text)
    environment = {"BRIM_CONFIG_DIR": str(tmp_path)}
    if "variable" in places:
        environment["BRIM_ICON__SHOW"] = places["variable"]
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)

    assert expected is shows_remaining(str(state), environment)
    assert ("remaining" if expected else "used") == load_settings().icon.show


@pytest.mark.usefixtures("utc")
def test_the_first_percentage_says_which_it_is() -> None:
    """The line says `used` or `left` once; beside what is left, the context says that it is used."""
    content = statusline_input(five_hour=42.9, seven_day=100) | {"context_window": {"used_percentage": 5}}
    del content["cost"], content["model"]
    for window in content["rate_limits"].values():
        del window["resets_at"]

    used, left = (lineformat.default_line(content, 0, color=False, remaining=part) for part in (False, True))

    assert "session 42% used · week 100% · context 5%" == used
    assert "session 58% left · week 0% · context 5% used" == left


def test_a_passed_session_leaves_the_word_to_the_week() -> None:
    """Where the session has been reset, the week's percentage has the word."""
    content = {
        "rate_limits": {
            "five_hour": {"used_percentage": 42, "resets_at": 1000},
            "seven_day": {"used_percentage": 18},
        }
    }

    assert "session – · week 18% used" == lineformat.default_line(content, 2000, color=False)


def test_the_command_follows_the_menu(state: Path) -> None:
    """What was chosen in the menu counts for the next line, and colors follow what is used."""
    state.mkdir(parents=True, exist_ok=True)
    (state / "choices.json").write_text(json.dumps({"icon": {"show": "remaining"}}))
    done = run_statusline(statusline_input(five_hour=95), NO_COLOR="")

    assert "session \x1b[38;5;208m5%\x1b[0m left" in done.stdout.decode()
