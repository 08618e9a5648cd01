"""The forms of metrics: the text format of Prometheus and the JSON of OTLP, with names that try to break both."""

from __future__ import annotations

import re

import pytest
from google.protobuf.json_format import Parse
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.metrics.v1.metrics_pb2 import AggregationTemporality

from brim.backend.outputs.metricfamilies import families
from brim.backend.outputs.metriclabels import project_name
from brim.backend.outputs.metricvalues import AccountValues, CountedUse, LimitValues, MetricValues, MoneyValues
from brim.backend.outputs.otlpjson import Origin, otlp_json
from brim.backend.outputs.prometheustext import prometheus_text
from brim.model.metrics import AccountLabels, ProjectLabels
from tests.support.metricsamples import HOSTILE, hostile_values, parse, promtool

ID = "9f86d081884c7d65"
VALUES = MetricValues(
    "0.1.0",
    (
        AccountValues(
            ID,
            "person@example.com",
            {"api": 1_796_045_581.498},
            (
                LimitValues("session", 62.5, 1_796_052_781.2, 0.8214, {"/home/me/app": 40.0, "/srv/app": 2.0}, 20.5),
                LimitValues("weekly_scoped:Fable", 7.0),
            ),
        ),
    ),
    (
        CountedUse("app", "claude-opus-5-5", (10, 20, 30, 40, 50), 1.25),
        CountedUse("elsewhere", "claude-opus-5-5", (1, 2, 3, 4, 5), 0.5),
        CountedUse("app", "unheard-of", (6, 0, 0, 0, 0), None),
    ),
    {"unheard-of": 6},
    {ID: 17},
)
OTLP_NOW = 1_796_045_600.5


def text_of(
    values: MetricValues, projects: ProjectLabels = ProjectLabels.OFF, accounts: AccountLabels = AccountLabels.HASHED
) -> str:
    """The text format of values."""
    return prometheus_text(families(values, projects, accounts))


def otlp_of(values: MetricValues) -> ExportMetricsServiceRequest:
    """The body of a request, as the official schema reads it."""
    made = families(values, ProjectLabels.NAMES, AccountLabels.NAMES)
    body = otlp_json(made, Origin("0.1.0", "machine", 1_795_000_000.25), OTLP_NOW)
    return Parse(body, ExportMetricsServiceRequest())


def test_names_and_labels_are_those_of_the_contract() -> None:
    """Every metric has its name, its labels and its value; without names of projects there are sums."""
    assert parse(text_of(VALUES)) == {
        ("brim_build_info", (("version", "0.1.0"),)): 1,
        ("brim_limit_used_percent", (("account", ID), ("limit", "session"))): 62.5,
        ("brim_limit_used_percent", (("account", ID), ("limit", "weekly_scoped:Fable"))): 7,
        ("brim_limit_reset_timestamp_seconds", (("account", ID), ("limit", "session"))): 1_796_052_781,
        ("brim_limit_run_out_chance", (("account", ID), ("limit", "session"))): 0.821,
        ("brim_limit_refused", (("account", ID), ("limit", "session"))): 0,
        ("brim_limit_refused", (("account", ID), ("limit", "weekly_scoped:Fable"))): 0,
        ("brim_reading_timestamp_seconds", (("account", ID), ("source", "api"))): 1_796_045_581,
        ("brim_quota_points", (("account", ID), ("limit", "session"))): 42,
        ("brim_quota_points", (("account", ID), ("limit", "session"), ("project", "elsewhere"))): 20.5,
        ("brim_tokens_total", (("model", "claude-opus-5-5"), ("type", "input"))): 11,
        ("brim_tokens_total", (("model", "claude-opus-5-5"), ("type", "output"))): 22,
        ("brim_tokens_total", (("model", "claude-opus-5-5"), ("type", "cache_read"))): 33,
        ("brim_tokens_total", (("model", "claude-opus-5-5"), ("type", "cache_write_5m"))): 44,
        ("brim_tokens_total", (("model", "claude-opus-5-5"), ("type", "cache_write_1h"))): 55,
        ("brim_tokens_total", (("model", "unheard-of"), ("type", "input"))): 6,
        ("brim_tokens_total", (("model", "unheard-of"), ("type", "output"))): 0,
        ("brim_tokens_total", (("model", "unheard-of"), ("type", "cache_read"))): 0,
        ("brim_tokens_total", (("model", "unheard-of"), ("type", "cache_write_5m"))): 0,
        ("brim_tokens_total", (("model", "unheard-of"), ("type", "cache_write_1h"))): 0,
        ("brim_cost_usd_total", (("model", "claude-opus-5-5"),)): 1.75,
        ("brim_unpriced_tokens_total", (("model", "unheard-of"),)): 6,
        ("brim_requests_total", (("account", ID),)): 17,
    }


