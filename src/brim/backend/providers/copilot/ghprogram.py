"""Runs `gh auth token`, which prints the token that the GitHub CLI keeps in the keyring. It sends no request.

Facts (the GitHub CLI's manual): `gh auth token --hostname <host>` prints the token of the active user of that host, and
nothing else; GH_TOKEN and GITHUB_TOKEN take precedence, so they are left out. This module must not know when it is
asked, nor keep the token.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from loguru import logger

from brim.backend.providers.answers import error
from brim.backend.providers.copilot import words
from brim.backend.providers.copilot.findgh import find_gh
from brim.backend.providers.copilot.loginfiles import usable
from brim.backend.providers.copilot.names import NAME
from brim.backend.system import process
from brim.backend.system.process import ExitReason, ProcessSpec
from brim.childenvironment import child_environment
from brim.errors import SignedOutError

if TYPE_CHECKING:
    from pydantic import SecretStr

SECONDS = 10.0
"""A locked keyring may ask the person first."""
_OTHER_TOKENS = {"GH_TOKEN", "GITHUB_TOKEN", "GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN", "COPILOT_GITHUB_TOKEN"}
_QUIET = {"GH_NO_UPDATE_NOTIFIER": "1", "GH_PROMPT_DISABLED": "1", "GH_TELEMETRY": "false", "NO_COLOR": "1"}


async def token_of(host: str, configured: Path | None) -> SecretStr:
    """The token of the active user of a host; raises SignedOutError without one."""
    environment = {name: value for name, value in child_environment().items() if name.upper() not in _OTHER_TOKENS}
    program = await asyncio.to_thread(find_gh, configured, environment)
    if program is None:
        raise error(SignedOutError, words.gh_not_found(host, str(configured) if configured is not None else None))
    command = (str(program), "auth", "token", "--hostname", host)
    try:
        result = await process.run(ProcessSpec(command, environment | _QUIET, Path(program.anchor)), SECONDS)
    except OSError as fault:
        raise error(SignedOutError, words.gh_failed(host, fault.strerror)) from None
    found = usable(result.output.decode("ascii", errors="replace"))
    if result.reason is ExitReason.DONE and result.exit_status == 0 and found is not None:
        return found
    logger.bind(provider=NAME, host=host).info(
        "gh printed no token that can be used: {}, {}", result.reason, result.exit_status
    )
    if result.reason is ExitReason.TIMED_OUT:
        raise error(SignedOutError, words.gh_timed_out(SECONDS))
    raise error(SignedOutError, words.gh_failed(host, None))
