"""The files that a newcomer needs exist, and agree with each other."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib

import pytest

from brim import __version__
from brim.backend.providerlist.selection import real_providers
from brim.backend.settings.documentation import manual as settings_manual
from brim.cli.parser import build_parser
from brim.words import updates
from brim.words.helptopics.topics import topic_names
from tests.rules.style import MACHINE
from tests.rules.syntax import ROOT

TOP_FOLDERS = ("assets", "packaging", "src", "tests")
PACKAGES = ("backend", "tray", "cli", "words", "model")
"""Folders of `src/brim`."""
TOP_LEVEL = {
    *("CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "README.md", "SECURITY.md"),
    *("pyproject.toml", "uv.lock"),
    *TOP_FOLDERS,
}


def read(name: str) -> str:
    """The text of a file of the checkout."""
    return (ROOT / name).read_text("utf-8")


def tracked() -> list[str]:
    """The files that git lists as part of the project."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    git = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"]
    return subprocess.run(git, capture_output=True, text=True, check=True, cwd=ROOT).stdout.split("\0")[:-1]


def targets() -> set[str]:
    """The names of the Makefile's targets."""
    return set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))


def test_top_level_has_only_the_usual_files() -> None:
    """The top level of the checkout has the usual files, and no others."""
    present = {path.split("/")[0] for path in tracked()}

    assert TOP_LEVEL == {name for name in present if not name.startswith(".")}
    assert {".ci", ".editorconfig", ".gitattributes", ".github", ".gitignore"} == {
        name for name in present if name.startswith(".")
    }


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_make_commands_in_the_pages_exist(page: str) -> None:
    """Every make command that a page names is a target of the Makefile."""
    commands = set(re.findall(r"(?:^|`)\s*make ([a-z-]+)", read(page), re.MULTILINE))

    assert set() == commands - targets()


def test_readme_names_run_and_test() -> None:
    """README names the commands that run and test Brim, also one for a machine without make."""
    readme = read("README.md")

    assert [] == [command for command in ("make run", "make test", "uv run brim") if command not in readme]


def test_readme_says_what_each_provider_reads_and_sends() -> None:
    """The table of what is read and sent is what the providers declare, a row for each, and a row for updates."""
    rows = [f"| {one.vendor().product} | {one.reads()} | {one.sends()} |" for one in real_providers()]
    rows.append(f"| {updates.heading()} | {updates.reads()} | {updates.sends()} |")

    assert f"| | Reads | Sends |\n|---|---|---|\n{'\n'.join(rows)}\n\n" in read("README.md")


def test_readme_is_short() -> None:
    """README has at most 150 lines, and those outside its tables are at most 125 characters wide."""
    lines = read("README.md").splitlines()

    assert len(lines) <= 150
    assert [] == [line for line in lines if len(line) > 125 and not line.startswith("|")]


def newest_changes() -> str:
    """What the changelog says of the newest version, without what was removed."""
    newest = re.split(r"^## ", read("CHANGELOG.md"), flags=re.MULTILINE)[1]
    return re.sub(r"^### Removed\n.*?(?=^### |\Z)", "", newest, flags=re.MULTILINE | re.DOTALL)


def test_commands_in_readme_exist() -> None:
    """Every command in README's backticks can be given, with the options that its row of a table names."""
    rows = [re.findall(r"`([^`]+)`", line) for line in read("README.md").splitlines()]
    commands = [name.removeprefix(".venv/bin/") for row in rows for name in row]
    commands = [name for name in commands if re.match(r"brim( |$)", name)]
    options = [f"{row[0]} {name}" for row in rows for name in row[1:] if row[0].startswith("brim ") and name[0] == "-"]

    assert len(commands) > 5
    assert [] == [command for command in (*commands, *options) if not _can_be_given(command)]


def test_what_the_newest_changes_name_exists() -> None:
    """Every command and setting in the changelog's newest entry exists, and every row of the menu."""
    text = newest_changes()
    commands = [command.partition(" && ")[0] for command in re.findall(r"`(brim(?: [^`]+)?)`", text)]
    settings = {entry.name for entry in settings_manual()}
    sections = {name.partition(".")[0] for name in settings if "." in name}
    named = {name for name in re.findall(r"`(\w+\.\w+)\b", text) if name.partition(".")[0] in sections}

    assert commands
    assert named
    assert [] == [command for command in commands if not _can_be_given(command)]
    assert set() == named - settings
    assert [] == _unknown_rows(text)


def _can_be_given(command: str) -> bool:
    """Whether the command line takes this command, as it does for a person."""
    try:
        arguments = build_parser().parse_args(command.split()[1:])
    except SystemExit as end:
        return end.code in {0, None}
    return arguments.command != "help" or set(command.split()[2:]) <= set(topic_names())


def test_links_in_readme_lead_to_files() -> None:
    """Every file or heading that a page links exists, and every picture in assets is shown by a page."""
    pages = "".join(read(name) for name in ("README.md", "CONTRIBUTING.md"))
    headings = {f"#{title.lower().replace(' ', '-')}" for title in re.findall(r"^#+ (.*)", pages, re.MULTILINE)}
    links = [link for link in re.findall(r"\]\(([^)]+)\)", pages) if not link.startswith("https://")]

    assert [] == [link for link in links if link not in headings and not (ROOT / link).is_file()]
    assert {path.name for path in (ROOT / "assets").iterdir()} == {
        link.removeprefix("assets/") for link in links if link.startswith("assets/")
    }


