"""What Codex used is counted once, whatever its session files repeat, copy, cut off or leave out."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from brim.backend.costs.tokens import Tokens
from tests.support.codexrollouts import (
    FORK,
    FORKED_TURN,
    MODEL,
    OWN_TURN,
    PROJECT,
    SESSION,
    count,
    dated_id,
    meta,
    read_codex,
    record,
    rollout,
    row,
    tokens,
    turn,
)
from tests.support.transcripts import write

if TYPE_CHECKING:
    from pathlib import Path

ONE, TWO = tokens(1000, 600, 50, reasoning_output_tokens=20), tokens(2000, 1500, 70)
BOTH = tokens(3000, 2100, 120)
FIRST, SECOND = count(ONE, ONE), count(BOTH, TWO, "10:01:00")
SESSION_ROWS = [meta(), turn(turn_id=OWN_TURN), FIRST, SECOND]
ALL = Tokens(2, 900, 120, 0, 0, 2100)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder of Codex."""
    return tmp_path / ".codex"


def test_each_response_counts_with_its_place_and_model(tmp_path: Path, home: Path) -> None:
    """Tokens from the cache are taken out of those sent; session, folder, model and provider are those of the file."""
    write(rollout(home), SESSION_ROWS)
    found = read_codex(tmp_path, [home])
    [place] = {cell.place for cell in found.cells}

    assert ALL == found.tokens
    assert (SESSION, PROJECT, str(home), "codex") == place
    assert {MODEL} == {cell.price_class.model for cell in found.cells}
    assert pytest.approx((900 * 5 + 2100 * 0.5 + 120 * 30) / 1e6) == found.cost


REPEATED: dict[str, list[object]] = {
    "limits that were read again": [count(BOTH, TWO, "10:05:00"), count(BOTH, TWO, "10:06:00")],
    "limits before any response": [count(None, None)],
    "an estimate after the history was shortened": [count(BOTH, tokens(0, total_tokens=900), "10:05:00")],
    "a row that is cut off": [b'{"timestamp":"2026-11-23T11:00:00.000Z","type":"event_msg","payload":{"type":"token_c'],
    "a resumed session that names itself again": [meta(), count(BOTH, TWO, "10:05:00")],
    "texts that hold a row": [row("response_item", {"text": json.dumps(count(ONE, ONE))})],
    "no object at all": [b"[]\n", b'{"type":"event_msg","payload":{"type":"token_count","info":7}}\n'],
}


@pytest.mark.parametrize("rows", REPEATED.values(), ids=REPEATED)
def test_what_is_no_response_counts_nothing(tmp_path: Path, home: Path, rows: list[object]) -> None:
    """Rows that repeat a sum, or tell no tokens, add nothing."""
    write(rollout(home), [*SESSION_ROWS, *rows])

    assert ALL == read_codex(tmp_path, [home]).tokens


ODD: dict[str, list[object]] = {
    "half a row without its end before a row": [meta(), turn(), FIRST, b'{"timestamp":"2026-11-23', SECOND],
    "NUL bytes before a row": [meta(), turn(), FIRST, b"\0" * 64, SECOND],
    "sums without the last response, as in 2025": [meta(), turn(), count(ONE, None), count(BOTH, None)],
    "sums that begin again": [meta(), turn(), FIRST, count(TWO, TWO)],
    "names of responses": [
        *(meta(), turn(turn_id=OWN_TURN)),
        *(record("resp_1", ONE, ONE), FIRST, record("resp_2", BOTH, TWO), SECOND, count(BOTH, TWO)),
    ],
    "a named response without a sum": [meta(), turn(), record("resp_1", ONE, ONE), record("resp_2", BOTH, TWO)],
    "null and odd numbers": [
        *(meta(), turn(), count(ONE, ONE | {"cache_write_input_tokens": None})),
        count(BOTH, TWO | {"output_tokens": 70.0, "extra": True}),
    ],
}


@pytest.mark.parametrize("rows", ODD.values(), ids=ODD)
def test_responses_of_all_versions_count_once(tmp_path: Path, home: Path, rows: list[object]) -> None:
    """Two responses are two, by whichever rows they are told."""
    write(rollout(home), rows)

    assert ALL == read_codex(tmp_path, [home]).tokens


def _copied(rows: list[dict[str, object]]) -> list[object]:
    """Rows as a fork repeats them: under the time of the fork."""
    return [one | {"timestamp": "2026-11-23T11:00:00.500Z"} for one in rows]


NAMED = [meta(), turn(turn_id=OWN_TURN), record("resp_1", ONE, ONE), FIRST, record("resp_2", BOTH, TWO), SECOND]
NEXT = count(tokens(6000, 4100, 150), tokens(3000, 2000, 30), "11:01:00")
FORKS: dict[str, tuple[list[dict[str, object]], list[object]]] = {
    "that copies": (SESSION_ROWS, [meta(FORK, forked_from_id=SESSION), *_copied(SESSION_ROWS)]),
    "that copies turns without ids": (
        [meta(), turn(), FIRST, SECOND],
        [meta(FORK, forked_from_id=SESSION), *_copied([meta(), turn(), FIRST, SECOND])],
    ),
    "that copies named responses": (NAMED, [meta(FORK, forked_from_id=SESSION), *_copied(NAMED)]),
    "that goes on": (SESSION_ROWS, [meta(FORK, forked_from_id=SESSION)]),
}


