"""`brim statusline install` and `uninstall`: how Claude Code's settings change."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from brim.cli.statusline import settingsfile
from brim.cli.statusline.blockers import blocking_settings
from tests.support.sandbox import start_brim
from tests.support.statuslinerun import open_terminal
from tests.support.usageserver import load_fixture

if TYPE_CHECKING:
    from collections.abc import Iterator

PLAIN = b'{\n  "model": "opus",\n  "env": {\n    "A": "secret"\n  }\n}\n'
THEIRS = b'{\n\t"statusLine": {"padding": 0, "type": "command", "command": "cat  | wc -c"},\n\t"b": 1\n}'
EMPTY = [b"{}", b"{ }\n", b" \n{\n}\n"]
MARKED = b'\xef\xbb\xbf{\r\n    "a": [1,\r\n2],\r\n    "b": "\xc3\xa9 \\u00e9"\r\n}\r\n\r\n'
DOCUMENTS = [
    PLAIN,
    THEIRS,
    MARKED,
    b'{"a": 1}',
    b'{"a":{"statusLine":{"type":"x"}}}\n',
    b'{\n  "statusLine": null, "a": 1.0e5\n}',
    b'{"statusLine": {"type": "command"}}',
    b'{"statusLine": {"type": "command", "command": ""}, "a": 1}',
    b'{"x": 1, "statusLine": {"command": "a b", "command": "c d", "type": "command"}}',
]


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit code, output and errors of `brim statusline`."""
    with start_brim("statusline", *arguments) as process:
        out, errors = process.communicate(timeout=60)
        return process.returncode, out, errors


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder whose name needs quotes."""
    folder = tmp_path / "it's the state"
    monkeypatch.setenv("BRIM_STATE_DIR", str(folder))
    return folder


@pytest.fixture
def settings(home: Path) -> Iterator[Path]:
    """Claude Code's settings; no other file may be left beside them."""
    folder = home / ".claude"
    folder.mkdir()
    path = folder / "settings.json"
    yield path
    assert set(folder.iterdir()) <= {path}


def parsed(raw: bytes | None) -> settingsfile.SettingsFile:
    """Settings that are in no folder."""
    path = Path("settings.json")
    return settingsfile.parse(path, path, raw or b"")


@pytest.mark.parametrize("before", [*EMPTY, *DOCUMENTS])
def test_only_our_key_changes(before: bytes) -> None:
    """In any document all other values stay, in their order, and so does the byte order mark."""
    file = parsed(before)
    after = file.with_command("brim statusline")
    old, new = json.loads(file.text), json.loads(parsed(after).text)
    value = old.pop("statusLine", None) or {}

    assert value | {"type": "command", "command": "brim statusline"} == new.pop("statusLine")
    assert list(old.items()) == list(new.items())
    assert before.startswith(b"\xef\xbb\xbf") == after.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("before", DOCUMENTS)
def test_only_our_key_is_removed(before: bytes) -> None:
    """The status line of a document can be changed and restored without a change of the other text."""
    file = parsed(before)
    after = parsed(file.with_command("brim statusline"))

    assert before == (after.with_command(file.command) if file.command else after.without_command(file))


@pytest.mark.parametrize("before", [None, b"{ }\n", PLAIN, THEIRS, MARKED])
def test_uninstall_restores_every_byte(settings: Path, state: Path, before: bytes | None) -> None:
    """Installing stores a copy, a second installation changes nothing, and uninstalling restores every byte."""
    if before is not None:
        settings.write_bytes(before)
    assert 0 == run("install", "--yes")[0]
    installed = settings.read_bytes()
    (backup,) = (state / "statusline" / "backup").iterdir()
    assert (before or b"") == backup.read_bytes()

    assert 0 == run("install", "--yes")[0]
    assert installed == settings.read_bytes()

    assert 0 == run("uninstall", "--yes")[0]
    assert before == (settings.read_bytes() if settings.exists() else None)
    assert 0 == run("uninstall", "--yes")[0]
    assert before == (settings.read_bytes() if settings.exists() else None)


def command(settings: Path) -> str:
    """The command line that Claude Code would run."""
    line = json.loads(settings.read_bytes().decode("utf-8-sig"))["statusLine"]["command"]
    assert isinstance(line, str)
    return line


@pytest.mark.skipif(os.name == "nt", reason="the commands are those of a POSIX shell")
def test_installed_command_works(settings: Path, state: Path, tmp_path: Path) -> None:
    """In an empty environment and any folder it stores the limits and prints what was printed before."""
    earlier = """printf '%s "quoted" $HOME\n' "it's"; wc -c"""
    settings.write_text(json.dumps({"statusLine": {"type": "command", "command": earlier}}))
    assert 0 == run("install", "--yes")[0]
    raw = json.dumps(load_fixture("statusline")).encode()
    outputs = [
        subprocess.run(["/bin/sh", "-c", line], input=raw, capture_output=True, check=True, cwd=tmp_path, env={}).stdout
        for line in (earlier, command(settings))
    ]

    assert outputs[0] == outputs[1]
    assert 1 == len(list((state / "statusline").glob("*.json")))


