"""Text about the installation of the status line in Claude Code. This module must not know the form of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words.translation import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def unchanged() -> str:
    """Nothing was written, and there is nothing else to say."""
    return _("Nothing was changed.")


def in_temporary_cache() -> tuple[str, str]:
    """Brim runs from uv's cache, so the installed command would stop working one day."""
    return _("Brim runs from a temporary cache"), _install_brim()


def not_startable_elsewhere() -> tuple[str, str]:
    """The installed command does not work outside the present folder."""
    return _("Claude Code could not start Brim"), _install_brim()


def no_terminal() -> tuple[str, str]:
    """Nobody can be asked whether to change the settings."""
    return _("Nothing was changed"), _("There is no terminal to ask on; use --yes to change it without asking.")


def declined() -> tuple[str, str]:
    """The question was not answered with yes."""
    return _("Nothing was changed"), _("Run the command again and answer y to change it.")


def called_by_hand() -> str:
    """A user ran the command that Claude Code runs."""
    return _("Claude Code runs this command. To set it up, run `brim statusline install`.")


def before_heading() -> str:
    """The heading of the settings before the change."""
    return _("before")


def after_heading() -> str:
    """The heading of the settings after the change."""
    return _("after")


def confirm_prompt() -> str:
    """The question before the change; only y and yes mean yes."""
    return _("Change it? [y/N] ")


def installed(backup: Path) -> str:
    """The status line was installed; `backup` holds the settings from before."""
    return _(
        "Done. Open Claude Code sessions may need a restart. Your earlier settings are saved in {file}", file=backup
    )


def already_installed(path: Path) -> str:
    """The status line was installed before."""
    return _("Brim's status line is already set in {file}.", file=path)


def not_installed(path: Path) -> str:
    """The status line is not Brim's, so it is not removed."""
    return _("{file} does not use Brim's status line; nothing was changed.", file=path)


def uninstalled_restored(path: Path) -> str:
    """The settings are the same as before the installation, byte for byte."""
    return _("Done. {file} is as it was before.", file=path)


def uninstalled_removed(path: Path) -> str:
    """There was no settings file before the installation, and there is none now."""
    return _("Done. {file} is removed; it did not exist before.", file=path)


def uninstalled_key(path: Path, key: str) -> str:
    """Another program changed the settings after the installation, so only the one key was put back."""
    return _("Done. {file} has its earlier {key}; settings changed since then stay.", file=path, key=key)


def unknown_statusline(key: str, path: Path) -> tuple[str, str]:
    """The settings hold a status line of a form that Brim could not restore."""
    return (
        _("{key} in {file} has an unknown form", key=key, file=path),
        _("Remove it first; nothing was changed."),
    )


def unreadable_settings(path: Path, reason: str | None) -> tuple[str, str]:
    """The settings cannot be read."""
    return _("{file} cannot be read ({reason})", file=path, reason=reason), unchanged()


def unwritable_file(path: Path, reason: str | None) -> tuple[str, str]:
    """A file cannot be written."""
    return _("{file} cannot be written ({reason})", file=path, reason=reason), unchanged()


def empty_settings(path: Path) -> tuple[str, str]:
    """The settings file is empty."""
    return _("{file} is empty", file=path), _("Remove it, or write {} into it; nothing was changed.")


def invalid_json(path: Path, error: Exception) -> tuple[str, str]:
    """The settings are not plain JSON."""
    return _("{file} is not valid JSON ({reason})", file=path, reason=error), _fix_first()


def invalid_constant(name: str) -> str:
    """The fault of a word that Python's JSON parser accepts, but JSON does not have, such as NaN."""
    return _("{word} is not valid JSON", word=name)


def not_an_object(path: Path) -> tuple[str, str]:
    """The settings are JSON, but not an object."""
    return _("{file} does not contain a JSON object", file=path), _fix_first()


def changed_meanwhile(path: Path) -> tuple[str, str]:
    """Another program changed the settings."""
    return _("{file} was changed meanwhile", file=path), _("Nothing was written; run the command again.")


def not_writable(path: Path) -> tuple[str, str]:
    """The user has no right to write the settings."""
    return (
        _("{file} is read-only", file=path),
        _("Nothing was changed; allow writing to it and run the command again."),
    )


def blocked(blockers: Sequence[str]) -> str:
    """Settings because of which Claude Code runs no status line."""
    return ngettext(
        "Claude Code runs no status line because of {settings}. Ask who set it, or remove it.",
        "Claude Code runs no status line because of {settings}. Ask who set them, or remove them.",
        len(blockers),
        settings=", ".join(blockers),
    )


def add_to_source(path: Path, real: Path) -> tuple[str, str]:
    """The settings are generated from a configuration, as with Nix, so nothing can be written there."""
    return _not_written(path, real), _("Add the lines above to the configuration that generates it.")


def remove_from_source(path: Path, real: Path, key: str) -> tuple[str, str]:
    """As `add_to_source`, where a setting has to go."""
    return _not_written(path, real), _("Remove {key} from the configuration that generates it.", key=key)


def _not_written(path: Path, real: Path) -> str:
    return _("{file} is a link to {target}, which is read-only", file=path, target=real)


def _fix_first() -> str:
    return _("Fix it first; nothing was changed.")


def _install_brim() -> str:
    return _("Install Brim, for example with `uv tool install brim`, and run this command from there.")
