"""Every file follows the project rules, and every check of a rule can fail."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.rules import RULES, imports, order, practices, providernames
from tests.rules.snippets import ALLOWED_CODE, FUTURE_IMPORT, SOURCE_PATH, VIOLATIONS
from tests.rules.syntax import ROOT, File, matches

if TYPE_CHECKING:
    from tests.rules import Rule
    from tests.rules.syntax import Exemption

PYTHON_FILES = [
    path.relative_to(ROOT).as_posix()
    for folder in ("src", "tests", "packaging")
    for path in sorted((ROOT / folder).rglob("*.py"))
]


PAGE_FILES = [path for path in sorted(ROOT.glob("src/brim/details/page/*.*")) if path.stem != "uplot"]
"""The files of the details page, without the library that draws its charts."""


@pytest.mark.parametrize("path", PYTHON_FILES)
def test_file_follows_every_rule(path: str) -> None:
    """No file of the product or of its tests breaks a rule."""
    file = File(path, (ROOT / path).read_text("utf-8"))

    assert [] == [str(violation) for rule in RULES for violation in rule(file)]


@pytest.mark.parametrize(("rule", "path", "source"), VIOLATIONS)
def test_rule_finds_what_it_forbids(rule: Rule, path: str, source: str) -> None:
    """A rule reports a snippet that breaks it, with the path and a line."""
    violations = list(rule(File(path, source)))

    assert violations
    assert all(path == str(violation.path) and violation.line >= 1 for violation in violations)


@pytest.mark.parametrize(("rule", "path", "source"), ALLOWED_CODE)
def test_rule_allows_correct_code(rule: Rule, path: str, source: str) -> None:
    """A rule reports nothing in a snippet that follows it."""
    assert [] == [str(violation) for violation in rule(File(path, source))]


def test_every_rule_has_snippets() -> None:
    """Every rule has at least one snippet that breaks it and one that follows it."""
    assert set(RULES) == {rule for rule, _, _ in VIOLATIONS}
    assert set(RULES) == {rule for rule, _, _ in ALLOWED_CODE}


def test_imports_have_no_cycle() -> None:
    """No file imports a file that imports it, directly or through others; folders have none by their order."""
    assert [] == order.import_cycles(File(path, (ROOT / path).read_text("utf-8")) for path in PYTHON_FILES)


def test_import_cycle_is_found() -> None:
    """A cycle of three files is found, also where one imports a name from a package and one imports at run time."""
    files = [
        File("src/brim/model/a.py", "from brim.model import b\n"),
        File("src/brim/model/b.py", "def f():\n    import brim.model.c\n"),
        File("src/brim/model/c.py", "if TYPE_CHECKING:\n    from brim.model.a import X\n"),
        File("src/brim/model/d.py", "from brim.model.a import X\n"),
    ]

    assert [["brim.model.a", "brim.model.b", "brim.model.c"]] == order.import_cycles(files)


def test_drawing_names_every_package() -> None:
    """The drawing of the order names each folder and top-level file once, and none that does not exist."""
    packages = {order.package_of(File(path, "").path) for path in PYTHON_FILES if path.startswith("src/")} - {""}

    assert sorted(packages) == sorted(order.DRAWING.split())


@pytest.mark.parametrize(
    "pattern",
    [
        entry.pattern
        for entry in (
            *imports.ALLOWED,
            *practices.BROAD_EXCEPTS,
            *practices.OWN_ENVIRONMENTS,
            *practices.FOLDER_ENTRIES,
            *providernames.ALLOWED,
        )
    ],
)
def test_exemption_names_an_existing_path(pattern: str) -> None:
    """An exemption names a file or a folder that exists."""
    assert any(matches(File(path, "").path, pattern) for path in PYTHON_FILES)


@pytest.mark.parametrize("exemption", providernames.ALLOWED, ids=lambda one: one.pattern)
def test_exemption_from_naming_a_provider_is_needed(exemption: Exemption) -> None:
    """Each place that may name a provider does so, by each of the names that it may use."""
    files = [ROOT / path for path in PYTHON_FILES if matches(File(path, "").path, exemption.pattern)]
    used = {word for file in files for _, word in providernames.names_in(file.read_text("utf-8"))}

    assert used
    assert set(exemption.names) <= used


@pytest.mark.parametrize("path", PAGE_FILES, ids=lambda path: path.name)
def test_details_page_names_no_provider(path: Path) -> None:
    """The page's own files know no provider; what it shows of one comes with the data."""
    assert [] == list(providernames.names_in(path.read_text("utf-8")))


