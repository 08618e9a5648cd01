"""The clipboard of X11 without a program for it: Brim itself answers the programs that paste."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from Xlib import X, Xatom
from Xlib.display import Display

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.desktop.fixtures import StartDesktop
    from tests.desktop.harness import Desktop

TEXT = "Session 41 % – ok"
COPY = """
import sys, threading
from brim.errors import BrimError
from brim.tray.desktop import clipboard
for line in sys.stdin:
    try:
        clipboard.copy(line.strip())
    except BrimError as error:
        print(error.title, flush=True)
    else:
        print("copied", flush=True)
"""


class Copier:
    """A process that copies each line of its input, on a desktop that has no program for that."""

    def __init__(self, desktop: Desktop, folder: Path, **environment: str) -> None:
        """Start the process; no other program is on its path."""
        env = desktop.env | {"PATH": str(folder)} | environment
        self._process = subprocess.Popen(
            [sys.executable, "-c", COPY], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def copy(self, text: str) -> str:
        """Copy a text; returns what the process prints."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{text}\n")
        return self._process.stdout.readline().strip()

    def threads(self) -> int:
        """How many threads the process has now."""
        return len(list(Path(f"/proc/{self._process.pid}/task").iterdir()))

    def end(self) -> None:
        """Let the process end."""
        self._process.communicate(timeout=20)


@contextmanager
def copier(desktop: Desktop, folder: Path, **environment: str) -> Iterator[Copier]:
    """A process that ends with the block."""
    process = Copier(desktop, folder, **environment)
    try:
        yield process
    finally:
        process.end()


def pasted(desktop: Desktop, target: str) -> bytes | list[str] | None:
    """What a program that pastes gets; None when it is refused."""
    with closing(Display(desktop.env["DISPLAY"])) as display:
        window = display.screen().root.create_window(0, 0, 1, 1, 0, 0, X.InputOnly)
        destination = display.intern_atom("PASTED")
        window.convert_selection(
            display.intern_atom("CLIPBOARD"), display.intern_atom(target), destination, X.CurrentTime
        )
        while (event := display.next_event()).type != X.SelectionNotify:
            pass
        if event.property == X.NONE:
            return None
        content = window.get_full_property(destination, X.AnyPropertyType)
        assert content is not None
        if content.property_type == Xatom.ATOM:
            return [display.get_atom_name(atom) for atom in content.value]
        return bytes(content.value)


def test_other_programs_paste_the_copied_text(start_desktop: StartDesktop, tmp_path: Path) -> None:
    """They may paste repeatedly, in the forms that TARGETS lists; a form that is not offered is refused."""
    desktop = start_desktop()
    with copier(desktop, tmp_path) as program:
        assert "copied" == program.copy(TEXT)

        offered = pasted(desktop, "TARGETS")
        assert isinstance(offered, list)
        assert {"TARGETS", "TIMESTAMP", "UTF8_STRING", "STRING"} <= set(offered)
        assert [TEXT.encode()] * 2 == [pasted(desktop, "UTF8_STRING") for _ in range(2)]
        assert TEXT.encode("latin-1", "replace") == pasted(desktop, "STRING")
        assert pasted(desktop, "image/png") is None


def test_the_last_copied_text_is_pasted(start_desktop: StartDesktop, tmp_path: Path) -> None:
    """A second text replaces the first, and the thread of the first ends."""
    desktop = start_desktop()
    with copier(desktop, tmp_path) as program:
        program.copy("one")
        before = program.threads()
        program.copy("two")
        desktop.wait(lambda: program.threads() == before, "the end of the first copy")

        assert b"two" == pasted(desktop, "UTF8_STRING")


def test_another_program_takes_the_clipboard(start_desktop: StartDesktop, tmp_path: Path) -> None:
    """When another program copies, that program answers, and our thread ends."""
    desktop = start_desktop()
    with copier(desktop, tmp_path) as program, copier(desktop, tmp_path) as other:
        alone = program.threads()
        program.copy("ours")
        other.copy("theirs")
        desktop.wait(lambda: program.threads() == alone, "the end of ours")

        assert b"theirs" == pasted(desktop, "UTF8_STRING")


def test_on_wayland_the_copy_fails(start_desktop: StartDesktop, tmp_path: Path) -> None:
    """Beside Wayland people do not paste from X's clipboard, so Brim reports that nothing was copied."""
    with copier(start_desktop(), tmp_path, WAYLAND_DISPLAY="wayland-9") as program:
        assert "Nothing was copied" == program.copy(TEXT)
