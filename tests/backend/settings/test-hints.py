"""Settings that can be used and have no effect are named, with what to write instead."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from brim.backend.settings.hints import absent_pin
from brim.backend.settings.load import load_settings
from tests.support.sandbox import Sandbox, sandbox, server, start_brim, status_json
from tests.support.usageserver import future_usage_answer

if TYPE_CHECKING:
    from brim.backend.settings.appsettings import AppSettings

__all__ = ["sandbox", "server"]


def _titles(settings: AppSettings) -> list[str]:
    return [error.title for error in settings.errors]


@pytest.mark.parametrize("pattern", ["weekly", "fable", "sesion", "week", "Sessions", "weekly_all_*"])
def test_a_pattern_that_means_no_limit_is_named(sandbox: Sandbox, pattern: str) -> None:
    """A pattern for thresholds that no known limit matches is named, with the names of limits."""
    (sandbox.config / "brim.toml").write_text(f'[alerts.limits]\n"{pattern}" = [50]\nsession = [40]\n')
    settings = load_settings()

    assert ["Unknown limit in alerts.limits in brim.toml"] == _titles(settings)
    assert f'"{pattern}" is not a known limit, so it has no effect.' in settings.errors[0].message
    assert "weekly_all" in settings.errors[0].message
    assert {pattern: (50,), "session": (40,)} == settings.alerts.limits


@pytest.mark.parametrize(
    "pattern",
    ["session", "Weekly_All", "weekly_*", "*", "weekly_scoped:Mythos", "*:opus", "*haiku*", "w*", "cinder_cove"],
)
def test_a_pattern_that_may_mean_a_limit_is_not(sandbox: Sandbox, pattern: str) -> None:
    """A pattern that a known limit matches, or the week of any model, is right."""
    (sandbox.config / "brim.toml").write_text(f'[alerts.limits]\n"{pattern}" = [50]\n[icon]\nwindow = "{pattern}"\n')

    assert [] == _titles(load_settings())


def test_an_unknown_limit_for_the_icon_is_named(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit for the icon that is not known is named as it was set; what the menu chose is always right."""
    choices = sandbox.state / "choices.json"
    choices.parent.mkdir()
    choices.write_text('{"icon": {"window": "new_kind"}}')
    chosen = _titles(load_settings())
    monkeypatch.setenv("BRIM_ICON__WINDOW", "week")

    assert ([], ["Unknown limit in BRIM_ICON__WINDOW"]) == (chosen, _titles(load_settings()))


def test_a_value_that_the_menu_hides_is_named(sandbox: Sandbox) -> None:
    """A value in brim.toml that an older choice in the menu replaces is named in each place that reports settings."""
    sandbox.server.answers = [future_usage_answer()]
    (sandbox.config / "brim.toml").write_text(
        '[icon]\nstyle = "bar"\nscheme = "dark"\ntext = true\n[alerts]\nlimit = true\n'
    )
    sandbox.state.mkdir()
    (sandbox.state / "choices.json").write_text(
        '{"icon": {"style": "ring", "scheme": "dark"}, "alerts": {"limit": false}}'
    )
    settings = load_settings()
    _, _, errors = status_json()
    with start_brim("doctor", "--json") as process:
        report = json.loads(process.communicate(timeout=60)[0])

    hints = ["icon.style in brim.toml has no effect", "alerts.limit in brim.toml has no effect"]
    assert ([], hints) == (_titles(settings), [hint.title for hint in settings.hints])
    assert ['"ring" was chosen in the menu', '"false" was chosen in the menu'] == [
        hint.message.split(":")[0] for hint in settings.hints
    ]
    assert all(hint in errors for hint in hints)
    assert hints == [
        line["text"] for line in report["lines"] if line["topic"] == "Settings" and line["verdict"] == "look"
    ]


