"""`brim gate`, as a script calls it."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.support.sharedfiles import WEEK, account, iso, limit, share

if TYPE_CHECKING:
    from pathlib import Path

LATER = {"resets_at": iso(datetime.now(UTC) + timedelta(days=1))}


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that the environment names."""
    monkeypatch.setenv("BRIM_STATE_DIR", str(tmp_path / "state"))
    return tmp_path / "state"


def gate(*options: str) -> tuple[int, str, str]:
    """The exit code and what was printed."""
    done = subprocess.run(
        [sys.executable, "-m", "brim", "gate", *options],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout, done.stderr


def share_now(state: Path, percent: float, age: timedelta = timedelta(), **values: object) -> None:
    """Write a reading of so long ago."""
    read_at = datetime.now(UTC) - age
    due = iso(read_at + timedelta(minutes=12))
    windows = (limit(percent) | LATER | values, WEEK | LATER)
    share(state, account(*windows, fetched_at=iso(read_at), stale_at=due))


def test_answer_is_the_exit_code(state: Path) -> None:
    """0 means below, 1 means not below, for the pressing limit at 90% and for what is asked for."""
    share_now(state, 89.9)
    assert (0, "Session 89% used: below 90%\n", "") == gate()
    assert (1, "Session 89% used: not below 89%\n", "") == gate("--max", "89")
    assert (1, "Week 61% used: not below 61.9%\n", "") == gate("--limit", "week", "--max=61.9%")
    assert (0, "", "") == gate("-q")
    share_now(state, 90.0)
    assert (1, "", "") == gate("--quiet")


def test_unknown_and_old_are_3(state: Path) -> None:
    """3 means that usage is not known or too old; --max-age says how old it may be."""
    assert (3, "No usage is known: Start Brim, or run `brim statusline install`\n", "") == gate()
    share_now(state, 10.0, timedelta(hours=2, minutes=5))
    assert (3, "Week 61% used, but that is 2 h old\n", "") == gate()
    assert (3, "Session 10% used, but that is 2 h old\n", "") == gate("--max-age", "2h", "--limit", "session")
    assert (0, "Week 61% used: below 90%\n", "") == gate("--max-age", "3h")
    share_now(state, 10.0, label="5 hours", resets_at=iso(datetime.now(UTC) - timedelta(hours=1)))
    assert (3, "No usage is known for 5 hours\n", "") == gate("--limit", "session")


def test_without_a_limit_every_limit_counts(state: Path) -> None:
    """A script uses all limits, so the fullest one decides, also where another is the one of the icon."""
    share_now(state, 58.0, level="watch", chance=0.1)
    assert (1, "Week 61% used: not below 60%\n", "") == gate("--max", "60")
    assert (0, "Session 58% used: below 60%\n", "") == gate("--max", "60", "--limit", "pressing")
    week = limit(40.0, "weekly_all", "Week", chance=0.7, outlook="runs out Tue") | LATER
    now = datetime.now(UTC)
    due = iso(now + timedelta(minutes=12))
    share(state, account(limit(58.0) | LATER, week, fetched_at=iso(now), stale_at=due))
    assert (0, "Session 58% used: below 90%\n", "") == gate()
    assert (1, "Week 40% used: runs out Tue\n", "") == gate("--pace")
    assert 0 == gate("--pace", "--limit", "session")[0]


def test_unknown_names_are_3(state: Path) -> None:
    """A limit or an account that there is not is named, with those that there are; an empty name is none."""
    share_now(state, 10.0)
    for name in ("opus", ""):
        assert (3, f'No limit is called "{name}"; known are session, week\n', "") == gate("--limit", name)
    sentence = 'Unknown account: "nobody" is not an account; known are work\n'
    assert (3, sentence, "") == gate("--account", "nobody")
    assert 3 == gate("--account", "")[0]
    assert 1 == gate("--limit", "Week", "--max", "50")[0]
    share(state, account(limit(None), fetched_at=None, problem={"title": "Not signed in", "message": ""}))
    assert (3, "No usage is known: Not signed in\n", "") == gate()


def test_pace_counts_on_request(state: Path) -> None:
    """With --pace a limit that is expected to run out says no, too."""
    share_now(state, 40.0, chance=0.6, outlook="Runs out about 15:00 (60%).")
    assert 0 == gate()[0]
    assert (1, "Session 40% used: Runs out about 15:00 (60%).\n", "") == gate("--pace")
    share_now(state, 40.0, chance=0.4)
    assert 0 == gate("--pace")[0]


@pytest.mark.usefixtures("state")
@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--max", "x"), '"x" is not a percentage from 0 to 1000'),
        (("--max", "-1"), '"-1" is not a percentage from 0 to 1000'),
        (("--max", "nan"), '"nan" is not a percentage from 0 to 1000'),
        (("--max-age", "5"), '"5" is not a time such as 90s, 15m, 2h or 1d'),
        (("--maximum", "5"), "Unknown option"),
        (("x",), "Unexpected word"),
    ],
)
def test_mistake_is_one_line(options: tuple[str, ...], sentence: str) -> None:
    """A wrong command line is one clear line and exit code 2, so that a script cannot take it for an answer."""
    code, out, error = gate(*options)

    assert (2, "", 1) == (code, out, error.count("\n"))
    assert sentence in error


def test_refused_limit_stops_a_script(state: Path) -> None:
    """A limit that the vendor refuses is not below any percentage; nothing is said of one that is old."""
    share_now(state, 25.0, refused=True, level="exhausted")
    assert (1, "Session 25% used: refused by the vendor now\n", "") == gate()
    assert (1, "Session 25% used: refused by the vendor now\n", "") == gate("--limit", "session", "--max", "99")
    assert (0, "Week 61% used: below 90%\n", "") == gate("--limit", "week")
    share_now(state, 25.0, timedelta(hours=3), refused=True, level="exhausted")
    assert 3 == gate("--limit", "session")[0]


def test_account_may_be_called_by_its_provider(state: Path) -> None:
    """--account takes the name of a provider; of several accounts of it the most pressing one answers."""
    values = {"provider": "codex", "fetched_at": iso(datetime.now(UTC)), "stale_at": LATER["resets_at"]}
    accounts = [
        account(limit(95.0) | LATER, name="home", **values | {"provider": "claude"}),
        account(limit(40.0) | LATER, name="work", **values),
        account(limit(60.0, level="watch") | LATER, name="team", **values),
    ]
    share(state, *accounts)
    assert (0, "Session 60% used: below 90%\n", "") == gate("--account", "Codex")
    assert (0, "Session 40% used: below 90%\n", "") == gate("--account", "work")


def test_limits_are_called_by_their_length(state: Path) -> None:
    """The month and the day of an account are called that, as its week is."""
    month, day = limit(40.0, "monthly", "Month") | LATER, limit(30.0, "daily", "Day") | LATER
    share(state, account(month, day, fetched_at=iso(datetime.now(UTC)), stale_at=LATER["resets_at"]))
    assert (0, "Month 40% used: below 90%\n", "") == gate("--limit", "month")
    assert (0, "Day 30% used: below 90%\n", "") == gate("--limit", "day")
    assert "known are month, day" in gate("--limit", "week")[1]
