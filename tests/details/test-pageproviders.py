"""The details page tells the usage of several providers apart."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.support.detailsserver import serving

if TYPE_CHECKING:
    from tests.support.browser import Browser
    from tests.support.detailsdata import DetailsData

pytestmark = pytest.mark.timeout(240)


def test_usage_of_providers_is_told_apart(browser: Browser, data: DetailsData) -> None:
    """Days and tables go by provider where there are several; an account has the usage of its own provider only."""
    data.write_three_providers()
    with serving(os.environ | data.environment) as server:
        browser.open(server.address())
        browser.wait(lambda: "Providers" in browser.text("#tables"), "the providers")
        browser.click("#tables label", "Providers")
        browser.wait(lambda: "Codex" in browser.text("#tables tbody"), "the table")
        by_provider = browser.texts("#tables tbody th")
        browser.click("#usage label", "Providers")
        browser.wait(lambda: "Codex" in browser.text("#usage .legend"), "the days")
        browser.click("#tables label", "Models")
        browser.click("#account label", "robin")
        browser.wait(lambda: ["gpt-5.5"] == browser.texts("#tables tbody th"), "the only model of Codex")
        of_codex = browser.text("#usage") + browser.text("#window")
        browser.click("#account label", "pilot")
        browser.wait(lambda: "No transcripts" in browser.text("#tables"), "nothing of others")
        of_copilot = browser.text("#window")
        browser.click("#account label", "All accounts")
        browser.wait(lambda: "robin" in browser.text("#window"), "all of them")

        assert "pilot" not in browser.text("#window")  # nobody knows what was used here
        assert {"Claude Code", "Codex"} == set(by_provider)
        assert "it takes usage history" not in of_codex
        assert "1M" in of_codex
        assert "tokens" not in of_copilot
        assert "It is not known: Brim reads no transcripts of this provider's tool." in of_copilot
        assert [] == browser.faults()


def test_compressed_session_files_are_said(browser: Browser, data: DetailsData) -> None:
    """Session files that Codex compressed before Brim read them are said below the table, of whose account they are."""
    data.write_three_providers()
    (data.codex / "archived_sessions").mkdir(parents=True, exist_ok=True)
    (data.codex / "archived_sessions/rollout-2026-01-05T10-00-00-0af1.jsonl.zst").write_bytes(b"")
    with serving(os.environ | data.environment) as server:
        browser.open(server.address())
        browser.wait(lambda: "1 compressed session file is not counted" in browser.text("#tables"), "the sentence")
        browser.click("#account label", "pilot")
        browser.wait(lambda: "No transcripts" in browser.text("#tables"), "nothing of others")

        assert "compressed" not in browser.text("#tables")
        assert [] == browser.faults()
