"""Whatever values stand in the shared files, each bar gets its line, and each question an answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brim.backend.outputs.barformats import FORMATS
from brim.backend.outputs.sharedreading import Shared
from brim.backend.outputs.template import LIMIT_FIELDS, READING_FIELDS
from brim.cli.bars.barrequest import BarRequest
from brim.cli.bars.gate import Question
from tests.support.sharedfiles import NOW, WEEK, account, iso, limit, share

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EVERYTHING = " ".join(
    [*(f"{{{name}.{field}}}" for name in ("week", "pressing", "x y") for field in LIMIT_FIELDS)]
    + [f"{{{field}}}" for field in READING_FIELDS]
)
TIMES = st.sampled_from([0.0, 1.0, -86_400.0 * 365, 86_400.0 * 3, 5e9, 1.0 - NOW.timestamp()])
ODD: st.SearchStrategy[object] = st.sampled_from(
    [
        *(None, True, False, 0, -1, 1e300, 10**400, 999.9, 1e15, "1" * 400, "nan", "1e999", "٣"),
        *("", "x" * 10_000, "\ud800", "\x00", "\u202e", "{x}", "session", "paying", [], {}, [{}], [None] * 3, {"a": 1}),
        *("0001-01-01T00:00:00Z", "9999-12-31T23:59:59+14:00", "1970-01-01T00:00:00-23:59", "2026-13-01"),
    ]
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - foreign JSON
    """Every place in a JSON value."""
    if isinstance(value, dict | list):
        for key, below in value.items() if isinstance(value, dict) else enumerate(value):
            yield (*path, key)
            yield from places(below, (*path, key))


def whole() -> list[dict[str, Any]]:  # Any: JSON
    """What the tray and the status line write, with everything that they know."""
    named = limit(pace=1.2, chance=0.5, outlook="Runs out.", top_project={"name": "one"})
    problem = {"title": "Signed out", "message": "Sign in."}
    status = {"schema": 1, "made_at": iso(NOW), "show": "used", "roots": {"work000000000000": ["/a/projects"]}}
    window = {"used_percentage": 5, "resets_at": NOW.timestamp() + 99, "told_at": NOW.timestamp()}
    report = {"schema": 1, "received_at": NOW.timestamp(), "config_dir": "/a", "rate_limits": {"five_hour": window}}
    accounts = [account(named, WEEK, problem=problem), account(name="home")]
    return [json.loads(json.dumps(status | {"accounts": accounts})), json.loads(json.dumps(report))]


@pytest.mark.usefixtures("utc")
@given(data=st.data(), late=TIMES)
def test_no_value_is_too_odd(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, late: float) -> None:
    """Values of any kind at any place, and a clock that is years off, leave a line for each bar and a gate."""
    state = tmp_path_factory.getbasetemp() / "odd"
    (state / "statusline").mkdir(parents=True, exist_ok=True)
    for content, name in zip(whole(), ("status.json", "statusline/a.json"), strict=True):
        for place in data.draw(st.lists(st.sampled_from([*places(content)]), max_size=4)):
            _put(content, place, data.draw(ODD))
        (state / name).write_text(json.dumps(content))
    now = NOW.timestamp() + late

    for name in FORMATS:
        for template in (None, EVERYTHING):
            line, changes_at = BarRequest(name, template, None).output(str(state), now)
            assert line.encode(errors="replace").strip()
            assert changes_at is not None
            assert changes_at > now
    for name in ("session", "pressing", "week"):
        code, sentence = Question({"--limit": name, "--pace": ""}).answer(Shared(str(state), now), now)
        assert code in {0, 1, 3}
        assert sentence.isprintable()


def _put(content: Any, place: tuple[Any, ...], value: object) -> None:  # noqa: ANN401 - foreign JSON
    """Put a value at a place, unless an earlier one has taken it away."""
    *above, last = place
    for key in above:
        if not isinstance(content, dict | list) or (isinstance(content, dict) and key not in content):
            return
        if isinstance(content, list) and not (isinstance(key, int) and key < len(content)):
            return
        content = content[key]
    if isinstance(content, dict) or (isinstance(content, list) and isinstance(last, int) and last < len(content)):
        content[last] = value


def test_thousands_of_limits_are_a_short_text(tmp_path: Path) -> None:
    """A bar gets no more than it can show."""
    share(tmp_path, *(account(*(limit(limit_id=f"l{number}") for number in range(5_000))) for _ in range(2)))

    assert len(BarRequest("waybar", None, None).output(str(tmp_path), NOW.timestamp())[0]) < 20_000
