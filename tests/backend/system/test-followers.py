"""Who follows the shared files is told of a change, whatever lies in the folder, and who has gone is forgotten."""

from __future__ import annotations

import json
import os
import select
import socket
from typing import TYPE_CHECKING

import pytest

from brim.backend.system.followers import FOLDER, announce, drain, following, wake_followers

if TYPE_CHECKING:
    from pathlib import Path


def is_woken(listener: socket.socket) -> bool:
    """Whether a datagram has come; it is taken."""
    ready, _, _ = select.select((listener,), (), (), 0)
    return bool(ready) and drain(listener)


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def leave(state: Path, name: str, port: int) -> Path:
    """What a follower that was killed leaves."""
    (state / FOLDER).mkdir(parents=True, exist_ok=True)
    path = state / FOLDER / name
    path.write_text(json.dumps({"schema": 1, "port": port, "pid": int(path.stem)}))
    return path


def test_thousands_that_were_killed_delay_nobody(tmp_path: Path) -> None:
    """The first change after 3000 followers were killed reaches the one that lives, and forgets the others."""
    port = free_port()
    for number in range(3_000):
        leave(tmp_path, f"{10_000_000 + number}.json", port)
    with following(str(tmp_path)) as listener:
        wake_followers(str(tmp_path))

        assert is_woken(listener)
        assert [f"{os.getpid()}.json"] == [path.name for path in (tmp_path / FOLDER).iterdir()]
    assert [] == [*(tmp_path / FOLDER).iterdir()]


def test_each_of_a_hundred_is_told(tmp_path: Path) -> None:
    """A hundred bars learn of a change, each by its own port."""
    listeners = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(100)]
    try:
        for number, listener in enumerate(listeners):
            listener.settimeout(0)
            listener.bind(("127.0.0.1", 0))
            leave(tmp_path, f"{10_000_000 + number}.json", listener.getsockname()[1])
        wake_followers(str(tmp_path))

        assert all(map(is_woken, listeners))
    finally:
        for listener in listeners:
            listener.close()


def test_a_port_of_an_earlier_process_is_replaced(tmp_path: Path) -> None:
    """Where a killed follower had the same process id, its successor's port counts."""
    leave(tmp_path, f"{os.getpid()}.json", free_port())
    with following(str(tmp_path)) as listener:
        wake_followers(str(tmp_path))

        assert is_woken(listener)


def test_who_lost_the_folder_is_found_again(tmp_path: Path) -> None:
    """A person may delete the data folder while a bar follows: the bar writes its port again."""
    state = tmp_path / "state"
    with following(str(state)) as listener:
        (state / FOLDER / f"{os.getpid()}.json").unlink()
        (state / FOLDER).rmdir()
        state.rmdir()
        assert not announce(str(state), listener)
        wake_followers(str(state))

        assert is_woken(listener)
        assert announce(str(state), listener)
        assert 1 == len([*(state / FOLDER).iterdir()])


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "{}", '{"pid": 1}', '{"pid": 1, "port": true}', '{"pid": 1, "port": 70000}', "[" * 4_000, "notes"],
)
def test_files_of_others_stay(tmp_path: Path, content: str) -> None:
    """A person may have chosen a data folder that holds such a folder of another program; its files cost nothing."""
    foreign = [leave(tmp_path, f"{number}.json", 1) for number in range(1, 4)]
    for path in foreign:
        path.write_text(content)
    with following(str(tmp_path)) as listener:
        wake_followers(str(tmp_path))

        assert is_woken(listener)
    assert [content] * 3 == [path.read_text() for path in foreign]


def test_a_file_under_another_number_stays(tmp_path: Path) -> None:
    """What names another process than its own name is not a follower's."""
    path = leave(tmp_path, "7.json", free_port()).rename(tmp_path / FOLDER / "8.json")
    wake_followers(str(tmp_path))

    assert path.exists()


def test_no_folder_is_made_for_nobody(tmp_path: Path) -> None:
    """A change makes no folder, and one with an impossible name fails nothing."""
    wake_followers(str(tmp_path / "state"))
    wake_followers("\0")

    assert [] == [*tmp_path.iterdir()]