def test_change_needs_a_confirmation(settings: Path) -> None:
    """Without a terminal and --yes the change is shown, without other settings, and nothing is changed."""
    settings.write_bytes(PLAIN)
    code, out, errors = run("install")

    assert 1 == code
    assert '+    "type": "command",' in out.splitlines()
    assert "secret" not in out
    assert 1 == len(errors.splitlines())
    assert "--yes" in errors
    assert PLAIN == settings.read_bytes()


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("\n", 1), ("n\n", 1)])
def test_person_is_asked_on_a_terminal(settings: Path, answer: str, code: int) -> None:
    """On a terminal only the answer yes changes the settings."""
    settings.write_bytes(PLAIN)
    master, slave = open_terminal()
    words = [sys.executable, "-m", "brim", "statusline", "install"]
    with subprocess.Popen(words, stdin=slave, stdout=slave, stderr=slave) as process:
        os.write(master, answer.encode())
        assert code == process.wait(timeout=60)
    os.close(master)
    os.close(slave)

    assert (PLAIN == settings.read_bytes()) == (code == 1)


@pytest.mark.parametrize(
    "before",
    [
        b"",
        b" \n",
        b"{",
        b'{"a": 1,}',
        b'// x\n{"a": 1}',
        b"[]",
        b'{"a": NaN}',
        b'{"a": "\xff"}',
        b"[" * 100_000,
        b'{"statusLine": "x"}',
        b'{"statusLine": {"type": "static", "command": "x"}}',
        b'{"statusLine": {"type": "command", "command": 5}}',
    ],
    ids=range(12),
)
def test_unusable_settings_are_not_changed(settings: Path, state: Path, before: bytes) -> None:
    """Broken JSON, comments and unknown forms stay unchanged; the error is one line."""
    settings.write_bytes(before)
    code, _, errors = run("install", "--yes")

    assert (1, 1) == (code, len(errors.splitlines()))
    assert str(settings) in errors
    assert before == settings.read_bytes()
    assert not state.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
@pytest.mark.parametrize("kind", ["fifo", "folder", "loop"])
def test_path_that_is_no_file_is_not_changed(home: Path, state: Path, kind: str) -> None:
    """A pipe causes no wait; a pipe, a folder and a circular link are named in the error."""
    path = home / ".claude" / "settings.json"
    path.parent.mkdir()
    if kind == "fifo" and sys.platform != "win32":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(path)
    code, _, errors = run("install", "--yes")

    assert (1, 1) == (code, len(errors.splitlines()))
    assert "Nothing was changed." in errors
    assert not state.exists()


@pytest.mark.parametrize("before", [None, PLAIN, THEIRS, b'{"statusLine": null}'])
def test_later_changes_of_other_settings_stay(settings: Path, before: bytes | None) -> None:
    """When other settings were changed since, uninstalling restores our key only, and says so."""
    if before is not None:
        settings.write_bytes(before)
    assert 0 == run("install", "--yes")[0]
    content = json.loads(settings.read_bytes())
    settings.write_text(json.dumps({"new": True} | content, indent=1))
    code, out, _ = run("uninstall", "--yes")

    assert 0 == code
    assert "changed since" in out
    assert {"new": True} | json.loads(before or b"{}") == json.loads(settings.read_bytes())


def test_uninstall_works_without_the_backup(settings: Path, state: Path) -> None:
    """The earlier status line is restored also when the data folder was lost."""
    settings.write_bytes(THEIRS)
    assert 0 == run("install", "--yes")[0]
    (backup,) = (state / "statusline" / "backup").iterdir()
    backup.unlink()

    assert 0 == run("uninstall", "--yes")[0]
    assert THEIRS == settings.read_bytes()


def test_foreign_status_line_is_not_removed(settings: Path) -> None:
    """Uninstalling does not change a status line that is not Brim's, also when it calls Brim among other commands."""
    for line in ("wc -c", "cat | brim statusline", "brim statusline; date", "brim status"):
        settings.write_text(json.dumps({"statusLine": {"type": "command", "command": line}}))
        before = settings.read_bytes()
        code, out, _ = run("uninstall", "--yes")

        assert 0 == code
        assert "does not use Brim's status line; nothing was changed." in out
        assert before == settings.read_bytes()


