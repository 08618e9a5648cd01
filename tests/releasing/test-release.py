"""A release: which tag may be published, its notes, and what its workflow is allowed to do."""

from __future__ import annotations

import os
import re
import subprocess
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from brim import __version__
from frozen.build import OLDEST_GLIBC, needed_glibc
from releasing.changelog import entries, notes
from releasing.check import faults
from sharedfiles.metainfo import homepage
from tests.rules.syntax import ROOT
from tests.support.shells import skip_without

if TYPE_CHECKING:
    from pathlib import Path

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
RELEASE = (ROOT / ".github/workflows/release.yml").read_text("utf-8")
CHANGELOG = """# Changelog

Form of versions: ## 9.9.9 is none.

## 0.3.0 - unreleased

## 0.2.0 - 2026-12-24

Installed like any other program.

### Added

- A package.

#### Details

## 0.1.0 - 2026-12-01

### Added

- The glance.
"""
ADDRESS = "https://github.com/robin/brim"


def jobs() -> dict[str, str]:
    """The text of each job of the release, by its name."""
    starts = [*re.finditer(r"^  ([a-z]+):\n", RELEASE[RELEASE.index("\njobs:") :], re.MULTILINE)]
    text = RELEASE[RELEASE.index("\njobs:") :]
    ends = [*(later.start() for _, later in pairwise(starts)), len(text)]
    return {start[1]: text[start.end() : end] for start, end in zip(starts, ends, strict=True)}


def test_the_notes_are_one_entry_of_the_changelog() -> None:
    """The notes have all of their own version and nothing of another, with headings that suit a page of their own."""
    assert "Installed like any other program.\n\n## Added\n\n- A package.\n\n### Details\n" == notes(CHANGELOG, "0.2.0")
    assert "## Added\n\n- The glance.\n" == notes(CHANGELOG, "0.1.0")
    assert [None, None] == [notes(CHANGELOG, version) for version in ("0.3.0", "0.2")]


def test_each_item_of_the_notes_is_one_line() -> None:
    """Lines that are wrapped in the changelog are joined, because GitHub breaks each line of a release; code is not."""
    wrapped = "One\nand `two`.\n\n- Three\n  and four.\n- Five:\n  - six\n\n      make a\n      make b\n"
    joined = "One and `two`.\n\n- Three and four.\n- Five:\n  - six\n\n      make a\n      make b\n"

    assert joined == notes(f"## 0.2.0 - 2026-12-24\n\n{wrapped}", "0.2.0")


def test_this_version_has_notes() -> None:
    """The real changelog is cut, too: what the version is about, then its items, each on a line of its own."""
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    made = notes(changelog, __version__) or ""

    assert __version__ == entries(changelog)[0].version
    assert len(made) > 1000
    assert not made.startswith("#")
    assert [] == re.findall(r"(?<=[^\n]\n)(?!- |\n).+", made)


@pytest.mark.parametrize(
    ("tag", "version", "address", "expected"),
    [
        ("v0.2.0", "0.2.0", ADDRESS, []),
        ("0.2.0", "0.2.0", ADDRESS, ["The tag is 0.2.0"]),
        ("v0.2.1", "0.2.0", ADDRESS, ["The tag is v0.2.1"]),
        ("v0.2.0", "0.2.0", "https://github.com/OWNER/brim", ["Homepage in pyproject.toml still says OWNER"]),
        ("v0.2.0", "0.2.0", f"{ADDRESS}/", ["Homepage in pyproject.toml is"]),
        ("v0.2.0", "0.2.0", "https://example.org/brim", ["Homepage in pyproject.toml is"]),
        ("v0.3.0", "0.3.0", ADDRESS, ["CHANGELOG.md has no entry for 0.3.0"]),
        ("v0.4.0", "0.4.0", ADDRESS, ["CHANGELOG.md has no entry for 0.4.0"]),
    ],
)
def test_a_tag_that_may_not_be_published_is_refused(tag: str, version: str, address: str, expected: list[str]) -> None:
    """The tag is that of the version, the project has an owner, and its changelog a dated entry."""
    found = list(faults(tag, version, address, CHANGELOG))

    assert len(expected) == len(found)
    assert all(fault.startswith(start) for fault, start in zip(found, expected, strict=True))


@pytest.mark.parametrize("date", ["unreleased", "2026-13-45", "2026-02-30"])
def test_an_undated_entry_is_refused(date: str) -> None:
    """What is unreleased, or of a day that no calendar has, is not published."""
    changelog = CHANGELOG.replace("2026-12-24", date)

    assert ["The entry for 0.2.0 in CHANGELOG.md has no date: date it."] == [
        *faults("v0.2.0", "0.2.0", ADDRESS, changelog)
    ]


