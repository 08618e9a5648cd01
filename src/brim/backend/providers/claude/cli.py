"""The claude program, asked for usage because a person wants it: where it is, and how it is run.

Facts, seen in Claude Code 2.1.330 and in public code of 2026: with `-p` and stream-json on both sides it answers a
control request without any prompt, so no model is asked; `-p /usage` is answered by the program itself, too. It renews
its own login on the way. A key or token in the environment would be another account than the stored login. It reads
settings of the folder that it stands in, which is therefore the root; hooks and MCP servers are left out.

Nothing secret is handed over: the program finds its own login. This module must not know what the answer means.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from loguru import logger

from brim.backend.providers.claude import clioutput
from brim.backend.system import process
from brim.backend.system.process import ExitReason, ProcessSpec
from brim.errors import BadAnswerError
from brim.words import cliprobe as words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from brim.model.usage import Reading

SECONDS = 30.0
"""For the whole question."""
_NAME = "claude"
_PLACES = (
    "~/.local/bin",
    "~/.claude/local",
    "~/.npm-global/bin",
    "~/.bun/bin",
    "~/.volta/bin",
    "/opt/homebrew/bin",
    "/usr/local/bin",
    "/usr/bin",
)
"""Where it is usually installed; a tray that was started at login often has a shorter PATH than a terminal."""
_PLACES_WINDOWS = ("~/.local/bin", "~/AppData/Roaming/npm")
_FOREIGN = (
    *("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"),
    *("CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX", "CLAUDE_CODE_USE_FOUNDRY"),
    *("CLAUDECODE", "CLAUDE_CODE_ENTRYPOINT", "CLAUDE_CODE_SESSION_ID"),
)
"""Variables that lead it to another account, or make it think that it runs inside of itself."""
_TOKENS = ("CLAUDE_CODE_OAUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR")

_PRINT = ("-p", "--no-session-persistence", "--strict-mcp-config", "--setting-sources", "user")
_NO_HOOKS = ("--settings", '{"disableAllHooks":true}')
_CONTROL = ("--input-format", "stream-json", "--output-format", "stream-json", "--verbose")
_USAGE = {"subtype": "get_usage", "skip_behaviors": True}
_REQUEST = {"type": "control_request", "request_id": "brim", "request": _USAGE}
_WAYS = (
    ((*_PRINT, *_NO_HOOKS, *_CONTROL), f"{json.dumps(_REQUEST)}\n".encode()),
    ((*_PRINT, *_NO_HOOKS, "--output-format", "json", "/usage"), b""),
)
"""What it is asked: arguments and input, the second where the first brings nothing."""


def find_cli(named: Path | None, environment: Mapping[str, str]) -> Path | None:
    """The program as it was `named`, else on the PATH, else where it is usually installed; None when it is nowhere.

    Only full paths count: a program in the present folder is anybody's.
    """
    if named is not None:
        return named if _runs(named) else None
    for folder in _folders(environment):
        found = shutil.which(_NAME, path=str(folder))
        if found is not None and Path(found).parent == folder:
            return Path(found)
    return None


def _folders(environment: Mapping[str, str]) -> Iterator[Path]:
    for folder in map(Path, environment.get("PATH", "").split(os.pathsep)):
        if folder.is_absolute():
            yield folder
    for entry in _PLACES_WINDOWS if sys.platform == "win32" else _PLACES:
        try:
            yield Path(entry).expanduser()
        except RuntimeError:
            continue


def _runs(path: Path) -> bool:
    return path.is_absolute() and path.is_file() and os.access(path, os.X_OK)


def cli_environment(
    environment: Mapping[str, str], program: Path, folder: Path | None, *, own_token: bool
) -> dict[str, str]:
    """The environment for it: without foreign accounts, with the folder of the login that is meant.

    `folder` is one that Brim's own settings name; None when Claude Code's own variables lead to it. With `own_token`
    the token of the environment is the login that is meant.
    """
    unwanted = _FOREIGN if own_token else (*_FOREIGN, *_TOKENS)
    made = {name: value for name, value in environment.items() if name not in unwanted}
    made["DISABLE_AUTOUPDATER"] = "1"
    # Installed by npm it needs a `node`, which lies beside it.
    made["PATH"] = os.pathsep.join(part for part in (environment.get("PATH"), str(program.parent)) if part)
    if folder is not None:
        made.pop("CLAUDE_SECURESTORAGE_CONFIG_DIR", None)
        made.pop("CLAUDE_CONFIG_DIR", None)
        if folder != Path("~/.claude").expanduser():
            made["CLAUDE_CONFIG_DIR"] = str(folder)
    return made


async def ask_usage(
    program: Path, environment: Mapping[str, str], now: Callable[[], datetime], seconds: float = SECONDS
) -> Reading:
    """Ask it in one way, and where that brings nothing in the other, within so many seconds; raises a ReadError."""
    began, status = time.monotonic(), None
    for arguments, given in _WAYS:
        job = ProcessSpec((str(program), *arguments), environment, Path(program.anchor), given)
        left = seconds - (time.monotonic() - began)
        try:
            outcome = await process.run(job, max(left, 0.1))
        except OSError as error:
            raise BadAnswerError(*words.not_started(error.strerror or type(error).__name__)) from None
        reading = await asyncio.to_thread(clioutput.parse, outcome.output, now())
        if reading is not None:
            return reading
        logger.bind(program=program.name).info(
            "claude said nothing of use: {}, {}", outcome.reason, outcome.exit_status
        )
        if outcome.reason is ExitReason.TIMED_OUT:
            raise BadAnswerError(*words.timed_out(seconds))
        status = outcome.exit_status
    raise BadAnswerError(*words.no_figures(status))
