"""Reads what an installer left beside the copy of Brim that runs. It must not know what that means."""

from __future__ import annotations

import json
import os
import sys
import sysconfig
import tomllib
from importlib import metadata
from pathlib import Path

from brim.backend.updates.installation import Traces, folder_of, is_editable
from brim.backend.updates.names import PROJECT
from brim.ownprogram import app_image, flatpak_id, is_frozen
from brim.packagefiles import SHARE
from brim.privatefiles import is_there, read_plain

_MOST_BYTES = 1 << 20
_DEBIAN_LIST = Path("/var/lib/dpkg/info/brim.list")
"""The files of the package, one on each line."""
_MANAGED = "EXTERNALLY-MANAGED"
"""Beside the standard library of a system's Python, into which pip installs nothing unless it is forced (PEP 668)."""


def read_traces() -> Traces:
    """What is found now; opens a few small files. What cannot be read counts as absent."""
    package = os.path.realpath(Path(SHARE).parent)  # a package may reach it by a link for each Python
    distribution = _own_distribution(package)
    direct_url = _direct_url(distribution)
    return Traces(
        package=package,
        prefix=sys.prefix,
        executable=sys.executable,
        installer=_record(distribution, "INSTALLER").strip(),
        is_distribution=distribution is not None,
        direct_url=direct_url,
        uv_tool=_asked_of_uv(Path(sys.prefix, "uv-receipt.toml")) if distribution is not None else None,
        pipx=_asked_of_pipx(Path(sys.prefix, "pipx_metadata.json")) if distribution is not None else None,
        packaged_files=frozenset(_text(_DEBIAN_LIST).splitlines()),
        frozen=is_frozen(),
        appimage=app_image(sys.executable, os.environ) or "",
        flatpak_id=flatpak_id(),
        is_repository=_is_repository(direct_url),
        is_managed=sys.prefix == sys.base_prefix and is_there(Path(sysconfig.get_path("stdlib"), _MANAGED)),
    )


def _own_distribution(package: str) -> metadata.Distribution | None:
    """What an installer wrote about this very copy; the same Python may have another one, too."""
    try:
        return next(found for found in metadata.distributions(name=PROJECT) if _is_of(found, package))
    except (StopIteration, OSError, ValueError):
        return None


def _is_of(distribution: metadata.Distribution, package: str) -> bool:
    if os.path.realpath(str(distribution.locate_file(PROJECT))) == package:
        return True
    direct_url = _direct_url(distribution)
    return is_editable(direct_url) and Path(package).is_relative_to(os.path.realpath(folder_of(direct_url)))


def _asked_of_uv(receipt: Path) -> dict[str, object] | None:
    """The requirement `brim` of a receipt of uv; empty where it cannot be read, None where there is none."""
    if not is_there(receipt):
        return None
    try:
        found = tomllib.loads(_text(receipt))["tool"]["requirements"]
        return next(dict(one) for one in found if one["name"] == PROJECT)
    except (ValueError, LookupError, TypeError, RecursionError, StopIteration):
        return {}


def _asked_of_pipx(metadata_file: Path) -> dict[str, object] | None:
    """The main package in pipx's own file; empty where it cannot be read, None where there is none."""
    if not is_there(metadata_file):
        return None
    try:
        found = json.loads(_text(metadata_file))["main_package"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _direct_url(distribution: metadata.Distribution | None) -> dict[str, object]:
    try:
        found = json.loads(_record(distribution, "direct_url.json"))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _is_repository(direct_url: dict[str, object]) -> bool:
    folder = folder_of(direct_url)
    return bool(folder) and is_there(Path(folder, ".git"))


def _record(distribution: metadata.Distribution | None, name: str) -> str:
    """A file in the metadata of the package; empty without one."""
    try:
        return (distribution.read_text(name) if distribution is not None else None) or ""
    except (OSError, ValueError):
        return ""


def _text(path: Path) -> str:
    try:
        return read_plain(path, _MOST_BYTES).decode(errors="replace")
    except OSError:
        return ""
