"""Which settings there are, and which place wins."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from brim.backend.providers.claude.settings import ClaudeSettings
from brim.backend.providers.opencode.settings import OpencodeSettings
from brim.backend.settings import load
from brim.backend.settings.choices import menu_options, save_choice
from brim.backend.settings.documentation import manual
from brim.backend.settings.load import load_settings
from brim.backend.settings.nondefaults import NonDefaultSetting, overrides
from brim.errors import ConfigError
from brim.model.options import Option

if TYPE_CHECKING:
    from brim.backend.settings.appsettings import AppSettings


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A config folder; the data folder is `state` beside it."""
    folder = tmp_path / "config"
    folder.mkdir()
    monkeypatch.setenv("BRIM_CONFIG_DIR", str(folder))
    monkeypatch.setenv("BRIM_STATE_DIR", str(tmp_path / "state"))
    load.reload_settings()
    return folder


def _titles(settings: AppSettings) -> list[str]:
    return [error.title for error in settings.errors]


def test_defaults_apply_without_any_setting(home: Path) -> None:
    """Without any setting, Anthropic is asked every 300 s, and the data folder is in the home folder."""
    settings = load_settings()

    assert ("https://api.anthropic.com", True, 300) == (
        settings.section(ClaudeSettings).api_url,
        settings.section(ClaudeSettings).network,
        settings.poll.interval,
    )
    assert home in settings.state_dir.parents
    assert [] == _titles(settings)


