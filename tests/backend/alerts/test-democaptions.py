"""What the demo says about states that have no alert."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from brim.backend.alerts.democaptions import DemoCaptions
from brim.model.account import AccountView, Health, Problem
from brim.model.alert import ALL_RULES
from brim.model.snapshot import SnoozedRule
from brim.words import demofaults
from tests.support.samples import NOW, account_view, window

CALM = account_view(window())
OFFLINE = replace(CALM, health=Health.OFFLINE, problem=Problem(*demofaults.offline()), stale=True)
SIGNED_OUT = replace(OFFLINE, health=Health.SIGNED_OUT, problem=Problem(*demofaults.signed_out()))
UNCONFIRMED = account_view(window(confirmed=False))


def titles(*views: AccountView, snoozed: tuple[SnoozedRule, ...] = ()) -> list[str]:
    """The titles of the captions of these states, one after the other."""
    captions = DemoCaptions()
    begun = [captions.begun(view, snoozed, NOW) for view in views]
    return [alert.title for alert in begun if alert is not None]


def test_each_state_is_told_once() -> None:
    """A state that begins has one caption, however often it is read; the next story has them again."""
    story = (CALM, OFFLINE, OFFLINE, UNCONFIRMED, UNCONFIRMED, SIGNED_OUT, SIGNED_OUT, CALM)

    assert ["Offline", "Unconfirmed", "Signed out"] * 2 == titles(*story, *story)


@pytest.mark.parametrize(("minutes", "expected"), [(5, []), (-5, ["Offline"])])
def test_a_snooze_holds_for_captions_too(minutes: int, expected: list[str]) -> None:
    """While notifications are snoozed the demo says nothing, either."""
    snooze = SnoozedRule(ALL_RULES, NOW + timedelta(minutes=minutes))

    assert expected == titles(OFFLINE, snoozed=(snooze,))