@pytest.mark.parametrize(
    "text", ["v0.2.0;touch {}", "v0.2.0$(touch${{IFS}}{})", "v0.2.0`touch {}`", "$(shell touch {})"]
)
def test_a_tag_runs_nothing(text: str, tmp_path: Path) -> None:
    """A tag may be called anything: neither a shell nor make takes it for a command, and it is refused as it is."""
    skip_without("make")
    made = tmp_path / "made"
    tag = text.format(made)
    make = ["make", "--no-print-directory", "--old-file", ".venv/.ready", "release-check"]
    environment = {**os.environ, "TAG": tag}
    checked = subprocess.run(make, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60)

    assert 0 != checked.returncode
    assert f"The tag is {tag}, and" in checked.stderr
    assert not made.exists()


def test_no_workflow_writes_what_others_name_into_a_command() -> None:
    """What a run of a workflow is about reaches its commands as variables, which no shell reads as commands."""
    commands = [
        line for path in WORKFLOWS for line in re.findall(r"run: *\|?((?:.|\n {10,})*)", path.read_text("utf-8"))
    ]

    assert len(commands) > 10
    assert [] == [command for command in commands if "${{" in command or re.search(r'[^"]\$GITHUB_REF_NAME', command)]


def test_nothing_is_released_for_the_placeholder() -> None:
    """While pyproject.toml names nobody, every tag is refused, before anything is built."""
    refused = any("OWNER" in fault for fault in faults(f"v{__version__}", __version__, homepage(ROOT), CHANGELOG))

    assert refused == ("/OWNER/" in homepage(ROOT))
    assert jobs()["build"].index("make release-check") < jobs()["build"].index("make wheel")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_action_is_pinned_by_its_commit(path: Path) -> None:
    """A tag of an action can be moved to other code, a commit cannot; its version stands beside it."""
    used = re.findall(r"uses: (.*)", path.read_text("utf-8"))

    assert used
    assert [] == [use for use in used if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use)]


def test_each_job_has_no_more_rights_than_it_needs() -> None:
    """Only what publishes may sign, only what makes the release may write, and neither runs code of the project."""
    rights = {
        name: set(re.findall(r"^      ([a-z-]+): (?:read|write)\b", text, re.MULTILINE))
        for name, text in jobs().items()
    }

    assert "\npermissions: {}\n" in RELEASE
    assert {
        "build": {"contents"},
        "try": set(),
        "binaries": {"contents"},
        "assemble": {"contents"},
        "publish": {"id-token"},
        "release": {"contents", "id-token", "attestations"},
    } == rights
    assert ["release"] == [name for name, text in jobs().items() if "contents: write" in text]
    for name in ("publish", "release"):
        assert not re.search(r"checkout|make |python|pipx", jobs()[name].replace("name: python", ""))
    assert "      name: pypi\n" in jobs()["publish"]
    assert "secrets." not in RELEASE


def test_only_what_was_tried_is_published() -> None:
    """Each job waits for the one before it, and the packages are built by the first alone."""
    needed = {name: re.findall(r"^    needs: (\w+)", text, re.MULTILINE) for name, text in jobs().items()}
    order = list(needed)

    assert [[], *([name] for name in order[:-1])] == list(needed.values())
    assert ["build"] == [name for name, text in jobs().items() if re.search(r"make wheel|uv build", text)]


def test_every_command_of_a_workflow_exists() -> None:
    """What the workflows call is in the Makefile."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    called = {name for path in WORKFLOWS for name in re.findall(r"\bmake ([a-z-]+)", path.read_text("utf-8"))}

    assert {"release-check", "wheel", "deb", "frozen", "recipes", "release-notes"} <= called
    assert set() == called - targets


def test_a_new_wheel_removes_only_older_ones(tmp_path: Path) -> None:
    """`make wheel` leaves what other targets have built in `dist`: each package may be built again on its own."""
    skip_without("make")
    others = ["brim-0.2.0-linux-x86_64.tar.gz", "brim-0.2.0-recipes.tar.gz", "brim_0.2.0-1_all.deb"]
    (tmp_path / "dist").mkdir()
    for name in (*others, "brim-0.1.0-py3-none-any.whl", "brim-0.1.0.tar.gz"):
        (tmp_path / "dist" / name).touch()
    make = ["make", "--dry-run", "--no-print-directory", "--old-file", ".venv/.ready", "wheel"]
    planned = subprocess.run(make, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60).stdout
    [removal] = [line for line in planned.splitlines() if " -delete" in line]
    subprocess.run(["sh", "-c", removal], cwd=tmp_path, check=True, timeout=60)

    assert others == sorted(path.name for path in (tmp_path / "dist").iterdir())


def test_the_folder_for_linux_starts_on_older_systems(tmp_path: Path) -> None:
    """The release is built to run on Debian 12, and a library that asks for more is named; other files do not count."""
    for name, content in (
        ("brim", b"\x7fELF\0GLIBC_2.9\0GLIBC_2.17\0"),
        ("libnew.so", b"\x7fELF\0GLIBC_2.4\0GLIBC_2.38\0"),
        ("notes.txt", b"GLIBC_2.99"),
    ):
        (tmp_path / name).write_bytes(content)

    assert ((2, 38), tmp_path / "libnew.so") == needed_glibc(tmp_path)
    assert (2, 36) == OLDEST_GLIBC
    assert "make frozen ARGS=--portable" in jobs()["binaries"]
