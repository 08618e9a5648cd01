"""The topic `metrics`: what Brim tells dashboards, and how. This module must not know how it is written or sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words.helptopics.page import Columns, Example, Heading, Paragraph
from brim.words.metrics import metric_helps
from brim.words.translation import _

if TYPE_CHECKING:
    from brim.words.helptopics.page import Page


def metrics() -> Page:
    """How metrics get out, what they are called, and what they say about people."""
    return (
        Paragraph(
            _(
                "Brim can put on your team's dashboards how much of each limit is used, and what coding agents used on "
                "this machine: through Prometheus, an OpenTelemetry Collector and whatever reads from them. It starts "
                "no server for that, and nothing is written or sent until you set it up."
            )
        ),
        *_ways(),
        Heading(_("Metrics")),
        Columns(tuple(metric_helps().items())),
        *_labels(),
        *_counters(),
        *_names(),
        *_examples(),
    )


def _ways() -> Page:
    return (
        Heading(_("Three ways")),
        Paragraph(
            _(
                "`brim metrics` prints them once, with or without a running Brim. The other two work while Brim runs; "
                "restart it after a change of brim.toml."
            )
        ),
        Paragraph(
            _(
                "A file, for a machine that Prometheus reaches through node_exporter or windows_exporter. The folder "
                "is that of its textfile collector, and you need the right to write into it:"
            )
        ),
        Example(("[metrics]", 'textfile = "/var/lib/prometheus/node-exporter/brim.prom"')),
        Paragraph(
            _(
                "A push, for laptops: a POST of OTLP as JSON to /v1/metrics below a base URL, when something changed "
                "and at most once a minute. If it fails, Brim waits longer and longer, and at least as long as the "
                "server asks. It must be https, or http to this machine; redirects are not followed."
            )
        ),
        Example(
            (
                "[metrics]",
                'otlp_endpoint = "https://collector.example.com:4318"',
                'otlp_headers = "Authorization=Bearer%20TOKEN"',
            )
        ),
        Paragraph(
            _("Then try it: `brim metrics --send` sends once and prints what the server answered."),
        ),
        Paragraph(
            _(
                "Headers are name=value,name=value with %20 for a space, as OpenTelemetry writes them. They are never "
                "shown or logged. OTEL_EXPORTER_OTLP_ENDPOINT and other variables of OpenTelemetry do not count: they "
                "may be meant for another program."
            )
        ),
    )


def _labels() -> Page:
    return (
        Heading(_("Labels")),
        Columns(
            (
                ("account", _("a code; in metrics of limits, money and requests")),
                ("provider", _("its name in the settings, beside each account")),
                ("limit", _("session, weekly_all, or weekly_scoped with the model")),
                ("currency", _("of money, such as USD or credits")),
                ("source", _("where usage came from, such as api or cache")),
                ("project", _("only with metrics.projects; elsewhere in brim_quota_points is always there")),
                ("model", _("of tokens and list price")),
                ("type", _("of tokens: input, output, cache_read, cache_write_5m, cache_write_1h")),
            )
        ),
    )


def _counters() -> Page:
    return (
        Paragraph(
            _(
                "Names that end in _total never fall, also when Brim restarts, transcripts are deleted or a price "
                "changes: the list price is added once, as it is when Brim first counts the tokens. They are kept in "
                "metrics.json in the data folder; if you delete it, they start again. All times are seconds since 1970."
            )
        ),
    )


def _names() -> Page:
    return (
        Heading(_("Names of projects and accounts")),
        Columns(
            (
                ("metrics.projects", _("off: only sums of all projects; hashed: a code; names: the folder's name")),
                ("metrics.accounts", _("hashed: a code that stays the same; names: as Brim shows them")),
            )
        ),
        Paragraph(
            _(
                "A project is the last part of its folder, so it is the same on every machine, and folders of the same "
                "name are one. A code hides a name from a glance; whoever guesses the name can check it."
            )
        ),
    )


def _examples() -> Page:
    return (
        Heading(_("Examples")),
        Columns(
            (
                ("brim metrics --example grafana", _("a dashboard for Grafana: save it and import it")),
                ("brim metrics --example alerts", _("alert rules: a limit over 90%, old usage, the cost of a day")),
                ("brim metrics --example prometheus", _("a configuration of Prometheus")),
                ("brim metrics --example collector", _("a configuration of the OpenTelemetry Collector")),
                ("brim metrics --example victoriametrics", _("a configuration of VictoriaMetrics")),
            )
        ),
    )
