"""What reads metrics does so for real: Prometheus, its textfile collector and VictoriaMetrics, from the examples."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import socket
import subprocess
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx
import pytest

from brim.backend.metrics.textfile import TextFile
from brim.cli.metrics.command import example_text
from brim.cli.metrics.options import EXAMPLES
from tests.support.detailsdata import month
from tests.support.metricsamples import hostile_values, parse
from tests.support.sandbox import start_brim
from tests.support.shells import skip_without
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NODE = "127.0.0.1:9100"
"""The address in the examples."""


def free_port() -> int:
    """A port of the loopback interface that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(folder: Path, program: str, *arguments: str) -> Iterator[None]:
    """A program of Debian for the time of the block; its output is in the folder."""
    skip_without(program)
    with (folder / f"{program}.log").open("wb") as log:
        process = subprocess.Popen([program, *arguments], stdout=log, stderr=log, cwd=folder)
        try:
            yield
        finally:
            process.terminate()
            process.wait(30)


def get(url: str, data: bytes | None = None) -> str:
    """What a server answers; nothing where it does not answer yet."""

    async def go() -> str:
        async with httpx.AsyncClient(trust_env=False, timeout=10) as client:
            answer = await client.request("GET" if data is None else "POST", url, content=data)
            return answer.text if answer.is_success else ""

    try:
        return asyncio.run(go())
    except httpx.HTTPError:
        return ""


def query(base: str, expression: str) -> list[Any]:  # Any: the JSON of a foreign program
    """The result of an instant query."""
    text = get(f"{base}/api/v1/query?query={quote(expression)}")
    return json.loads(text)["data"]["result"] if text else []