def run_ruff(source: str, path: str) -> set[str]:
    """Check a snippet as if it were the file at the path; return the codes that ruff reports."""
    ruff = Path(sysconfig.get_path("scripts"), "ruff")
    result = subprocess.run(
        [ruff, "check", "--no-cache", "--output-format", "concise", "--stdin-filename", ROOT / path, "-"],
        input=f'"""Say."""\n\n{FUTURE_IMPORT}\n{source}',
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=30,
    )
    assert not result.stderr
    lines = result.stdout.replace("\\", "/").splitlines()
    return {line.split(": ", 1)[1].split()[0] for line in lines if line.startswith(path)}


RUFF_BAD = [
    *(("TID251", f"import {name}\n") for name in imports.banned() if "." not in name),
    *(("TID251", "from {} import {}\n".format(*name.rsplit(".", 1))) for name in imports.banned() if "." in name),
    ("TID251", "import os\n\nHOME = os.environ.get('HOME')\n"),
    ("TID251", "import asyncio\n\nLOOP = asyncio.get_event_loop()\n"),
    ("UP045", "from typing import Optional\n\nX: Optional[int] = None\n"),
    ("UP007", "from typing import Union\n\nX: Union[int, str] = 1\n"),
    ("UP006", "from typing import Dict\n\nX: Dict[str, int] = {}\n"),
    ("UP046", "from typing import Generic, TypeVar\n\nT = TypeVar('T')\n\n\nclass A(Generic[T]):\n    x: T\n"),
    ("UP047", "from typing import TypeVar\n\nT = TypeVar('T')\n\n\ndef f(x: T) -> T:\n    return x\n"),
    ("UP042", "from enum import Enum\n\n\nclass A(str, Enum):\n    B = 'b'\n"),
    ("ANN401", "from typing import Any\n\n\ndef f(x: Any) -> None: ...\n"),
    ("ANN001", "def f(x) -> None: ...\n"),
    ("ANN201", "def f():\n    return 1\n"),
    ("ASYNC251", "import time\n\n\nasync def f() -> None:\n    time.sleep(1)\n"),
    ("ASYNC230", "async def f() -> None:\n    open('x')\n"),
    ("BLE001", "def f() -> None:\n    try:\n        g()\n    except Exception:\n        h()\n"),
    ("S105", "password = 'hunter2'\n"),
    ("N801", "class usage_tracker: ...\n"),
    ("N802", "def fetchUsage() -> None: ...\n"),
    ("D103", "def f() -> None: ...\n"),
    ("T201", "print('x')\n"),
    ("FIX002", "# TO" + "DO(x): more\n"),
    ("TID252", "from . import gate\n"),
]


@pytest.mark.parametrize(("code", "source"), RUFF_BAD)
def test_ruff_finds_violations(code: str, source: str) -> None:
    """Ruff reports each banned name, and each rule that the table of rules leaves to it, in a file of the product."""
    assert code in run_ruff(source, SOURCE_PATH)


def test_ruff_allows_correct_code() -> None:
    """Ruff reports nothing in a correct snippet, so the codes above are caused by the faults in theirs."""
    assert set() == run_ruff('\ndef f(x: int | None) -> int:\n    """Return it."""\n    return x or 0\n', SOURCE_PATH)


MYPY_BAD = [
    ("no-untyped-def", "def f(x):\n    return x\n"),
    ("type-arg", "X: list = []\n"),
    ("return-value", "def f() -> int:\n    return 'x'\n"),
    ("no-any-return", "import json\ndef f() -> int:\n    return json.loads('1')\n"),
    ("unused-ignore", "X = 1  # type: ignore[assignment]\n"),
    ("unreachable", "def f(x: int) -> None:\n    if isinstance(x, str):\n        print(x)\n"),
    ("possibly-undefined", "def f(x: bool) -> int:\n    if x:\n        y = 1\n    return y\n"),
]


def test_mypy_finds_violations(tmp_path: Path) -> None:
    """Strict mypy, with the project's settings, reports the fault of each snippet in a file with a kebab-case name."""
    for number, (_, source) in enumerate(MYPY_BAD):
        (tmp_path / f"test-bad-{number}.py").write_text(FUTURE_IMPORT + source, "utf-8")

    result = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--config-file",
            ROOT / "pyproject.toml",
            "--cache-dir",
            tmp_path / "cache",
            ".",
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        timeout=60,
    )

    for number, (code, _) in enumerate(MYPY_BAD):
        reported = [line for line in result.stdout.splitlines() if line.startswith(f"test-bad-{number}.py")]
        assert any(line.endswith(f"[{code}]") for line in reported), (code, result.stdout, result.stderr)
