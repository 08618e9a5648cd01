"""The real programs beside Brim, from npm: installed once in .cache/clients, in the versions of `package.json` here.

None of their install scripts is run. This module must not know what they are used for.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.rules.syntax import ROOT

FOLDER = ROOT / ".cache" / "clients"
WANTED = Path(__file__).with_name("package.json")
_INSTALL = (
    *("--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund", "--no-update-notifier"),
    *("--loglevel=error", "--fetch-retries=1", "--fetch-retry-mintimeout=1000"),
)
_NEEDED = ("npm", "node", "tmux")
_SECONDS = 600.0


class MissingError(Exception):
    """A program cannot be had on this machine; the text says why."""


@dataclass(frozen=True, slots=True)
class Programs:
    """Where they are."""

    claude: Path
    statusline: Path
    """ccstatusline, a script for node."""
    codex: Path
    """The Codex CLI, a script for node that starts the program."""


def installed() -> Programs:
    """The programs, installed now if they are not yet, or in other versions. Raises MissingError."""
    if absent := [name for name in _NEEDED if shutil.which(name) is None]:
        raise MissingError(f"not installed: {', '.join(absent)}")
    present = FOLDER / WANTED.name
    if not present.exists() or present.read_bytes() != WANTED.read_bytes():
        _install(present)
    try:
        (claude,) = FOLDER.glob("node_modules/@anthropic-ai/claude-code-*/claude")
        (statusline,) = FOLDER.glob("node_modules/ccstatusline/dist/ccstatusline.js")
        (codex,) = FOLDER.glob("node_modules/.bin/codex")
    except ValueError:
        raise MissingError("npm has not all of them for this machine") from None
    return Programs(claude, statusline, codex)


def _install(present: Path) -> None:
    """Install what `package.json` wants; its copy beside the programs says that they are whole."""
    present.unlink(missing_ok=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    names = [f"{name}@{version}" for name, version in _versions().items()]
    command = ["npm", "install", *_INSTALL, "--prefix", str(FOLDER), *names]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=_SECONDS, cwd=FOLDER)
    except subprocess.CalledProcessError as error:
        raise MissingError(f"npm install failed: {error.stderr.strip()[:300]}") from None
    except subprocess.TimeoutExpired:
        raise MissingError(f"npm install took over {_SECONDS:g} s") from None
    shutil.copyfile(WANTED, present)


def _versions() -> dict[str, str]:
    return dict(json.loads(WANTED.read_bytes())["dependencies"])
