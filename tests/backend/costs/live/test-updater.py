"""The cost file is brought up to date while a tray runs, in small steps, and costs of today follow."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from brim import logs
from brim.backend.costs.live.updater import CostUpdater, updating
from tests.support.codexrollouts import codex_root, count, meta, rollout, tokens, turn
from tests.support.transcripts import answer, claude_root, session_file, usage, write

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pytest

    from brim.model.account import AccountView
    from brim.model.costs import CostView

NOW = datetime.now(UTC)
STAMP = f"{NOW:%Y-%m-%dT%H:%M:%S.000Z}"
MILLION: dict[str, object] = {"model": "claude-opus-5-5", "usage": usage(input_tokens=1_000_000, output_tokens=0)}


class Recipient:
    """Takes costs, and waits for them."""

    def __init__(self) -> None:
        """Nothing has come yet."""
        self.costs: Mapping[int, CostView] = {}
        self._came = asyncio.Event()

    def views(self) -> Mapping[int, AccountView]:
        """No account has limits here."""
        return {}

    def take(self, costs: Mapping[int, CostView]) -> None:
        """Take new costs."""
        self.costs = costs
        self._came.set()

    async def next(self) -> Mapping[int, CostView]:
        """The costs that come next."""
        async with asyncio.timeout(20):
            await self._came.wait()
        self._came.clear()
        return self.costs


def test_costs_of_each_account_follow_its_transcripts(tmp_path: Path) -> None:
    """Each account has the list price of its own folders since midnight; a request shows what was added."""
    work, home = tmp_path / "work", tmp_path / "home"
    old = answer("old", timestamp="2026-01-01T00:00:00Z")
    write(session_file(work), [answer(timestamp=STAMP, message=MILLION), old])

    async def go() -> None:
        recipient = Recipient()
        updater = CostUpdater(
            tmp_path, tmp_path, {0: (claude_root(work),), 1: (claude_root(home),)}, recipient, rest_seconds=0
        )
        async with updating(updater):
            first = await recipient.next()
            write(session_file(home), [answer("msg_2", timestamp=STAMP, message=MILLION)])
            updater.request()
            second = await recipient.next()

        assert [4.0, 0.0] == [first[index].today for index in (0, 1)]
        assert [4.0, 4.0] == [second[index].today for index in (0, 1)]
        assert first[0].day_ends_at > NOW

    asyncio.run(go())


def test_a_bad_price_file_ends_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A price file that cannot be used is said once; the updater goes on, and uses it when it is mended."""
    logs.to_stderr(debug=False)
    prices = tmp_path / "prices.json"
    prices.write_text("{")
    write(session_file(tmp_path), [answer(timestamp=STAMP, message=MILLION)])

    async def go() -> None:
        recipient = Recipient()
        updater = CostUpdater(tmp_path, tmp_path, {0: (claude_root(tmp_path),)}, recipient, rest_seconds=0)
        async with updating(updater), asyncio.timeout(20):
            said = ""
            while "not JSON" not in said:
                updater.request()
                await asyncio.sleep(0)
                said += capsys.readouterr().err
            prices.unlink()
            updater.request()
            costs = await recipient.next()

        assert 4.0 == costs[0].today
        assert 1 == (said + capsys.readouterr().err).count("not JSON")

    asyncio.run(go())


def test_a_large_past_is_read_in_steps(tmp_path: Path) -> None:
    """More than one step of transcripts is read whole, without a request for each step."""
    filler = {"type": "user", "content": "x" * 1_000_000}
    for number in range(20):
        row = answer(f"msg_{number}", timestamp=STAMP, message=MILLION)
        write(session_file(tmp_path, f"s{number}"), [filler, row])

    async def go() -> None:
        recipient = Recipient()
        updater = CostUpdater(tmp_path, tmp_path, {0: (claude_root(tmp_path),)}, recipient, rest_seconds=0)
        async with updating(updater):
            while (await recipient.next())[0].today < 80:
                pass

        assert 80.0 == recipient.costs[0].today

    asyncio.run(go())


def test_an_end_in_the_middle_of_a_step_is_clean(tmp_path: Path) -> None:
    """However early an update is cancelled, its files are closed after the step, and the next one goes on."""
    for number in range(60):
        write(session_file(tmp_path, f"s{number}"), [answer(f"msg_{number}", timestamp=STAMP, message=MILLION)] * 50)

    async def go() -> None:
        recipient = Recipient()
        for turns in range(30):
            async with updating(
                CostUpdater(tmp_path, tmp_path, {0: (claude_root(tmp_path),)}, recipient, rest_seconds=0)
            ):
                for _ in range(turns):
                    await asyncio.sleep(0)
        async with updating(CostUpdater(tmp_path, tmp_path, {0: (claude_root(tmp_path),)}, recipient, rest_seconds=0)):
            while recipient.costs[0].today < 240 if recipient.costs else True:
                await recipient.next()

        assert 240.0 == recipient.costs[0].today

    asyncio.run(go())


def test_a_session_of_codex_shows_in_its_account(tmp_path: Path) -> None:
    """What one program writes is read where it was reported, and another account's costs stay; others follow later."""
    claude, home = tmp_path / "claude", tmp_path / "codex"
    used = tokens(1_000_000)
    rows = [meta(), turn(), count(used, used) | {"timestamp": STAMP}]

    async def go() -> None:
        recipient = Recipient()
        roots = {0: (claude_root(claude),), 1: (codex_root(home),)}
        updater = CostUpdater(tmp_path, tmp_path, roots, recipient, rest_seconds=0)
        async with updating(updater):
            first = await recipient.next()
            reported = write(rollout(home), rows)
            write(session_file(claude), [answer(timestamp=STAMP, message=MILLION)])
            updater.request([reported])
            second = await recipient.next()
            updater.request([tmp_path / "elsewhere.jsonl"])
            third = await recipient.next()

        assert [(0, 0), (0, 10), (4, 10)] == [(costs[0].today, costs[1].today) for costs in (first, second, third)]

    asyncio.run(go())
