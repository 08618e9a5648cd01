"""`brim history`, as people and scripts call it."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from brim.backend.history.keeper import FILE_NAME
from brim.cli.since import BEGINNING, since
from tests.backend.records import HOME, RESET, WORK, fill, keep, reading, rows, week
from tests.backend.world import World, brim, status
from tests.backend.writer import share
from tests.rules.syntax import ROOT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder, and no settings."""
    folder = tmp_path / "state"
    folder.mkdir()
    monkeypatch.setenv("BRIM_STATE_DIR", str(folder))
    monkeypatch.setenv("BRIM_CONFIG_DIR", str(tmp_path / "config"))
    return folder


def history(*arguments: str, given: bytes | None = None) -> tuple[int, str, str]:
    """Exit code, output and errors of `brim history`."""
    done = subprocess.run(
        [sys.executable, "-m", "brim", "history", *arguments],
        input=given,
        capture_output=True,
        check=False,
        timeout=30,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def as_json(*arguments: str) -> Any:  # noqa: ANN401 - what JSON holds
    """The JSON of `brim history`."""
    code, out, errors = history("--json", *arguments)
    assert (0, "") == (code, errors)
    return json.loads(out)


def figures(found: Any) -> dict[str, list[float | None]]:  # noqa: ANN401 - what JSON holds
    """The percentages of each limit."""
    return {limit["window"]: [one["percent"] for one in limit["readings"]] for limit in found["limits"]}


def sample(folder: Path) -> None:
    """A session with a doubtful figure, one that has not started, and a week of another account."""
    keep(
        folder,
        reading(0, 7),
        reading(60.5, 41.5),
        reading(90, 100, confirmed=False),
        reading(95, 42),
        reading(310, None, resets_at=None),
    )
    keep(folder, week(0, 18, "weekly_scoped:Fable"), account=HOME)


def test_status_keeps_what_it_reads(world: World) -> None:
    """Without a tray, `brim status` keeps readings, and each change once, however often it runs."""
    world.login()
    for _ in range(3):
        status()
    found = as_json("--since", "all")

    assert {"session", "weekly_all", "weekly_scoped:Fable"} <= figures(found).keys()
    assert {1} == {len(percents) for percents in figures(found).values()}
    assert [world.file("gate.json").parent.name] == list(found["accounts"])


def test_object(state: Path) -> None:
    """The JSON has accounts, limits and their readings with time, reset, source and doubt."""
    sample(state)
    found = as_json("--since", "all")

    assert ["schema", "made_at", "since", "accounts", "limits"] == list(found)
    assert (1, {HOME.id: "home", WORK.id: "work"}) == (found["schema"], found["accounts"])
    assert {
        "account": HOME.id,
        "window": "weekly_scoped:Fable",
        "label": "Weekly",
        "length_seconds": 604_800,
        "readings": [
            {
                "read_at": "2026-11-23T09:00:00.000Z",
                "percent": 18.0,
                "resets_at": "2026-11-26T09:00:00.000Z",
                "source": "api",
                "confirmed": True,
            }
        ],
    } == found["limits"][0]
    assert [7.0, 41.5, 100.0, 42.0, None] == figures(found)["session"]
    assert [True, True, False, True, True] == [one["confirmed"] for one in found["limits"][1]["readings"]]


def test_csv(state: Path) -> None:
    """The table has a line for each reading under a line of names."""
    sample(state)
    code, out, errors = history("--csv", "--since", "all", "--window", "session")
    lines = out.splitlines()

    assert (0, "") == (code, errors)
    assert "account,window,label,length_seconds,read_at,percent,resets_at,source,confirmed" == lines[0]
    first = f"{WORK.id},session,5-hour session,18000,2026-11-23T09:00:00.000Z,7.0,2026-11-23T14:00:00.000Z,api,true"
    assert first == lines[1]
    assert f"{WORK.id},session,5-hour session,18000,2026-11-23T14:10:00.000Z,,,api,true" == lines[-1]


def long_ago() -> None:
    """Bring in a session that is past on every clock, and reaches its limit."""
    keys = {"account": WORK.id, "window": "session", "label": "5-hour session", "length_seconds": 18_000}
    figure = {"resets_at": "2020-10-19T14:00:00Z", "source": "api", "confirmed": True}
    lines = [{"brim": "history", "schema": 1}]
    for time, percent in (("09:00", 3.0), ("10:00", 50.0), ("11:30", 100.0)):
        lines.append(keys | {"read_at": f"2020-10-19T{time}:00Z", "percent": percent} | figure)
    given = "\n".join(json.dumps(line) for line in lines)
    assert (0, "") == history("import", "-", given=given.encode())[::2]


@pytest.mark.usefixtures("utc", "state")
def test_picture() -> None:
    """People see a line for each window: when, how it filled, and what it reached."""
    long_ago()
    code, out, errors = history("--since", "2020-10-19")

    assert (0, "") == (code, errors)
    assert [
        f"{WORK.id}, since 19 Oct 00:00 (2020)",
        "",
        "5-hour session",
        "  19 Oct 09:00 – 14:00 (2020)  ▁▁▁▁▄▄▄▄▄▄▄█████████████   100%  limit reached 11:30",
    ] == out.splitlines()


@pytest.mark.usefixtures("utc", "state")
def test_picture_in_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a terminal has no blocks, digits stand for tens of percent."""
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    long_ago()
    code, out, _ = history("--since", "2020-10-19", "--window", "session")

    assert 0 == code
    assert "  19 Oct 09:00 - 14:00 (2020)  00005555555#############   100%  limit reached 11:30" == out.splitlines()[-1]


def test_accounts(state: Path) -> None:
    """Of several accounts each has a heading; one is named by its name or by the beginning of its id."""
    sample(state)

    assert [f"{HOME.id}", f"{WORK.id}"] == [limit["account"] for limit in as_json("--since", "all")["limits"]]
    for name, account in (("work", WORK.id), ("HOME", HOME.id), (WORK.id[:3], WORK.id)):
        assert [account] == [limit["account"] for limit in as_json("--since", "all", "--account", name)["limits"]]
    assert (1, "", "brim: No account is called mum. There are home, work.\n") == history("--account", "mum")
    assert (1, "", "brim: No limit is called day. There are session.\n") == history(
        "--account", "work", "--window", "day"
    )


def test_nothing_yet(state: Path) -> None:
    """Without a history all forms say so, well-formed, and no file is made."""
    assert (0, "No history yet. It begins with the first reading.\n", "") == history()
    assert [] == as_json()["limits"]
    assert 1 == len(history("--csv")[1].splitlines())
    assert (0, '{"brim": "history", "schema": 1}\n', "") == history("export", "-")
    assert [] == list(state.iterdir())


def test_nothing_in_that_time(state: Path) -> None:
    """A time in which nothing was read is told as that."""
    keep(state, reading(0, 7))

    assert (0, "Nothing was read in that time.\n", "") == history("--since", "2150-01-01")


NOW = datetime(2026, 11, 23, 11, 2, tzinfo=UTC)


@pytest.mark.usefixtures("utc")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7d", NOW - timedelta(days=7)),
        ("24h", NOW - timedelta(hours=24)),
        ("90m", NOW - timedelta(minutes=90)),
        (" 2W ", NOW - timedelta(weeks=2)),
        ("today", datetime(2026, 11, 23, tzinfo=UTC)),
        ("yesterday", datetime(2026, 11, 22, tzinfo=UTC)),
        ("all", BEGINNING),
        ("99999w", BEGINNING),
        ("2026-11-20", datetime(2026, 11, 20, tzinfo=UTC)),
        ("2026-11-20T14:30", datetime(2026, 11, 20, 14, 30, tzinfo=UTC)),
        ("2026-11-20T14:30:00+02:00", datetime(2026, 11, 20, 12, 30, tzinfo=UTC)),
        ("2026-11-20T14:30Z", datetime(2026, 11, 20, 14, 30, tzinfo=UTC)),
    ],
)
def test_since(text: str, expected: datetime) -> None:
    """People say how far back, or a day, or a time."""
    assert expected == since(text, NOW)


@pytest.mark.parametrize("text", ["", "7", "d", "-7d", "7y", "soon", "2026-13-01", "9999999d"])
def test_since_that_is_no_time(state: Path, text: str) -> None:
    """What nobody can understand is a mistake in the command line, and the message says what can be said."""
    code, out, errors = history(f"--since={text}")

    assert (2, "") == (code, out)
    assert errors.splitlines()[-1].startswith(
        f"brim history: error: argument --since: {text!r} is no time: say such as"
    )
    assert [] == list(state.iterdir())


def test_round_trip(state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is exported, read into an empty history and exported again is the same, byte for byte."""
    sample(state)
    keep(state, *(reading(number, number / 7, resets_at=RESET + timedelta(days=1)) for number in range(96, 300, 7)))
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    before = rows(state)
    assert (0, f"{len(before)} readings written to {first}.\n", "") == history("export", str(first))
    monkeypatch.setenv("BRIM_STATE_DIR", str(tmp_path / "other"))
    assert (0, f"{len(before)} readings added; 0 were there already.\n", "") == history("import", str(first))
    assert (0, f"{len(before)} readings written to {second}.\n", "") == history("export", str(second))

    assert first.read_bytes() == second.read_bytes()
    assert before == rows(tmp_path / "other")
    assert first.read_text() == history("export", "-")[1]


def test_import_twice_is_as_once(state: Path, tmp_path: Path) -> None:
    """Reading a file again adds nothing, and what is there stays as it is."""
    sample(state)
    file = tmp_path / "history.jsonl"
    history("export", str(file))
    keep(state, reading(400, 3, resets_at=RESET + timedelta(hours=6)))
    file.write_text(file.read_text().replace('"percent": 41.5', '"percent": 99.0'))

    assert (0, "0 readings added; 6 were there already.\n", "") == history("import", str(file))
    assert [7.0, 41.5, 100.0, 42.0, None, 3.0] == figures(as_json("--since", "all"))["session"]


def test_import_ends_a_doubt(state: Path) -> None:
    """When the file is sure of a figure that was doubted here, it is believed."""
    keep(state, reading(0, 100, confirmed=False))
    sure = history("export", "-")[1].replace('"confirmed": false', '"confirmed": true')

    assert (0, "1 reading added; 0 were there already.\n", "") == history("import", "-", given=sure.encode())
    assert [True] == [sure for *_, sure in rows(state)]


def test_broken_lines_are_named(state: Path) -> None:
    """Lines that cannot be used are named by number in one line; all others are kept, and the exit code is 1."""
    sample(state)
    lines = history("export", "-")[1].splitlines()
    (state / FILE_NAME).unlink()
    good = json.loads(lines[1])
    bad = [
        "no JSON",
        '{"other": "program"}',
        json.dumps(good | {"percent": "41"}),
        json.dumps(good | {"percent": -1}),
        json.dumps(good | {"read_at": "2026-11-23T09:00:00"}),
        json.dumps(good | {"read_at": "1969-11-23T09:00:00Z"}),
        json.dumps(good | {"account": "../../etc"}),
        json.dumps(good | {"label": "\u202e\x1b[31m"}),
        json.dumps({key: value for key, value in good.items() if key != "resets_at"}),
        lines[1][:-20],
        f'"{"x" * 30_000}"',
        '{"percent": NaN}',
    ]
    mixed = [lines[0], "", *bad, *lines[1:], json.dumps(good | {"new key": 1, "percent": 41})]
    code, out, errors = history("import", "-", given="\r\n".join(mixed).encode("utf-8-sig"))

    assert (1, "6 readings added; 1 were there already.\n") == (code, out)
    assert 1 == len(errors.splitlines())
    named = "3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 2 more"
    assert errors.startswith(f"brim: 12 lines of standard input cannot be used: {named}. All others count;")


@pytest.mark.parametrize(
    ("content", "title"),
    [
        (b"", "is no history of Brim"),
        (b"Dear diary\n", "is no history of Brim"),
        (b'{"brim": "settings", "schema": 1}\n', "is no history of Brim"),
        (b"SQLite format 3\0" + bytes(20_000), "is no history of Brim"),
        (b'{"brim": "history", "schema": 2}\n', "was made by a newer Brim"),
    ],
)
def test_foreign_file_is_refused(state: Path, tmp_path: Path, content: bytes, title: str) -> None:
    """Of a file that is no history, or of a shape that is not known yet, nothing is read."""
    file = tmp_path / "file"
    file.write_bytes(content)
    code, out, errors = history("import", str(file))

    assert (1, "") == (code, out)
    assert [f"brim: {file} {title}"] == [line.split(". ")[0] for line in errors.splitlines()]
    assert [] == list(state.iterdir())


def test_export_is_whole_or_not_at_all(state: Path, tmp_path: Path) -> None:
    """A file that cannot be replaced stays as it was, nothing is left beside it, and one line says why."""
    sample(state)
    folder = tmp_path / "taken"
    folder.mkdir()
    missing = tmp_path / "missing" / "file"
    for place in (folder, missing, tmp_path / "state" / FILE_NAME / "file"):
        code, out, errors = history("export", str(place))
        assert (1, "") == (code, out)
        assert [f"brim: {place} cannot be written"] == [line.split(". ")[0] for line in errors.splitlines()]
    assert {"state", "taken"} == {path.name for path in tmp_path.iterdir()}

    (state / FILE_NAME).write_bytes(b"no database at all, and long enough to be seen as that" * 100)
    kept = tmp_path / "kept.jsonl"
    kept.write_text("as it was")
    assert 1 == history("export", str(kept))[0]
    assert "as it was" == kept.read_text()
    assert {"state", "taken", "kept.jsonl"} == {path.name for path in tmp_path.iterdir()}


@pytest.mark.skipif(os.name == "nt", reason="on Windows links need rights")
def test_export_follows_a_link(state: Path, tmp_path: Path) -> None:
    """A link stays a link: the file that it leads to is replaced."""
    sample(state)
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    history("export", str(tmp_path / "link"))

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text().startswith('{"brim": "history"')


def test_import_of_a_file_that_is_not_there(state: Path, tmp_path: Path) -> None:
    """A name that leads nowhere, or to a folder, is one line on standard error."""
    for place in (tmp_path / "nowhere", tmp_path):
        code, out, errors = history("import", str(place))
        assert (1, "") == (code, out)
        assert [f"brim: {place} cannot be read"] == [line.split(". ")[0] for line in errors.splitlines()]
    assert [] == list(state.iterdir())


def test_damaged_history_is_set_aside(state: Path) -> None:
    """One line says what was done with it, and the next call finds a history that begins anew."""
    sample(state)
    (state / FILE_NAME).write_bytes(b"no database at all, and long enough to be seen as that" * 100)

    what = f"{FILE_NAME} cannot be used (it is no SQLite database); it is kept as {FILE_NAME}.broken"
    assert (1, "", f"brim: {what}, and a new one begins.\n") == history()
    assert (0, "No history yet. It begins with the first reading.\n", "") == history()


def test_damaged_history_is_brought_back(state: Path) -> None:
    """What can still be read of a file that was set aside comes back, and the bad page alone is lost."""
    fill(state, *(reading(number / 20, number / 60) for number in range(6_000)))
    keep(state, *(week(day, day, days=30) for day in range(10)), account=HOME)
    before = rows(state)
    with (state / FILE_NAME).open("r+b") as file:
        file.seek(4096 * 20)
        file.write(random.Random(7).randbytes(4096))
    keep(state, reading(400, 3, resets_at=RESET + timedelta(hours=6)))
    assert 1 == len(rows(state))

    code, out, errors = history("import", str(state / f"{FILE_NAME}.broken"))
    assert (0, "") == (code, errors)
    assert out.endswith("readings added; 0 were there already.\n")
    assert {row for row in before if row[0] == HOME.id} <= set(rows(state))
    assert len(before) - 400 < len(rows(state)) <= len(before) + 1
    assert set(rows(state)) < {*before, (WORK.id, "session", 400.0, 3.0, 660.0, "api", True)}


def test_other_history_is_brought_in(state: Path, tmp_path: Path) -> None:
    """The file of another machine's history may be named as it is; it stays untouched."""
    other = tmp_path / "other"
    sample(other)
    before = (other / FILE_NAME).read_bytes()

    assert (0, "6 readings added; 0 were there already.\n", "") == history("import", str(other / FILE_NAME))
    assert rows(state) == rows(other)
    assert [FILE_NAME] == [path.name for path in other.iterdir()]
    assert before == (other / FILE_NAME).read_bytes()


def test_beside_a_writer(state: Path) -> None:
    """While another process writes, all of it can be read, and nothing disturbs either."""
    command = [sys.executable, "-m", "tests.backend.writer", str(state), "0", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) as writer:
        try:
            assert writer.stdout is not None
            promised = int([writer.stdout.readline() for _ in range(5)][-1])
            told = figures(as_json("--since", "all"))["session"]
            later = int(writer.stdout.readline())
        finally:
            writer.kill()
        assert "" == writer.communicate(timeout=30)[1]

    assert share(promised, 1) in told
    assert later > promised


def test_reader_that_leaves(state: Path) -> None:
    """Whoever reads only the first line is no reason for a traceback."""
    fill(state, *(reading(number / 100, number / 100) for number in range(2_000)))
    with brim("history", "export", "-") as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr is not None
        assert "" == process.stderr.read()


def test_help_names_what_can_be_said() -> None:
    """The help says how far back one can look, and both actions."""
    _, out, _ = history("--help")

    assert [] == [word for word in ("7d", "--window", "--csv", "export", "import") if word not in out]
