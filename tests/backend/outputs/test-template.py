"""Lines of one's own: each field, and what is not one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from brim.backend.outputs.template import LIMIT_FIELDS, READING_FIELDS
from brim.cli.bars.barrequest import BarRequest
from tests.support.sharedfiles import NOW, WEEK, account, limit, share

if TYPE_CHECKING:
    from pathlib import Path


def filled(state: Path, template: str, name: str = "plain") -> str:
    """The line of a template."""
    return BarRequest(name, template, None).output(str(state), NOW.timestamp())[0]


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """A data folder with one account."""
    fable = limit(80.0, "weekly_scoped:Fable", "Fable (week)", level="warn", pace=1.44, chance=0.876, outlook="soon")
    top = limit(top_project={"name": "brim", "percent": 31})
    problem = {"title": "Offline", "message": "Wait."}
    spend = {"text": "Spent $3", "enabled": True}
    return share(tmp_path, account(top, WEEK, fable, problem=problem, provider="codex", spend=spend))


@pytest.mark.usefixtures("utc")
def test_fields(state: Path) -> None:
    """Each field has its value, and an unknown value is a dash."""
    assert "42 58 2 h 05 min 14:05 calm – – – Session brim" == filled(
        state, " ".join(f"{{session.{name}}}" for name in LIMIT_FIELDS)
    )
    assert "80 20 1.4 87 soon warn" == filled(
        state, "{fable.percent} {fable.left} {fable.pace} {fable.chance} {weekly_scoped:Fable.forecast} {fable.level}"
    )
    assert "ok calm – work codex Spent $3 Ultra 0 s $4.24 Offline" == filled(
        state, " ".join(f"{{{name}}}" for name in READING_FIELDS)
    )
    assert "– –" == filled(state, "{opus.percent} {opus.label}")


def test_rest_of_a_template_is_the_users_own(state: Path) -> None:
    """Other braces and marks stay as they are written, in each form."""
    own = "<b>{session.percent}</b> {} { x } {1} %{F#fff} #[bold] {Ünknown}"

    assert own.replace("{session.percent}", "42") == filled(state, own)
    assert "%{F#fff}42%{F-}" == filled(state, "%{F#fff}{session.percent}%{F-}", "polybar")


@pytest.mark.parametrize("field", ["{sesion}", "{session.perzent}", "{percent}", "{week.used}"])
def test_unknown_field_is_named(state: Path, field: str) -> None:
    """A field that there is not is named in one line, with those that there are."""
    line = filled(state, f"{{session.percent}} {field}")

    assert line.startswith(f"Unknown field {field}. Known are session.percent, ")
    assert set(READING_FIELDS) <= set(re.findall(r"[a-z_.]+", line))
