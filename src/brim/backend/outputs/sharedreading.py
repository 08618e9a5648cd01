"""An account as the shared files have it: its limits, how old they are, and what is wrong.

Pure: the content of the files is handed in, and so is the time, in seconds since 1970. Standard library only. This
module must not know how a value is written.
"""

from __future__ import annotations

from brim.backend.outputs import states
from brim.backend.outputs.latereports import newest_accounts
from brim.backend.outputs.statusfile import object_in, read_reports, read_status
from brim.localzone import is_same_day
from brim.model.numbers import parse_amount, parse_epoch, parse_percent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from brim.backend.outputs.statusfile import Json

_PATIENCE = 3600.0
"""Seconds after which a reading is old where nothing says when the next one was due."""
_MAX_TEXT, _MAX_SENTENCE = 80, 240
_MOST = 64
"""Of accounts, and of limits of one: more than any bar can show."""
PRESSING = "pressing"
"""In place of a limit: the one at the highest level."""
_NAMES = {"weekly_all": "week", "monthly": "month", "daily": "day"}
_NAMED = 8
"""Accounts that are listed where a name is unknown."""
_ORDER = ("unknown", "calm", "watch", "warn", "critical", "paying", "exhausted")


class Limit:
    """One limit. It is not changed once it is made; a figure that is not known is None, a text is empty."""

    __slots__ = (
        "chance",
        "forecast",
        "headline",
        "id",
        "label",
        "level",
        "pace",
        "percent",
        "project",
        "refused",
        "resets_at",
    )

    def __init__(self, values: Json, now: float) -> None:
        """From an entry of `windows`."""
        self.id = plain_text(values.get("id"))
        self.label = plain_text(values.get("label"))
        self.resets_at = parse_epoch(values.get("resets_at"))
        holds = self.resets_at is None or now < self.resets_at
        self.percent = parse_percent(values.get("percent")) if holds else None
        """Percent used; None also when its reset has passed since."""
        self.headline = values.get("headline") is True
        self.refused = holds and values.get("refused") is True
        """The vendor refuses, whatever the percentage says."""
        level = values.get("level")
        named = holds and level in _ORDER[1:] and self.percent is not None
        self.level = str(level) if named else states.level_of_percent(self.percent)
        self.pace = parse_amount(values.get("pace")) if holds else None
        """Used so far over an even spread."""
        self.chance = parse_amount(values.get("chance")) if holds else None
        """That it is reached before the reset, from 0 to 1."""
        self.forecast = plain_text(values.get("outlook"), _MAX_SENTENCE) if holds else ""
        self.project = plain_text(object_in(values, "top_project").get("name")) if holds else ""
        """What most of it went to."""

    @property
    def name(self) -> str:
        """What people type for it: `session`, `week`, the model of a weekly one, else its id."""
        return _NAMES.get(self.id, self.id.partition(":")[2] or self.id)


