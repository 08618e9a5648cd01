"""The output of the Claude CLI in each of its forms, and that any other output does no harm."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brim.backend.providers.claude import clioutput, resettime
from brim.errors import NoLimitsError, ReadError
from brim.model.account import Health
from brim.model.usage import Source
from tests.support.fakecli import no_figures
from tests.support.samples import NOW
from tests.support.usageserver import load_fixture

if TYPE_CHECKING:
    from brim.model.usage import Reading

type Json = dict[str, Any]  # Any: the JSON of a foreign program

TEXT = """\
You are currently using your subscription to power your Claude Code usage

Current session: 42% used · resets Nov 23, 2pm (Europe/London)
Current week (all models): 18% used · resets Nov 27 at 7:59am (Europe/London)
Current week (Fable): 78% used · resets Nov 27 at 7:59am (Europe/London)

What's contributing to your limits usage?
Last 24h · 760 requests · 16 sessions
  78% of your usage came from subagent-heavy sessions
"""
OLD_TEXT = """\
\x1b[1mCurrent session\x1b[0m
\x1b[38;5;2m█████████████████\x1b[0m                 34% used
Resets 2pm (Europe/London)

Current week (all models)
█████████                         18% used
Resets Nov 27, 7:59am (Europe/London)

Current week (Sonnet only)
                                  97.5% left
"""
DAY = datetime(2026, 11, 23, 14, tzinfo=UTC)
WEEK = datetime(2026, 11, 27, 7, 59, tzinfo=UTC)


def control(limits: object, **more: object) -> bytes:
    """The line that answers the control request, among others."""
    answer = {"subscription_type": "max", "rate_limits_available": limits is not None, "rate_limits": limits, **more}
    response = {"subtype": "success", "request_id": "brim", "response": answer}
    lines: list[Json] = [{"type": "system", "subtype": "init"}, {"type": "control_response", "response": response}]
    return "".join(f"{json.dumps(line)}\n" for line in lines).encode()


def envelope(text: str) -> bytes:
    """What `--output-format json` makes of a text."""
    return json.dumps({"type": "result", "subtype": "success", "is_error": False, "result": text}).encode()


def _figures(reading: Reading | None) -> dict[str, tuple[float | None, datetime | None]]:
    assert reading is not None
    assert {Source.CLI} == {reading.source, *(window.source for window in reading.windows)}
    return {window.id: (window.percent, window.resets_at) for window in reading.windows}


def test_the_answer_to_a_control_request_is_parsed() -> None:
    """It contains a body of the usage endpoint: every limit with its reset, and the money."""
    reading = clioutput.parse(control(load_fixture("usage-max")), NOW)

    assert {"session", "weekly_all", "weekly_scoped:Fable"} <= _figures(reading).keys()
    assert _figures(reading)["weekly_scoped:Fable"][0] == 78


def test_model_scoped_limits_are_merged() -> None:
    """A model's week that only `model_scoped` names is a limit like the others, and is counted once."""
    scoped = [
        {"display_name": "Fable", "utilization": 7, "resets_at": "2026-11-27T07:59:59Z"},
        None,
        {"utilization": 5},
    ]
    body = {"five_hour": {"utilization": 42.4, "resets_at": "2026-11-23T14:00:00Z"}, "model_scoped": scoped}
    twice = load_fixture("usage-max") | {"model_scoped": scoped}

    assert {"session": 42.4, "weekly_scoped:Fable": 7.0, "weekly_scoped": 5.0} == {
        name: percent for name, (percent, _) in _figures(clioutput.parse(control(body), NOW)).items()
    }
    assert _figures(clioutput.parse(control(twice), NOW))["weekly_scoped:Fable"][0] == 78


@pytest.mark.parametrize("output", [control({}), control({"five_hour": None, "limits": []})])
def test_an_answer_without_limits_raises_no_limits(output: bytes) -> None:
    """A login without limits differs from an answer that cannot be parsed."""
    with pytest.raises(NoLimitsError):
        clioutput.parse(output, NOW)


_FIRST_PARTY = {"apiProvider": "firstParty"}


@pytest.mark.parametrize(
    ("account", "usage", "health", "title"),
    [
        ({"subscriptionType": "Claude Max"}, {"rate_limits_available": True}, Health.OFFLINE, "could not connect"),
        (None, {"rate_limits_available": True}, Health.OFFLINE, "could not connect"),
        (_FIRST_PARTY | {"tokenSource": "none"}, {}, Health.SIGNED_OUT, "signed out"),
        ({"tokenSource": "none"}, {}, Health.SIGNED_OUT, "signed out"),
        ({"tokenSource": "none", "apiKeySource": "none"}, {}, Health.SIGNED_OUT, "signed out"),
        (_FIRST_PARTY, {"subscription_type": "max"}, Health.NO_SCOPE, "lacks usage permission"),
        (_FIRST_PARTY | {"tokenSource": "CLAUDE_CODE_OAUTH_TOKEN"}, {}, Health.NO_LIMITS, "uses another credential"),
        ({"tokenSource": "apiKeyHelper", "apiKeySource": "apiKeyHelper"}, {}, Health.NO_LIMITS, "uses another"),
        ({"apiProvider": "bedrock"}, {}, Health.NO_LIMITS, "uses another credential"),
        (_FIRST_PARTY, {}, Health.NO_LIMITS, "reported no limits"),
        (None, {}, Health.NO_LIMITS, "reported no limits"),
        (
            {"tokenSource": ["none"], "apiProvider": {}},
            {"subscription_type": 5},
            Health.NO_LIMITS,
            "reported no limits",
        ),
        ({"tokenSource": "sk-ant\x1b[2J and a long text"}, {}, Health.NO_LIMITS, "reported no limits"),
    ],
)
def test_an_answer_without_figures_says_why(account: object, usage: Json, health: Health, title: str) -> None:
    """What Claude Code 2.1.332 answers when it is offline, signed out, without the right, or without the plan."""
    with pytest.raises(ReadError) as caught:
        clioutput.parse(no_figures(account, **usage).encode(), NOW)

    assert health == caught.value.health
    assert title in caught.value.title
    assert "\x1b" not in caught.value.message


@pytest.mark.parametrize("output", [TEXT.encode(), envelope(TEXT), b"\xef\xbb\xbf" + TEXT.encode()])
def test_the_present_text_is_parsed(output: bytes) -> None:
    """There is a line for each limit, plain or wrapped in JSON; the rest of the text is ignored."""
    assert {
        "session": (42.0, DAY),
        "weekly_all": (18.0, WEEK),
        "weekly_scoped:Fable": (78.0, WEEK),
    } == _figures(clioutput.parse(output, NOW))


def test_the_text_of_older_programs_is_parsed() -> None:
    """Older programs spread a limit over several lines, use colours, and may print what is left."""
    assert {
        "session": (34.0, DAY),
        "weekly_all": (18.0, WEEK),
        "weekly_scoped:Sonnet": (2.5, None),
    } == _figures(clioutput.parse(OLD_TEXT.encode(), NOW))


@pytest.mark.parametrize(
    "output",
    [
        b"",
        b"\xff\xfe\x00",
        b"You are currently using your subscription to power your Claude Code usage\n",
        b"{}",
        b"[1]",
        b"{" * 50_000,
        b"null\n",
        b"Not logged in \xc2\xb7 Please run /login",
        b'{"type": "control_response", "response": {"subtype": "error", "error": "unknown subtype"}}\n',
        b'{"type": "control_response", "response": 5}\n{"type": "result", "result": null}\n',
        b"120% of your usage was used\n",
        b"Current session\n\n\n\n\n\n\n5% used\n",
        control({"five_hour": "soon"}),
    ],
    ids=range(13),
)
def test_any_other_output_has_no_figures(output: bytes) -> None:
    """Garbage, the refusal of an old program and an unknown form give no figures and raise no error."""
    assert clioutput.parse(output, NOW) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nov 23, 1:40pm (Europe/London)", datetime(2026, 11, 23, 13, 40, tzinfo=UTC)),
        ("Nov 23 at 6:49am (America/Los_Angeles)", datetime(2026, 11, 23, 14, 49, tzinfo=UTC)),
        ("Nov 30, 12am (America/Sao_Paulo)", datetime(2026, 11, 30, 3, tzinfo=UTC)),
        ("Nov 30, 12pm (UTC)", datetime(2026, 11, 30, 12, tzinfo=UTC)),
        ("2pm (Europe/London)", DAY),
        ("14:00 (UTC)", DAY),
        ("10:30am (UTC)", datetime(2026, 11, 24, 10, 30, tzinfo=UTC)),
        ("Thu 10:59 PM (UTC)", datetime(2026, 11, 26, 22, 59, tzinfo=UTC)),
        ("Monday at 9am (UTC)", datetime(2026, 11, 30, 9, tzinfo=UTC)),
        ("in 3 hr 43 min", datetime(2026, 11, 23, 14, 45, tzinfo=UTC)),
        ("in 2d 5h", datetime(2026, 11, 25, 16, 2, tzinfo=UTC)),
        ("Dec 1, 2026, 10pm (UTC)", datetime(2026, 12, 1, 22, tzinfo=UTC)),
        ("Jan 2, 2027, 10pm (UTC)", None),
        ("Feb 30, 10pm (UTC)", None),
        ("Nov 23, 13pm (UTC)", None),
        ("Nov 23, 25:00 (UTC)", None),
        ("Jul 4, 1pm (UTC)", None),
        ("soon", None),
        ("", None),
    ],
)
@pytest.mark.usefixtures("utc")
def test_reset_times_are_parsed(text: str, expected: datetime | None) -> None:
    """A text means the nearest time that it can mean; a time that is far away does not count."""
    assert expected == resettime.parse_reset_time(text, NOW)


@pytest.mark.usefixtures("utc")
def test_a_reset_may_be_in_the_next_year() -> None:
    """The text has no year: at the end of a year a reset in January is in the next one."""
    eve = datetime(2026, 12, 30, 12, tzinfo=UTC)

    assert datetime(2027, 1, 4, 5, tzinfo=UTC) == resettime.parse_reset_time("Jan 4, 5am (UTC)", eve)


@pytest.mark.usefixtures("utc")
@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "x" * 61])
def test_an_unknown_zone_is_the_machines_own(zone: str) -> None:
    """The program prints times in the machine's zone, so that is the best guess."""
    assert DAY == resettime.parse_reset_time(f"Nov 23, 2pm ({zone})", NOW)


@given(st.one_of(st.text(), st.text(alphabet="Curent siowek(al md):0123456789%used·resetNovThinp,\n/\x1b[m")))
def test_no_text_raises_an_error(text: str) -> None:
    """Any text gives figures or nothing."""
    clioutput.parse(text.encode(errors="replace"), NOW)
    resettime.parse_reset_time(text, NOW)
