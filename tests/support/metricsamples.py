"""Values for the tests of metrics, names that try every form, and a reader of the text format of its own."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

from brim.backend.outputs.metricvalues import AccountValues, CountedUse, LimitValues, MetricValues
from tests.support.shells import skip_without

if TYPE_CHECKING:
    from collections.abc import Mapping

    type Series = tuple[str, tuple[tuple[str, str], ...]]

HOSTILE = (
    'quote " quote',
    "back \\ slash",
    "line\nfeed",
    'both \\" and \\n',
    "ends with \\",
    "carriage\rreturn\0null",
    "\u202eright to left\u202c",
    "שלום",
    "x" * 10_000,
    f"{'x' * 9_999}y",
    '"} 1\nbrim_limit_used_percent{account="forged"} 99',
    "half \ud800 a letter",
    "# HELP forged",
    "{}",
    "",
)
"""Each as the name of a project, a model, an account, a limit and a source."""
_LINE = re.compile(r'(?P<name>[a-z_]+)(?:\{(?P<labels>(?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)*)\})? (?P<value>\S+)')
_LABEL = re.compile(r'([a-z_]+)="((?:[^"\\]|\\.)*)"')
_ESCAPES = {"\\\\": "\\", '\\"': '"', "\\n": "\n"}


def hostile_values() -> MetricValues:
    """Every value with every such name."""
    accounts = tuple(
        AccountValues(
            id_ or "empty",
            id_,
            {"api": 1_795_000_000.4, id_: 1_795_000_000.6},
            tuple(LimitValues(name, 12.5, 1_796_000_000.5, 0.25, dict.fromkeys(HOSTILE, 0.5), 1.0) for name in HOSTILE),
        )
        for id_ in HOSTILE
    )
    uses = tuple(CountedUse(name, name, (1, 2, 3, 4, 5), 0.5) for name in HOSTILE)
    counts = dict.fromkeys(HOSTILE, 7)
    return MetricValues("1.2.3", accounts, uses, counts, counts)


def parse(text: str) -> dict[Series, float]:
    """Every sample of a text, by its name and labels; fails for a line that is none, and for a second one of a name."""
    found: dict[Series, float] = {}
    assert text == "" or text.endswith("\n")
    for line in text.split("\n")[:-1]:
        if line.startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        assert match is not None, line
        labels = tuple((name, _unescaped(value)) for name, value in _LABEL.findall(match["labels"] or ""))
        assert (match["name"], labels) not in found, line
        found[match["name"], labels] = float(match["value"])
    return found


def counters(text: str) -> dict[Series, float]:
    """The samples that must not fall."""
    return {series: value for series, value in parse(text).items() if series[0].endswith("_total")}


def fallen(before: Mapping[Series, float], after: Mapping[Series, float]) -> list[Series]:
    """The counters that are lower than before, or gone."""
    return [series for series, value in before.items() if after.get(series, -1.0) < value]


def promtool(text: str) -> tuple[int, str]:
    """What `promtool check metrics` says of a text, and its exit code."""
    skip_without("promtool")
    command = ["promtool", "check", "metrics"]
    run = subprocess.run(command, input=text.encode(), capture_output=True, check=False, timeout=60)
    return run.returncode, run.stderr.decode() + run.stdout.decode()


def _unescaped(value: str) -> str:
    return re.sub(r"\\.", lambda match: _ESCAPES[match[0]], value)