class Reading:
    """One account. It is not changed once it is made."""

    __slots__ = (
        "account",
        "cost_today",
        "failed",
        "label",
        "level",
        "limits",
        "message",
        "money",
        "money_percent",
        "name",
        "plan",
        "problem",
        "provider",
        "read_at",
        "stale_at",
    )

    def __init__(self, values: Json, made_at: float | None, now: float) -> None:
        """From an entry of `accounts`; `made_at` is when the file was written."""
        about, problem = object_in(values, "account"), object_in(values, "problem")
        self.account, self.label = plain_text(about.get("id")), plain_text(about.get("label"))
        self.name = plain_text(about.get("name")) or self.label
        """The label with the provider, where accounts of several are shown."""
        self.provider = plain_text(values.get("provider"))
        self.plan = plain_text(values.get("plan"))
        windows = values.get("windows")
        known = windows if isinstance(windows, list) else []
        self.limits = tuple(Limit(window, now) for window in known[:_MOST] if isinstance(window, dict))
        spend = object_in(values, "spend")
        says_more = spend.get("enabled") is True or any(spend.get(name) for name in ("disabled_reason", "balance"))
        self.money = plain_text(spend.get("text")) if says_more or not self.limits else ""
        """Usage in money, as a text; empty where there is nothing to say of it."""
        self.money_percent = parse_percent(spend.get("percent"))
        """Percent of its cap."""
        self.level = str(values.get("level")) if values.get("level") in _ORDER else _ORDER[0]
        """Of its headline."""
        self.problem, self.message = plain_text(problem.get("title")), plain_text(problem.get("message"), _MAX_SENTENCE)
        self.failed = values.get("stale") is True
        """The last attempt to read it failed, and its figures are from before."""
        self.read_at = parse_epoch(values.get("fetched_at"))
        due = parse_epoch(values.get("stale_at"))
        self.stale_at = self.read_at + _PATIENCE if due is None and self.read_at is not None else due
        """From then on a newer reading is long due."""
        self.cost_today = _cost_of_today(values, made_at, now)
        """USD at list price."""

    @property
    def pressing(self) -> Limit | None:
        """The limit that the icon shows, else the one with the highest percentage; None without a percentage."""
        known = [limit for limit in self.limits if limit.percent is not None]
        return max(known, key=lambda limit: (limit.headline, limit.percent or 0.0), default=None)

    def state(self, now: float) -> str:
        """One word of `states.STATES` for all of it."""
        shown = self.pressing
        if shown is None and not self.money:
            return states.ERROR if self.problem else states.NONE
        if self.is_old(now):
            return states.STALE
        if shown is None and self.level == _ORDER[0]:
            return states.OK  # money is known, and has no limit
        return states.state_of_level(self.level if shown is None else shown.level)

    def is_old(self, now: float) -> bool:
        """Whether its figures are not from a recent successful attempt."""
        return self.failed or (self.stale_at is not None and self.stale_at < now)

    def is_called(self, name: str) -> bool:
        """Whether a name is its own, that of its provider, or the beginning of its id."""
        own = {self.label.casefold(), self.name.casefold(), self.provider.casefold()}
        return bool(name) and (name.casefold() in own or self.account.startswith(name))

    def limit(self, name: str) -> Limit | None:
        """The limit that a name stands for: `pressing`, `session`, `week`, an id, or the model of a weekly one."""
        asked = name.casefold()
        if asked == PRESSING:
            return self.pressing
        if not asked:
            return None
        wanted = next((limit_id for limit_id, typed in _NAMES.items() if typed == asked), asked)
        by_id = (limit for limit in self.limits if limit.id.casefold() == wanted)
        by_model = (limit for limit in self.limits if limit.id.partition(":")[2].casefold() == wanted)
        return next(by_id, next(by_model, None))

    @property
    def rank(self) -> tuple[int, float]:
        """Sort key among accounts, most urgent highest, as the icon chooses."""
        shown = self.pressing
        if shown is None:
            return (_ORDER.index(self.level), self.money_percent or 0.0) if self.money else (0, 0.0)
        return _ORDER.index(shown.level), shown.percent or 0.0


class Shared:
    """Everything that the shared files tell at one moment. It is not changed once it is made."""

    __slots__ = ("readings", "shows_left")

    def __init__(self, state_dir: str, now: float) -> None:
        """Read the files of a data folder; never raises for their content."""
        status = read_status(state_dir)
        made_at = parse_epoch(status.get("made_at"))
        accounts = newest_accounts(status, read_reports(state_dir))[:_MOST]
        self.readings = tuple(Reading(account, made_at, now) for account in accounts)
        self.shows_left = status.get("show") == "remaining"
        """Whether people want to see what is left."""

    @property
    def names(self) -> list[str]:
        """What people may call the accounts."""
        return [reading.name or reading.account for reading in self.readings[:_NAMED]]

    def knows(self, account: str | None) -> bool:
        """Whether an account has a name or such a beginning of its id; True where no account is known at all."""
        return account is None or not self.readings or any(reading.is_called(account) for reading in self.readings)

    def reading(self, account: str | None = None) -> Reading:
        """The most pressing account, or of those with a name or the beginning of an id; one of no values if none is."""
        wanted = [reading for reading in self.readings if account is None or reading.is_called(account)]
        return max(wanted, key=lambda reading: reading.rank, default=Reading({}, None, 0.0))


def plain_text(value: object, most: int = _MAX_TEXT) -> str:
    """Foreign text as one short line without control characters and marks of direction; empty for anything else."""
    return "".join(filter(str.isprintable, value[:most])).strip() if isinstance(value, str) else ""


def _cost_of_today(values: Json, made_at: float | None, now: float) -> float | None:
    cost = parse_amount(values.get("cost_today"))
    return cost if cost is not None and made_at is not None and is_same_day(made_at, now) else None
