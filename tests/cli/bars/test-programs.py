"""The examples of `brim help bars` in the programs that need no screen, with what these show."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from brim.backend.outputs.sharedreading import plain_text
from brim.backend.system.followers import FOLDER
from tests.support.barprograms import Tmux, conky_text, i3blocks
from tests.support.sharedfiles import HOSTILE, WEEK, limit, share_fresh, share_hostile
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST, SECOND = map(plain_text, HOSTILE)
"""What a line has of them."""
NAMED = f"{FIRST} 93% used · {SECOND} 61%"
"""The line with these names."""


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that the environment names; no program may write into the folder from which it is called."""
    monkeypatch.setenv("BRIM_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "state"


@pytest.fixture
def tmux() -> Iterator[Tmux]:
    """A tmux with the example."""
    with tempfile.TemporaryDirectory(prefix="brim") as folder, Tmux(Path(folder)) as running:
        yield running


def test_tmux_shows_the_line(state: Path, tmux: Tmux) -> None:
    """The line is shown by tmux at the right, in the color of its state, and the new one at its next refresh."""
    share_fresh(state, limit(42.0), WEEK)
    tmux.wait_for("Session 42% used · Week 61%")
    assert tmux.line().endswith("Session 42% used · Week 61%")
    assert "38;2;" not in tmux.line(colored=True)
    share_fresh(state, limit(93.0, level="critical"), WEEK)
    tmux.wait_for("Session 93% used · Week 61%")

    assert "38;2;232;89;12mSession 93% used · Week 61%" in tmux.line(colored=True)


def test_tmux_shows_a_hostile_name_as_text(state: Path, tmux: Tmux) -> None:
    """No name changes tmux's colors, is run as a command or is taken for a time."""
    share_hostile(state, 93.0, "critical")
    tmux.set_length(200)
    tmux.wait_for("93% used")

    assert tmux.line().endswith(NAMED)
    assert f"38;2;232;89;12m{NAMED}" in tmux.line(colored=True)
    assert not [*state.parent.glob("pwned")]


def test_i3blocks_passes_the_block_on(state: Path) -> None:
    """i3blocks gives i3bar text, color and urgency; a change is there at once; the follower ends with i3blocks."""
    share_fresh(state, limit(42.0), WEEK)
    with i3blocks() as bar:
        block = bar.next_block()
        assert ("Session 42% used · Week 61%", "42%", "none") == tuple(
            block[key] for key in ("full_text", "short_text", "markup")
        )
        assert "color" not in block
        wait_until(lambda: [*(state / FOLDER).glob("*.json")] != [], "the follower has its port")
        share_fresh(state, limit(93.0, level="critical"), WEEK)
        block = bar.next_block()
        assert ("Session 93% used · Week 61%", "#e8590c", True) == (block["full_text"], block["color"], block["urgent"])
    wait_until(lambda: [*(state / FOLDER).glob("*.json")] == [], "the end of the follower")


def test_i3blocks_shows_a_hostile_name_as_text(state: Path) -> None:
    """Quotation marks and backslashes, which i3blocks cannot read, become others; all else is as it is."""
    share_hostile(state, 93.0, "exhausted")
    with i3blocks() as bar:
        block = bar.next_block()

    assert NAMED.replace('"', "'").replace("\\", "/") == block["full_text"]
    assert ("#e03131", True) == (block["color"], block["urgent"])
    assert not [*state.parent.glob("pwned")]


def test_conky_shows_the_line(state: Path, tmp_path: Path) -> None:
    """The line is shown by conky, which reads no variable of its own in it."""
    share_hostile(state, 93.0, "critical")

    assert NAMED == conky_text(tmp_path)
    assert not [*tmp_path.glob("pwned")]
