"""The details page with accounts of several providers, in a real browser."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from brim.backend.providers import windows
from brim.model.account import Account, AccountView, Health
from brim.model.level import Level
from brim.model.usage import Source, Spend
from tests.support.browser import PHONE
from tests.support.detailsdata import running_view

if TYPE_CHECKING:
    from tests.support.browser import Browser
    from tests.support.detailsdata import DetailsData
    from tests.support.detailsserver import DetailsServerProcess

pytestmark = pytest.mark.timeout(240)
DAY = timedelta(days=1)


def account(number: int, provider: str, label: str, **values: object) -> AccountView:
    """An account of a provider that was updated now."""
    view = AccountView(Account(f"{number}" * 16, label, provider, full_label=label), Health.OK)
    return replace(view, fetched_at=datetime.now(UTC), source=Source.API, **values)  # type: ignore[arg-type]  # any


def views() -> list[AccountView]:
    """A session of Claude, a day, 30 days and a refused week of Codex, a month, and money of three kinds."""
    now = datetime.now(UTC)
    claude = running_view(62.0, now)
    claude = replace(claude, account=replace(claude.account, full_label="Claude · work"))
    refused = windows.window(25.0, now + 3 * DAY, windows.WEEK, now)
    codex = (
        replace(refused, refused=True, level=Level.EXHAUSTED, headline=True),
        windows.window(12.0, now + DAY / 2, windows.DAY, now, "Spark"),
        windows.window(40.0, now + 9 * DAY, windows.DAYS_30, now),
        replace(windows.window(None, now - timedelta(minutes=9), windows.HOURS_5, now), label="Session"),
    )
    credits_left = Spend(
        enabled=True,
        used=None,
        limit=None,
        currency=None,
        percent=None,
        balance=Decimal("812.5"),
        balance_currency="credits",
    )
    month = windows.month_window(25.4, now + 9 * DAY, now, "AI credits")
    spent = Spend(enabled=True, used=Decimal("12.40"), limit=None, currency="USD", percent=None, beyond_plan=False)
    balance = replace(spent, used=None, balance=Decimal("4.10"), balance_currency="CNY")
    return [
        claude,
        account(1, "codex", "Codex · robin", windows=codex, spend=credits_left, level=Level.EXHAUSTED),
        account(2, "copilot", "GitHub Copilot · robin", windows=(month,)),
        account(3, "openrouter", "OpenRouter 1714", spend=spent, headline="spend"),
        account(4, "deepseek", "DeepSeek 99aa", spend=balance, headline="spend"),
    ]


def test_each_account_has_its_provider_and_its_kind_of_usage(
    browser: Browser, details: DetailsServerProcess, data: DetailsData
) -> None:
    """Each account is called with its provider; limits of any length, refusals, money and balances have their words."""
    data.write_status(views=views())
    browser.open(details.address())
    browser.wait(lambda: "Diagnosis" in browser.text("#accounts"), "the last part")
    blocks: list[str] = browser.run(
        "return [...document.querySelectorAll('#now .account')].map((one) => one.innerText.replace(/\\n+/g, '\\n'))"
    )
    shown = {block.partition("\n")[0]: block for block in blocks}

    assert ["Claude · work", *[view.account.label for view in views()[1:]]] == list(shown)
    codex = shown["Codex · robin"]
    assert "25% used refused by the vendor now" in codex
    assert 1 == codex.count("refused")
    assert "limit reached" not in codex
    assert not [label for label in ("Week", "Spark (day)", "30 days", "Balance 812.5 credits") if label not in codex]
    assert "Window ended, new usage awaited" in codex
    assert "AI credits (month)" in shown["GitHub Copilot · robin"]
    router, balance = shown["OpenRouter 1714"], shown["DeepSeek 99aa"]
    assert "Money\n$12.40 spent" in router
    assert "Money\nBalance CN¥4.10" in balance
    assert not [text for text in (router, balance) if "No limits" in text or "Extra usage" in text]
    assert "Codex · robin" in browser.text("#accounts h3")
    assert [] == browser.faults()
    browser.resize(PHONE)
    assert browser.run("return document.documentElement.scrollWidth <= window.innerWidth")
