"""A new provider is a folder and a line: made by CONTRIBUTING's recipe from the smallest, it is on every surface."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.rules.syntax import ROOT
from tests.support.providermachine import ProviderMachine, machine, usual_answers
from tests.support.usageserver import running_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.usageserver import UsageServer

__all__ = ["machine"]

KEY = "sk-kelp-INVENTED-NOT-REAL"
_NAMES = {"opencode.ai": "kelp.example", "opencode Go": "Kelp Code", "opencode": "kelp", "Opencode": "Kelp"}
_NAMES |= {"OPENCODE": "KELP", 'mark="O"': 'mark="K"'}
_SHARED = re.compile(r"\bkelp_(file|sessions)\b")
"""What the smallest takes from the common rooms."""
MENU = """
import sys
from datetime import UTC, datetime
from brim.backend.outputs.statusfile import object_in, read_status
from brim.backend.outputs.viewjson import decoded_view
from brim.model.snapshot import Snapshot
from brim.tray.menu.trayview import tray_view
views = tuple(map(decoded_view, object_in(read_status(sys.argv[1]), "answer")["views"]))
now = datetime.now(UTC)
few = tuple(view for view in views if view.account.provider in {"copilot", "kelp"})
several = tray_view(Snapshot(now, few), now)
alone = tray_view(Snapshot(now, tuple(view for view in views if view.account.provider == "kelp")), now)
print([row.label for row in several.rows], several.icon.provider, alone.rows[0].label)
"""


class Checkout:
    """Brim with a provider that nobody else knows, and the commands of it."""

    def __init__(self, sources: Path, environment: dict[str, str], server: UsageServer) -> None:
        """`sources` is the folder with the package."""
        self._sources = sources
        self._environment = environment
        self.server = server

    def run(self, *arguments: str) -> str:
        """What a command prints on both outputs."""
        return self._python("-m", "brim", *arguments)

    def script(self, code: str, *arguments: str) -> str:
        """What a script prints that imports this Brim."""
        return self._python("-c", code, *arguments)

    def _python(self, *arguments: str) -> str:
        environment = self._environment | {"PYTHONPATH": str(self._sources), "COLUMNS": "200"}
        command = [sys.executable, *arguments]
        ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
        assert "Traceback" not in ran.stderr, ran.stderr
        return ran.stdout + ran.stderr


def _translated(text: str) -> str:
    for name, other in _NAMES.items():
        text = text.replace(name, other)
    return _SHARED.sub(r"opencode_\1", text)


def _add_provider(sources: Path) -> None:
    """Follow the recipe: a folder as that of the smallest, and a line in the list."""
    providers = sources / "brim/backend/providers"
    (providers / "kelp").mkdir()
    for path in (providers / "opencode").glob("*.py"):
        (providers / "kelp" / path.name).write_text(_translated(path.read_text("utf-8")), "utf-8")
    listed = sources / "brim/backend/providerlist/providers.py"
    text = listed.read_text("utf-8")
    text = text.replace(
        "\nif TYPE_CHECKING", "from brim.backend.providers.kelp.descriptor import KELP\n\nif TYPE_CHECKING"
    )
    listed.write_text(text.replace("    DEMO,\n", "    KELP,\n    DEMO,\n"), "utf-8")


@pytest.fixture
def checkout(machine: ProviderMachine, tmp_path: Path) -> Iterator[Checkout]:
    """A machine with a key of the new provider, beside the logins of the others."""
    sources = tmp_path / "sources"
    shutil.copytree(ROOT / "src", sources, ignore=shutil.ignore_patterns("__pycache__"))
    _add_provider(sources)
    with running_server() as server:
        server.answers = [usual_answers()["opencode"]]
        keys = machine.login_file("opencode")
        keys.write_text(json.dumps(json.loads(keys.read_text()) | {"kelp-go": {"type": "api", "key": KEY}}))
        own = {"BRIM_KELP__API_URL": server.url}
        yield Checkout(sources, {**os.environ, **machine.environment, **own}, server)


def test_a_folder_and_a_line_are_enough(checkout: Checkout, machine: ProviderMachine) -> None:
    """It is introduced, asked once under its own address, and shown in status, bars, doctor, menu and icon."""
    told = checkout.run("status")
    accounts = json.loads(checkout.run("status", "--all", "--json"))
    shown = {one["provider"]: one for one in accounts}
    (request,) = checkout.server.requests

    assert "Kelp Code" in told
    assert f"Bearer {KEY}" == request["authorization"]
    assert ("ok", True) == (shown["kelp"]["health"], shown["kelp"]["account"]["label"].startswith("Kelp Code"))
    assert "kelp" in checkout.run("metrics")
    assert "Login, Kelp Code" in checkout.run("doctor")
    assert "BRIM_KELP__API_URL" in checkout.run("config", "--json")
    menu = checkout.script(MENU, str(machine.state))
    assert "Kelp Code" in menu
    assert " K " in menu
    assert KEY not in told + menu + checkout.run("doctor", "--json")


def test_its_words_are_in_help_and_settings(checkout: Checkout) -> None:
    """Help says how to sign in, what is read and sent, which variables count, and what can be set; so does the page."""
    pages = {topic: checkout.run("help", topic) for topic in ("accounts", "privacy", "environment", "settings")}
    page = checkout.script(
        'from brim.details.document import served_page\nprint(b\'"group_kelp":"Kelp Code"\' in served_page())'
    )

    assert "Kelp Code" in pages["accounts"]
    assert "https://kelp.example/zen/go/v1/usage" in pages["privacy"]
    assert "KELP_API_KEY" in pages["environment"]
    assert "[kelp]" in pages["settings"]
    assert "True" == page.strip()