def test_the_order_of_places(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment wins over .env, that over the choice in the menu, that over brim.toml, that over the default."""
    intervals = [load_settings().poll.interval]
    networks = [load_settings().section(ClaudeSettings).network]
    (config / "brim.toml").write_text("[poll]\ninterval = 600\n[claude]\nnetwork = false\n")
    intervals.append(load_settings().poll.interval)
    networks.append(load_settings().section(ClaudeSettings).network)
    save_choice("claude.network", value=True)
    networks.append(load_settings().section(ClaudeSettings).network)
    (config / ".env").write_text("BRIM_POLL__INTERVAL=700\nBRIM_CLAUDE__NETWORK=false\n")
    intervals.append(load_settings().poll.interval)
    networks.append(load_settings().section(ClaudeSettings).network)
    monkeypatch.setenv("BRIM_POLL__INTERVAL", "800")
    monkeypatch.setenv("BRIM_CLAUDE__NETWORK", "true")
    intervals.append(load_settings().poll.interval)
    networks.append(load_settings().section(ClaudeSettings).network)

    assert [300, 600, 700, 800] == intervals
    assert [True, False, True, False, True] == networks


def test_overrides_name_the_strongest_place(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting that is not at its default names the strongest place with a usable value."""
    (config / "brim.toml").write_text('debug = true\nenvironment = "development"\n[poll]\ninterval = 600\n')
    (config / ".env").write_text("BRIM_CLAUDE__NETWORK=false\n")
    save_choice("claude.network", value=True)
    monkeypatch.setenv("BRIM_POLL__INTERVAL", "often")

    assert (
        NonDefaultSetting("claude.network", "false", ".env"),
        NonDefaultSetting("poll.interval", "600", "brim.toml"),
        NonDefaultSetting("state_dir", str(config.parent / "state"), "the environment"),
        NonDefaultSetting("config_dir", str(config), "the environment"),
        NonDefaultSetting("debug", "true", "brim.toml"),
    ) == overrides(load_settings())


@pytest.mark.usefixtures("config")
def test_an_env_file_in_the_current_folder_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A .env in the current folder is not read."""
    (tmp_path / ".env").write_text("BRIM_POLL__INTERVAL=700\n")
    monkeypatch.chdir(tmp_path)

    assert load_settings().poll.interval == 300


@pytest.mark.parametrize(
    ("name", "value", "title"),
    [
        ("BRIM_POLL__INTERVAL", "soon", "Invalid BRIM_POLL__INTERVAL"),
        ("BRIM_ENVIRONMENT", "moon", "Invalid BRIM_ENVIRONMENT"),
        ("BRIM_DEBUG", "perhaps", "Invalid BRIM_DEBUG"),
        ("BRIM_POLL", "7", "Invalid BRIM_POLL"),
        ("BRIM_ALERTS__THRESHOLDS", "foo, bar", "Invalid BRIM_ALERTS__THRESHOLDS"),
        ("BRIM_ALERTS__LIMITS", '{"session": [50', "Invalid BRIM_ALERTS__LIMITS"),
        ("BRIM_ALERTS__LOGIN_DAYS", "[-1]", "Invalid BRIM_ALERTS__LOGIN_DAYS"),
    ],
)
def test_a_bad_variable_is_reported_and_dropped(
    config: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, title: str
) -> None:
    """A bad value is reported in one line, the next place counts, and so do all other settings."""
    (config / "brim.toml").write_text("debug = true\n[poll]\ninterval = 600\n")
    monkeypatch.setenv(name, value)
    settings = load_settings()

    assert [title] == _titles(settings)
    assert (600, True) == (settings.poll.interval, settings.debug)
    assert "\n" not in str(settings.errors[0])


@pytest.mark.usefixtures("config")
def test_variables_hold_lists_and_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable holds a list or a table as JSON, a list also with commas between the items."""
    monkeypatch.setenv("BRIM_ALERTS__THRESHOLDS", "[50, 95]")
    monkeypatch.setenv("BRIM_ALERTS__LOGIN_DAYS", "7, 1")
    monkeypatch.setenv("BRIM_ALERTS__LIMITS", '{"weekly_*": [40]}')
    monkeypatch.setenv("BRIM_HOOKS__COMMAND", '{"limit": "say limit"}')
    settings = load_settings()

    assert [] == _titles(settings)
    assert ((50, 95), (7, 1)) == (settings.alerts.thresholds, settings.alerts.login_days)
    assert ({"weekly_*": (40,)}, {"limit": "say limit"}) == (settings.alerts.limits, settings.hooks.command)


@pytest.mark.parametrize(
    ("content", "title"),
    [
        ("[alerts]\nthresholds = [50, 'x', 'y']", "alerts.thresholds in brim.toml"),
        ("[alerts.limits]\n'weekly_*' = ['x', 1]\nsession = [40]", "alerts.limits.weekly_* in brim.toml"),
    ],
)
def test_a_bad_part_of_a_list_is_reported(config: Path, content: str, title: str) -> None:
    """One line names the list that has a bad part, and all other settings count."""
    (config / "brim.toml").write_text(f"{content}\n[poll]\ninterval = 600\n")
    settings = load_settings()

    assert [f"Invalid {title}"] == _titles(settings)
    assert (600, (75, 90, 100)) == (settings.poll.interval, settings.alerts.thresholds)
    assert set(settings.alerts.limits) <= {"session"}


@pytest.mark.parametrize(("value", "used"), [("60", 180), ("179", 180), ("100000", 3600)])
@pytest.mark.usefixtures("config")
def test_an_interval_is_limited(monkeypatch: pytest.MonkeyPatch, value: str, used: int) -> None:
    """An interval beyond its limits is replaced by the limit, and that is reported."""
    monkeypatch.setenv("BRIM_POLL__INTERVAL", value)
    settings = load_settings()

    assert used == settings.poll.interval
    assert str(used) in settings.errors[0].message


@pytest.mark.usefixtures("config")
def test_a_bad_value_for_network_switches_requests_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """A person who tried to switch requests off with a wrong word gets no requests."""
    monkeypatch.setenv("BRIM_CLAUDE__NETWORK", "never")

    assert load_settings().section(ClaudeSettings).network is False


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (".env", "BRIM_CLAUDE={}\nBRIM_CLAUDE__NETWORK=false\n"),
        ("brim.toml", "claude = 5\n"),
        ("../state/choices.json", '{"claude": null}'),
    ],
)
def test_a_section_as_one_value_is_refused(
    config: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: str
) -> None:
    """A section given as one value never hides that requests are switched off, whatever stronger places say."""
    monkeypatch.setenv("BRIM_CLAUDE__API_URL", "http://127.0.0.1")
    (config / "brim.toml").write_text("[claude]\nnetwork = false\n")
    path = config / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(content)

    settings = load_settings()

    assert "Brim sends no requests for Claude until it is corrected" in settings.faults["claude"].message


