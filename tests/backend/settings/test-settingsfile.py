"""The settings file that Brim makes where a user wants to open one and there is none."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from brim.backend.providerlist.selection import real_providers
from brim.backend.settings.documentation import manual
from brim.backend.settings.load import load_settings
from brim.backend.settings.settingsfile import ensure_settings_file, settings_template

if TYPE_CHECKING:
    from tests.support.sandbox import Sandbox


def _with_every_setting() -> str:
    """The file of a user who has removed the # in front of every setting."""
    return re.sub(r"^#(?! )", "", settings_template(), flags=re.MULTILINE)


def test_a_new_file_changes_nothing(sandbox: Sandbox) -> None:
    """A file as it was made names no setting, so that all stay at their defaults without a complaint."""
    before = load_settings()
    path = ensure_settings_file()
    after = load_settings()

    assert path == sandbox.config / "brim.toml"
    assert (after.model_dump(), after.errors, dict(after.places)) == (before.model_dump(), (), dict(before.places))


def test_each_setting_is_in_a_new_file_with_its_meaning() -> None:
    """Every setting but the file's own folder is there, below what it means; no line is wider than 90."""
    lines = _with_every_setting().splitlines()
    table = tomllib.loads("\n".join(lines))
    sections = {key: value for key, value in table.items() if isinstance(value, dict)}
    named = {f"{key}.{name}" for key, section in sections.items() for name in section} | (
        table.keys() - sections.keys()
    )

    rows = [row for row in manual() if row.name != "config_dir"]
    assert named == {row.name for row in rows}
    assert all(" ".join(row.description.split()[:3]) in settings_template() for row in rows)
    assert max(map(len, lines)) <= 90


def test_each_setting_of_a_new_file_can_be_used(sandbox: Sandbox) -> None:
    """Without the # every line is valid, and says what counts without it."""
    path = ensure_settings_file()
    with_example = {
        one.name: {name for name, field in one.settings.model_fields.items() if field.examples}
        for one in real_providers()
    }
    defaults = load_settings().model_dump(exclude=with_example)
    path.write_text(_with_every_setting().replace(str(load_settings().state_dir), str(sandbox.state)))
    used = load_settings()

    assert used.errors == ()
    assert used.model_dump(exclude=with_example) == defaults
