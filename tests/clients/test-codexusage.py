"""The real Codex CLI works, resumes, forks and archives; what Brim counts of its session files is what was answered."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

from brim.backend.costs.tokens import Tokens
from tests.clients.responsesapi import responses_api
from tests.support.codexrollouts import read_codex

if TYPE_CHECKING:
    from pathlib import Path

    from tests.clients.programs import Programs

_CONFIG = """
model = "gpt-5.5"
model_provider = "invented"
service_tier = "fast"
[model_providers.invented]
name = "invented"
base_url = "{url}"
wire_api = "responses"
supports_websockets = false
"""


class _AppServer:
    """Codex's own server, spoken to in lines of JSON."""

    def __init__(self, program: Path, home: Path) -> None:
        self._process = subprocess.Popen(
            [str(program), "app-server"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=home,
        )  # fmt: skip
        self._count = 0
        self.call("initialize", clientInfo={"name": "brim-tests", "version": "1"})

    def call(self, method: str, **params: object) -> Any:  # noqa: ANN401 - the JSON of a program
        """The result of a call."""
        self._count += 1
        number = self._count
        self._send({"id": number, "method": method, "params": params})
        return self._wait(lambda message: message.get("id") == number)["result"]

    def turn(self, thread: str, text: str) -> None:
        """One prompt and its answer."""
        self.call("turn/start", threadId=thread, input=[{"type": "text", "text": text}])
        self._wait(lambda message: message.get("method") == "turn/completed")

    def close(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.communicate(timeout=20)

    def _send(self, message: dict[str, object]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"jsonrpc": "2.0"} | message) + "\n")
        self._process.stdin.flush()

    def _wait(self, is_wanted: Any) -> Any:  # noqa: ANN401 - the JSON of a program
        assert self._process.stdout is not None
        for line in self._process.stdout:
            message = json.loads(line)
            if is_wanted(message):
                return message
        raise AssertionError("the program has ended")


def _sums(home: Path) -> int:
    """What Codex itself has summed up: forks go on with the sums of their parents, so the highest one is of all."""
    found: list[int] = []
    for path in home.rglob("*.jsonl"):
        rows = [json.loads(line) for line in path.read_text().splitlines()]
        sums = [
            row["payload"]["info"]["total_token_usage"] for row in rows if row["payload"].get("type") == "token_count"
        ]
        found += [one["total_tokens"] for one in sums]
    return max(found)


def test_every_answer_counts_once(programs: Programs, home: Path, tmp_path: Path) -> None:
    """After a session, its resumption, a fork, a fork of that and an archive Brim has every answer once."""
    codex_home, work = home / ".codex", home / "work"
    codex_home.mkdir()
    work.mkdir()
    with responses_api() as api:
        (codex_home / "config.toml").write_text(_CONFIG.format(url=api.url))
        for arguments in (("hello",), ("resume", "--last", "again")):
            command = [str(programs.codex), "exec", "--skip-git-repo-check", *arguments]
            subprocess.run(command, cwd=work, check=True, capture_output=True, stdin=subprocess.DEVNULL, timeout=120)
        [session] = codex_home.rglob("*.jsonl")
        server = _AppServer(programs.codex, work)
        try:
            threads = [session.stem[-36:]]
            for text in ("forked", "forked twice"):
                threads.append(server.call("thread/fork", threadId=threads[-1])["thread"]["id"])
                server.turn(threads[-1], text)
            in_between = read_codex(tmp_path, [codex_home])
            server.call("thread/archive", threadId=threads[-1])
        finally:
            server.close()
    found = read_codex(tmp_path, [codex_home])
    answered = sum(api.answered, Tokens())

    assert 4 == len(api.answered)
    assert answered == in_between.tokens == found.tokens == read_codex(tmp_path / "new", [codex_home]).tokens
    assert answered.total == _sums(codex_home)
    assert {*threads} == {cell.place.session for cell in found.cells}
    assert {(str(work), "gpt-5.5", True)} == {
        (os.path.realpath(cell.place.project), cell.price_class.model, cell.price_class.fast) for cell in found.cells
    }
