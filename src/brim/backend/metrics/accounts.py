"""The accounts of metrics, out of what the tray shares with all programs. Pure.

This module must not know files, nor how a metric is written.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from brim.backend.outputs.metricvalues import AccountValues, LimitValues, MoneyValues
from brim.backend.outputs.sharedreading import Reading
from brim.model.numbers import parse_epoch, parse_number
from brim.model.usage import Source, Window

if TYPE_CHECKING:
    from brim.backend.system.files import Json

_LENGTHS = {"session": 18_000, "weekly_all": 604_800}
"""Of limits that only the status line reported."""


def account_values(account: Json, now: float) -> AccountValues:
    """An entry of `accounts` in `status.json`; a limit whose reset has passed unread has no value."""
    about = account.get("account")
    raw_id = about.get("id") if isinstance(about, dict) else None
    raw_label = about.get("label") if isinstance(about, dict) else None
    limits = [
        LimitValues(
            limit.id,
            limit.percent,
            limit.resets_at if limit.resets_at is not None and limit.resets_at > now else None,
            limit.chance,
            refused=limit.refused,
        )
        for limit in Reading(account, None, now).limits
        if limit.id
    ]
    label = raw_label if isinstance(raw_label, str) else ""
    id_ = raw_id if isinstance(raw_id, str) and raw_id else label
    provider = account.get("provider")
    return AccountValues(
        id_,
        label,
        _read_at(account),
        tuple(limits),
        provider if isinstance(provider, str) else "",
        _money(account.get("spend")),
    )


def _money(spend: object) -> MoneyValues:
    """The amounts of `spend`; None for what is not known or not on."""
    if not isinstance(spend, dict) or spend.get("enabled") is not True:
        return MoneyValues()
    spent, balance = _amount(spend.get("used")), _amount(spend.get("balance"))
    return MoneyValues(
        spent,
        str(spend.get("currency") or ""),
        balance,
        str(spend.get("balance_currency") or spend.get("currency") or ""),
    )


def _amount(value: object) -> float | None:
    """Money as the file has it, in a text; a balance may be below zero."""
    try:
        return float(value) if isinstance(value, str) else None
    except ValueError:
        return None


def running_windows(account: Json, now: float) -> dict[str, Window]:
    """The limits whose points can be known, by id: with a percentage, a reset to come and a length."""
    found = {}
    for values in _windows(account):
        id_, percent = values.get("id"), parse_number(values.get("percent"))
        resets_at, read_at = parse_epoch(values.get("resets_at")), parse_epoch(values.get("read_at"))
        length = parse_number(values.get("length_seconds")) or _LENGTHS.get(str(id_))
        if not isinstance(id_, str) or percent is None or resets_at is None or not read_at or not length:
            continue
        if resets_at > now:
            end, read = (datetime.fromtimestamp(at, UTC) for at in (resets_at, read_at))
            found[id_] = Window(id_, id_, id_, percent, end, int(length), Source.API, read)
    return found


def _read_at(account: Json) -> dict[str, float]:
    """When each source was last read."""
    found: dict[str, float] = {}
    entries = [(account.get("source"), account.get("fetched_at"))]
    entries += [(values.get("source"), values.get("read_at")) for values in _windows(account)]
    for source, time in entries:
        at = parse_epoch(time)
        if source in set(Source) and at is not None:
            found[str(source)] = max(found.get(str(source), 0.0), at)
    return found


def _windows(account: Json) -> list[Json]:
    windows = account.get("windows")
    return [window for window in windows if isinstance(window, dict)] if isinstance(windows, list) else []
