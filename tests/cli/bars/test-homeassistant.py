"""The examples of `brim help homeassistant`, with a real MQTT broker, and their templates in Jinja.

Home Assistant itself is not in Debian, and not run here.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tomllib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from brim.backend.settings.load import load_settings
from brim.cli.bars.examples import FOLDER, HOME_ASSISTANT
from brim.cli.run import run
from tests.support.barprograms import with_brim
from tests.support.mqttbroker import PASSWORD, Broker, running_broker
from tests.support.sandbox import Sandbox, start_brim
from tests.support.sharedfiles import WEEK, limit, share_fresh, share_hostile
from tests.support.shells import skip_without
from tests.support.usageserver import future_usage_answer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_READER = """
import json, sys, jinja2, yaml
asked = json.load(sys.stdin)
print(json.dumps({"result": yaml.safe_load(asked["yaml"]) if "yaml" in asked else
    [jinja2.Environment().from_string(text).render(asked["values"]) for text in asked["templates"]]}))
"""
TOPIC = "brim/usage"


def read(**asked: object) -> dict[str, Any]:  # Any: YAML, or a text for each template
    """YAML as data, or templates with their values filled in; it is the `result`."""
    skip_without("/usr/bin/python3")
    done = subprocess.run(
        ["/usr/bin/python3", "-c", _READER],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    if "No module named" in done.stderr:
        pytest.skip("not installed: python3-yaml or python3-jinja2; see packaging/debian-test-packages.txt")
    return dict(json.loads(done.stdout))


def rendered(*templates: str, **values: object) -> list[str]:
    """Templates as Home Assistant shows them."""
    texts: list[str] = read(templates=templates, values=values)["result"]
    return [text.strip() for text in texts]


def shown(sensor: dict[str, str], payload: object) -> tuple[str, str]:
    """Whether a sensor that was found by MQTT is available, and its value."""
    available, value = rendered(sensor["availability_template"], sensor["value_template"], value_json=payload)
    states = {sensor["payload_available"]: "online", sensor["payload_not_available"]: "offline"}
    return states[available], value


@pytest.fixture
def broker(home: Path, tmp_path: Path) -> Iterator[Broker]:
    """A broker that the user's file names."""
    with running_broker(tmp_path) as running:
        (home / ".config" / "mosquitto_pub").write_text("\n".join([*running.options, ""]))
        yield running


@contextmanager
def script() -> Iterator[subprocess.Popen[bytes]]:
    """The example as it runs from login on."""
    command = ["sh", str(FOLDER / "homeassistant-mqtt.sh")]
    with subprocess.Popen(command, env=with_brim(), start_new_session=True) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a script and all that it has started, without a moment to say anything."""
    if sys.platform != "win32":
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_every_file_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """`brim help homeassistant` has each line of each file, and none that a terminal would wrap."""
    run(["help", "homeassistant"])
    page = [line.strip() for line in capsys.readouterr().out.splitlines()]
    lines = [line for file in HOME_ASSISTANT for line in (FOLDER / file).read_text("utf-8").splitlines()]

    assert [] == [line for line in lines if line.strip() not in page or len(line) > 76]


def test_mqtt_shows_session_and_week(broker: Broker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Home Assistant finds two sensors, which follow each change, and which are unavailable without usage."""
    state = tmp_path / "state"
    monkeypatch.setenv("BRIM_STATE_DIR", str(state))
    monkeypatch.chdir(tmp_path)
    with broker.subscriber("#") as subscriber, script() as process:
        found = dict(subscriber.message() for _ in range(2))
        assert ["homeassistant/sensor/brim_session/config", "homeassistant/sensor/brim_week/config"] == sorted(found)
        session, week = (found[topic] for topic in sorted(found))
        assert [TOPIC] * 2 == [sensor["state_topic"] for sensor in (session, week)]
        topic, usage = subscriber.message()
        assert (TOPIC, "none") == (topic, usage["state"])
        assert ("offline", "-1") == shown(session, usage)
        share_fresh(state, limit(42.0), WEEK)
        usage = subscriber.message()[1]
        assert [("online", "42"), ("online", "61")] == [shown(sensor, usage) for sensor in (session, week)]
        share_hostile(state, 93.0, "critical")
        usage = subscriber.message()[1]
        assert (("online", "93"), "critical") == (shown(session, usage), usage["state"])
        end(process)
        assert ("offline", "-1") == shown(week, subscriber.message()[1])
    assert not [*tmp_path.glob("pwned")]


