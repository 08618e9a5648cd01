"""`brim statusline install` and `uninstall`: adds the command to Claude Code's settings, and removes it again.

This is the only place where Brim writes a file of Claude Code, and only on request. An existing status line stays: the
installed command runs it. An exact copy of the earlier settings is stored in the data folder, in `statusline/backup`;
an empty copy means that there was no such file.

The installed command line names this Python and `-m brim`, not the `brim` script: with `-E -P` Python then imports
nothing from the project that Claude Code works in (PYTHONPATH, a `json.py` in its folder). Both names stay valid when
Brim is upgraded in place. `-S` would be some milliseconds faster, but Brim would not be found. A frozen program never
looks there.

This module must not know what the installed command does.
"""

from __future__ import annotations

import difflib
import hashlib
import io
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

from brim.backend.system.files import MAX_BYTES, read_regular_file
from brim.backend.system.homefolder import below_home
from brim.childenvironment import child_environment
from brim.cli.statusline import settingsfile, storetext
from brim.cli.statusline.blockers import blocking_settings
from brim.cli.statusline.options import OPTIONS, plain_options
from brim.cli.statusline.settingsfile import KEY, SettingsFile
from brim.errors import ConfigError, StateError
from brim.ownprogram import is_temporary, is_translocated, lasting_program
from brim.printing import complain, show
from brim.tray.desktop import userfolders
from brim.words import desktop
from brim.words import statuslineinstall as words

_TEST_SECONDS = 30
_SCRIPT_NAMES = {"brim", "brim.exe"}
_APP_IMAGE = r"(?i:brim\b.*\.appimage)"

type _Options = dict[str, str]


def run(action: str, settings_file: str | None, state_dir: str | None, template: str | None, *, confirmed: bool) -> int:
    """Install or uninstall in the settings of each folder of Claude Code; returns the exit code.

    Without `confirmed` the user is asked. Raises ConfigError and StateError for the first file that cannot be
    changed; that file stays unchanged. Raises OthersHomeError where Claude Code could not read what root writes.
    """
    from brim.backend.providers.claude.settings import ClaudeSettings
    from brim.backend.providers.claude.variables import ClaudeCodeSettings
    from brim.backend.settings.load import get_settings

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a path may contain characters that the terminal cannot show
    userfolders.check_home()
    settings = get_settings()
    state = (below_home(state_dir) if state_dir else settings.state_dir).absolute()
    homes = [folder.path for folder in settings.section(ClaudeSettings).folders]
    homes = homes or [below_home(ClaudeCodeSettings().config_dir or "~/.claude")]
    paths = [below_home(settings_file)] if settings_file else [home / "settings.json" for home in homes]
    for file in [settingsfile.load(path.absolute()) for path in paths]:
        if action == "install":
            _install(file, state, template, confirmed=confirmed)
        else:
            _uninstall(file, state, confirmed=confirmed)
    return 0


def _install(file: SettingsFile, state: Path, template: str | None, *, confirmed: bool) -> None:
    if not file.known:
        raise ConfigError(*words.unknown_statusline(KEY, file.path))
    installed = installed_options(file.command)
    before = {"--then": file.command} if installed is None else installed
    requested = {"--state-dir": str(state), "--format": template}
    options = {name: value for name, value in (before | requested).items() if value is not None}
    if template is None and "--format" in before:
        options["--format"] = str(before["--format"])
    command = _command(options)
    _warn_of_blockers(file)
    if file.command == command:
        show(words.already_installed(file.path))
        return
    if file.is_in_store:
        _refuse_store(file, file.statusline_with(command))
    after = file.with_command(command)
    _print_change(file, after)
    _confirm(confirmed=confirmed)
    _test_command(state)
    backup = _backup_path(file, state)
    if installed is None:
        _write_backup(backup, file.raw or b"")
    settingsfile.replace(file, after)
    show(words.installed(backup))


def _uninstall(file: SettingsFile, state: Path, *, confirmed: bool) -> None:
    installed = installed_options(file.command)
    if installed is None or file.command is None:
        show(words.not_installed(file.path))
        return
    if file.is_in_store:
        _refuse_store(file, file.statusline_with(installed["--then"]) if "--then" in installed else None)
    backup = _backup_path(file, Path(installed.get("--state-dir", state)))
    before = _read_backup(file, backup)
    if before is not None and before.with_command(file.command) == file.raw:
        after = before.raw or None
        done = (words.uninstalled_restored if before.raw else words.uninstalled_removed)(file.path)
    else:
        after = file.with_command(installed["--then"]) if "--then" in installed else file.without_command(before)
        done = words.uninstalled_key(file.path, KEY)
    _print_change(file, after)
    _confirm(confirmed=confirmed)
    settingsfile.replace(file, after)
    backup.unlink(missing_ok=True)
    show(done)