def test_each_metric_has_its_help_and_its_type_first() -> None:
    """HELP and TYPE with the whole name stand before the samples, once for each metric; no line has a time."""
    lines = text_of(VALUES).splitlines()
    names = list(dict.fromkeys(re.split(r"[{ ]", line)[0] for line in lines if not line.startswith("#")))

    for name in names:
        start = next(number for number, line in enumerate(lines) if line.startswith(f"# HELP {name} "))
        kind = "counter" if name.endswith("_total") else "gauge"
        assert f"# TYPE {name} {kind}" == lines[start + 1]
        assert lines[start + 2].startswith(f"{name}{{")
    assert 2 * len(names) == len([line for line in lines if line.startswith("#")])
    assert all(len(line.rpartition("}")[2].split()) == 1 for line in lines if not line.startswith("#"))


@pytest.mark.parametrize(
    ("projects", "app", "other"),
    [(ProjectLabels.NAMES, "app", "elsewhere/"), (ProjectLabels.HASHED, "3fdd23ee63d2", "249fd52b3c43")],
)
def test_projects_have_their_names_or_a_code(projects: ProjectLabels, app: str, other: str) -> None:
    """A project is its folder's name or a code that stays the same; one called elsewhere is not mistaken for it."""
    found = parse(text_of(VALUES, projects))

    limit = (("account", ID), ("limit", "session"))
    model = ("model", "claude-opus-5-5")
    assert 1.25 == found["brim_cost_usd_total", (("project", app), model)]
    assert 0.5 == found["brim_cost_usd_total", (("project", other), model)]
    assert 42.0 == found["brim_quota_points", (*limit, ("project", app))]
    assert 20.5 == found["brim_quota_points", (*limit, ("project", "elsewhere"))]


def test_accounts_are_a_code_unless_names_are_wanted() -> None:
    """No name of an account is in the text by default; with names, two of the same name are told apart."""
    twins = MetricValues("0.1.0", tuple(AccountValues(id_, "me", {"api": 1e9}) for id_ in (ID, "0" * 16)))

    assert "person@example.com" not in text_of(VALUES)
    assert 'account="person@example.com"' in text_of(VALUES, accounts=AccountLabels.NAMES)
    assert {"me (9f86)", "me (0000)"} == {
        dict(labels)["account"] for _, labels in parse(text_of(twins, accounts=AccountLabels.NAMES)) if len(labels) > 1
    }


@pytest.mark.parametrize("projects", ProjectLabels)
@pytest.mark.parametrize("accounts", AccountLabels)
def test_hostile_names_stay_values_of_labels(projects: ProjectLabels, accounts: AccountLabels) -> None:
    """No name breaks a line, forges a sample, makes a series twice or is longer than a label should be."""
    text = text_of(hostile_values(), projects, accounts)
    found = parse(text)

    assert not any("forged" == value for _, labels in found for _, value in labels)
    assert not re.search("[\r\0\u202e\ud800]", text)
    assert max(len(value) for _, labels in found for _, value in labels) <= 130
    assert 7 * len(HOSTILE) == sum(value for (name, _), value in found.items() if name == "brim_requests_total")
    assert 0.5 * len(HOSTILE) == sum(value for (name, _), value in found.items() if name == "brim_cost_usd_total")
    code, said = promtool(text)
    assert (0, "") == (code, said)


def test_a_backslash_and_a_quote_come_back_as_they_were() -> None:
    """Names with characters that are escaped are read as they are; two long names stay two."""
    found = parse(text_of(hostile_values(), ProjectLabels.NAMES))
    models = {dict(labels)["model"] for name, labels in found if name == "brim_unpriced_tokens_total"}

    assert {'quote " quote', "back \\ slash", "line feed", 'both \\" and \\n', "ends with \\", "שלום"} <= models
    assert 2 == len([model for model in models if model.startswith("x" * 50)])