def test_sensors_stay_known_to_the_broker(broker: Broker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Home Assistant that starts later finds the sensors and the last usage at once."""
    monkeypatch.setenv("BRIM_STATE_DIR", str(tmp_path / "state"))
    share_fresh(tmp_path / "state", limit(42.0), WEEK)
    with script():
        with broker.subscriber(TOPIC) as first:
            assert "42" == first.message()[1]["session"]
        with broker.subscriber("#") as later:
            messages = dict(later.message() for _ in range(3))
    assert ("42", "Claude session") == (
        messages[TOPIC]["session"],
        messages["homeassistant/sensor/brim_session/config"]["name"],
    )


def test_hook_publishes_a_notification(broker: Broker, sandbox: Sandbox) -> None:
    """The hook publishes the event as JSON, the automation has its words, and the password is in no file of Brim."""
    (sandbox.config / "brim.toml").write_bytes((FOLDER / "homeassistant-hook.toml").read_bytes())
    with broker.subscriber("brim/alert") as subscriber:
        with start_brim("alerts", "test", "limit", "--hooks") as process:
            out, errors = process.communicate(timeout=60)
        assert (0, "command for all: it ended with 0\n", "") == (process.returncode, out, errors)
        topic, event = subscriber.message()
    automation = read(yaml=(FOLDER / "homeassistant-alert.yaml").read_text())["result"][0]
    data = automation["actions"][0]["data"]

    assert topic == automation["triggers"][0]["topic"]
    assert [event["title"], event["text"]] == rendered(data["title"], data["message"], trigger={"payload_json": event})
    files = [path for folder in (sandbox.state, sandbox.config) for path in folder.rglob("*") if path.is_file()]
    assert [] == [path for path in files if PASSWORD.encode() in path.read_bytes()]


def test_command_line_sensor(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sensor has the session's percentage from `brim status --json`, and is unavailable without a login."""
    sensor = read(yaml=(FOLDER / "homeassistant.yaml").read_text())["result"]["command_line"][0]["sensor"]
    for name, value in sandbox.environment.items():
        monkeypatch.setenv(name, value)

    def told() -> tuple[list[str], dict[str, Any]]:  # Any: the JSON of a command
        done = subprocess.run(
            ["sh", "-c", sensor["command"]], env=with_brim(), capture_output=True, text=True, check=True, timeout=60
        )
        values = json.loads(done.stdout)
        return rendered(sensor["availability"], sensor["value_template"], value_json=values), values

    sandbox.server.answers = [future_usage_answer()]
    (available, percent), values = told()
    session = next(window for window in values["windows"] if window["id"] == "session")
    assert ("True", session["percent"]) == (available, float(percent))
    assert {*sensor["json_attributes"]} <= {*values}
    (sandbox.claude / ".credentials.json").unlink()
    for path in (sandbox.state / "accounts").rglob("*.json"):
        path.unlink()
    assert ["False", ""] == told()[0]


def test_webhook_is_a_setting(sandbox: Sandbox) -> None:
    """The address of Home Assistant's webhook is taken as it is."""
    content = (FOLDER / "homeassistant-webhook.toml").read_text()
    (sandbox.config / "brim.toml").write_text(content)

    assert tomllib.loads(content)["hooks"]["webhook"]["all"] == load_settings().hooks.webhook["all"].get_secret_value()
