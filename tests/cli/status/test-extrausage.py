"""Extra usage: why it does not pay, and the balance, from the server's answer to everything that a person reads."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brim.backend.polling.accountview import ReadPlan, account_view
from brim.backend.providers.claude import usagejson
from brim.backend.readings.evaluation import evaluate
from brim.model.level import Level
from brim.model.options import IconShow
from brim.model.snapshot import Snapshot
from brim.tray.menu.rows import menu_rows
from brim.tray.menu.tooltip import tooltip
from brim.words.extrausage import disabled_text, extra_usage_text
from brim.words.traylimits import shortened
from tests.support.samples import NOW, RESET
from tests.support.sandbox import start_brim, status_json
from tests.support.usageserver import Answer

if TYPE_CHECKING:
    from brim.model.usage import Spend
    from tests.support.sandbox import Sandbox

POUNDS = {"currency": "GBP", "exponent": 2}
SPENT = {"used": POUNDS | {"amount_minor": 251}, "limit": POUNDS | {"amount_minor": 3750}, "percent": 7}
FULL: dict[str, object] = {"five_hour": {"utilization": 100, "resets_at": RESET.isoformat()}}


def _spend(**body: object) -> Spend:
    spend = usagejson.parse(FULL | body, NOW).spend
    assert spend is not None
    return spend


def _output(*command: str) -> str:
    with start_brim(*command) as process:
        return process.communicate(timeout=60)[0]


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        ("out_of_credits", "out of credits"),
        ("org_level_disabled", "turned off by your organization"),
        ("overage_not_provisioned", "not set up"),
        ("moon_in_the_wrong_phase", "moon in the wrong phase"),
    ],
)
@pytest.mark.parametrize("part", ["spend", "extra_usage"])
def test_the_reason_is_said_everywhere(sandbox: Sandbox, part: str, reason: str, text: str) -> None:
    """Menu, tooltip, `status`, its JSON and `doctor` say in plain words why extra usage does not pay."""
    balance = {"balance": POUNDS | {"amount_minor": 5}}
    newer = SPENT | {"enabled": False, "disabled_reason": reason} | balance
    older = {"is_enabled": False, "used_credits": 251, "currency": "GBP", "disabled_reason": reason}
    later = (datetime.now(UTC) + timedelta(hours=2)).isoformat()
    body = {"five_hour": {"utilization": 100, "resets_at": later}, part: newer if part == "spend" else older}
    sandbox.now = datetime.now(UTC)
    sandbox.server.answers = [Answer(body=json.dumps(body).encode())]
    state, reader = sandbox.read(), sandbox.reader()
    view = account_view(ReadPlan.of(reader, state), sandbox.now)
    snapshot = Snapshot(sandbox.now, (view,))
    rows = {row.id: row for row in menu_rows(snapshot, sandbox.now, durations=False)}
    spend = status_json()[1]["spend"]

    said = f"off, {text}, balance £0.05" if part == "spend" else f"off, {text}"
    assert "Extra usage: off" == rows["spend"].label
    assert f"Extra usage {said}" == " ".join(row.label for row in rows["spend"].children)
    assert shortened(f"Extra usage {said}", 50) in tooltip(snapshot, sandbox.now).splitlines()
    assert f"Extra usage: {said}" in _output("status")
    assert f"Extra usage: off, {text}" in " ".join(_output("doctor").split())
    assert (reason, text) == (spend["disabled_reason"], spend["disabled_text"])
    assert (spend["balance"], spend["balance_currency"]) == (("0.05", "GBP") if part == "spend" else (None, None))
    assert {"enabled": False, "disabled_reason": reason, "disabled_text": text} == json.loads(
        _output("doctor", "--json")
    )["accounts"][0]["extra_usage"]


def test_extra_usage_that_does_not_pay_is_not_shown_as_paying() -> None:
    """A full limit is exhausted where extra usage is on and says that it does not pay, also by the older part alone."""
    bodies: list[dict[str, object]] = [
        {"spend": SPENT | {"enabled": True, "disabled_reason": "out_of_credits"}},
        {"extra_usage": {"is_enabled": True, "used_credits": 5, "spend_limit_reached": True}},
        {"extra_usage": {"is_enabled": True, "used_credits": 5, "disabled_reason": "fetch_error"}},
    ]
    for body in bodies:
        assert Level.EXHAUSTED is evaluate(usagejson.parse(FULL | body, NOW), NOW).level
    assert Level.PAYING is evaluate(usagejson.parse(FULL | {"spend": SPENT | {"enabled": True}}, NOW), NOW).level
    texts = [extra_usage_text(_spend(**body), IconShow.USED) for body in bodies]
    assert "£2.51 of £37.50 (7% used), not available: out of credits" == texts[0]
    assert "0.05, no cap, not available: spending limit reached" == texts[1]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"spend": {"enabled": True}, "extra_usage": {"is_enabled": False, "disabled_reason": "unknown"}}, None),
        ({"extra_usage": {"is_enabled": False, "user_disabled": True}}, "user_disabled"),
        ({"extra_usage": {"is_enabled": True, "user_disabled": True, "used_credits": 5}}, None),
        ({"extra_usage": {"is_enabled": False, "disabled_reason": None}}, None),
        ({"extra_usage": {"is_enabled": False, "disabled_reason": 5}}, None),
        ({"spend": {"enabled": False, "disabled_reason": " "}}, None),
    ],
)
def test_the_reason_is_that_of_the_part_that_counts(body: dict[str, object], expected: str | None) -> None:
    """Of two parts that contradict each other the newer one counts, and a flag is a reason only where it is off."""
    if body.keys() == {"spend", "extra_usage"}:
        body["spend"] = SPENT | {"enabled": True}

    assert expected == _spend(**body).disabled_reason


@given(st.text(max_size=300))
def test_an_unknown_reason_is_harmless(reason: str) -> None:
    """Whatever the server gives as a reason is one short line that can be printed."""
    spend = _spend(extra_usage={"is_enabled": False, "disabled_reason": reason})
    text = disabled_text(spend) or ""

    assert text.isprintable()
    assert len(text) <= 60


_VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**30), 10**30), st.floats(), st.text(max_size=5), st.sampled_from(["usd"])
)
_AMOUNTS = st.fixed_dictionaries(
    {}, optional={"amount_minor": _VALUES, "currency": st.one_of(_VALUES, st.just("EUR")), "exponent": _VALUES}
)


@given(st.one_of(_VALUES, _AMOUNTS, st.fixed_dictionaries({"money": _AMOUNTS, "credits": _VALUES})))
def test_a_balance_is_never_invented(balance: object) -> None:
    """A balance has an amount, a currency and an exponent that the answer itself names, or there is none."""
    spend = _spend(spend=SPENT | {"enabled": True, "balance": balance})
    amount = balance["money"] if isinstance(balance, dict) and "money" in balance else balance

    if spend.balance is None:
        assert spend.balance_currency is None
        return
    assert isinstance(amount, dict)
    assert str(amount["currency"]).upper() == spend.balance_currency
    assert Decimal(str(float(amount["amount_minor"]))) == spend.balance.scaleb(int(amount["exponent"]))


@pytest.mark.parametrize("exponent", [9, -1, 1.5])
def test_an_amount_with_an_impossible_exponent_is_not_known(exponent: float) -> None:
    """No number of digits is guessed where the answer names one that cannot be."""
    amount = {"amount_minor": 251, "currency": "GBP", "exponent": exponent}
    older = {"is_enabled": True, "used_credits": 251, "currency": "GBP", "decimal_places": exponent}

    assert _spend(spend={"enabled": True, "used": amount}).used is None
    assert _spend(extra_usage=older).used is None


@pytest.mark.parametrize(
    ("balance", "text"),
    [
        ({"amount_minor": 1250, "currency": "usd", "exponent": 2}, "balance $12.50"),
        ({"amount_minor": 1250, "currency": "JPY", "exponent": 0}, "balance ¥1,250"),
        ({"money": {"amount_minor": 0, "currency": "EUR", "exponent": 2}, "credits": None}, "balance €0"),
        ({"money": None, "credits": {"amount_minor": 2000, "exponent": 2}}, None),
        ({"amount_minor": 1250, "currency": "USD"}, None),
        ({"amount_minor": 1250, "exponent": 2}, None),
        ({"amount_minor": 1250, "currency": "USD", "exponent": 9}, None),
        ({"amount_minor": None, "currency": "USD", "exponent": 2}, None),
        (1250, None),
    ],
)
def test_the_balance_has_its_own_currency(balance: object, text: str | None) -> None:
    """The balance is shown in the currency and with the digits that the answer names, and else not at all."""
    shown = extra_usage_text(_spend(spend=SPENT | {"enabled": True, "balance": balance}), IconShow.USED)

    assert shown == "£2.51 of £37.50 (7% used)" + (f", {text}" if text else "")
