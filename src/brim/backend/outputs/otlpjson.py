"""Writes families of metrics as the JSON of an OTLP/HTTP request to `/v1/metrics`.

Facts (opentelemetry.io/docs/specs/otlp): an ExportMetricsServiceRequest in the JSON of protobuf; integers of 64 bits
are texts; aggregationTemporality 2 is cumulative, and then startTimeUnixNano says since when. Metrics have the same
names as in Prometheus and no unit, so that no receiver adds one to the name. Pure. This module must not know who gets
the request.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from brim.backend.outputs.metricvalues import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from brim.backend.outputs.metricvalues import Family, Labels

    type Json = dict[str, object]

CONTENT_TYPE = "application/json"
_CUMULATIVE = 2
_MICROSECONDS, _NANOSECONDS = 1_000_000, 1_000
"""Of a second, and of a microsecond: a number of seconds has no more digits than that."""


class Origin(NamedTuple):
    """Who sends, and since when it counts."""

    version: str
    instance: str
    """Tells this machine from others; names nothing."""
    started_at: float
    """Seconds since the epoch."""


def otlp_json(families: Iterable[Family], origin: Origin, now: float) -> str:
    """The body of one request; `now` in seconds since the epoch."""
    resource = {
        "service.name": "brim",
        "service.version": origin.version,
        "service.instance.id": origin.instance,
    }
    scope = {"name": "brim", "version": origin.version}
    metrics = [_metric(family, min(origin.started_at, now), now) for family in families]
    body = {
        "resourceMetrics": [
            {
                "resource": {"attributes": _attributes(resource.items())},
                "scopeMetrics": [{"scope": scope, "metrics": metrics}],
            }
        ]
    }
    return json.dumps(body, separators=(",", ":"), allow_nan=False)


def _metric(family: Family, started_at: float, now: float) -> Json:
    about: Json = {"name": family.name, "description": family.help}
    if family.kind is Kind.GAUGE:
        return about | {"gauge": {"dataPoints": [_point(labels, value, now) for labels, value in _sorted(family)]}}
    since = {"startTimeUnixNano": _nanoseconds(started_at)}
    points = [_point(labels, value, now) | since for labels, value in _sorted(family)]
    return about | {"sum": {"aggregationTemporality": _CUMULATIVE, "isMonotonic": True, "dataPoints": points}}


def _sorted(family: Family) -> list[tuple[Labels, float]]:
    return sorted(family.samples.items())


def _point(labels: Labels, value: float, now: float) -> Json:
    number: Json = {"asInt": str(value)} if isinstance(value, int) else {"asDouble": value}
    return {"attributes": _attributes(labels), "timeUnixNano": _nanoseconds(now)} | number


def _attributes(pairs: Iterable[tuple[str, str]]) -> list[Json]:
    return [{"key": key, "value": {"stringValue": value}} for key, value in pairs]


def _nanoseconds(at: float) -> str:
    return str(round(at * _MICROSECONDS) * _NANOSECONDS)
