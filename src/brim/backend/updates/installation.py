"""How the copy of Brim that runs was installed, and what brings a newer one. Pure.

Facts: an installer writes its name to `INSTALLER`, and `direct_url.json` where the package did not come from an index
(PyPA's "Recording the Direct URL Origin"); `uv tool` puts `uv-receipt.toml` into the environment, pipx
`pipx_metadata.json`; `uvx` runs from uv's cache. Neither upgrades what was installed from a file, nor uv what a version
is demanded for. This module must not know where these traces are read.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath, PurePosixPath
from urllib.parse import unquote, urlsplit

from brim.backend.updates.names import PROJECT
from brim.model.update import Installation, InstalledBy
from brim.ownprogram import is_in_uv_cache

_DRIVE = re.compile(r"/[A-Za-z]:")
"""How the path of a `file:` address begins on Windows."""
_WINDOWS_PATH = re.compile(r"[A-Za-z]:\\")
_PINNED = re.compile(r"[?&](rev|tag)=")
"""In uv's address of a repository, where one state of it is demanded."""


@dataclass(frozen=True, slots=True)
class Traces:
    """What an installer left behind."""

    package: str
    """The folder of the package `brim`."""
    prefix: str
    """The folder of the environment."""
    executable: str
    """Python, or the program that needs none."""
    installer: str = ""
    is_distribution: bool = False
    """An installer wrote metadata for the package, with or without its own name."""
    direct_url: Mapping[str, object] = field(default_factory=dict)
    uv_tool: Mapping[str, object] | None = None
    """What `uv tool` was asked for, as its receipt has it; empty where that cannot be read, None without a receipt."""
    pipx: Mapping[str, object] | None = None
    """What pipx says of the package in the same way."""
    packaged_files: frozenset[str] = frozenset()
    """The files of a Debian package of Brim."""
    frozen: bool = False
    """The program needs no Python."""
    appimage: str = ""
    """The AppImage that the program runs from."""
    flatpak_id: str = ""
    is_repository: bool = False
    """A copy that is run from a folder is in a Git repository."""
    is_managed: bool = False
    """The Python is the system's, which pip has to be forced to change."""


def installation_of(traces: Traces) -> Installation:
    """How this copy was installed: first what encloses the whole program, then what put the package there."""
    return _enclosing(traces) or _of_system(traces) or _of_python(traces)


def _enclosing(traces: Traces) -> Installation | None:
    if traces.flatpak_id:
        return Installation(InstalledBy.FLATPAK, _command(("flatpak", "update", traces.flatpak_id)))
    if traces.appimage:
        return Installation(InstalledBy.APPIMAGE, place=traces.appimage)
    return None


def _of_system(traces: Traces) -> Installation | None:
    """A package manager of the system, by its own list or by the folders that it uses."""
    if traces.packaged_files & _own_files(traces):
        return Installation(InstalledBy.APT)  # no repository has it: its package is downloaded
    program = traces.executable if traces.frozen else traces.package
    found = _of_folders(PurePath(program).parts)
    if found is None and traces.frozen:
        return Installation(InstalledBy.BUNDLE, place=str(PurePath(program).parent))
    return found


def _of_folders(parts: tuple[str, ...]) -> Installation | None:
    """A package manager by the folders that it puts programs into; `parts` are those of a path."""
    if _follow(parts, "cellar", PROJECT) is not None:
        return Installation(InstalledBy.HOMEBREW, "brew upgrade brim")
    if _follow(parts, "scoop", "apps", PROJECT) is not None:
        return Installation(InstalledBy.SCOOP, "scoop update brim")
    if (name := _follow(parts, "winget", "packages")) is not None:  # Owner.Brim_SOURCE
        return Installation(InstalledBy.WINGET, _command(("winget", "upgrade", name.partition("_")[0])))
    if _follow(parts, "nix", "store") is not None:
        return Installation(InstalledBy.NIX, "nix profile upgrade brim")
    return None


def _of_python(traces: Traces) -> Installation:
    """The installer that put the package into this Python."""
    folder = folder_of(traces.direct_url) if isinstance(traces.direct_url.get("dir_info"), Mapping) else ""
    if folder and is_editable(traces.direct_url):
        return Installation(InstalledBy.FOLDER, _pull(folder) if traces.is_repository else None, folder)
    return _of_tool(traces, folder) or _of_pip(traces, folder or _repository(traces.direct_url) or PROJECT)


