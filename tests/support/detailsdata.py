"""A state folder as a tray leaves it after a month: status, history, alerts and transcripts, for the details page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from brim.backend.alerts.log import FILE_NAME as ALERTS_FILE
from brim.backend.alerts.log import AlertLog, LogEntry
from brim.backend.alerts.policy import AlertOutcome
from brim.backend.outputs.sharedstatus import shared_json
from brim.backend.outputs.statusfile import STATUS_FILE
from brim.backend.system.files import write_object
from brim.model.account import Account
from brim.model.costs import CostView
from brim.model.forecast import Forecast
from brim.model.level import Level
from brim.model.options import Option
from brim.model.snapshot import SnoozedRule
from brim.model.usage import Reading, Source, Window
from tests.support import codexrollouts, transcripts
from tests.support.historyrecords import HOME, WORK, record_in_one_write
from tests.support.samples import account_view, extra_usage, snapshot

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from brim.model.account import AccountView

EVIL_PROJECT = "/home/example/<img src=x onerror=alert(1)>"
PROJECTS = ("/home/example/brim", "/home/example/zebra", "/srv/brim", EVIL_PROJECT)
MODELS = ("claude-opus-5-5", "claude-haiku-5-5", "claude-sonnet-5-5", "claude-unheard-of-9")
DAYS = 30
_OUTCOMES = (
    (AlertOutcome.SENT, "due"),
    (AlertOutcome.HELD, "quiet hours"),
    (AlertOutcome.MUTED, "snoozed"),
)


@dataclass(frozen=True)
class DetailsData:
    """The folders of one machine."""

    state: Path
    config: Path
    claude: Path

    @property
    def codex(self) -> Path:
        """Codex's folder, which is not there."""
        return self.claude.with_name(".codex")

    @property
    def environment(self) -> dict[str, str]:
        """What a Brim process needs to find them."""
        return {
            "BRIM_STATE_DIR": str(self.state),
            "BRIM_CONFIG_DIR": str(self.config),
            "BRIM_CLAUDE__CONFIG_DIR": str(self.claude),
            "BRIM_CLAUDE__NETWORK": "false",
            "BRIM_CODEX__HOMES": str(self.codex),
            "TZ": "UTC",
        }

    def write_status(
        self, percent: float = 62.0, *, show: str = "used", views: Sequence[AccountView] = (), snoozed: str = ""
    ) -> None:
        """Write what a tray shows now: a session that fills up, and a week; `snoozed`: a rule, for two hours."""
        now = datetime.now(UTC)
        options = (Option("icon.show", show, ("used", "remaining")),)
        rules = (SnoozedRule(snoozed, now + timedelta(hours=2)),) if snoozed else ()
        shown = snapshot(*(views or (running_view(percent, now),)))
        content = shared_json(replace(shown, made_at=now, options=options, snoozed=rules))
        write_object(self.state / STATUS_FILE, content)

    def write_three_providers(self) -> None:
        """Write one account of each of three providers; Codex has worked today, Copilot leaves no transcripts."""
        now = datetime.now(UTC)
        view = running_view(62.0, now)
        named = (("codex", "robin"), ("copilot", "pilot"))
        others = (
            replace(view, account=Account(f"{number:016x}", label, provider), costs=None)
            for number, (provider, label) in enumerate(named, 1)
        )
        self.write_status(views=(view, *others))
        used = codexrollouts.tokens(1_000_000, 0, 1000)
        stamp = {"timestamp": f"{now - timedelta(minutes=5):%Y-%m-%dT%H:%M:%S.000Z}"}
        rows = [codexrollouts.meta(), codexrollouts.turn(), codexrollouts.count(used, used) | stamp]
        transcripts.write(codexrollouts.rollout(self.codex), rows)

    def write_two_accounts(self) -> None:
        """Write that the transcripts are those of `work`, and that there is another account, `home`, without any."""
        now = datetime.now(UTC)
        costs = CostView(1.0, now + timedelta(hours=9), roots=(str(self.claude),))
        work = replace(running_view(62.0, now), costs=costs)
        other = replace(costs, roots=(str(self.claude.with_name("other")),))
        self.write_status(views=(work, replace(running_view(5.0, now), account=HOME, costs=other)))

    def write_transcript(self, day: int, number: int, project: str, model: str) -> None:
        """Write one answer of so many days ago."""
        self._write_answer(
            datetime.now(UTC) - timedelta(days=day, minutes=20 * number + 5), day, number, project, model
        )

    def write_steady_work(self, project: str) -> None:
        """Write that one project worked as evenly as the limits grew, for four days."""
        for half in range(4 * 48):
            at = datetime.now(UTC) - timedelta(minutes=30 * half + 10)
            self._write_answer(at, half, 99, project, MODELS[0])

    def _write_answer(self, at: datetime, day: int, number: int, project: str, model: str) -> None:
        session = f"{number:08d}-{day:04d}-4000-8000-000000000000"
        usage = {
            "input_tokens": 900 + 40 * day,
            "output_tokens": 4000 + 700 * number,
            "cache_read_input_tokens": 90_000,
            "cache_creation_input_tokens": 8_000,
        }
        row = transcripts.answer(
            f"msg_{day}_{number}",
            message={"model": model, "usage": usage},
            timestamp=f"{at:%Y-%m-%dT%H:%M:%S.000Z}",
            sessionId=session,
            cwd=project,
            uuid=f"{day:08d}-{number:04d}-4000-8000-000000000001",
            requestId=f"req_{day}_{number}",
        )
        transcripts.write(transcripts.session_file(self.claude, session, f"-project-{PROJECTS.index(project)}"), [row])


