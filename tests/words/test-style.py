"""What people read has no word that has a successor: in texts, help, settings, README and changelog."""

from __future__ import annotations

import argparse
import ast
import re
from typing import TYPE_CHECKING

import pytest

from brim.backend.settings.documentation import manual
from brim.cli.parser import build_parser
from tests.rules.syntax import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WORDS = ROOT / "src/brim/words"
_LOOK_UPS = {"_", "N_", "ngettext"}

REPLACED = (
    (r"\bnotices?\b", "notification"),
    (r"\breadings?\b", "update, usage"),
    (r"\b(next|last|first|every|a|each) reads?\b", "update"),
    (r"\b(is|are|was|were|been) read (again|now|every|once|from)\b", "updated, refreshed"),
    (r"\breads? again\b", "retries, refreshes"),
    (r"\bfigures?\b", "usage, data"),
    (r"([0-9}]|\bpercentage) points?\b|\bpoints (an hour|over|left)\b", "%, %/h"),
    (r"\btold\b|\btells?\b|\btelling\b", "shown, reported"),
    (r"\bby itself\b", "automatically"),
    (r"\banew\b", "again"),
    (r"\blogins? of Claude Code\b", "Claude Code login"),
    (r"\bclaude program\b", "Claude CLI"),
    (r"(?<!\bthere )\bis no (?!longer\b)", "is not a valid X, is not executable"),
    (r"\bWeekly (Opus|Sonnet|Fable)\b", "Opus (week)"),
    (r"\bask(s|ed|ing)?( \w+)? to wait\b", "rate limited"),
    (r"(?<!brim )(?<![\w.-])statusline\b", "status line"),
    (r"\bcalm\b(?!, watch)", "OK"),
    (r"\bpast half\b", "over half"),
    (r"\bgetting close\b", "high"),
    (r"\bnearly full\b", "almost at limit"),
    (r"\bextra usage (now )?pays\b", "using extra usage"),
    (r"\bnot started\b", "unused"),
    (r"\bfull about\b", "on pace to run out around"),
    (r"\blasts until\b", "will last until reset"),
    (r"\blikely to be full\b", "30% chance of running out"),
    (r"\btoday's share\b|\bleft today\b", "today's budget"),
    (r"\bforeseen\b|\bforesee\b", "No forecast yet"),
    (r"\bwindow is over\b", "Already reset"),
    (r"\boutlook\b", "forecast"),
    (r"\bask Anthropic for usage\b", "Fetch usage online"),
    (r"\blimit in the icon\b", "Show in icon"),
    (r"\bmost pressing one\b", "Automatic"),
    (r"\bfor any panel\b", "Auto"),
    (r"\bshow what remains\b", "Show remaining"),
    (r"\bfolder of logs\b", "log folder"),
    (r"\bnot fresh\b", "stale"),
    (r"\bwhy this colou?r\b", "Why this status"),
    (r"\bcould be read\b", "No data for a while"),
    (r"\blogin ends soon\b", "Login expires soon"),
    (r"\bis being spent\b", "Extra usage has started"),
    (r"\btried .* ago\b", "Last attempt 5 s ago"),
    (r"\btook the\b", "Notification sent"),
    (r"\bdecided yet\b", "No alerts yet"),
    (r"\bis quiet\b", "is idle"),
    (r"\bwhile (Claude Code|\{program\}) works\b", "is active"),
    (r"\ba (fault|refusal),", "error, refused"),
    (r"\btr(y|ies|ying) again after\b", "retrying"),
    (r"\bto confirm an odd\b", "rechecking"),
    (r"\bdrawn as unconfirmed\b", "unconfirmed, rechecking"),
    (r"\bpercentage is gone\b", "no longer reported"),
    (r"\brefused for now\b", "Temporarily blocked"),
    (r"\bserver fault\b", "Anthropic server error"),
    (r"\bhas a fault\b", "Internal error"),
    (r"\banswer cut off\b", "Incomplete response"),
    (r"\bnobody asked for\b", "Unexpected encoding"),
    (r"\bno trusted connection\b", "Certificate not trusted"),
    (r"\blogin ended\b", "Login expired for good"),
    (r"\bmay not read\b", "lacks usage permission"),
    (r"\bthat is well\b|\btake it out\b", "Fine if intended; otherwise unset it"),
    (r"\bnobody knows\b", "Account changed; try again"),
    (r"\blook here\b", "note"),
    (r"\btray of brim\b", "Brim"),
    (r"^asking$", "Requests"),
    (r"\bit does not run\b", "Not running"),
    (r"\bmay be asked\b", "Network access on"),
    (r"\blast try\b|\bin a row\b", "Last attempt: signed out (1 failure)"),
    (r"\baccess end(s|ed)\b", "Token expires"),
    (r"\bnobody (lists|draws)\b", "No tray host found"),
    (r"\binstall \w+ anew\b", "Reinstall Brim"),
    (r"\ball are at\b", "All defaults"),
    (r"\basked last\b", "Last request"),
    (r"\bruns fast\b", "a sped-up demo"),
    (r"\bshow in public\b", "safe to share"),
    (r"\bread so far\b", "usage history"),
    (r"\bis as once\b", "Re-importing is safe"),
    (r"\bhistory of Brim\b", "Brim history file"),
    (r"\bwere there already\b", "already present"),
    (r"\bdoes not count\b", "Using the default"),
    (r"\ball else applies\b", "Fix it; other settings still apply"),
    (r"\bmend(s|ed)?\b", "fix"),
    (r"\bunasked\b", "use --yes"),
    (r"\bneeds a file\b", "Choose an output file"),
    (r"\bthe same while\b", "Interval while idle"),
    (r"\bhow sure a\b", "Minimum probability for a pace alert"),
    (r"\b(so many days ahead|so long without)\b", "Days before, minutes without"),
    (r"\bkeeps what it knows\b", "Data folder"),
    (r"\bfills the screen\b", "in full screen"),
    (r"\bwhile reading\b", "while refreshing"),
    (r"\bpeace\b", "rate-limits"),
    (r"\blabelled demo\b", "a demo"),
    (r"\beven use\b", "even pace"),
    (r"\bfloored\b", "rounded down"),
    (r"\bviolet\b", "purple"),
    (r"\bread once\b", "duplicates are merged"),
    (r"\bas the system says\b", "platform default"),
    (r"\bmap of the rooms\b", "code map"),
    (r"\bwords are English\b", "English only"),
)
"""A pattern of what people no longer read, without regard to capital letters, and what they read instead."""


