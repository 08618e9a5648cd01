"""Asks the Claude CLI for usage, finds out when its figures are from, and why it gave none.

This module must not know when it is asked.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from brim.backend.providers.claude import cli, cliwords, localfiles, otherbackends, repeatedreading
from brim.backend.providers.claude.claudejson import ClaudeJson, read_claude_json
from brim.backend.providers.claude.credentials import LoginOrigin
from brim.childenvironment import child_environment
from brim.errors import BadAnswerError, OfflineError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from brim.backend.providers.claude.credentials import Login
    from brim.backend.providers.claude.locations import AccountLocation
    from brim.model.usage import Reading


async def usage_of_cli(
    configured: Path | None, location: AccountLocation, login: Login, now: Callable[[], datetime]
) -> Reading:
    """The figures that the program reports for the login of a location; raises a ReadError when there are none."""
    environment = child_environment(keep=cli.TOKEN_VARIABLES)
    program = await asyncio.to_thread(cli.find_cli, configured, environment)
    if program is None:
        raise BadAnswerError(*cliwords.not_found(str(configured) if configured is not None else None))
    config_dir = location.config_dir if location.from_own_settings else None
    own_token = login.origin is LoginOrigin.ENVIRONMENT
    environment = cli.cli_environment(environment, program, config_dir, own_token=own_token)
    began = now()
    try:
        reading = await cli.read_usage(program, environment, now)
        content = await read_claude_json(location.config_dir) or ClaudeJson()
        stored, foreign = (
            localfiles.cached_reading(content.usage, None),
            localfiles.reading_for(content, login) is None,
        )
        return repeatedreading.dated(reading, stored, began, foreign=foreign)
    except OfflineError:
        setting = await asyncio.to_thread(otherbackends.prevents_reading, environment, location.config_dir)
        if setting is None:
            raise
        raise OfflineError(*cliwords.prevented(setting)) from None
