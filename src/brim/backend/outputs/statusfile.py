"""Reads `status.json`, in which the tray shares what it shows; `sharedstatus` writes it.

Standard library only: the status line and the bars call it every few seconds. This module must not know what is shown.
"""

from __future__ import annotations

import json
import os

from brim.privatefiles import read_plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

type Json = dict[str, Any]  # Any: a file that anybody may have changed, checked value by value

STATUS_FILE = "status.json"
SCHEMA = 1
_MAX_BYTES = 4 << 20


def read_status(state_dir: str) -> Json:
    """The content of the file in a data folder; empty when there is none, or none that can be used."""
    try:
        data = json.loads(read_plain(os.path.join(state_dir, STATUS_FILE), _MAX_BYTES).decode())
    except (OSError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) and data.get("schema") == SCHEMA else {}


def accounts_of(data: Json) -> list[Json]:
    """The accounts of such a content, in the order of the menu."""
    accounts = data.get("accounts")
    return [account for account in accounts if isinstance(account, dict)] if isinstance(accounts, list) else []


def roots_of(data: Json, account: Json) -> list[str]:
    """The folders whose transcripts are those of an account."""
    roots, whose = data.get("roots"), account.get("account")
    found = roots.get(whose.get("id")) if isinstance(roots, dict) and isinstance(whose, dict) else None
    return [root for root in found if isinstance(root, str)] if isinstance(found, list) else []