def installed_options(command: str | None) -> _Options | None:
    """The options in a command line that only runs `brim statusline`; None for any other command line."""
    try:
        arguments = shlex.split(command or "")
    except ValueError:
        return None
    if "statusline" not in arguments:
        return None
    position = arguments.index("statusline")
    program = arguments[:position]
    by_module = program[-2:] == ["-m", "brim"] and all(option.startswith("-") for option in program[1:-2])
    by_script = len(program) == 1 and _names_brim(program[0])
    return plain_options(arguments[position + 1 :]) if by_module or by_script else None


def _names_brim(program: str) -> bool:
    """Whether it is the script of an installation, or a frozen program."""
    name = Path(program).name
    return name in _SCRIPT_NAMES or program == lasting_program() or re.fullmatch(_APP_IMAGE, name) is not None


def _command(options: _Options) -> str:
    """The command line for a shell; on Windows with slashes, which need no quotes in any of its shells."""
    arguments = [
        *_program(),
        *(argument for name in OPTIONS if name in options for argument in (name, options[name])),
    ]
    if sys.platform == "win32":
        paths = {_program()[0], options["--state-dir"]}
        arguments = [Path(argument).as_posix() if argument in paths else argument for argument in arguments]
    return shlex.join(arguments)


def _program() -> list[str]:
    frozen = lasting_program()
    return [sys.executable, "-E", "-P", "-m", "brim", "statusline"] if frozen is None else [frozen, "statusline"]


def _test_command(state: Path) -> None:
    """Run the command once without input before it is installed; raises ConfigError when it does not work."""
    if is_translocated(sys.executable):
        raise ConfigError(*desktop.application_not_moved())
    if is_temporary(sys.executable):
        raise ConfigError(*words.in_temporary_cache())
    command, folder = [*_program(), "--state-dir", str(state)], Path(sys.executable).anchor
    try:
        test = subprocess.run(  # noqa: S603 - our own command line
            command,
            input=b"",  # a pipe as Claude Code has it: the null device of Windows counts as a terminal
            capture_output=True,
            cwd=folder,
            env=child_environment(),
            timeout=_TEST_SECONDS,
            check=False,
        )
        works = test.returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        works = False
    if not works:
        raise ConfigError(*words.not_startable_elsewhere())


def _warn_of_blockers(file: SettingsFile) -> None:
    if blockers := blocking_settings(file.path):
        complain((words.blocked(blockers),))


def _refuse_store(file: SettingsFile, statusline: object) -> NoReturn:
    """Print what to put into the configuration that makes the settings; raises ConfigError."""
    in_nix = storetext.NIX_STORE in str(file.real)
    if statusline is not None:
        show(storetext.lines(KEY, statusline, in_nix=in_nix))
        raise ConfigError(*words.add_to_source(file.path, file.real))
    raise ConfigError(*words.remove_from_source(file.path, file.real, KEY))


def _print_change(file: SettingsFile, after: bytes | None) -> None:
    """Print the change of our key only, because other settings may contain secrets."""
    lines = _lines(file)
    new_lines = [] if after is None else _lines(settingsfile.parse(file.path, file.real, after))
    name = str(file.path)
    headings = words.before_heading(), words.after_heading()
    show("\n".join(difflib.unified_diff(lines, new_lines, name, name, *headings, lineterm="")))


def _lines(file: SettingsFile) -> list[str]:
    if file.value is None:
        return []
    return json.dumps({KEY: file.value}, ensure_ascii=False, indent=2).splitlines()[1:-1]


def _confirm(*, confirmed: bool) -> None:
    """Ask the user unless --yes was given; raises ConfigError when the answer is not yes."""
    if confirmed:
        return
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        raise ConfigError(*words.no_terminal())
    try:
        answer = input(words.confirm_prompt())
    except EOFError:
        answer = ""
    if answer.strip().lower() not in {"y", "yes"}:
        raise ConfigError(*words.declined())


def _backup_path(file: SettingsFile, state: Path) -> Path:
    name = hashlib.sha256(os.fsencode(file.real)).hexdigest()[:16]
    return state / "statusline" / "backup" / f"{name}.json"


def _write_backup(backup: Path, raw: bytes) -> None:
    try:
        settingsfile.write(backup, raw, 0o600)
    except OSError as error:
        raise StateError(*words.unwritable_file(backup, error.strerror)) from error


def _read_backup(file: SettingsFile, backup: Path) -> SettingsFile | None:
    """The settings as they were before the installation; None when the copy is missing or unusable."""
    try:
        raw = read_regular_file(backup, MAX_BYTES)
        return settingsfile.parse(backup, file.real, raw) if raw else SettingsFile(backup, file.real, raw)
    except (OSError, ConfigError):
        return None