def _in_module(name: str) -> Iterator[str]:
    """The texts of a module of words: what is looked up, and every other constant of several words."""
    tree = ast.parse((WORDS / f"{name}.py").read_text("utf-8"))
    docstrings = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    looked_up = {
        argument
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _LOOK_UPS
        for argument in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            is_text = node in looked_up or (" " in node.value and node not in docstrings)
            yield from [node.value] * is_text


def _in_help(parser: argparse.ArgumentParser) -> Iterator[str]:
    """What `--help` of a command and of all its actions says."""
    yield from filter(None, (parser.description, parser.epilog))
    for action in parser._actions:
        if action.help not in {None, argparse.SUPPRESS}:
            yield str(action.help)
        if isinstance(action, argparse._SubParsersAction):
            yield from (str(choice.help) for choice in action._choices_actions)
            for command in action.choices.values():
                yield from _in_help(command)


def _in_page(name: str) -> Iterator[str]:
    """A page without what is in fences, one paragraph, row or item at a time."""
    text = re.sub(r"(?ms)^ *```.*?^ *```$|^    [^\n]*$", "", (ROOT / name).read_text("utf-8"))
    yield from (" ".join(part.split()) for part in re.split(r"\n\s*\n|\n(?=\||- )", text))


def _texts(place: str) -> Iterable[str]:
    match place:
        case "--help":
            return _in_help(build_parser())
        case "settings":
            return (row.description for row in manual())
        case "README.md" | "CHANGELOG.md":
            return _in_page(place)
        case _:
            return _in_module(place)


def _old_words(text: str) -> Iterator[str]:
    """What is to be replaced in a text; commands and names of files in backquotes are no prose."""
    prose = re.sub(r"`[^`]*`", "`", text)
    for pattern, successor in REPLACED:
        if re.search(pattern, prose, re.IGNORECASE):
            yield f"{text!r}: {pattern} -> {successor}"


MODULES = {path.relative_to(WORDS).with_suffix("").as_posix() for path in WORDS.rglob("*.py")} | {
    f"../backend/providers/{path.parent.name}/{path.stem}"
    for path in ROOT.glob("src/brim/backend/providers/*/*words.py")
}
PLACES = sorted(MODULES | {"--help", "settings", "README.md", "CHANGELOG.md"})


@pytest.mark.parametrize("place", PLACES)
def test_no_text_has_an_old_word(place: str) -> None:
    """No text that people read has a word that another one replaced."""
    assert [] == [fault for text in _texts(place) for fault in _old_words(text)]


def test_every_place_has_texts() -> None:
    """The help, the settings, the pages and most modules have texts to look at, so the test above can fail."""
    places = ("--help", "settings", "README.md", "CHANGELOG.md", "notifications", "helptopics/icon")
    assert all(len(list(_texts(place))) > 20 for place in places)


@pytest.mark.parametrize(
    "text",
    [
        "3 figures were read again",
        "Anthropic asked Brim to wait",
        "claude.network is no boolean",
        "Nearly full",
        "Your statusline is installed",
        "2 points over today's share",
        "Install Brim anew",
    ],
)
def test_an_old_word_is_found(text: str) -> None:
    """A text with an old word is reported, whatever its letters."""
    assert list(_old_words(text))


@pytest.mark.parametrize("text", ["There is no file", "`brim statusline` was run", "Calming", "It is no longer valid"])
def test_ordinary_english_is_allowed(text: str) -> None:
    """A word that only resembles an old one, and a command, are no fault."""
    assert [] == list(_old_words(text))
