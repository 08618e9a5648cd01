"""The manual pages brim(1) and brim.toml(5): correct for man and mandoc, complete, and as `brim help` has it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from brim import __version__
from brim.backend.settings.documentation import manual as settings_manual
from brim.cli.parser import build_parser
from brim.cli.run import run
from brim.packagefiles import SHARE
from brim.words.exitcodes import exit_codes
from brim.words.helptopics.topics import topic_names
from sharedfiles.contents import ROOT, release_date
from tests.support.parserwalk import every_command
from tests.support.shells import skip_without
from tests.support.sourceconstants import files_named, variables_read

PAGES = {name: Path(SHARE, "man", f"man{name[-1]}", name) for name in ("brim.1", "brim.toml.5")}
_NAMED = {"(aq": "'", "(ga": "`", "(en": "–", "(mu": "×", "(cq": "’", "(ti": "~", "(ha": "^", "(pc": "·"}


def _letter(match: re.Match[str]) -> str:
    """What an escape of roff stands for."""
    name = match[1]
    if name.startswith("[u"):
        return chr(int(name[2:-1], 16))
    return _NAMED.get(name, {"e": "\\", "~": " ", "-": "-"}.get(name, ""))


def plain(text: str) -> str:
    """The words of roff as a reader sees them, in one line."""
    lines = [re.sub(r'^\.S[HS] "(.*)"$', r"\1", line) for line in text.splitlines()]
    kept = [line for line in lines if not re.match(r'\.(\\"|(TH|TP|PP|RS|RE|nf|fi|nh|ad)\b)', line)]
    return " ".join(re.sub(r"\\(\(\w\w|\[u\w+\]|f[BIR]|[-e~&])", _letter, " ".join(kept)).split())


def part(page: str, heading: str) -> str:
    """The roff of a part of a page, without its heading."""
    return PAGES[page].read_text("utf-8").split(f'.SH "{heading}"\n')[1].split(".SH ")[0]


COMMAND_PARTS = {
    rest.split('"')[0]: plain(rest.partition("\n")[2]) for rest in part("brim.1", "COMMANDS").split('.SS "')[1:]
}


def _checked(*command: str) -> str:
    """What a program complains about; skips where it is not installed."""
    skip_without(command[0])
    checked = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    return checked.stderr if command[0] != "mandoc" else checked.stdout + checked.stderr


@pytest.mark.parametrize("name", PAGES)
def test_mandoc_finds_nothing_to_mend(name: str) -> None:
    """`mandoc -Tlint` is content with a page; only the date is missing until the version is released."""
    released = release_date((ROOT / "CHANGELOG.md").read_text("utf-8"))
    faults = _checked("mandoc", "-Tlint", str(PAGES[name])).splitlines()

    assert [] == [line for line in faults if released or "missing date" not in line]


@pytest.mark.parametrize("name", PAGES)
def test_man_has_no_warning(name: str) -> None:
    """`man --warnings` formats a page without a warning."""
    assert "" == _checked("man", "--warnings", "--local-file", str(PAGES[name]))


def test_pages_have_an_entry_in_the_index_of_pages() -> None:
    """`apropos` and `whatis` find a page by its name and what it is about."""
    for name, about in (("brim.1", "brim - "), ("brim.toml.5", "brim.toml - ")):
        skip_without("lexgrog")
        found = subprocess.run(["lexgrog", PAGES[name]], capture_output=True, text=True, check=True, timeout=30)
        assert about in found.stdout


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_plain_and_names_the_version(name: str) -> None:
    """A page is in ASCII, which every reader shows, and says of which version it is."""
    text = PAGES[name].read_text("ascii")

    assert f'"Brim {__version__}"' in text.splitlines()[1]


@pytest.mark.parametrize("line", [line for line, _ in every_command(build_parser())])
def test_every_command_is_explained_with_its_options(line: str) -> None:
    """Each command and action has a part with its sentence, its options and arguments, and an example."""
    parser = dict(every_command(build_parser()))[line]
    if line == "brim":
        text = plain("".join(part("brim.1", name) for name in ("DESCRIPTION", "OPTIONS", "EXAMPLES")))
    else:
        text = COMMAND_PARTS[line]

    assert parser.description is not None
    assert parser.description.replace("`", "") in text
    for action in parser._actions:
        shown = action.nargs != "A..." and action.help != "==SUPPRESS==" and action.dest != "help"
        head = " ".join(filter(None, (", ".join(action.option_strings), str(action.metavar or ""))))
        assert not shown or f"{head}{'...' if action.nargs == '*' else ''} {action.help}".replace("`", "") in text


def test_no_command_is_explained_that_does_not_exist() -> None:
    """The page has a part for each command and action, and for nothing else."""
    assert COMMAND_PARTS.keys() == {line for line, _ in every_command(build_parser())} - {"brim"}


def test_every_exit_code_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    """The codes of the manual are those of `brim --help`."""
    codes = plain(part("brim.1", "EXIT STATUS"))
    with pytest.raises(SystemExit):
        run(["--help"])
    shown = " ".join(capsys.readouterr().out.split())

    assert codes == " ".join(f"{code} {meaning}" for code, meaning in exit_codes())
    assert codes in shown


@pytest.mark.parametrize("topic", topic_names())
def test_a_topic_says_the_same_as_brim_help(
    topic: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the manual says of a topic is what `brim help` prints without it, word for word."""
    monkeypatch.setenv("COLUMNS", "80")
    run(["help", topic])
    printed = capsys.readouterr().out.replace("`", "").replace("\xa0", " ")
    body = printed[re.search(rf"^{topic}: (.|\n)*?\n\n", printed, re.MULTILINE).end() :]  # type: ignore[union-attr] # a title is always there
    page = part("brim.toml.5", "DESCRIPTION") if topic == "settings" else part("brim.1", topic.upper())
    if topic == "files":  # the manual knows no machine
        body = "By default" + body.partition("By default")[2]

    said = plain(page) if topic == "settings" else plain(page).partition(". ")[2]
    assert " ".join(body.split()) == said


def test_every_setting_is_explained_with_its_default() -> None:
    """Each setting of the model has its meaning and its default in brim.toml(5)."""
    text = plain(part("brim.toml.5", "DESCRIPTION"))

    for row in settings_manual():
        default = "" if row.default == "unset" else f" Default: {row.default}"
        assert f" {row.name.rpartition('.')[2]} {row.description.replace('`', '')}{default}" in text


def test_every_variable_is_explained() -> None:
    """Each variable of the environment that the code reads is in the manual."""
    text = plain(part("brim.1", "ENVIRONMENT"))

    assert [] == sorted(name for name in variables_read() if not re.search(rf"\b{name}\b", text))


def test_every_file_is_explained() -> None:
    """Each file that the code names, among its own, is in the manual."""
    text = plain(part("brim.1", "FILES"))

    assert [] == sorted(name for name in files_named() if name not in text)


@pytest.mark.parametrize(("name", "topic"), [("brim.toml", "settings"), ("brim", "")])
def test_the_name_of_a_page_is_a_topic(name: str, topic: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`brim help brim.toml` and `brim help brim` show what the pages of these names are about."""
    assert 0 == run(["help", name])
    by_page = capsys.readouterr().out
    if topic:
        run(["help", topic])
    else:
        build_parser().print_help()

    assert capsys.readouterr().out == by_page
