"""The rule that no common room knows a provider: its names stand in its own folder, and in the list of providers.

The names are those that the providers declare, so that the rule holds for a new one, too.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from brim.backend.providerlist.providers import PROVIDERS
from tests.rules.syntax import Exemption, Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.rules.syntax import File

_ORDINARY = {"cli", "code", "coding", "go", "plan", "the"}
"""Words of their names that other things have, too."""
_AMBIGUOUS = {"cursor": r"\bCursor\b|\bCURSOR\b|(?<=[\"'`.])cursor(?=[\"'`.])"}
"""Names that are also something else in small letters: a place in a text, or in a database."""
_STATUS_LINE = "the status line is a feature of Claude Code, by contract"
_OPTION = "--ask-claude asks the program of one provider, by contract"
_TOKENS = "standard library only, for speed: the names of variables, each declared by its provider, too"

ALLOWED = (
    Exemption("src/brim/backend/providerlist/providers.py", "the list of providers, one line each"),
    Exemption("src/brim/backend/providerlist/transcripts.py", "the same for those whose transcripts tell tokens"),
    Exemption("src/brim/cli/statusline/**", _STATUS_LINE),
    Exemption("src/brim/words/statusline.py", _STATUS_LINE),
    Exemption("src/brim/words/statuslineinstall.py", _STATUS_LINE),
    Exemption("src/brim/words/doctorstatusline.py", _STATUS_LINE),
    Exemption("src/brim/words/helptopics/statusline.py", _STATUS_LINE),
    Exemption("src/brim/words/helptopics/topics.py", _STATUS_LINE, ("claude",)),
    Exemption("src/brim/words/helptopics/bars.py", _STATUS_LINE, ("claude",)),
    Exemption("src/brim/words/helptopics/files.py", _STATUS_LINE, ("claude",)),
    Exemption("src/brim/words/helptopics/privacy.py", _STATUS_LINE, ("claude",)),
    Exemption("src/brim/words/commandhelp.py", _STATUS_LINE, ("claude",)),
    Exemption("src/brim/words/clihelp.py", _STATUS_LINE, ("claude",)),
    Exemption("src/brim/backend/outputs/statusfile.py", _STATUS_LINE, ("claude",)),
    Exemption("src/brim/backend/outputs/latereports.py", _STATUS_LINE, ("claude",)),
    Exemption("src/brim/backend/settings/environmentmark.py", _TOKENS, ("claude", "anthropic", "github")),
    Exemption(
        "src/brim/childenvironment.py",
        "the families of variables that hold tokens",
        ("claude", "anthropic", "github", "codex", "cursor"),
    ),
    Exemption("src/brim/logs.py", "what tokens look like", ("github",)),
    Exemption("src/brim/backend/providers/keysources.py", "several providers' keys are in this file", ("opencode",)),
    Exemption("src/brim/cli/parser.py", _OPTION, ("claude",)),
    Exemption("src/brim/cli/run.py", _OPTION, ("claude",)),
    Exemption("src/brim/cli/bars/arguments.py", _OPTION, ("claude",)),
    Exemption("src/brim/cli/status/command.py", _OPTION, ("claude",)),
)
"""Where the name of a provider stands outside its folder, and why."""


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """What finds each word of the names of all providers."""
    vendors = [one.vendor() for one in PROVIDERS if not one.simulated]
    names = [one.name for one in PROVIDERS if not one.simulated]
    names += [name for one in vendors for name in (one.product, one.company, one.program, one.cli)]
    words = {word for name in names for word in name.lower().split()} - _ORDINARY
    found = {}
    for word in sorted(words):
        flags = re.NOFLAG if word in _AMBIGUOUS else re.IGNORECASE
        found[word] = re.compile(_AMBIGUOUS.get(word, rf"(?<![a-z]){re.escape(word)}"), flags)
    return found


def names_in(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a text that name a provider, each with the word."""
    for number, line in enumerate(text.splitlines(), 1):
        yield from ((number, word) for word, pattern in patterns().items() if pattern.search(line))


def common_rooms_know_no_provider(file: File) -> Iterator[Violation]:
    """Code, texts and comments outside the providers' folders name no provider."""
    if not file.is_source or _in_own_folder(file):
        return
    for line, word in names_in(file.source):
        if not any(exemption.covers(file, word) for exemption in ALLOWED):
            yield Violation(file.path, line, f"names a provider ({word}); that belongs into its folder")


def _in_own_folder(file: File) -> bool:
    return file.path.match("src/brim/backend/providers/*/*.py")