@pytest.fixture
def text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What `brim metrics` prints on a machine with a month of usage, with the names of projects."""
    data = month(tmp_path)
    for name, value in (data.environment | {"BRIM_METRICS__PROJECTS": "names"}).items():
        monkeypatch.setenv(name, value)
    with start_brim("metrics") as process:
        out, errors = process.communicate(timeout=60)
    assert (0, "") == (process.returncode, errors)
    return out


def test_prometheus_reads_the_file_through_node_exporter(tmp_path: Path, text: str) -> None:
    """With the example of a configuration Prometheus has every sample of the file, and its alert rules fire."""
    skip_without("promtool")
    node, own = free_port(), free_port()
    collected = tmp_path / "collected"
    collected.mkdir()
    TextFile(collected / "brim.prom").write(re.sub(r'(limit="session"[^}]*\}) 62', r"\1 95", text))
    config = example_text("prometheus").replace(NODE, f"127.0.0.1:{node}").replace("1m", "1s")
    (tmp_path / "prometheus.yml").write_text(config + "global:\n  evaluation_interval: 1s\n")
    (tmp_path / "brim-alerts.yml").write_text(re.sub(r"for: \d+m", "for: 0s", example_text("alerts")))
    base = f"http://127.0.0.1:{own}"

    with ExitStack() as stack:
        only = ("--collector.disable-defaults", "--collector.textfile", f"--web.listen-address=127.0.0.1:{node}")
        folder = f"--collector.textfile.directory={collected}"
        stack.enter_context(running(tmp_path, "prometheus-node-exporter", *only, folder))
        where = (f"--web.listen-address=127.0.0.1:{own}", f"--storage.tsdb.path={tmp_path / 'tsdb'}")
        stack.enter_context(running(tmp_path, "prometheus", "--config.file=prometheus.yml", *where))
        wait_until(lambda: bool(query(base, "brim_cost_usd_total")), "the first scrape", 60)
        wait_until(lambda: bool(query(base, 'ALERTS{alertname="BrimLimitAlmostReached"}')), "the alert", 60)
        found = query(base, '{__name__=~"brim_.*"}')
        errors = query(base, "node_textfile_scrape_error")

    assert ["0"] == [one["value"][1] for one in errors]
    scraped = {
        (
            labels["__name__"],
            frozenset((k, v) for k, v in labels.items() if k not in {"__name__", "instance", "job"}),
        ): (float(one["value"][1]))
        for one in found
        if (labels := one["metric"])
    }
    assert len(parse(text)) == len(scraped)
    for (name, labels), value in parse(text).items():
        assert scraped[name, frozenset(labels)] == (95 if value == 62 else pytest.approx(value))


def test_a_hostile_file_is_no_error_of_the_collector(tmp_path: Path) -> None:
    """node_exporter serves a file with every hostile name as it is, without an error of its own."""
    from brim.backend.outputs.metricfamilies import families
    from brim.backend.outputs.prometheustext import prometheus_text
    from brim.model.metrics import AccountLabels, ProjectLabels

    node = free_port()
    hostile = prometheus_text(families(hostile_values(), ProjectLabels.NAMES, AccountLabels.NAMES))
    TextFile(tmp_path / "brim.prom").write(hostile)
    only = ("--collector.disable-defaults", "--collector.textfile", f"--collector.textfile.directory={tmp_path}")
    with running(tmp_path, "prometheus-node-exporter", *only, f"--web.listen-address=127.0.0.1:{node}"):
        wait_until(lambda: "brim_" in get(f"http://127.0.0.1:{node}/metrics"), "the file", 30)
        served = get(f"http://127.0.0.1:{node}/metrics")

    assert "node_textfile_scrape_error 0" in served.splitlines()
    count = sum(line.startswith("brim_requests_total{") for line in hostile.splitlines())
    assert count == sum(line.startswith("brim_requests_total{") for line in served.splitlines())


def test_victoriametrics_takes_what_is_printed(tmp_path: Path, text: str) -> None:
    """The line for cron in the example imports every sample, with the name of the machine beside it."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    example = example_text("victoriametrics")
    assert "/api/v1/import/prometheus?extra_label=instance=$(hostname)" in example
    where = (f"-httpListenAddr=127.0.0.1:{port}", f"-storageDataPath={tmp_path / 'vm'}")
    with running(tmp_path, "victoria-metrics", *where):
        wait_until(lambda: "OK" in get(f"{base}/health"), "VictoriaMetrics", 60)
        get(f"{base}/api/v1/import/prometheus?extra_label=instance=laptop", text.encode())
        get(f"{base}/internal/force_flush")
        found = json.loads(get(f"{base}/api/v1/series?match[]={quote('{instance="laptop"}')}"))["data"]

    assert len(parse(text)) == len(found)


def test_victoriametrics_takes_the_example(tmp_path: Path) -> None:
    """The example is a configuration that VictoriaMetrics accepts."""
    skip_without("victoria-metrics")
    path = tmp_path / "scrape.yml"
    path.write_text(example_text("victoriametrics"))
    command = ["victoria-metrics", "-dryRun", f"-promscrape.config={path}"]

    assert 0 == subprocess.run(command, capture_output=True, check=False, timeout=60, cwd=tmp_path).returncode


RULE_TEST = """
rule_files: [brim-alerts.yml]
evaluation_interval: 1m
tests:
  - interval: 5m
    input_series:
      - series: 'brim_limit_used_percent{account="a", limit="session", instance="laptop"}'
        values: "80 91 91 91 91 91x200"
      - series: 'brim_limit_reset_timestamp_seconds{account="a", limit="session", instance="laptop"}'
        values: "2400x400"
      - series: 'brim_reading_timestamp_seconds{account="a", source="api", instance="laptop"}'
        values: "0 300x30"
      - series: 'brim_cost_usd_total{model="m", instance="laptop"}'
        values: "0+1x400"
    alert_rule_test:
      - {eval_time: 4m, alertname: BrimLimitAlmostReached}
      - eval_time: 20m
        alertname: BrimLimitAlmostReached
        exp_alerts:
          - exp_labels: {account: a, limit: session, instance: laptop, severity: warning}
            exp_annotations: {summary: session is at 91% used, description: Account a on laptop.}
      - {eval_time: 41m, alertname: BrimLimitAlmostReached}
      - {eval_time: 50m, alertname: BrimUsageOld}
      - eval_time: 90m
        alertname: BrimUsageOld
        exp_alerts:
          - exp_labels: {account: a, instance: laptop, severity: info}
            exp_annotations:
              summary: Usage is 1h 25m 0s old
              description: "Account a on laptop: the machine is off, or Brim cannot update."
      - {eval_time: 3h, alertname: BrimCostOfDay}
      - eval_time: 24h
        alertname: BrimCostOfDay
        exp_alerts:
          - exp_labels: {instance: laptop, severity: info}
            exp_annotations:
              summary: "List price of the last 24 hours: $288.00"
              description: On laptop. A list price is not money spent; set the amount that matters to you.
"""