@pytest.mark.parametrize(("parent", "fork"), FORKS.values(), ids=FORKS)
@pytest.mark.parametrize("is_fork_first", [False, True])
def test_a_fork_adds_what_is_new_in_it(
    tmp_path: Path, home: Path, parent: list[object], fork: list[object], *, is_fork_first: bool
) -> None:
    """Copied history is no use of the fork, in whatever order both are read; what follows belongs to the fork."""
    files = [(SESSION, parent), (FORK, [*fork, turn(turn_id=FORKED_TURN), NEXT])]
    for session, rows in reversed(files) if is_fork_first else files:
        write(rollout(home, session), rows)
        read_codex(tmp_path, [home])
    found = read_codex(tmp_path, [home])
    of_fork = [cell.tokens for cell in found.cells if cell.place.session == FORK]

    assert Tokens(3, 1900, 150, 0, 0, 4100) == found.tokens
    assert [Tokens(1, 1000, 30, 0, 0, 2000)] == of_fork


def test_a_fork_of_a_session_that_is_gone_has_its_own_use_only(tmp_path: Path, home: Path) -> None:
    """Copied turns are older than the fork, so they do not count on its day, though their session is deleted."""
    rows = [meta(FORK, forked_from_id=SESSION), *_copied(SESSION_ROWS), turn(turn_id=FORKED_TURN), NEXT]
    write(rollout(home, FORK), rows)

    assert Tokens(1, 1000, 30, 0, 0, 2000) == read_codex(tmp_path, [home]).tokens


def test_sessions_with_the_same_numbers_are_two(tmp_path: Path, home: Path) -> None:
    """The same prompt twice costs twice, though every number is the same, and local servers repeat names."""
    for number in (1, 2):
        session = dated_id(1_795_400_000_000, number)
        write(rollout(home, session), [meta(session), turn(), FIRST])
    write(rollout(home), [meta(), turn(), record("resp_1", TWO, TWO)])

    assert 3 == read_codex(tmp_path, [home]).tokens.answers


def test_a_file_that_grows_is_read_on(tmp_path: Path, home: Path) -> None:
    """Each cut of a file gives the same sums as the whole: model, folder and sums are kept between passes."""
    write(tmp_path / "whole", SESSION_ROWS + NAMED)
    raw = (tmp_path / "whole").read_bytes()
    file = rollout(home)
    file.parent.mkdir(parents=True)
    for end in range(0, len(raw), 97):
        file.write_bytes(raw[:end])
        read_codex(tmp_path, [home])
    file.write_bytes(raw)
    found = read_codex(tmp_path, [home])

    whole = read_codex(tmp_path / "other", [home])
    assert whole.cells == found.cells
    assert {MODEL} == {cell.price_class.model for cell in found.cells}


def test_an_archived_session_is_the_same(tmp_path: Path, home: Path) -> None:
    """A session that Codex moves to its archive counts once, and one that is there already counts."""
    write(rollout(home), SESSION_ROWS)
    read_codex(tmp_path, [home])
    archive = home / "archived_sessions"
    archive.mkdir()
    shutil.move(rollout(home), archive)

    assert ALL == read_codex(tmp_path, [home]).tokens
    assert ALL == read_codex(tmp_path / "new", [home]).tokens


CLASSES: dict[str, tuple[list[object], dict[str, int], tuple[str, bool, bool]]] = {
    "a date and a provider in the name": ([turn("openai/gpt-5.4-2026-03-05")], ONE, ("gpt-5.4", False, False)),
    "fast mode": ([turn(service_tier="priority")], ONE, (MODEL, True, False)),
    "fast mode in settings": (
        [row("event_msg", {"type": "thread_settings_applied", "thread_settings": {"service_tier": "fast"}}), turn()],
        ONE,
        (MODEL, True, False),
    ),
    "a long prompt": ([turn()], tokens(272_001, 272_000), (MODEL, False, True)),
    "a prompt at the mark": ([turn()], tokens(272_000, 272_000), (MODEL, False, False)),
    "no model": ([], ONE, ("unknown", False, False)),
}


@pytest.mark.parametrize(("rows", "used", "wanted"), CLASSES.values(), ids=CLASSES)
def test_a_response_has_its_price_class(
    tmp_path: Path, home: Path, rows: list[object], used: dict[str, int], wanted: tuple[str, bool, bool]
) -> None:
    """Model, fast mode and the length of the prompt decide the price."""
    write(rollout(home), [meta(), *rows, count(used, used)])
    [cell] = read_codex(tmp_path, [home]).cells

    assert wanted == (cell.price_class.model, cell.price_class.fast, cell.price_class.long)


def test_an_unknown_model_has_tokens_and_no_price(tmp_path: Path, home: Path) -> None:
    """The model after next is counted, and no price of a neighbour is taken for it."""
    write(rollout(home), [meta(), turn("gpt-9-sol"), FIRST])
    found = read_codex(tmp_path, [home])

    assert ({"gpt-9-sol"}, 0, 1050) == (found.unpriced, found.cost, found.tokens.total)