def test_settings_in_readme_exist() -> None:
    """Every setting that README's text, its examples of `brim.toml` and its variables name exists."""
    text = read("README.md")
    known = {entry.name: entry.variable for entry in settings_manual()}
    sections = {name.partition(".")[0] for name in known if "." in name}
    blocks = re.findall(r"(?:^ {4}\S.*\n(?:\n(?= {4}\[))?)+", text, re.MULTILINE)
    tables = [tomllib.loads(re.sub(r"^ {4}", "", block, flags=re.MULTILINE)) for block in blocks if "    [" in block]
    named = {name for name in re.findall(r"`(\w+\.\w+)\b", text) if name.partition(".")[0] in sections}
    named |= {f"{section}.{key}" for table in tables for section, keys in table.items() for key in keys}

    assert tables
    assert set() == named - known.keys()
    assert set() == set(re.findall(r"\bBRIM_\w+", text)) - set(known.values())


def test_menu_rows_in_readme_exist() -> None:
    """Every row of the menu that README names, in italics, is a text of the menu."""
    text = "\n".join(line for line in read("README.md").splitlines() if not line.startswith("|"))

    assert [] == _unknown_rows(text)


def _unknown_rows(text: str) -> list[str]:
    """The rows of the menu in a text's italics, of which there has to be one, that no text of the menu is."""
    rows = [row for path in re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", text) for row in path.split(" > ")]
    texts = "".join(path.read_text("utf-8") for path in (ROOT / "src/brim/words").glob("*.py"))

    assert rows
    return [row for row in rows if f'"{row}"' not in texts]


def test_changelog_begins_with_the_current_version() -> None:
    """The newest entry of the changelog is the version of the package."""
    entries = re.findall(r"^## \[?([0-9][^\s\]]*)", read("CHANGELOG.md"), re.MULTILINE)

    assert __version__ == entries[0]


def test_contributing_is_short() -> None:
    """CONTRIBUTING has at most 150 lines, so that it is read to the end."""
    assert len(read("CONTRIBUTING.md").splitlines()) <= 150


def test_paths_in_contributing_exist() -> None:
    """Every path in backticks exists; a path that begins with a folder of the package is relative to `src/brim`."""
    paths = re.findall(rf"`((?:{'|'.join((*TOP_FOLDERS, *PACKAGES))})/[^`\s]*)`", read("CONTRIBUTING.md"))

    assert paths
    assert [] == [path for path in paths if not _exists(path)]


def test_code_map_has_every_part() -> None:
    """Every file and folder of `src/brim` has a row in CONTRIBUTING's map, and so has every folder of its two sides."""
    package = ROOT / "src/brim"
    parts = {path.name for path in package.iterdir() if path.name[0] != "_"} - {"backend"}
    parts |= {
        f"{side}/{path.name}" for side in ("backend", "tray") for path in (package / side).iterdir() if path.is_dir()
    }
    rows = "".join(line.split("|")[1] for line in read("CONTRIBUTING.md").splitlines() if line.startswith("| `"))

    assert set() == {part for part in parts if "__" not in part} - set(re.findall(r"`([^`]+)`", rows))


def _exists(path: str) -> bool:
    """Whether a path of the checkout or of the package exists; `<name>` and `*` stand for any part of a name."""
    folder = ROOT / "src" / "brim" if path.partition("/")[0] in PACKAGES else ROOT
    pattern = re.sub(r"<\w+>", "*", path.partition("::")[0]).rstrip("/")
    return any(folder.glob(pattern))


@pytest.mark.parametrize(
    ("name", "pages"),
    [
        ("packaging/debian-test-packages.txt", (".ci/run", "CONTRIBUTING.md")),
        ("packaging/debian-host-packages.txt", ("tests/hosts/conftest.py", "CONTRIBUTING.md")),
        ("packaging/debian-root-packages.txt", ("tests/packages/root.py", "CONTRIBUTING.md")),
    ],
)
def test_packages_for_the_desktop_tests_are_in_one_list(name: str, pages: tuple[str, ...]) -> None:
    """Each list is sorted, and the scripts and pages name it instead of repeating it."""
    packages = read(name).split()

    assert sorted(packages) == packages
    assert [] == [page for page in pages if name not in read(page)]


def test_lock_file_names_the_public_index_only() -> None:
    """uv.lock names one index and the host of its files, both by https, without a user name or a port."""
    schemes, hosts = zip(*re.findall(r"\"(\w+)://([^/\"]*)", read("uv.lock")), strict=True)

    assert {"https"} == set(schemes)
    assert len(set(hosts)) == 2
    assert not any("@" in host or ":" in host for host in hosts)


def test_no_file_names_a_path_of_one_machine() -> None:
    """No file of the project names a path or a package index of a developer's machine."""
    lines = []
    for name in tracked():
        if name == "uv.lock" or not (ROOT / name).is_file() or b"\0" in (ROOT / name).read_bytes():
            continue
        lines += [f"{name}: {line}" for line in read(name).splitlines() if MACHINE.search(line)]

    assert [] == lines


def test_scripts_are_executable() -> None:
    """Scripts that are started by their own name have the executable bit."""
    if os.name == "nt":
        pytest.skip("Windows has no executable bit")

    assert [] == [name for name in (".ci/run", "packaging/setup.sh") if not os.access(ROOT / name, os.X_OK)]


def test_uv_and_the_setup_script_agree_on_the_oldest_uv() -> None:
    """The version is in a line of the form that the setup script reads."""
    needed = tomllib.loads(read("pyproject.toml"))["tool"]["uv"]["required-version"]

    assert re.search(r'^required-version = ">=([0-9.]+)"', read("pyproject.toml"), re.MULTILINE)
    assert re.fullmatch(r">=[0-9.]+", needed)
