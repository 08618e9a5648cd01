"""The house rules hold in every file, and every check of them can fail."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.rules import RULES, conduct, form, imports, models, order
from tests.rules.syntax import ROOT, File, matches

if TYPE_CHECKING:
    from tests.rules import Rule

HEAD = "from __future__ import annotations\n"
MODEL = HEAD + "from pydantic import BaseModel, ConfigDict, Field, SecretStr\nfrom brim.model.usage import Level\n"
CODE = "src/brim/backend/polling/x.py"
TEST = "tests/backend/test-x.py"

PYTHON_FILES = [
    path.relative_to(ROOT).as_posix() for folder in ("src", "tests") for path in sorted((ROOT / folder).rglob("*.py"))
]


@pytest.mark.parametrize("path", PYTHON_FILES)
def test_file_keeps_every_rule(path: str) -> None:
    """No file of the product or of its tests breaks a rule."""
    file = File(path, (ROOT / path).read_text("utf-8"))

    assert [] == [str(violation) for rule in RULES for violation in rule(file)]


BAD = [
    (form.future_import_comes_first, CODE, "import os\n"),
    (form.future_import_comes_first, CODE, '"""Say."""\nimport os\n' + HEAD),
    (form.future_import_comes_first, CODE, '"""Say."""\n'),
    (form.modules_are_named_plainly, "src/brim/usage-tracker.py", HEAD),
    (form.modules_are_named_plainly, "src/brim/usage_tracker.py", HEAD),
    (form.modules_are_named_plainly, "src/brim/Tracker.py", HEAD),
    (form.modules_are_named_plainly, "src/brim/back_end/tracker.py", HEAD),
    (form.modules_are_named_plainly, "tests/backend/test_tracker.py", HEAD),
    (form.constants_are_upper_case, CODE, "seconds = 5\n"),
    (form.constants_are_upper_case, CODE, "_seconds: int = 5\n"),
    (form.any_has_a_comment, CODE, "from typing import Any\nx: Any = 1\n"),
    (form.any_has_a_comment, CODE, "import typing\ndef f(x: dict[str, typing.Any]) -> None: ...  # noqa: ANN401\n"),
    (form.suppressions_have_a_reason, CODE, "import os  # noqa: F401\n"),
    (form.suppressions_have_a_reason, CODE, "import os  # noqa\n"),
    (form.suppressions_have_a_reason, CODE, "x: int = ''  # type: ignore[assignment]\n"),
    (form.suppressions_have_a_reason, CODE, "x: int = ''  # type: ignore  - because\n"),
    (form.sizes_hold, CODE, "def f():\n" + "    pass\n" * 51),
    (form.sizes_hold, CODE, "\n" * 401),
    (form.nothing_of_this_machine, CODE, "x = '/{}/main'\n".format("work")),
    (form.nothing_of_this_machine, CODE, "x = 'https://index.example{}'\n".format("/sim" + "ple")),
    (order.order_holds, "src/brim/model/usage.py", "from brim.bridge import Bridge\n"),
    (order.order_holds, "src/brim/bridge.py", "from brim import backend\n"),
    (order.order_holds, CODE, "from brim.tray.menu.view import Row\n"),
    (order.order_holds, "src/brim/tray/desktop/x.py", "import brim.backend.settings.load\n"),
    (order.order_holds, "src/brim/tray/x.py", "from brim.app import run\n"),
    (order.order_holds, "src/brim/app.py", "def f():\n    from brim.cli.status import command\n"),
    (order.order_holds, "src/brim/attic.py", ""),
    (order.order_holds, "src/brim/app.py", "from brim.attic import x\n"),
    (imports.rooms_keep_their_libraries, "src/brim/tray/menu/view.py", "import pystray\n"),
    (imports.rooms_keep_their_libraries, "src/brim/app.py", "from pystray._base import Icon\n"),
    (imports.rooms_keep_their_libraries, "src/brim/tray/pump.py", "from pydantic import BaseModel\n"),
    (imports.rooms_keep_their_libraries, "src/brim/model/usage.py", "import httpx\n"),
    (imports.nothing_banned, CODE, "import os\nos.environ['A']\n"),
    (imports.nothing_banned, CODE, "from os import environ as e\n"),
    (imports.nothing_banned, "src/brim/backend/settings/load.py", "import logging\n"),
    (imports.nothing_banned, "src/brim/tray/linux/tray.py", "import time\ntime.sleep(1)\n"),
    (imports.nothing_banned, TEST, "from typing import Optional\n"),
    (imports.nothing_banned, TEST, "import time as clock\nclock.sleep(1)\n"),
    (models.fields_are_described, CODE, MODEL + "class A(BaseModel):\n    x: int\n"),
    (models.fields_are_described, CODE, MODEL + "class A(BaseModel):\n    x: int = 1\n"),
    (models.fields_are_described, CODE, MODEL + "class A(BaseModel):\n    x: int = Field(1)\n"),
    (models.fields_are_described, CODE, MODEL + "class A(BaseModel):\n    x: int = Field(1, description='')\n"),
    (models.fields_are_described, CODE, MODEL + "class A(BaseModel): ...\nclass B(A):\n    x: int = 1\n"),
    (models.fields_are_described, CODE, "from brim.wire import WireModel\nclass A(WireModel):\n    x: int = 1\n"),
    (models.defaults_are_immutable, CODE, MODEL + "class A(BaseModel):\n    x: list[int] = []\n"),
    (models.defaults_are_immutable, CODE, MODEL + "class A(BaseModel):\n    x: dict = Field({}, description='X')\n"),
    (models.defaults_are_immutable, CODE, MODEL + "class A(BaseModel):\n    x: set = Field(default=set())\n"),
    (models.secrets_are_secret, CODE, MODEL + "class A(BaseModel):\n    access_token: str | None = None\n"),
    (models.secrets_are_secret, CODE, "class A:\n    _password: bytes\n"),
    (models.enums_are_str_enums, CODE, "from enum import Enum\nclass A(Enum):\n    B = 'b'\n"),
    (models.enums_are_str_enums, CODE, "import enum\nclass A(str, enum.Enum):\n    B = 'b'\n"),
    (models.enums_are_str_enums, TEST, "from enum import IntFlag\nclass A(IntFlag):\n    B = 1\n"),
    (models.enum_values_are_used, CODE, MODEL + "class A(BaseModel):\n    x: Level = Field(description='X')\n"),
    (
        models.enum_values_are_used,
        CODE,
        MODEL + "class A(BaseModel):\n    model_config = ConfigDict(use_enum_values=False)\n    x: list[Level]\n",
    ),
    (
        models.settings_are_read_once,
        "src/brim/app.py",
        "from brim.backend.settings.appsettings import AppSettings\nAppSettings()\n",
    ),
    (models.settings_are_read_once, "src/brim/backend/settings/load.py", "def load_settings(): ...\n"),
    (models.settings_are_read_once, "src/brim/backend/settings/appsettings.py", "x = 1\n"),
    (models.settings_are_read_once, "src/brim/backend/settings/load.py", "class AppSettings: ...\n"),
    (conduct.broad_except_is_named, CODE, "try: ...\nexcept Exception: ...\n"),
    (conduct.broad_except_is_named, CODE, "try: ...\nexcept: ...\n"),
    (conduct.broad_except_is_named, CODE, "try: ...\nexcept (OSError, BaseException): ...\n"),
    (conduct.broad_except_is_named, CODE, "from contextlib import suppress\nwith suppress(Exception): ...\n"),
    (conduct.broad_except_is_named, TEST, "try: ...\nexcept Exception: ...\n"),
    (conduct.broad_except_is_named, "src/brim/app.py", "try: ...\nexcept Exception: ...\n" * 2),
    (conduct.words_stand_in_one_room, CODE, "from brim.errors import ConfigError\nConfigError('It is gone', HINT)\n"),
    (
        conduct.words_stand_in_one_room,
        CODE,
        "from brim.model.account import Problem\nProblem(TITLE, f'Wait {n} seconds')\n",
    ),
    (conduct.words_stand_in_one_room, CODE, "class OwnError(Exception): ...\nraise OwnError('It is gone')\n"),
    (
        conduct.words_stand_in_one_room,
        "src/brim/tray/x.py",
        "from brim.tray.menu.row import Row\nRow('a', 'Quit Brim')\n",
    ),
    (
        conduct.words_stand_in_one_room,
        CODE,
        "from brim.cli.doctor.facts import ReportLine\ndef _line(text: str) -> ReportLine: ...\n_line('Not running')\n",
    ),
    (
        conduct.words_stand_in_one_room,
        CODE,
        "from brim.cli.doctor.facts import ReportLine\nReportLine(text=f'{x} is gone')\n",
    ),
    (conduct.words_stand_in_one_room, CODE, "print(f'brim: {name} is gone', file=x)\n"),
    (conduct.words_stand_in_one_room, CODE, "answer = input('Change it? [y/N] ')\n"),
    (conduct.words_stand_in_one_room, CODE, "def f(text):\n    raise ValueError('must be a number')\n"),
    (conduct.words_stand_in_one_room, CODE, "parser.add_argument('--x', help='for this once')\n"),
    (conduct.words_stand_in_one_room, CODE, "commands.add_parser('x', description=f'how far {back}')\n"),
    (conduct.words_stand_in_one_room, CODE, "import argparse\nargparse.ArgumentParser(epilog='exit codes')\n"),
    (conduct.coroutines_do_not_block, CODE, "async def f():\n    open('x')\n"),
    (conduct.coroutines_do_not_block, CODE, "async def f(path):\n    return path.read_text()\n"),
    (conduct.coroutines_do_not_block, CODE, "import subprocess\nasync def f():\n    subprocess.run(['x'])\n"),
    (conduct.coroutines_do_not_block, CODE, "from os import replace\nasync def f():\n    replace('a', 'b')\n"),
    (conduct.coroutines_do_not_block, CODE, "async def f(g, path):\n    await g(path.read_bytes())\n"),
    (conduct.http_retries_and_times_out, CODE, "import httpx, tenacity\nhttpx.AsyncClient()\n"),
    (conduct.http_retries_and_times_out, CODE, "import httpx\nhttpx.AsyncClient(timeout=5)\n"),
    (conduct.log_context_is_bound, CODE, "from loguru import logger\nlogger.info(f'{x}')\n"),
    (conduct.log_context_is_bound, "src/brim/app.py", "from loguru import logger\nlogger.opt(lazy=True).info(x)\n"),
    (conduct.log_context_is_bound, CODE, "from loguru import logger\nlogger.info('{}', x)\n"),
    (conduct.log_context_is_bound, CODE, "from loguru import logger\nlogger.info('{x}', x=1)\n"),
    (conduct.log_context_is_bound, CODE, "class A:\n    def f(self): self._log.info('a' + b)\n"),
    (conduct.tests_leave_our_code_alone, TEST, "from unittest.mock import patch\n"),
    (conduct.tests_leave_our_code_alone, TEST, "def test(monkeypatch): monkeypatch.setattr('brim.x.y', 1)\n"),
    (
        conduct.tests_leave_our_code_alone,
        TEST,
        "from brim.backend.fetching import gate\ndef test(monkeypatch): monkeypatch.setattr(gate, 'now', 1)\n",
    ),
]

GOOD = [
    (form.future_import_comes_first, CODE, '"""Say."""\n\n' + HEAD + "import os\n"),
    (form.future_import_comes_first, "src/brim/backend/__init__.py", '"""Say."""\n'),
    (form.modules_are_named_plainly, "src/brim/backend/polling/tracker.py", HEAD),
    (form.modules_are_named_plainly, "src/brim/__main__.py", HEAD),
    (form.modules_are_named_plainly, "tests/backend/test-usage-tracker.py", HEAD),
    (form.modules_are_named_plainly, "tests/conftest.py", HEAD),
    (form.constants_are_upper_case, CODE, "SECONDS = 5\n_MORE_SECONDS: int = 6\n__version__ = '1'\nx = make()\n"),
    (form.any_has_a_comment, CODE, "from typing import Any\nx: Any = 1  # what JSON holds\n"),
    (form.any_has_a_comment, CODE, "from typing import Any\n# What JSON holds.\nx: Any = 1\n"),
    (form.any_has_a_comment, CODE, 'from typing import Any\nx: Any = 1\n"""What JSON holds."""\n'),
    (form.suppressions_have_a_reason, CODE, "import os  # noqa: F401, E402 - others import it from here\n"),
    (form.suppressions_have_a_reason, CODE, "x: int = ''  # type: ignore[assignment]  # the library is wrong\n"),
    (form.sizes_hold, CODE, "def f():\n    '''Say.\n" + "\n" * 60 + "    '''\n" + "    pass\n" * 50),
    (form.nothing_of_this_machine, CODE, "x = 'https://api.anthropic.com/api/oauth/usage'\n"),
    (
        order.order_holds,
        CODE,
        "from brim import errors\nfrom brim.model.usage import Level\nimport brim.backend.fetching.gate\n",
    ),
    (order.order_holds, "src/brim/cli/status/command.py", "from brim import __version__\nfrom brim.app import run\n"),
    (order.order_holds, "src/brim/app.py", "from brim.tray import pump\nfrom brim.backend.polling import poller\n"),
    (order.order_holds, TEST, "from brim.app import run\n"),
    (imports.rooms_keep_their_libraries, "src/brim/tray/linux/lifecycle.py", "from pystray._base import Icon\n"),
    (imports.rooms_keep_their_libraries, "src/brim/tray/menu/pystraymenu.py", "import pystray\n"),
    (imports.rooms_keep_their_libraries, CODE, "import httpx\nimport pydantic\n"),
    (imports.nothing_banned, "src/brim/backend/settings/load.py", "import os\nos.environ['A']\n"),
    (imports.nothing_banned, "src/brim/cli/statusline/command.py", "import os\nos.environ['BRIM_STATE_DIR']\n"),
    (imports.nothing_banned, "src/brim/tray/linux/tray.py", "from os import environ\n"),
    (imports.nothing_banned, TEST, "import os\nos.environ['A']\n"),
    (imports.nothing_banned, CODE, "import os, asyncio\nos.path.join('a')\nasyncio.sleep(1)\nself.logging = 1\n"),
    (models.fields_are_described, CODE, MODEL + "class A(BaseModel):\n    x: int = Field(..., description='X')\n"),
    (
        models.fields_are_described,
        CODE,
        MODEL
        + "class A(BaseModel):\n    x: Annotated[int, Field(description='X')]\n    _y: int = 1\n    z: ClassVar[int]\n",
    ),
    (models.fields_are_described, CODE, "@dataclass\nclass A:\n    x: int\n"),
    (
        models.defaults_are_immutable,
        CODE,
        MODEL
        + "class A(BaseModel):\n    x: list[int] = Field(default_factory=list, description='X')\n    y: tuple = ()\n",
    ),
    (models.secrets_are_secret, CODE, MODEL + "class A(BaseModel):\n    access_token: SecretStr | None\n"),
    (models.secrets_are_secret, CODE, "class A:\n    token_expires_at: int\n    tokenizer: str\n"),
    (models.enums_are_str_enums, CODE, "from enum import StrEnum, auto\nclass A(StrEnum):\n    B = auto()\n"),
    (
        models.enum_values_are_used,
        CODE,
        MODEL + "class A(BaseModel):\n    model_config = ConfigDict(use_enum_values=True)\nclass B(A):\n    x: Level\n",
    ),
    (
        models.enum_values_are_used,
        CODE,
        MODEL + "F = ConfigDict(use_enum_values=True)\nclass A(BaseModel):\n    model_config = F\n    x: Level\n",
    ),
    (models.enum_values_are_used, CODE, MODEL + "class A(BaseModel):\n    x: int\n"),
    (models.settings_are_read_once, CODE, "from brim.backend.settings.load import get_settings\nget_settings()\n"),
    (
        models.settings_are_read_once,
        "src/brim/backend/settings/load.py",
        "class AppSettings:\n    c = SettingsConfigDict(env_nested_delimiter='__')\ndef get_settings(): ...\n",
    ),
    (conduct.words_stand_in_one_room, CODE, "from brim.errors import ConfigError\nConfigError(*words.GONE)\n"),
    (conduct.words_stand_in_one_room, CODE, "print(f'brim: {error}', file=sys.stderr)\n"),
    (conduct.words_stand_in_one_room, CODE, "x: int = Field(description='when it was read')\n"),
    (conduct.words_stand_in_one_room, CODE, "parser.add_argument('--x', metavar='A B', help=words.X)\n"),
    (
        conduct.words_stand_in_one_room,
        CODE,
        "from brim.cli.doctor.facts import ReportLine\ndef _line(text: str) -> ReportLine: ...\n_line(*doctor.GONE)\n",
    ),
    (
        conduct.words_stand_in_one_room,
        "src/brim/words/x.py",
        "from brim.model.account import Problem\nP = Problem('Is gone', X)\n",
    ),
    (conduct.broad_except_is_named, CODE, "try: ...\nexcept (OSError, ValueError): ...\n"),
    (conduct.broad_except_is_named, CODE, "try: ...\nexcept BaseException:\n    undo()\n    raise\n"),
    (conduct.broad_except_is_named, "src/brim/backend/polling/poller.py", "try: ...\nexcept Exception: ...\n"),
    (conduct.coroutines_do_not_block, CODE, "def f(path):\n    return path.read_text()\n"),
    (conduct.coroutines_do_not_block, CODE, "async def f(path):\n    await to_thread(path.read_text)\n"),
    (conduct.coroutines_do_not_block, CODE, "async def f(path):\n    await to_thread(lambda: path.read_text())\n"),
    (conduct.coroutines_do_not_block, CODE, "async def f(store):\n    await store.open()\n"),
    (conduct.http_retries_and_times_out, CODE, "import httpx, tenacity\nhttpx.AsyncClient(timeout=5)\n"),
    (conduct.http_retries_and_times_out, CODE, "import httpx\ndef f(client: httpx.AsyncClient): ...\n"),
    (conduct.log_context_is_bound, CODE, "from loguru import logger\nlogger.bind(account=a).info('Read {}', n)\n"),
    (conduct.log_context_is_bound, CODE, "class A:\n    def f(self): self._log.info('Read {}', n)\n"),
    (conduct.log_context_is_bound, CODE, "from loguru import logger\nlogger.info('Ended')\nself.info(x, y)\n"),
    (conduct.tests_leave_our_code_alone, TEST, "def test(monkeypatch): monkeypatch.setenv('A', '1')\n"),
]


@pytest.mark.parametrize(("rule", "path", "source"), BAD)
def test_rule_finds_what_it_forbids(rule: Rule, path: str, source: str) -> None:
    """A rule that finds nothing in a bad snippet would find nothing anywhere."""
    found = list(rule(File(path, source)))

    assert found
    assert all(path == str(violation.path) and violation.line >= 1 for violation in found)


@pytest.mark.parametrize(("rule", "path", "source"), GOOD)
def test_rule_lets_pass_what_is_right(rule: Rule, path: str, source: str) -> None:
    """A rule that finds fault with good code would be switched off."""
    assert [] == [str(violation) for violation in rule(File(path, source))]


def test_every_rule_is_shown_to_fail_and_to_pass() -> None:
    """No rule stands without a bad and a good snippet of its own."""
    assert set(RULES) == {rule for rule, _, _ in BAD}
    assert set(RULES) == {rule for rule, _, _ in GOOD}


def test_imports_form_no_circle() -> None:
    """No file imports another that leads back to it; that no folders do follows from their order."""
    assert [] == order.circles(File(path, (ROOT / path).read_text("utf-8")) for path in PYTHON_FILES)


def test_circle_is_found() -> None:
    """Three files in a circle are named, also where one imports a name out of a package and one at run time only."""
    files = [
        File("src/brim/model/a.py", "from brim.model import b\n"),
        File("src/brim/model/b.py", "def f():\n    import brim.model.c\n"),
        File("src/brim/model/c.py", "if TYPE_CHECKING:\n    from brim.model.a import X\n"),
        File("src/brim/model/d.py", "from brim.model.a import X\n"),
    ]

    assert [["brim.model.a", "brim.model.b", "brim.model.c"]] == order.circles(files)


def test_drawing_names_rooms_that_are_there() -> None:
    """The drawing of the order names each folder and file once, and none that is gone."""
    there = {order.room_of(File(path, "").path) for path in PYTHON_FILES if path.startswith("src/")} - {""}

    assert sorted(there) == sorted(order.DRAWING.split())


@pytest.mark.parametrize("pattern", [entry.pattern for entry in (*imports.ALLOWED, *conduct.BROAD)])
def test_exemption_names_something(pattern: str) -> None:
    """An exemption names a file or folder that is there."""
    assert any(matches(File(path, "").path, pattern) for path in PYTHON_FILES)


def run_ruff(source: str, path: str) -> set[str]:
    """Check a snippet as if it stood at the path; return the codes that ruff names."""
    ruff = Path(sysconfig.get_path("scripts"), "ruff")
    done = subprocess.run(
        [ruff, "check", "--no-cache", "--output-format", "concise", "--stdin-filename", ROOT / path, "-"],
        input=f'"""Say."""\n\n{HEAD}\n{source}',
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=30,
    )
    assert not done.stderr
    lines = done.stdout.replace("\\", "/").splitlines()
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
def test_ruff_finds_what_it_watches_over(code: str, source: str) -> None:
    """Each ban, and each rule that the table of rules leaves to ruff, really fires on a file of the product."""
    assert code in run_ruff(source, CODE)


def test_ruff_lets_good_code_pass() -> None:
    """A snippet that keeps all rules is not complained of, so the codes above come from what is bad in them."""
    assert set() == run_ruff('\ndef f(x: int | None) -> int:\n    """Return it."""\n    return x or 0\n', CODE)


MYPY_BAD = [
    ("no-untyped-def", "def f(x):\n    return x\n"),
    ("type-arg", "X: list = []\n"),
    ("return-value", "def f() -> int:\n    return 'x'\n"),
    ("no-any-return", "import json\ndef f() -> int:\n    return json.loads('1')\n"),
    ("unused-ignore", "X = 1  # type: ignore[assignment]\n"),
    ("unreachable", "def f(x: int) -> None:\n    if isinstance(x, str):\n        print(x)\n"),
    ("possibly-undefined", "def f(x: bool) -> int:\n    if x:\n        y = 1\n    return y\n"),
]


def test_mypy_finds_what_it_watches_over(tmp_path: Path) -> None:
    """Strict mypy, with the project's settings, names the fault of each snippet in a file with a kebab-case name."""
    for number, (_, source) in enumerate(MYPY_BAD):
        (tmp_path / f"test-bad-{number}.py").write_text(HEAD + source, "utf-8")

    done = subprocess.run(
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
        named = [line for line in done.stdout.splitlines() if line.startswith(f"test-bad-{number}.py")]
        assert any(line.endswith(f"[{code}]") for line in named), (code, done.stdout, done.stderr)
