"""`brim config`: the files of Brim, and every setting with its value and its origin."""

from __future__ import annotations

import json
import re

import pytest

from brim.backend.settings.documentation import manual
from tests.support.sandbox import Sandbox, start_brim
from tests.support.terminalrun import run_on_terminal


def config(*arguments: str) -> tuple[int, str, str]:
    """Exit code and both outputs."""
    with start_brim("config", *arguments) as process:
        out, errors = process.communicate(timeout=60)
        return process.returncode, out, errors


@pytest.fixture
def every_place(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    """A setting in each place that there is."""
    (sandbox.config / "brim.toml").write_text('[icon]\nscheme = "dark"\n[hooks.command]\nlimit = "mail -p hunter2"\n')
    (sandbox.config / ".env").write_text("BRIM_POLL__INTERVAL=301\n")
    sandbox.state.mkdir(exist_ok=True)
    (sandbox.state / "choices.json").write_text('{"icon": {"style": "ring"}}')
    monkeypatch.setenv("BRIM_ALERTS__PACE", "false")
    monkeypatch.setenv("BRIM_HOOKS__WEBHOOK__LIMIT", "https://example.com/hunter3")
    return sandbox


def test_settings_have_their_origin(every_place: Sandbox) -> None:
    """The JSON has every setting with its variable, value, default and the place that it came from."""
    code, out, errors = config("--json")
    report = json.loads(out)
    settings = {setting["name"]: setting for setting in report["settings"]}

    assert (0, "", ["schema", "files", "settings", "problems"]) == (code, errors, list(report))
    assert [row.name for row in manual()] == list(settings)
    assert {
        "icon.scheme": ("brim.toml", "dark"),
        "poll.interval": (".env", 301),
        "icon.style": ("choices.json", "ring"),
        "alerts.pace": ("environment", False),
        "alerts.limit": ("default", True),
        "alerts.thresholds": ("default", [75.0, 90.0, 100.0]),
        "state_dir": ("environment", str(every_place.state)),
    }.items() <= {name: (one["origin"], one["value"]) for name, one in settings.items()}.items()
    assert "BRIM_ICON__STYLE" == settings["icon.style"]["variable"]


def test_files_are_named(every_place: Sandbox) -> None:
    """Each file and folder has its path, and whether it is there; nothing is made by asking."""
    before = sorted(path.name for path in every_place.state.iterdir())
    files = json.loads(config("--json")[1])["files"]

    assert ["settings", "variables", "choices", "state", "logs"] == list(files)
    assert str(every_place.config / "brim.toml") == files["settings"]["path"]
    assert str(every_place.state / "choices.json") == files["choices"]["path"]
    assert [True, True, True, True, False] == [file["exists"] for file in files.values()]
    assert before == sorted(path.name for path in every_place.state.iterdir())


def test_secrets_are_masked(every_place: Sandbox) -> None:
    """Of hooks only the events are shown: a command line or an address may hold a secret."""
    texts = config()[1], config("--json")[1]

    assert every_place.config.exists()
    assert ["hunter" in text for text in texts] == [False, False]
    values = {setting["name"]: setting["value"] for setting in json.loads(texts[1])["settings"]}
    assert [{"limit": "***"}] * 2 == [values["hooks.command"], values["hooks.webhook"]]


def test_text(every_place: Sandbox) -> None:
    """For a person: a line for each file and each setting, in at most 80 columns."""
    code, out, errors = config()
    rows = [line.split(maxsplit=2) for line in out.splitlines()]

    assert (0, "") == (code, errors)
    assert ["icon.style", "choices.json", "ring"] in rows
    assert ["alerts.thresholds", "default", "75, 90, 100"] in rows
    assert re.search(r"  Log folder +\S+\s+\(not\s+there\)", out)
    assert all(len(line) <= 80 or str(every_place.state.parent) in line for line in out.splitlines())


def test_a_narrow_terminal_has_a_line_for_each_setting(every_place: Sandbox) -> None:
    """With little room each setting is an assignment, and only an origin other than the default is named."""
    run = run_on_terminal("config", columns=40)

    assert every_place.config.exists()
    assert "  icon.style = ring (choices.json)" in run.lines
    assert "  alerts.thresholds = 75, 90, 100" in run.lines


def test_a_page_that_is_off_says_so(sandbox: Sandbox) -> None:
    """The status page that is switched off reads as it is written in the settings."""
    out = config()[1]

    assert sandbox.config.exists()
    assert re.search(r"claude\.status_url +environment +off", out)
    assert out.endswith("`brim help settings` explains each of them.\n")


def test_a_provider_with_a_bad_setting_leaves_the_others_listed(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If a provider cannot be read because of a setting, all other settings are listed, and the reason is an error."""
    monkeypatch.setenv("BRIM_CLAUDE__API_URL", "ftp://example.com")
    code, out, errors = config()
    report = json.loads(config("--json")[1])

    assert 0 == code
    assert "brim.toml" in out
    assert errors.startswith("brim: Invalid BRIM_CLAUDE__API_URL. ")
    assert "codex.network" in [one["name"] for one in report["settings"]]
    assert ["Invalid BRIM_CLAUDE__API_URL"] == [problem["title"] for problem in report["problems"]]
    assert str(sandbox.config / "brim.toml") == report["files"]["settings"]["path"]


@pytest.mark.parametrize(
    "line", ["config", "config --json", "--debug config", "doctor", "doctor --json", "--debug doctor", "--debug alerts"]
)
def test_no_part_of_an_address_is_shown(sandbox: Sandbox, line: str) -> None:
    """Neither a usable address of a service is shown, nor one that lacks something, nor one in the wrong place."""
    (sandbox.config / "brim.toml").write_text(
        "[hooks]\n"
        "webhook_kind = 'https://hooks.slack.com/services/T0/B0/hunter1'\n"
        "[hooks.webhook]\n"
        "all = 'https://api.telegram.org/bot1:hunter2/sendMessage?chat_id=-1007771234'\n"
        "pace = 'https://api.pushover.net/1/messages.json?token=hunter3'\n"
        "'https://ntfy.sh/hunter4' = 'limit'\n"
        "cost = ['https://ntfy.sh/hunter5']\n"
        "[hooks.command]\n"
        "'curl https://ntfy.sh/hunter6' = 'limit'\n"
    )
    with start_brim(*line.split()) as process:
        out, errors = process.communicate(timeout=60)

    assert "hooks.webhook_kind" in out + errors or "alerts" in line
    assert not [secret for secret in ("hunter", "1007771234", "T0") if secret in out + errors]