def month(folder: Path) -> DetailsData:
    """All of it, below a folder."""
    data = DetailsData(folder / "state", folder / "config", folder / "claude")
    for path in (data.state, data.config, data.claude):
        path.mkdir(parents=True)
    data.write_status()
    record_in_one_write(data.state, *readings(datetime.now(UTC)))
    _write_alerts(data.state)
    for day in range(DAYS):
        for number, project in enumerate(PROJECTS):
            data.write_transcript(day, number, project, MODELS[(number + day) % len(MODELS)])
    return data


def running_view(percent: float, now: datetime) -> AccountView:
    """An account that was updated now."""
    view = account_view(*limits(percent, now), spend=extra_usage())
    return replace(view, fetched_at=now, next_read_at=now + timedelta(minutes=5))


def limits(percent: float, now: datetime) -> tuple[Window, Window]:
    """A session on pace to run out, and a week that lasts."""
    session = Window(
        "session",
        "session",
        "Session",
        percent,
        now + timedelta(hours=2),
        18_000,
        Source.API,
        now,
        headline=True,
        level=Level.WATCH,
        forecast=Forecast(
            pace=1.6,
            runs_out_at=now + timedelta(minutes=70),
            chance=0.82,
            runs_out_p10=now + timedelta(minutes=45),
            runs_out_p90=now + timedelta(minutes=105),
            rate_per_hour=21.0,
        ),
    )
    week = Window(
        "weekly_all",
        "weekly_all",
        "Week, all models",
        34.0,
        now + timedelta(days=3, hours=4),
        604_800,
        Source.API,
        now,
        level=Level.CALM,
        forecast=Forecast(pace=0.7, chance=0.02, rate_per_hour=0.4, left_today=6.0),
    )
    return session, week


def readings(now: datetime) -> list[Reading]:
    """A month of sessions and weeks, read every half hour; the running ones end as `limits` has them."""
    found = []
    for half in range(DAYS * 48, 0, -1):
        at = now - timedelta(minutes=30 * half)
        windows = []
        for name, label, length, end in (
            ("session", "Session", timedelta(hours=5), now + timedelta(hours=2)),
            ("weekly_all", "Week, all models", timedelta(days=7), now + timedelta(days=3, hours=4)),
        ):
            resets_at = end - length * ((end - at) // length)
            part = 1 - (resets_at - at) / length
            percent = round(part * (95 if name == "session" else 60), 1)
            seconds = int(length.total_seconds())
            windows.append(Window(name, name, label, percent, resets_at, seconds, Source.API, at))
        found.append(Reading(at, Source.API, tuple(windows)))
    return found


def _write_alerts(state: Path) -> None:
    now = datetime.now(UTC)
    log = AlertLog(state / ALERTS_FILE)
    log.append(
        [
            LogEntry(
                at=now - timedelta(hours=number), account=WORK.id, label="work", rule="limit", window="session",
                verdict=verdict, why=why, title=f"Session at {90 - 5 * number}% used",
            )
            for number, (verdict, why) in enumerate(_OUTCOMES)
        ]
    )  # fmt: skip