def test_a_value_that_the_environment_hides_is_not(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable replaces brim.toml and the menu on purpose, so nothing is said of it."""
    (sandbox.config / "brim.toml").write_text('[icon]\nstyle = "bar"\n')
    sandbox.state.mkdir()
    (sandbox.state / "choices.json").write_text('{"icon": {"style": "ring"}}')
    monkeypatch.setenv("BRIM_ICON__STYLE", "battery")

    assert () == load_settings().hints


@pytest.mark.parametrize("old", ["bar", "two"])
def test_doctor_names_the_successor_of_an_old_value(
    old: str, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A style that has another name now still counts; doctor names the new one, and no other command complains."""
    sandbox.server.answers = [future_usage_answer()]
    (sandbox.config / "brim.toml").write_text(f'[icon]\nstyle = "{old}"\n')
    settings = load_settings()
    _, _, errors = status_json()
    with start_brim("doctor", "--json") as process:
        report = json.loads(process.communicate(timeout=60)[0])
    [line] = [line for line in report["lines"] if line["topic"] == "Settings" and line["verdict"] == "look"]
    monkeypatch.setenv("BRIM_ICON__STYLE", old)
    [variable] = [hint.title for hint in load_settings().renamed]
    monkeypatch.setenv("BRIM_ICON__STYLE", "ring")

    assert ("bars", [], ()) == (settings.icon.style, _titles(settings), settings.hints)
    assert f'icon.style in brim.toml: "{old}" is now "bars"' == line["text"]
    assert 'Write "bars" instead' in line["next"]
    assert f'BRIM_ICON__STYLE: "{old}" is now "bars"' == variable
    assert "bars" not in errors
    assert () == load_settings().renamed


def test_doctor_names_a_limit_that_no_account_has(sandbox: Sandbox) -> None:
    """A known limit that none of the accounts has is named by doctor, with those that they have."""
    sandbox.server.answers = [future_usage_answer()]
    (sandbox.config / "brim.toml").write_text('[alerts.limits]\n"weekly_scoped:Opus" = [50]\n"weekly_*" = [80]\n')
    status_json()
    with start_brim("doctor", "--json") as process:
        report = json.loads(process.communicate(timeout=60)[0])
    [line] = [line for line in report["lines"] if line["topic"] == "Settings" and line["verdict"] == "look"]

    assert "alerts.limits in brim.toml has no effect" == line["text"]
    assert 'the limit "weekly_scoped:Opus" now' in line["next"]
    assert "session, weekly_all" in line["next"]


def test_the_icon_shows_a_limit_however_it_is_written(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Capitals do not matter in the name of the limit in the icon."""
    sandbox.server.answers = [future_usage_answer()]
    monkeypatch.setenv("BRIM_ICON__WINDOW", "Session")
    code, out, _ = status_json()

    assert code == 0
    assert "Session" in out["why"]


@pytest.mark.parametrize(
    ("variable", "meant"),
    [
        ("BRIM_ICON__STLYE", "Did you mean `BRIM_ICON__STYLE`?"),
        ("BRIM_ICON_STYLE", "Did you mean `BRIM_ICON__STYLE`?"),
        ("brim_debg", "Did you mean `BRIM_DEBUG`?"),
        ("BRIM_ICON__WHEEL", "`brim config` lists all settings."),
    ],
)
def test_a_mistyped_variable_is_named(monkeypatch: pytest.MonkeyPatch, variable: str, meant: str) -> None:
    """A variable that looks like a setting and is none is named with the one that was probably meant."""
    monkeypatch.setenv(variable, "1")

    assert [f"{variable.upper()} is not a setting. {meant}"] == [str(hint) for hint in load_settings().hints]


@pytest.mark.parametrize("variable", ["BRIM_XYZZY", "BRIM_HOOKS__COMMAND__LIMIT", "BRIM_ALERTS__LIMITS__SESSION"])
def test_other_variables_are_left_alone(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    """A variable of another program, and one that is a part of a table, are not named."""
    monkeypatch.setenv(variable, "1")

    assert [] == [hint for hint in load_settings().hints if "is not a setting" in str(hint)]


def test_a_mistyped_key_and_value_get_a_suggestion(sandbox: Sandbox) -> None:
    """Keys and choices in the settings file that are not known are quoted with the most similar ones."""
    (sandbox.config / "brim.toml").write_text('[icon]\nstlye = "x"\nstyle = "rign"\n[alerts]\nquite_hours = "x"\n')
    unknown, value = map(str, load_settings().errors)

    assert "icon.stlye (did you mean `icon.style`?), alerts.quite_hours (did you mean `alerts.quiet_hours`?)" in unknown
    assert '"rign" is not valid. It must be number, digits, bars, ring or battery. Did you mean' in value
    assert "Did you mean `ring`? Using the default." in value


def test_no_secret_is_quoted(sandbox: Sandbox) -> None:
    """The value of a hook or an address is not repeated in the error about it."""
    (sandbox.config / "brim.toml").write_text(
        '[hooks.webhook]\nlimit = "http://x.example/hunter2"\n[hooks.command]\npace = {x = "hunter2"}\n'
    )

    assert 2 == len(load_settings().errors)
    assert "hunter2" not in " ".join(map(str, load_settings().errors))


@pytest.mark.parametrize(
    "pinned", ["codex:weekly_all", "Codex:auto", "claude/work:weekly_scoped:Fable", "cursor:monthly:api", "zai:week*"]
)
def test_a_pin_may_name_its_provider(sandbox: Sandbox, pinned: str) -> None:
    """A provider, an account and a limit that may be there are right."""
    (sandbox.config / "brim.toml").write_text(f'[icon]\nwindow = "{pinned}"\n')

    assert [] == _titles(load_settings())


@pytest.mark.parametrize(
    ("pinned", "title", "message"),
    [
        ("codx:session", "Unknown provider", '"codx:session" names no known provider, so it has no effect. Did you'),
        ("codex:sesion", "Unknown limit", '"codex:sesion" is not a known limit, so it has no effect. Did you mean'),
        ("nobody:session", "Unknown provider", '"nobody:session" names no known provider, so it has no effect. Prov'),
    ],
)
def test_a_wrong_part_of_a_pin_is_named(sandbox: Sandbox, pinned: str, title: str, message: str) -> None:
    """One line says which part nobody knows, and what was probably meant."""
    (sandbox.config / "brim.toml").write_text(f'[icon]\nwindow = "{pinned}"\n')
    settings = load_settings()

    assert [f"{title} in icon.window in brim.toml"] == _titles(settings)
    assert settings.errors[0].message.startswith(message)
    assert settings.icon.window == pinned


def test_a_pin_of_a_limit_that_no_account_of_the_provider_has_is_named(sandbox: Sandbox) -> None:
    """`brim doctor` says so with the limits that the provider has, or all if it has none; a right pin is not named."""
    found = [("claude", "session"), ("codex", "weekly_all")]
    hints = []
    for pinned in ("codex:weekly_all", "codex:session", "cursor:auto", "weekly_*", "claude:auto"):
        (sandbox.config / "brim.toml").write_text(f'[icon]\nwindow = "{pinned}"\n')
        hints += [hint.message for hint in absent_pin(load_settings(), found)]

    assert hints == [
        'No account has the limit "codex:session" now. There are weekly_all.',
        'No account has the limit "cursor:auto" now. There are claude:session, codex:weekly_all.',
    ]