def test_install_replaces_an_older_installation(settings: Path) -> None:
    """Installing again replaces the path and keeps the options; uninstalling still restores the first copy."""
    settings.write_bytes(THEIRS)
    assert 0 == run("install", "--yes")[0]
    first = settings.read_bytes()
    old = first.replace(json.dumps(command(settings)).encode(), json.dumps(f"/old/bin/{_arguments(settings)}").encode())
    settings.write_bytes(old)

    assert 0 == run("install", "--yes")[0]
    assert first == settings.read_bytes()
    assert 0 == run("install", "--yes", "--format", "{model}")[0]
    assert ["--format", "{model}", "--then", "cat  | wc -c"] == shlex.split(command(settings))[-4:]
    assert 0 == run("uninstall", "--yes")[0]
    assert THEIRS == settings.read_bytes()


def _arguments(settings: Path) -> str:
    return f"brim {command(settings).split(' -m brim ')[1]}"


@pytest.mark.skipif(os.name == "nt", reason="modes and links are those of POSIX")
def test_mode_and_link_stay(settings: Path, home: Path) -> None:
    """A link is followed and stays a link, and the file keeps its mode."""
    real = home / "dotfiles.json"
    real.write_bytes(PLAIN)
    real.chmod(0o640)
    settings.symlink_to(real)
    for action in ("install", "uninstall"):
        assert 0 == run(action, "--yes")[0]
        assert settings.is_symlink()
        assert 0o640 == real.stat().st_mode & 0o777
    assert PLAIN == real.read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="modes and links are those of POSIX")
@pytest.mark.parametrize("store", ["store", "nix/store"])
def test_read_only_store_is_named_with_the_lines_to_add(settings: Path, home: Path, state: Path, store: str) -> None:
    """Settings that link into a read-only store stay; its path, and the lines for its configuration, are printed."""
    folder = home / store
    folder.mkdir(parents=True)
    real = folder / "abc-settings.json"
    real.write_bytes(PLAIN)
    real.chmod(0o444)
    folder.chmod(0o555)
    settings.symlink_to(real)
    code, out, errors = run("install", "--yes")
    folder.chmod(0o755)

    assert (1, 1) == (code, len(errors.splitlines()))
    assert f"{settings} is a link to {real}, which is read-only" in errors
    assert PLAIN == real.read_bytes()
    assert not state.exists()
    if store == "store":
        assert json.loads("{" + out + "}")["statusLine"]["command"].endswith(shlex.quote(str(state)))
    else:
        assert out.startswith('statusLine = { type = "command"; command = "')
        assert out.endswith('"; };\n')


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("settings.json", "disableAllHooks"),
        ("remote-settings.json", "disableAllHooks"),
        ("remote-settings.json", "allowManagedHooksOnly"),
    ],
)
def test_setting_that_stops_the_status_line_is_named(home: Path, name: str, key: str) -> None:
    """Where a setting stops every status line, the installation names it and its file."""
    folder = home / ".claude"
    folder.mkdir()
    (folder / name).write_text(json.dumps({key: True, "model": "opus"}))
    code, _, errors = run("install", "--yes")

    assert 0 == code
    assert f"Claude Code runs no status line because of {key} in " in errors
    assert name in errors


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("settings.json", b'{"allowManagedHooksOnly": true}'),
        ("settings.json", b'{"disableAllHooks": false}'),
        ("remote-settings.json", b'{"disableAllHooks": "true"}'),
        ("remote-settings.json", b"[true"),
    ],
)
def test_other_settings_stop_no_status_line(tmp_path: Path, name: str, content: bytes) -> None:
    """A setting that is off, that counts elsewhere only, or that cannot be read stops nothing."""
    (tmp_path / name).write_bytes(content)

    assert () == blocking_settings(tmp_path / "settings.json", tmp_path / "system")


def test_settings_of_an_organisation_are_read(tmp_path: Path) -> None:
    """What an organisation sets for a machine counts, in its file and in the folder beside it."""
    (tmp_path / "managed-settings.d").mkdir()
    (tmp_path / "managed-settings.d" / "10-hooks.json").write_text('{"allowManagedHooksOnly": true}')
    [blocker] = blocking_settings(tmp_path / "user" / "settings.json", tmp_path)

    assert blocker.startswith("allowManagedHooksOnly in ")
    assert blocker.endswith("10-hooks.json")


def test_options_name_the_settings_and_the_state_folder(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """--settings and CLAUDE_CONFIG_DIR name the settings, --state-dir names the installed data folder."""
    named = home / "a folder" / "x.json"
    assert 0 == run("install", "--yes", "--settings", str(named), "--state-dir", str(tmp_path / "s"))[0]
    assert str(tmp_path / "s") in shlex.split(command(named))
    assert not (home / ".claude").exists()
    assert 0 == run("uninstall", "--yes", "--settings", str(named))[0]
    assert not named.exists()

    monkeypatch.setenv("CLAUDE_CONFIG_DIR", str(home / "claude"))
    assert 0 == run("install", "--yes")[0]
    assert "brim" in command(home / "claude" / "settings.json")