def test_promtool_has_nothing_to_say() -> None:
    """Prometheus' own check takes the text without any hint."""
    assert (0, "") == promtool(text_of(VALUES, ProjectLabels.NAMES, AccountLabels.NAMES))


def test_otlp_is_what_the_official_schema_reads() -> None:
    """Gauges and cumulative sums with their labels and times, integers of 64 bits, one resource for the machine."""
    [resource] = otlp_of(VALUES).resource_metrics
    [scope] = resource.scope_metrics
    metrics = {metric.name: metric for metric in scope.metrics}
    [asked] = metrics["brim_requests_total"].sum.data_points
    [used, _] = metrics["brim_limit_used_percent"].gauge.data_points
    cost = metrics["brim_cost_usd_total"].sum

    about = {item.key: item.value.string_value for item in resource.resource.attributes}
    assert {"service.name": "brim", "service.version": "0.1.0", "service.instance.id": "machine"} == about
    assert {family.name for family in families(VALUES, ProjectLabels.OFF, AccountLabels.HASHED)} == metrics.keys()
    assert (17, 1_795_000_000_250_000_000) == (asked.as_int, asked.start_time_unix_nano)
    assert (62.5, 1_796_045_600_500_000_000) == (used.as_double, used.time_unix_nano)
    assert [("account", "person@example.com"), ("limit", "session")] == [
        (item.key, item.value.string_value) for item in used.attributes
    ]
    assert cost.is_monotonic
    assert AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE == cost.aggregation_temporality
    assert [1.25, 0.5] == [point.as_double for point in cost.data_points]
    assert not any(metric.unit for metric in scope.metrics)


def test_otlp_holds_hostile_names() -> None:
    """The official schema reads names of any kind, and no two points of a metric have the same attributes."""
    for metric in otlp_of(hostile_values()).resource_metrics[0].scope_metrics[0].metrics:
        points = metric.gauge.data_points or metric.sum.data_points
        keys = [tuple((item.key, item.value.string_value) for item in point.attributes) for point in points]
        assert len(set(keys)) == len(keys) > 0


def test_every_provider_has_its_own_series() -> None:
    """Accounts of several providers have the same limit, told apart by account and provider; money has its currency."""
    router = MoneyValues(12.4, "USD", -0.5, "USD")
    accounts = (
        AccountValues(ID, "a", {"api": 1e9}, (LimitValues("weekly_all", 25.0, refused=True),), "codex"),
        AccountValues("1" * 16, "b", {"api": 1e9}, (LimitValues("weekly_all", 9.0),), "claude"),
        AccountValues("2" * 16, "c", {"api": 1e9}, (), "openrouter", router),
    )
    text = text_of(MetricValues("0.1.0", accounts, sent={ID: 3, "9" * 16: 4}))
    found = parse(text)

    codex = (("account", ID), ("limit", "weekly_all"), ("provider", "codex"))
    claude = (("account", "1" * 16), ("limit", "weekly_all"), ("provider", "claude"))
    assert (25, 9) == tuple(found["brim_limit_used_percent", own] for own in (codex, claude))
    assert (1, 0) == tuple(found["brim_limit_refused", own] for own in (codex, claude))
    money = (("account", "2" * 16), ("currency", "USD"), ("provider", "openrouter"))
    assert (12.4, -0.5) == (found["brim_money_spent", money], found["brim_money_balance", money])
    assert 3 == found["brim_requests_total", (("account", ID), ("provider", "codex"))]
    assert 4 == found["brim_requests_total", (("account", "9" * 16),)]
    assert (0, "") == promtool(text)


def test_what_is_not_known_is_left_out() -> None:
    """Without an account and a transcript there is the version alone: nothing unknown is drawn as 0."""
    assert {("brim_build_info", (("version", "0.1.0"),)): 1.0} == parse(text_of(MetricValues("0.1.0")))


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("/home/me/app", "app"),
        ("/home/me/app/", "app"),
        (r"C:\Users\me\app", "app"),
        ("d:/src/app", "app"),
        (r"\\wsl.localhost\Debian\home\me\app", "app"),
        ("/", "/"),
    ],
)
def test_project_is_the_last_part_of_its_folder(folder: str, name: str) -> None:
    """Also of a folder of Windows that is read elsewhere, as in WSL: the rest of it names a person."""
    assert name == project_name(folder)
