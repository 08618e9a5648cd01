"""`brim statusline install` and `uninstall`: puts the tap into Claude Code's settings, and takes it out again.

The one place where Brim writes a file of Claude Code's, and only after it was asked to. A status line that is there
already is kept: the tap runs it. What the settings were is kept in the state folder, in `statusline/backup`, as an
exact copy; an empty copy says that there was no such file.

The command that is installed names this Python and `-m brim`, not the `brim` script: so `-E -P` can keep the project
that Claude Code works in (PYTHONPATH, a `json.py` in its folder) out of the tap. Both stay where they are when Brim is
upgraded in place. `-S` would be quicker by some milliseconds, but Brim would not be found.
This module must not know what the tap does.
"""

from __future__ import annotations

import difflib
import hashlib
import io
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

from brim.cli.statusline import settingsfile
from brim.cli.statusline.options import OPTIONS, plain_options
from brim.cli.statusline.settingsfile import KEY, SettingsFile
from brim.errors import ConfigError, StateError
from brim.words import statuslineinstall as told

_EPHEMERAL = ("archive-v", "builds-v", "environments-v")
"""How the folders of uv's cache begin, where a Brim that was only run once lies."""
_TRIAL_SECONDS = 30
_SCRIPTS = {"brim", "brim.exe"}

type _Options = dict[str, str]


def run(action: str, settings_file: str | None, state_dir: str | None, template: str | None, *, sure: bool) -> int:
    """Install or uninstall in each folder that is named; returns the exit code.

    Raises ConfigError and StateError for the first file that cannot be changed; that file is then as it was.
    """
    from brim.backend.settings.load import ClaudeCodeSettings, get_settings

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a path may hold letters that the terminal cannot show
    settings = get_settings()
    state = (Path(state_dir).expanduser() if state_dir else settings.state_dir).absolute()
    homes = [folder.path for folder in settings.claude.folders]
    homes = homes or [Path(ClaudeCodeSettings().config_dir or "~/.claude").expanduser()]
    paths = [Path(settings_file).expanduser()] if settings_file else [home / "settings.json" for home in homes]
    for file in [settingsfile.load(path.absolute()) for path in paths]:
        if action == "install":
            _install(file, state, template, sure=sure)
        else:
            _uninstall(file, state, sure=sure)
    return 0


def _install(file: SettingsFile, state: Path, template: str | None, *, sure: bool) -> None:
    if not file.known:
        raise ConfigError(*told.unknown_statusline(KEY, file.path))
    ours = installed_options(file.command)
    kept = {"--then": file.command} if ours is None else ours
    chosen = {"--state-dir": str(state), "--format": template}
    options = {name: value for name, value in (kept | chosen).items() if value is not None}
    if template is None and "--format" in kept:
        options["--format"] = str(kept["--format"])
    command = _command(options)
    if file.command == command:
        print(told.already_installed(file.path))
        return
    after = file.put(command)
    _show(file, after)
    _ask(sure=sure)
    _try(state)
    backup = _backup(file, state)
    if ours is None:
        _keep(backup, file.raw or b"")
    settingsfile.replace(file, after)
    print(told.installed(backup))


def _uninstall(file: SettingsFile, state: Path, *, sure: bool) -> None:
    ours = installed_options(file.command)
    if ours is None or file.command is None:
        print(told.not_installed(file.path))
        return
    backup = _backup(file, Path(ours.get("--state-dir", state)))
    before = _kept(file, backup)
    if before is not None and before.put(file.command) == file.raw:
        after, became = before.raw or None, told.RESTORED if before.raw else told.REMOVED_AGAIN
    else:
        after = file.put(ours["--then"]) if "--then" in ours else file.without(before)
        became = told.key_restored(KEY)
    _show(file, after)
    _ask(sure=sure)
    settingsfile.replace(file, after)
    backup.unlink(missing_ok=True)
    print(told.uninstalled(file.path, became))


def installed_options(command: str | None) -> _Options | None:
    """The options of a command line that is the tap's and nothing else; None for any other."""
    try:
        words = shlex.split(command or "")
    except ValueError:
        return None
    if "statusline" not in words:
        return None
    place = words.index("statusline")
    program = words[:place]
    by_module = program[-2:] == ["-m", "brim"] and all(word.startswith("-") for word in program[1:-2])
    by_script = len(program) == 1 and Path(program[0]).name in _SCRIPTS
    return plain_options(words[place + 1 :]) if by_module or by_script else None


def _command(options: _Options) -> str:
    """The command line for a shell; on Windows with slashes, which need no quotes in any of its shells."""
    words = [
        *_program(),
        *(word for name in OPTIONS if name in options for word in (name, options[name])),
    ]
    if sys.platform == "win32":
        places = {sys.executable, options["--state-dir"]}
        words = [Path(word).as_posix() if word in places else word for word in words]
    return shlex.join(words)


def _program() -> list[str]:
    return [sys.executable, "-E", "-P", "-m", "brim", "statusline"]


def _try(state: Path) -> None:
    """Run what is to be installed, once and without input; raises ConfigError when it does not work."""
    if any(part.startswith(_EPHEMERAL) for part in Path(sys.executable).parts):
        raise ConfigError(*told.IN_TEMPORARY_CACHE)
    command, folder = [*_program(), "--state-dir", str(state)], Path(sys.executable).anchor
    try:
        trial = subprocess.run(  # noqa: S603 - our own command line
            command, stdin=subprocess.DEVNULL, capture_output=True, cwd=folder, timeout=_TRIAL_SECONDS, check=False
        )
        works = trial.returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        works = False
    if not works:
        raise ConfigError(*told.NOT_STARTABLE_ELSEWHERE)


def _show(file: SettingsFile, after: bytes | None) -> None:
    """Print the change of our key alone: other settings may hold secrets."""
    now = _lines(file)
    then = [] if after is None else _lines(settingsfile.parse(file.path, file.real, after))
    name = str(file.path)
    print(*difflib.unified_diff(now, then, name, name, told.BEFORE_HEADING, told.AFTER_HEADING, lineterm=""), sep="\n")


def _lines(file: SettingsFile) -> list[str]:
    if file.value is None:
        return []
    return json.dumps({KEY: file.value}, ensure_ascii=False, indent=2).splitlines()[1:-1]


def _ask(*, sure: bool) -> None:
    """Raise ConfigError unless a person, or --yes, agrees."""
    if sure:
        return
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        raise ConfigError(*told.NO_TERMINAL)
    try:
        answer = input(told.CONFIRM_PROMPT)
    except EOFError:
        answer = ""
    if answer.strip().lower() not in {"y", "yes"}:
        raise ConfigError(*told.DECLINED)


def _backup(file: SettingsFile, state: Path) -> Path:
    name = hashlib.sha256(os.fsencode(file.real)).hexdigest()[:16]
    return state / "statusline" / "backup" / f"{name}.json"


def _keep(backup: Path, raw: bytes) -> None:
    try:
        settingsfile.write(backup, raw, 0o600)
    except OSError as error:
        raise StateError(*told.unwritable_file(backup, error.strerror)) from error


def _kept(file: SettingsFile, backup: Path) -> SettingsFile | None:
    """The settings as they were before, as far as they are known."""
    try:
        raw = backup.read_bytes()
        return settingsfile.parse(backup, file.real, raw) if raw else SettingsFile(backup, file.real, raw)
    except (OSError, ConfigError):
        return None
