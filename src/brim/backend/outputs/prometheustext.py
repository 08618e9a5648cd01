"""Writes families of metrics in the classic text format of Prometheus, version 0.0.4.

Facts (prometheus.io/docs/instrumenting/exposition_formats; tried with promtool and the textfile collector of
node_exporter): HELP and TYPE carry the whole name, `_total` too; in the value of a label backslash, quote and line feed
are escaped, in a help backslash and line feed; the last line ends with a line feed; a line with a time makes a textfile
collector skip the whole file. Pure. This module must not know what a metric means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from brim.backend.outputs.metricvalues import Family, Labels

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def prometheus_text(families: Iterable[Family]) -> str:
    """All families, each with its help and type."""
    return "".join(f"{line}\n" for family in families for line in _lines(family))


def _lines(family: Family) -> Iterator[str]:
    yield f"# HELP {family.name} {_escaped(family.help)}"
    yield f"# TYPE {family.name} {family.kind}"
    for labels, value in sorted(family.samples.items()):
        yield f"{family.name}{_labels(labels)} {_number(value)}"


def _labels(labels: Labels) -> str:
    if not labels:
        return ""
    written = (f'{name}="{_escaped(value).replace('"', '\\"')}"' for name, value in labels)
    return f"{{{','.join(written)}}}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _number(value: float) -> str:
    """Whole numbers without a point; all others with as many digits as bring back the same number."""
    return str(int(value)) if value == int(value) else repr(float(value))
