"""What is not covered by reports: network drives, failures of the watcher, and what other programs learn of it."""

from __future__ import annotations

import asyncio
import errno
import os
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from brim.backend.providers.claude.transcripts import transcript_place
from brim.backend.system.wakeup import listening
from brim.backend.watching.coverage import FILE_NAME, Gap, Reason, read_coverage
from brim.backend.watching.filesystems import is_in_wsl, is_network, kind_of
from brim.backend.watching.places import Topic, file_place, state_places
from brim.backend.watching.watch import FileWatch, open_watcher, watching
from tests.support.filewatching import Seen, running_watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from brim.backend.watching.batch import Batch, Watcher

MOUNTS = (
    "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw",
    "30 22 0:50 / /home rw shared:9 - nfs4 server:/export/home rw,vers=4.2",
    "31 30 0:51 / /home/me/My\\040Files rw - fuse.sshfs me@server:/ rw",
    "32 22 0:52 / /mnt/c rw - 9p drvfs rw",
    "33 22 0:53 / /secret rw - fuse.gocryptfs /cipher rw",
    "34 30 0:54 / /home/local rw master:1 - btrfs /dev/sdb rw",
    "not a line of mountinfo",
)


@pytest.mark.parametrize(
    ("folder", "kind", "network"),
    [
        ("/home/me/.claude", "nfs4", True),
        ("/home", "nfs4", True),
        ("/homestead", "ext4", False),
        ("/home/me/My Files/x", "fuse.sshfs", True),
        ("/home/local/me", "btrfs", False),
        ("/mnt/c/Users", "9p", True),
        ("/secret/me", "fuse.gocryptfs", False),
        ("/", "ext4", False),
    ],
)
def test_network_drives(folder: str, kind: str, network: bool) -> None:  # noqa: FBT001 - a row of the table
    """The innermost mount says what a folder is on; servers and hosts count as network, encryption at home does not."""
    assert (kind, network) == (kind_of(folder, MOUNTS), is_network(kind))


def test_wsl() -> None:
    """Paths into WSL are known by both of their names."""
    paths = ("\\\\wsl$\\Debian\\home", "\\\\WSL.localhost\\Debian\\home", "\\\\server\\share", "C:\\Users")

    assert [True, True, False, False] == [is_in_wsl(path) for path in paths]


def refusing(error: Exception) -> Callable[[], Watcher]:
    """An opener that fails."""

    def opener() -> Watcher:
        raise error

    return opener


@pytest.mark.parametrize(
    ("error", "gap"),
    [
        (OSError(errno.EMFILE, "Too many open files"), Gap("", Reason.INSTANCES)),
        (OSError(errno.ENOSYS, "Function not implemented"), Gap("", Reason.FAILED, "Function not implemented")),
        (ImportError("No module named 'inotify_simple'"), Gap("", Reason.LIBRARY, "No module named 'inotify_simple'")),
    ],
)
def test_no_watching_at_all(tmp_path: Path, error: Exception, gap: Gap) -> None:
    """Where system or library refuses, all files are checked by the clock; watching is tried again at each look."""
    login = file_place(Topic.LOGIN, tmp_path / "login.json")
    openers = [refusing(error), refusing(error), open_watcher]

    def opener() -> Watcher:
        return openers.pop(0)()

    async def go() -> None:
        async with running_watch([login], opener=opener) as seen:
            assert ((gap,), False) == (seen.watch.gaps, seen.watch.is_complete())
            seen.watch.look()
            await seen.until(lambda: [True] == [changes.by_clock for changes in seen.changes])
            seen.changes.clear()
            seen.watch.look()
            await seen.until(lambda: seen.everything_count > 0)
            assert seen.watch.is_complete()
            login.path.write_text("{}")
            await seen.until_reported(login.path)

    asyncio.run(go())


@pytest.mark.skipif(sys.platform != "linux", reason="inotify is a part of Linux")
@pytest.mark.parametrize(
    ("number", "reason"),
    [(errno.ENOSPC, Reason.LIMIT), (errno.EACCES, Reason.PERMISSION), (errno.ENOMEM, Reason.FAILED)],
)
def test_a_watch_is_refused(tmp_path: Path, number: int, reason: Reason) -> None:
    """A folder that the system refuses to watch is a gap with its reason; it closes once the system agrees."""
    from inotify_simple import INotify

    from brim.backend.watching.inotify import InotifyWatcher

    refused = {str(tmp_path)}

    class Refusing(INotify):
        def add_watch(self, path: str | os.PathLike[str], mask: int) -> int:
            if str(path) in refused:
                raise OSError(number, os.strerror(number))
            return super().add_watch(path, mask)

    login = file_place(Topic.LOGIN, tmp_path / "login.json")

    async def go() -> None:
        async with running_watch([login], opener=lambda: InotifyWatcher(inotify=Refusing)) as seen:
            assert [(str(tmp_path), reason)] == [(gap.path, gap.reason) for gap in seen.watch.gaps]
            refused.clear()
            seen.watch.look()
            await seen.until(seen.watch.is_complete)
            login.path.write_text("{}")
            await seen.until_reported(login.path)

    asyncio.run(go())


