"""The values of labels in metrics: what they may say about projects and accounts, and how foreign names are written.

Pure. This module must not know any one metric.
"""

from __future__ import annotations

import re
from collections import Counter
from hashlib import blake2b
from pathlib import PurePath, PureWindowsPath
from typing import TYPE_CHECKING

from brim.model.metrics import AccountLabels, ProjectLabels
from brim.printing import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from brim.backend.outputs.metricvalues import AccountValues

ELSEWHERE = "elsewhere"
"""In place of a project: what nothing on this machine explains."""
_UNKNOWN = "unknown"
_MOST_LETTERS = 120
_KEPT_LETTERS = 100
_WINDOWS = re.compile(r"[A-Za-z]:[\\/]|\\\\")
"""The beginning of a folder of Windows, of which Linux reads transcripts in WSL."""
_ACCOUNT_ID = re.compile(r"[0-9a-f]{16}")


def label_text(text: str) -> str:
    """A foreign name as the value of a label: one line, at most 120 letters, and never empty.

    What is cut ends in a code of the whole name, so that two long names stay two.
    """
    line = one_line(text).strip()
    if len(line) > _MOST_LETTERS:
        line = f"{line[:_KEPT_LETTERS]}…{_code(text, 4)}"
    return line or _UNKNOWN


def project_name(folder: str) -> str:
    """The name of a project: the last part of its folder, which is the same on every machine."""
    path = PureWindowsPath(folder) if _WINDOWS.match(folder) else PurePath(folder)
    return label_text(path.name or folder)


class LabelWriter:
    """Writes the labels that the settings allow."""

    def __init__(self, projects: ProjectLabels, accounts: AccountLabels, known: Iterable[AccountValues]) -> None:
        """`known`: the accounts whose names are known; two of the same name are told apart."""
        self._projects = ProjectLabels(projects)  # the settings have its text
        self._accounts = accounts
        labels = {account.id: label_text(account.label) for account in known}
        often = Counter(labels.values())
        self._names = {
            id_: label if often[label] == 1 else f"{label} ({_account_code(id_)[:4]})" for id_, label in labels.items()
        }

    def account(self, id_: str) -> str:
        """An account."""
        name = self._names.get(id_) if self._accounts == AccountLabels.NAMES else None
        return name or _account_code(id_)

    def project(self, name: str) -> tuple[tuple[str, str], ...]:
        """The label of a project with a name; none where metrics say nothing about projects."""
        match self._projects:
            case ProjectLabels.NAMES:
                text = label_text(name)
                return (("project", f"{text}/" if text == ELSEWHERE else text),)
            case ProjectLabels.HASHED:
                return (("project", _code(name, 6)),)
            case _:
                return ()


def _account_code(id_: str) -> str:
    """The id itself, which is a hash; anything else that a file may hold is hashed."""
    return id_ if _ACCOUNT_ID.fullmatch(id_) else _code(id_, 8)


def _code(text: str, size: int) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=size).hexdigest()