def _of_tool(traces: Traces, folder: str) -> Installation | None:
    """A program that gives each application an environment of its own; `folder` has the source, if it is known."""
    is_file = "archive_info" in traces.direct_url
    if traces.uv_tool is not None:
        pinned = is_file or "specifier" in traces.uv_tool or _PINNED.search(str(traces.uv_tool.get("git")))
        again = ("uv", "tool", "install", "--upgrade", f"{PROJECT}{_extras(traces.uv_tool)}")
        command = _command(again) if pinned else _upgrade(traces, folder, PROJECT, "uv", "tool")
        return Installation(InstalledBy.UV_TOOL, command)
    if traces.pipx is not None:
        suffix = str(traces.pipx.get("suffix") or "")
        again = ("pipx", "install", "--force", *(("--suffix", suffix) if suffix else ()))
        command = _command((*again, PROJECT)) if is_file else _upgrade(traces, folder, f"{PROJECT}{suffix}", "pipx")
        return Installation(InstalledBy.PIPX, command)
    if is_in_uv_cache(traces.prefix):
        return Installation(InstalledBy.UVX, f"uvx {PROJECT}@latest")
    return None


def _of_pip(traces: Traces, target: str) -> Installation:
    """What installs `target` into any environment."""
    forced = ("--break-system-packages",) if traces.is_managed else ()
    if traces.installer == "uv":
        command = ("uv", "pip", "install", "--python", traces.executable, *forced, "--upgrade", target)
        return Installation(InstalledBy.UV_PIP, _command(command))
    if traces.installer == "pip":
        command = (traces.executable, "-m", "pip", "install", *forced, "-U", target)
        return Installation(InstalledBy.PIP, _command(command))
    if traces.is_distribution:  # what builds packages of a system leaves no name
        return Installation(InstalledBy.SYSTEM)
    return Installation(InstalledBy.FOLDER, None, traces.package)


def _own_files(traces: Traces) -> set[str]:
    """Files that only the package which this copy came with can have, as a Debian package lists them."""
    return {str(PurePosixPath(traces.package, "__init__.py")), *([traces.executable] if traces.frozen else [])}


def _follow(parts: tuple[str, ...], *names: str) -> str | None:
    """The part of a path that comes after these, which follow each other in it; None where they do not."""
    small = tuple(part.lower() for part in parts)
    ends = (at + len(names) for at in range(len(parts)) if small[at : at + len(names)] == names)
    return next((parts[end] for end in ends if end < len(parts)), None)


def _extras(asked: Mapping[str, object]) -> str:
    """`[socks]`, as a requirement has it; empty where only the package itself was asked for."""
    extras = asked.get("extras")
    names = [name for name in extras if isinstance(name, str)] if isinstance(extras, list) else []
    return f"[{','.join(names)}]" if names else ""


def _upgrade(traces: Traces, folder: str, name: str, *tool: str) -> str:
    """An upgrade of what the tool knows by that name.

    Where the package came from a folder, that is installed again, once it has the newer source.
    """
    if not folder:
        return _command((*tool, "upgrade", name))
    again = _command((*tool, "install", "--force", folder))
    return f"{_pull(folder)} && {again}" if traces.is_repository else again


def _pull(folder: str) -> str:
    return _command(("git", "-C", folder, "pull"))


def _repository(source: Mapping[str, object]) -> str:
    """What pip calls a repository that a package came from; empty where it did not."""
    info, url = source.get("vcs_info"), source.get("url")
    if not isinstance(info, Mapping) or not isinstance(url, str) or urlsplit(url).password is not None:
        return ""
    return f"{info.get('vcs', 'git')}+{url}"


def folder_of(direct_url: Mapping[str, object]) -> str:
    """The folder that a package was installed from; empty where it came from elsewhere."""
    url = direct_url.get("url")
    parts = urlsplit(url) if isinstance(url, str) else None
    if parts is None or parts.scheme != "file":
        return ""
    path = unquote(parts.path)
    return path[1:] if _DRIVE.match(path) else path


def is_editable(direct_url: Mapping[str, object]) -> bool:
    """Whether a package is run from the folder that it was installed from."""
    info = direct_url.get("dir_info")
    return isinstance(info, Mapping) and info.get("editable") is True


def _command(words: Sequence[str]) -> str:
    """Words as a shell takes them; one of Windows where a path of Windows is among them."""
    if any(_WINDOWS_PATH.match(word) for word in words):
        text = " ".join(f'"{word}"' if " " in word else word for word in words)
        return f"cmd /c {text}" if text.startswith('"') else text  # PowerShell would not run what begins with a quote
    return shlex.join(words)
