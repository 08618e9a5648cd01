"""Runs the Claude CLI to get the usage, because a person asks for that: where the program is, and how it is run.

Facts, seen in Claude Code 2.1.330, 2.1.332 and in public code of 2026: with `-p` and stream-json on both sides it
answers control requests without any prompt, so no model is asked; the program itself answers `-p /usage`, too. It
renews its own login while it runs. A key or token in the environment would select another account than the stored
login. It reads the settings of its working directory, which is therefore the root; hooks and MCP servers are left out.

The program gets no secret from Brim: it finds its own login. This module must not know what the answer means.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from loguru import logger

from brim.backend.providers.claude import clioutput
from brim.backend.providers.claude import cliwords as words
from brim.backend.system import process
from brim.backend.system.findprogram import find_program
from brim.backend.system.homefolder import is_same
from brim.backend.system.process import ExitReason, ProcessSpec
from brim.errors import BadAnswerError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from brim.model.usage import Reading

TOTAL_SECONDS = 30.0
"""Time limit of both ways together."""
_MIN_SECONDS = 0.1
_NAME = "claude"
_OWN_FOLDERS = ("~/.claude/local",)
"""Where its own installer put it, besides the usual folders."""
_MISLEADING_VARIABLES = (
    *("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"),
    *("CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX", "CLAUDE_CODE_USE_FOUNDRY"),
    *("CLAUDECODE", "CLAUDE_CODE_ENTRYPOINT", "CLAUDE_CODE_SESSION_ID"),
)
"""Variables that select another account, or make the program think that it runs inside of itself."""
TOKEN_VARIABLES = ("CLAUDE_CODE_OAUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR")

_PRINT = ("-p", "--no-session-persistence", "--strict-mcp-config", "--setting-sources", "user")
_NO_HOOKS = ("--settings", '{"disableAllHooks":true}')
_CONTROL = ("--input-format", "stream-json", "--output-format", "stream-json", "--verbose")
_REQUESTS = {"brim": {"subtype": "get_usage", "skip_behaviors": True}, "brim-account": {"subtype": "initialize"}}
"""By id: for the figures, and for the account, which says why there are none."""
_CONTROL_INPUT = "".join(
    json.dumps({"type": "control_request", "request_id": name, "request": request}) + "\n"
    for name, request in _REQUESTS.items()
)
_CALLS = (
    ((*_PRINT, *_NO_HOOKS, *_CONTROL), _CONTROL_INPUT.encode()),
    ((*_PRINT, *_NO_HOOKS, "--output-format", "json", "/usage"), b""),
)
"""Arguments and standard input; the second call is for when the first gives no figures."""


def find_cli(configured: Path | None, environment: Mapping[str, str]) -> Path | None:
    """The configured program, else the one on the PATH or where it is usually installed; None if there is none."""
    return find_program(_NAME, configured, environment, _OWN_FOLDERS)


def cli_environment(
    environment: Mapping[str, str], program: Path, config_dir: Path | None, *, own_token: bool
) -> dict[str, str]:
    """The environment for the program: without other accounts, with the folder of the login that is meant.

    `config_dir` is the folder in Brim's own settings; None when Claude Code's own variables lead to it. With
    `own_token` the token of the environment is the login that is meant.
    """
    removed = _MISLEADING_VARIABLES if own_token else (*_MISLEADING_VARIABLES, *TOKEN_VARIABLES)
    variables = {name: value for name, value in environment.items() if name not in removed}
    variables["DISABLE_AUTOUPDATER"] = "1"
    # When npm installed it, it needs a `node` in the same folder.
    variables["PATH"] = os.pathsep.join(part for part in (environment.get("PATH"), str(program.parent)) if part)
    if config_dir is not None:
        variables.pop("CLAUDE_SECURESTORAGE_CONFIG_DIR", None)
        variables.pop("CLAUDE_CONFIG_DIR", None)
        if not is_same(config_dir, "~/.claude"):
            variables["CLAUDE_CONFIG_DIR"] = str(config_dir)
    return variables


async def read_usage(
    program: Path, environment: Mapping[str, str], now: Callable[[], datetime], seconds: float = TOTAL_SECONDS
) -> Reading:
    """Call the program in one way and, if that gives no figures, in the other; raises a ReadError after `seconds`."""
    began, exit_status = time.monotonic(), None
    for arguments, stdin in _CALLS:
        spec = ProcessSpec((str(program), *arguments), environment, Path(program.anchor), stdin)
        seconds_left = seconds - (time.monotonic() - began)
        try:
            result = await process.run(spec, max(seconds_left, _MIN_SECONDS))
        except OSError as error:
            raise BadAnswerError(*words.not_started(error.strerror or type(error).__name__)) from None
        reading = await asyncio.to_thread(clioutput.parse, result.output, now())
        if reading is not None:
            return reading
        logger.bind(provider="claude", program=program.name).info(
            "the Claude CLI reported no usage: {}, {}", result.reason, result.exit_status
        )
        if result.reason is ExitReason.TIMED_OUT:
            raise BadAnswerError(*words.timed_out(seconds))
        exit_status = result.exit_status
    raise BadAnswerError(*words.no_usage(exit_status))
