"""A machine with a login and a usage server, for every test of this folder that asks for one."""

from __future__ import annotations

from tests.support.fakecli import cli_record, install_cli
from tests.support.sandbox import sandbox, server

__all__ = ["cli_record", "install_cli", "sandbox", "server"]
