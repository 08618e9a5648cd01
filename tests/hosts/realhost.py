"""A real host of tray icons, started from nothing: X server, session bus, system bus, and the host itself.

The host and Brim share one home, that of the test, as they do on a person's machine: Brim reads the settings of this
desktop. This module must not know which host it is.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, override

from tests.desktop.screen import PANEL_HEIGHT
from tests.desktop.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

SERVICES = Path("/usr/share/dbus-1/services")
_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>{kind}</type>
  <listen>unix:path={folder}/{kind}.bus</listen>
  <servicedir>{folder}/{kind}-services</servicedir>
  <policy context="default">
    <allow user="*"/><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
"""
_PACKAGES = {
    "Xvfb": "xvfb",
    "dbus-daemon": "dbus-daemon",
    "dbus-send": "dbus-bin",
    "xdotool": "xdotool",
    "/usr/lib/python3/dist-packages/dbusmock/__init__.py": "python3-dbusmock",
}


class RealHost(Session):
    """Owner of the processes of one host; each kind of host is a class below this one."""

    packages: ClassVar[Mapping[str, str]]
    """Debian's package of each program or file that the host needs."""
    lower_panel: ClassVar[int] = 0
    """The height of the panel at the lower edge, if there is one."""
    desktop: ClassVar[str] = ""
    """XDG_CURRENT_DESKTOP of the host."""
    system_mocks: ClassVar[tuple[str, ...]] = ()
    """Templates of python-dbusmock for the system bus, such as logind."""

    def __init__(self, width: int = 1280, height: int = 800) -> None:
        """Prepare a host on a screen of this size, in pixels."""
        super().__init__(1, PANEL_HEIGHT)
        self.width, self.height = width, height

    @classmethod
    def missing_packages(cls) -> list[str]:
        """Debian's packages of what is not installed."""
        needed = _PACKAGES | dict(cls.packages)
        return sorted({name for program, name in needed.items() if not _is_installed(program)})

    @property
    def screen(self) -> str:
        """The whole screen as an X geometry."""
        return f"{self.width}x{self.height}+0+0"

    @property
    def panel(self) -> str:
        """The panel at the lower edge as an X geometry."""
        return f"{self.width}x{self.lower_panel}+0+{self.height - self.lower_panel}"

    @override
    def wait(self, test: Callable[[], bool], what: str, seconds: float = 60.0) -> None:
        """Wait until `test` is true; a whole desktop that is drawn in software takes its time."""
        super().wait(test, what, seconds)

    def log(self, name: str) -> str:
        """What a program of this host wrote so far."""
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def start_host(self) -> None:
        """Start the host, and wait until it is drawn."""
        raise NotImplementedError

    @override
    def start_programs(self) -> None:
        """Start the X server, both buses and the host."""
        (self.folder / "run").mkdir(mode=0o700)
        self._start_screen(self.width, self.height, "+extension", "GLX", "+extension", "RANDR")
        self.env |= {
            "XDG_RUNTIME_DIR": str(self.folder / "run"),
            "XDG_CURRENT_DESKTOP": self.desktop,
            "XDG_CONFIG_DIRS": "/etc/xdg",
            "XDG_DATA_DIRS": "/usr/local/share:/usr/share",
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "NO_AT_BRIDGE": "1",
            "GTK_A11Y": "none",
            "GIO_USE_VFS": "local",
            "LC_ALL": "C.UTF-8",
        }
        self._start_bus("session")
        self._start_bus("system")
        for template in self.system_mocks:
            self._start(f"mock-{template}", ["/usr/bin/python3", "-m", "dbusmock", "--system", "--template", template])
        self.start_host()

    def _start_bus(self, kind: str) -> None:
        """Start the session bus with the machine's services, or the system bus with none.

        A daemon of notifications is no service here: another desktop's would take the notifications of this one.
        """
        services = self.folder / f"{kind}-services"
        services.mkdir()
        for file in SERVICES.glob("*.service") if kind == "session" else ():
            if "Name=org.freedesktop.Notifications" not in file.read_text(errors="replace"):
                (services / file.name).symlink_to(file)
        conf = self.folder / f"{kind}.conf"
        conf.write_text(_BUS.format(kind=kind, folder=self.folder))
        address = self.folder / f"{kind}.bus"
        self._start(f"{kind}-bus", ["dbus-daemon", "--nofork", "--nopidfile", f"--config-file={conf}"])
        self.wait(address.exists, f"the {kind} bus")
        self.env[f"DBUS_{kind.upper()}_BUS_ADDRESS"] = f"unix:path={address}"

    @override
    def _stop(self) -> None:
        """End what was started here, and then what the session bus started."""
        super()._stop()
        for pid in _processes_with(f"DBUS_SESSION_BUS_ADDRESS=unix:path={self.folder}/session.bus"):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def setting(host: RealHost, schema: str, key: str, value: str) -> None:
    """Change a setting of GNOME's kind. Raises DesktopError where there is no such setting."""
    host.run("gsettings", "set", schema, key, value)


def _is_installed(program: str) -> bool:
    return Path(program).exists() if program.startswith("/") else shutil.which(program) is not None


def _processes_with(variable: str) -> Iterator[int]:
    """The processes of this user that have a variable, with its value, in their environment."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):
                if variable.encode() in (folder / "environ").read_bytes().split(b"\0"):
                    yield int(folder.name)
