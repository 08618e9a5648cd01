"""Reads what an installer left beside the copy of Brim that runs. It must not know what that means."""

from __future__ import annotations

import json
import os
import sys
from importlib import metadata
from pathlib import Path

from brim.backend.updates.installation import Traces, folder_of
from brim.backend.updates.names import PROJECT
from brim.ownprogram import app_image, flatpak_id, is_frozen
from brim.packagefiles import SHARE
from brim.privatefiles import is_there, read_plain

_MOST_BYTES = 1 << 20
_DEBIAN_LIST = Path("/var/lib/dpkg/info/brim.list")
"""The files of the package, one on each line."""


def read_traces() -> Traces:
    """What is found now; opens a few small files. What cannot be read counts as absent."""
    direct_url = _direct_url()
    return Traces(
        package=str(Path(os.path.realpath(SHARE)).parent),  # a package may reach it by a link for each Python
        prefix=sys.prefix,
        executable=sys.executable,
        installer=_record("INSTALLER").strip(),
        direct_url=direct_url,
        has_uv_receipt=is_there(Path(sys.prefix, "uv-receipt.toml")),
        has_pipx_metadata=is_there(Path(sys.prefix, "pipx_metadata.json")),
        packaged_files=frozenset(_text(_DEBIAN_LIST).splitlines()),
        frozen=is_frozen(),
        appimage=app_image(sys.executable, os.environ) or "",
        flatpak_id=flatpak_id(),
        is_repository=_is_repository(direct_url),
    )


def _direct_url() -> dict[str, object]:
    try:
        found = json.loads(_record("direct_url.json"))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _is_repository(direct_url: dict[str, object]) -> bool:
    folder = folder_of(direct_url)
    return bool(folder) and is_there(Path(folder, ".git"))


def _record(name: str) -> str:
    """A file in the metadata of the package; empty without one."""
    try:
        return metadata.distribution(PROJECT).read_text(name) or ""
    except (metadata.PackageNotFoundError, OSError, ValueError):
        return ""


def _text(path: Path) -> str:
    try:
        return read_plain(path, _MOST_BYTES).decode(errors="replace")
    except OSError:
        return ""