def test_alert_rules_fire_when_they_should(tmp_path: Path) -> None:
    """Prometheus' own test of rules: a limit over 90, usage older than an hour, the cost of a day; none before that."""
    skip_without("promtool")
    (tmp_path / "brim-alerts.yml").write_text(example_text("alerts"))
    (tmp_path / "test.yml").write_text(RULE_TEST)
    for arguments in (("check", "rules", "brim-alerts.yml"), ("test", "rules", "test.yml")):
        run = subprocess.run(
            ["promtool", *arguments], capture_output=True, text=True, check=False, timeout=60, cwd=tmp_path
        )
        assert 0 == run.returncode, run.stdout + run.stderr


def test_every_expression_of_the_dashboard_is_one(tmp_path: Path) -> None:
    """Prometheus reads each expression of Grafana's dashboard, and each names metrics that Brim has."""
    board = json.loads(example_text("grafana"))
    expressions = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    known = {name for name, _ in parse_families()}
    rules = "groups:\n- name: board\n  rules:\n"
    for number, expression in enumerate(expressions):
        filled = re.sub(r"\$\w+", ".*", expression)
        rules += f"  - record: panel_{number}\n    expr: {json.dumps(filled)}\n"
        assert set(re.findall(r"brim_\w+", expression)) <= known
    (tmp_path / "board.yml").write_text(rules)

    assert len(board["panels"]) == len({panel["id"] for panel in board["panels"]}) == 10
    if shutil.which("promtool"):
        run = subprocess.run(
            ["promtool", "check", "rules", "board.yml"], capture_output=True, check=False, cwd=tmp_path
        )
        assert 0 == run.returncode, run.stdout + run.stderr


def parse_families() -> list[tuple[str, str]]:
    """The name of every metric, and its help."""
    from brim.words.metrics import metric_helps

    return [*metric_helps().items()]


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_printed_as_it_is(name: str) -> None:
    """`brim metrics --example` prints the file for its program; YAML has no tab, JSON is one value."""
    with start_brim("metrics", "--example", name) as process:
        out, errors = process.communicate(timeout=60)

    assert (0, "", example_text(name)) == (process.returncode, errors, out)
    assert "\t" not in out
    if EXAMPLES[name] == "json":
        json.loads(out)


def test_yaml_examples_are_yaml(tmp_path: Path) -> None:
    """Debian's own YAML reader takes each example, and the pipeline of the collector names parts that are defined."""
    skip_without("/usr/bin/python3")
    code = "import json, sys, yaml; print(json.dumps([yaml.safe_load(open(name)) for name in sys.argv[1:]]))"
    names = [name for name, ending in EXAMPLES.items() if ending == "yml"]
    for name in names:
        (tmp_path / name).write_text(example_text(name))
    run = subprocess.run(["/usr/bin/python3", "-c", code, *names], capture_output=True, check=False, cwd=tmp_path)
    if b"No module named" in run.stderr:
        pytest.skip("not installed: python3-yaml; see packaging/debian-test-packages.txt")
    found = dict(zip(names, json.loads(run.stdout), strict=True))

    collector = found["collector"]
    pipeline = collector["service"]["pipelines"]["metrics"]
    for part in ("receivers", "processors", "exporters"):
        assert set(pipeline[part]) <= collector[part].keys()
    assert set(collector["service"]["extensions"]) <= collector["extensions"].keys()
