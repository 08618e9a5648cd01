"""The time zone of this machine: every local time of Brim is made here.

The system's library reads the zone once for each process, and then keeps it. A tray runs for weeks and travels, so the
zone is read again before times are drawn and before a round of reading: that costs one look at a file, and needs no
polling. This module must not know what a time means. It imports little, because the status line waits for it.
"""

from __future__ import annotations

import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime, tzinfo

_DAY_SECONDS = 86_400
_SEASONS = tuple(days * _DAY_SECONDS for days in (0, 91, 182, 273))

type Offsets = tuple[int, ...]
"""Seconds between the local time and UTC, in this and the next three seasons: zones that differ have different ones."""


def local_time(when: datetime, zone: tzinfo | None = None) -> datetime:
    """A time in the zone of this machine, or in another one. A time without a zone is one of this machine."""
    return when.astimezone(zone)


def is_same_day(one: float, other: float) -> bool:
    """Whether two times in seconds since 1970 lie in the same day on this machine."""
    return time.localtime(one)[:3] == time.localtime(other)[:3]


def offsets() -> Offsets:
    """What identifies the zone as it was last read."""
    now = time.time()
    return tuple(time.localtime(now + later).tm_gmtoff for later in _SEASONS)


def renew() -> None:
    """Read the zone of this machine again.

    A zone that `TZ` names stays, unless it is the path of a file that changes.
    """
    if sys.platform == "win32":
        import ctypes

        ctypes.CDLL("ucrtbase")._tzset()  # noqa: SLF001 - the C library's own name; time.tzset is missing on Windows
    else:
        _let_changed_file_count()
        time.tzset()
        use_utc_if_unusable()


def use_utc_if_unusable() -> str | None:
    """Use UTC where the zone is a day or more off: the system accepts that, and Python's times raise for it.

    Returns what `TZ` was then; None where the zone can be used.
    """
    if sys.platform != "win32" and max(abs(time.timezone), abs(time.altzone)) >= _DAY_SECONDS:
        name, os.environ["TZ"] = os.environ.get("TZ", ""), "UTC0"
        time.tzset()
        return name
    return None


_file_versions: dict[str, tuple[int, int, int]] = {}


def _let_changed_file_count() -> None:
    """Write the path in `TZ` in another way once its file has changed: glibc reads a file again for another text only.

    Without `TZ` glibc sees a changed /etc/localtime itself (tzset.c and tzfile.c, 2.41).
    """
    name = os.environ.get("TZ", "")
    path = name.removeprefix(":")
    if not path.startswith("/"):
        return
    plain = "/" + path.lstrip("/")
    try:
        found = os.stat(plain)
    except OSError:
        return
    version = found.st_dev, found.st_ino, found.st_mtime_ns
    if _file_versions.get(plain) != version:
        _file_versions[plain] = version
        os.environ["TZ"] = name.removesuffix(path) + ("/" + plain if path == plain else plain)