@pytest.mark.skipif(sys.platform != "linux", reason="inotify is a part of Linux")
def test_the_limit_is_reached_among_transcripts(tmp_path: Path) -> None:
    """Where the system watches only some folders, login and state folder are among them, old projects are not."""
    from inotify_simple import INotify

    from brim.backend.watching.inotify import InotifyWatcher

    class Limited(INotify):
        used = 0

        def add_watch(self, path: str | os.PathLike[str], mask: int) -> int:
            self.used += 1
            if self.used > 8:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return super().add_watch(path, mask)

    claude, state = tmp_path / ".claude", tmp_path / "state"
    state.mkdir()
    for number in range(20):
        (claude / "projects" / f"-p{number}").mkdir(parents=True)
    login, logins = claude / ".credentials.json", state / "logins.json"
    places = [transcript_place(claude), *state_places(state), file_place(Topic.LOGIN, login)]

    async def go() -> None:
        async with running_watch(places, opener=lambda: InotifyWatcher(inotify=Limited)) as seen:
            assert [Reason.LIMIT] == [gap.reason for gap in seen.watch.gaps]
            for path in (login, logins):
                path.write_text("{}")
            await seen.until_reported(login, logins)

    asyncio.run(go())


def test_shared_with_other_programs(tmp_path: Path) -> None:
    """What is not covered stands in the state folder while the tray runs, and comes back when somebody removes it."""
    state = tmp_path / "state"
    places = [file_place(Topic.LOGIN, tmp_path / "login.json")]

    async def go() -> None:
        assert read_coverage(state) is None
        async with listening(state, lambda: None) as port:
            async with running_watch(places, state_dir=state, port=port) as seen:
                assert () == read_coverage(state)
                (state / FILE_NAME).unlink()
                seen.watch.look()
                await seen.until(lambda: read_coverage(state) == ())
            opener = refusing(OSError(errno.EMFILE, "Too many open files"))
            async with running_watch(places, opener=opener, state_dir=state, port=port):
                assert (Gap("", Reason.INSTANCES),) == read_coverage(state)
                kept = (state / FILE_NAME).read_text()
            assert not (state / FILE_NAME).exists()
        (state / FILE_NAME).write_text(kept)
        assert read_coverage(state) is None

    asyncio.run(go())


def test_a_server_that_does_not_answer(tmp_path: Path) -> None:
    """While a look at a folder hangs, all files are checked by the clock, and the end of the tray does not wait."""
    answers = threading.Event()

    def opener() -> Watcher:
        answers.wait(20)
        return open_watcher()

    async def go() -> None:
        state = tmp_path / "state"
        watch = FileWatch(lambda: [file_place(Topic.LOGIN, tmp_path / "a")], state, opener)
        async with listening(state, lambda: None) as port:
            async with watching(watch, port):
                await Seen(watch).until(lambda: read_coverage(state) is not None)
                assert (Gap("", Reason.STARTING),) == watch.gaps == read_coverage(state)
                began = time.monotonic()
            assert time.monotonic() - began < 1
        answers.set()

    asyncio.run(go())


def test_an_internal_error(tmp_path: Path) -> None:
    """When the watch itself fails, everything is checked by the clock from then on."""

    class Failing:
        """Watches nothing, and fails as soon as something is to be taken."""

        gaps = ()

        def update(self, places: object, *, rebuild: bool = False) -> None:
            """Nothing to watch."""

        def is_outdated(self) -> bool:
            """Never."""
            return False

        def extend(self, folders: Iterable[str]) -> list[tuple[Topic, str]]:
            """No folder."""
            return [(Topic.LOGIN, folder) for folder in folders]

        def arm(self, ready: Callable[[], None]) -> None:
            """There is always something."""
            asyncio.get_running_loop().call_later(0.01, ready)

        def disarm(self) -> None:
            """Nobody is called."""

        def take(self) -> Batch:
            """Fail."""
            raise ZeroDivisionError

        def close(self) -> None:
            """Nothing is open."""

    async def go() -> None:
        async with running_watch([file_place(Topic.LOGIN, tmp_path / "a")], opener=Failing) as seen:
            await seen.until(lambda: not seen.watch.is_complete())
            assert (Gap("", Reason.FAILED, "ZeroDivisionError"),) == seen.watch.gaps
            seen.changes.clear()
            seen.watch.look()
            assert [True] == [changes.by_clock for changes in seen.changes]

    asyncio.run(go())