def test_a_bad_toml_file_is_reported(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bad brim.toml is reported with line and column, and all other places count."""
    (config / "brim.toml").write_text("debug = true\n[poll\n")
    monkeypatch.setenv("BRIM_POLL__INTERVAL", "700")
    settings = load_settings()

    assert settings.poll.interval == 700
    assert "line 2, column" in settings.errors[0].message


def test_unknown_keys_are_reported(config: Path) -> None:
    """Unknown keys in brim.toml are named, and the known ones count."""
    (config / "brim.toml").write_text("shade = 1\n[poll]\ninterval = 600\nspeed = 2\n")
    settings = load_settings()

    assert settings.poll.interval == 600
    assert "shade, poll.speed" in settings.errors[0].message


@pytest.mark.parametrize("content", ["{", "[]", '{"claude": 7}', '{"claude": {"network": "x"}}', "\ufeff{}"])
def test_bad_choices_do_not_hide_other_places(config: Path, tmp_path: Path, content: str) -> None:
    """A bad choices.json loses its own choices and nothing else."""
    path = tmp_path / "state" / "choices.json"
    path.parent.mkdir()
    path.write_text(content, encoding="utf-8")
    (config / "brim.toml").write_text("[poll]\ninterval = 600\n")

    assert load_settings().poll.interval == 600


@pytest.mark.parametrize(
    "url",
    [
        "http://api.anthropic.com",
        "ftp://127.0.0.1",
        "https://",
        "127.0.0.1:80",
        "https://user@host",
        "http://127.0.0.1:x",
        "http://127.0.0.1:99999",
        "http://[::1",
        "http://127.0.0.1?",
        "http://:password@127.0.0.1",
        "http://127.0.0.1\n",
    ],
)
def test_an_unprotected_url_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """A URL that a token must not be sent to is refused before anything else happens."""
    monkeypatch.setenv("BRIM_CLAUDE__API_URL", url)

    fault = load_settings().faults["claude"]

    assert "Invalid BRIM_CLAUDE__API_URL" == fault.title
    assert fault.message.startswith("It must ")


@pytest.mark.parametrize("url", ["https://example.com", "http://127.0.0.1:8080", "http://[::1]:80", "http://localhost"])
def test_protected_urls_are_accepted(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """An https URL may name any host, an http URL only this machine."""
    monkeypatch.setenv("BRIM_CLAUDE__API_URL", url)

    assert url == load_settings().section(ClaudeSettings).api_url


@pytest.mark.parametrize(
    ("content", "variables", "expected"),
    [
        ('config_dirs = ["~/a", "/b"]', {}, ["~/a", "/b"]),
        ('config_dirs = "/a{sep}/b{sep}"', {}, ["/a", "/b"]),
        ('[claude.config_dirs]\nWork = "/a"\n"At  home" = "/b"', {}, ["Work=/a", "At home=/b"]),
        ("", {"BRIM_CLAUDE__CONFIG_DIRS": "/a{sep}~/b"}, ["/a", "~/b"]),
        ('config_dirs = ["/a", "/b"]', {"BRIM_CLAUDE__CONFIG_DIRS": "/c"}, ["/c"]),
        ('config_dirs = ["/a", "/b"]', {"BRIM_CLAUDE__CONFIG_DIR": "/c"}, ["/c"]),
        ('config_dir = "/a"', {"BRIM_CLAUDE__CONFIG_DIRS": "/b{sep}/c"}, ["/b", "/c"]),
        ('config_dir = "/a"\nconfig_dirs = ["/b"]', {}, ["/b"]),
        ('config_dirs = []\nconfig_dir = "/a"', {"BRIM_CLAUDE__CONFIG_DIRS": ""}, ["/a"]),
    ],
)
def test_folders_of_claude_code_can_be_set(
    config: Path, monkeypatch: pytest.MonkeyPatch, content: str, variables: dict[str, str], expected: list[str]
) -> None:
    """Folders are given one by one or together, in either form; only the strongest place that names any counts."""
    (config / "brim.toml").write_text("[claude]\n" + content.replace("{sep}", os.pathsep))
    for name, value in variables.items():
        monkeypatch.setenv(name, value.replace("{sep}", os.pathsep))
    settings = load_settings()

    folders = [text.rpartition("=") for text in expected]
    assert [(Path(path).expanduser(), name or None) for name, _, path in folders] == [
        (folder.path, folder.name) for folder in settings.section(ClaudeSettings).folders
    ]
    assert [] == _titles(settings)


@pytest.mark.parametrize("value", ["7", "[7]", '["~nobody-of-this-name/x"]', "{a = 7}", '[{path = "/a"}]', '[""]'])
def test_bad_folders_are_reported(config: Path, value: str) -> None:
    """Folders that cannot be parsed are reported in one line, and no other folder counts in their place."""
    (config / "brim.toml").write_text(f"[claude]\nconfig_dirs = {value}\n")
    settings = load_settings()

    assert ["Invalid claude.config_dirs in brim.toml"] == _titles(settings)
    assert ["claude"] == [*settings.faults]
    assert () == settings.section(ClaudeSettings).folders


def test_overrides_show_parsed_folders(config: Path) -> None:
    """Folders are shown as they were parsed, without the names of the accounts, which are nobody else's business."""
    (config / "brim.toml").write_text('[claude.config_dirs]\nWork = "/a"\nHome = "/b"\n')

    shown = f"{Path('/a')}, {Path('/b')}"
    assert NonDefaultSetting("claude.config_dirs", shown, "brim.toml") in overrides(load_settings())


def test_menu_options_name_the_overriding_variable(config: Path) -> None:
    """A menu row can be changed until a variable overrides it; then it names the variable."""
    free = menu_options(load_settings())
    (config / ".env").write_text("BRIM_CLAUDE__NETWORK=false\n")
    locked = menu_options(load_settings())

    assert Option("claude.network", value=True) == free[0]
    assert Option("claude.network", value=False, overridden_by="BRIM_CLAUDE__NETWORK") == locked[0]


@pytest.mark.usefixtures("config")
def test_a_choice_leaves_the_rest_of_the_file(tmp_path: Path) -> None:
    """A choice is written beside the other content of the file."""
    path = tmp_path / "state" / "choices.json"
    path.parent.mkdir()
    path.write_text('{"note": 1, "claude": {"other": 2}}')
    chosen = save_choice("claude.network", value=False)

    assert chosen.section(ClaudeSettings).network is False
    assert {"note": 1, "claude": {"other": 2, "network": False}} == json.loads(path.read_text())


@pytest.mark.usefixtures("config")
def test_an_unknown_choice_is_refused() -> None:
    """A setting that the menu does not offer cannot be chosen."""
    with pytest.raises(ConfigError):
        save_choice("poll.interval", value="7")


def test_the_manual_lists_every_setting() -> None:
    """The manual lists every setting once, with its variable, its default and its meaning."""
    rows = {row.variable: row for row in manual()}

    assert {"BRIM_CLAUDE__API_URL", "BRIM_POLL__INTERVAL", "BRIM_STATE_DIR", "BRIM_ICON__STYLE"} <= set(rows)
    assert len(rows) == len(manual())
    assert ("300", "true") == (rows["BRIM_POLL__INTERVAL"].default, rows["BRIM_CLAUDE__NETWORK"].default)
    assert all(row.description for row in rows.values())


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"[alerts]\nthresholds = [50, 'x', 500]", '"x" is not valid. It must be a number. Using the default.'),
        (b"[alerts.limits]\n'weekly_*' = [50, 'y']", '"y" is not valid. It must be a number. Using the default.'),
        (b"x = '\xe9'", "Save it as UTF-8 text and start Brim again. Until then nothing is fetched online."),
    ],
)
def test_what_is_wrong_within_a_value_or_a_file_is_named(config: Path, content: bytes, expected: str) -> None:
    """The bad part of a list or a table is quoted, and a file in another encoding is named as such."""
    (config / "brim.toml").write_bytes(content)

    assert [expected] == [error.message for error in load_settings().errors]


def test_a_key_in_a_file_that_others_can_read_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key counts from a settings file of mode 0600; from an open one it does not, and no error holds it."""
    monkeypatch.setenv("BRIM_CONFIG_DIR", str(tmp_path))
    path = tmp_path / "brim.toml"
    path.write_text('[opencode]\napi_key = "oc-invented"\n')
    path.chmod(0o600)
    private = load_settings()
    path.chmod(0o644)
    exposed = load_settings()

    assert ((), True) == (private.errors, private.section(OpencodeSettings).api_key is not None)
    assert exposed.section(OpencodeSettings).api_key is None
    assert ["Invalid opencode.api_key in brim.toml"] == [error.title for error in exposed.errors]
    assert "oc-invented" not in f"{exposed.errors}{private!r}"
