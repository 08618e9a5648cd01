"""Text about settings that cannot be used or have no effect, with the next step.

This module must not know what a setting is for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words.joining import listed, one_of, sentences
from brim.words.suggestions import did_you_mean
from brim.words.translation import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


def environment() -> str:
    """The place of a setting that does not come from a file."""
    return _("the environment")


def platform_default() -> str:
    """The default of a setting that depends on the system."""
    return _("platform default")


def setting_in_file(name: str, file_name: str) -> str:
    """A setting, and the file or the place that it is in."""
    return _("{setting} in {file}", setting=name, file=file_name)


def using_default() -> str:
    """What follows from a value that cannot be used."""
    return _("Using the default.")


def no_requests(product: str) -> str:
    """What follows from a server that may not be used, or from an unusable switch for requests."""
    return _("Brim sends no requests for {product} until it is corrected and Brim is started again.", product=product)


def no_incidents() -> str:
    """What follows from the address of a status page that may not be used."""
    return _("Brim does not look for incidents until it is corrected and Brim is started again.")


def using_number(number: float) -> str:
    """What follows from a number that is too small or too large: the nearest valid one is used."""
    return _("Using {number}.", number=number)


def invalid_setting(name: str, fault: str, consequence: str = "") -> tuple[str, str]:
    """A setting has an invalid value; `fault` and `consequence` are sentences."""
    return _("Invalid {setting}", setting=name), sentences(fault, consequence)


def named_twice(name: str) -> str:
    """A list has a name more than once."""
    return _('"{name}" is there more than once, which changes nothing.', name=name)


def section_without_settings(name: str, example: str, consequence: str) -> tuple[str, str]:
    """A section of settings has a single value; `example` is one of its settings."""
    return _("Invalid {setting}", setting=name), sentences(
        _("It stands for several settings: set each one, such as {example}.", example=example), consequence
    )


def exposed_key(name: str, file: str) -> tuple[str, str]:
    """A file with a key can be read by others."""
    return _("Invalid {setting}", setting=name), _(
        "Other users can read {file}, so its key is not used. Run `chmod 600` on it, or set the variable.",
        file=file,
    )


def unusable_settings(names: str) -> tuple[str, str]:
    """The settings are invalid, and no single value could be found that is."""
    return _("Settings cannot be used"), _("Correct what you changed last, or remove it: {names}.", names=names)


def unknown_limit(name: str, pattern: str, likely: str | None) -> tuple[str, str]:
    """A setting names a limit that is not known; `likely` is the most similar one."""
    return _("Unknown limit in {setting}", setting=name), sentences(
        _('"{pattern}" is not a known limit, so it has no effect.', pattern=pattern),
        None if likely is None else did_you_mean(likely),
        _(
            "Limits are called session, weekly_all, or weekly_scoped:Fable for the week of one model; weekly_* means "
            "every week."
        ),
    )


def unknown_provider(name: str, pinned: str, likely: str | None, known: Iterable[str]) -> tuple[str, str]:
    """A pinned limit is of a provider that is not known; `likely` is the most similar one of those that are `known`."""
    return _("Unknown provider in {setting}", setting=name), sentences(
        _('"{pinned}" names no known provider, so it has no effect.', pinned=pinned),
        _("Providers are {known}.", known=listed(known)) if likely is None else did_you_mean(likely),
    )


def absent_limit(name: str, pattern: str, limits: Iterable[str]) -> tuple[str, str]:
    """A setting names a limit that no account has now; `limits` are those that the accounts have."""
    return _("{setting} has no effect", setting=name), _(
        'No account has the limit "{pattern}" now. There are {limits}.', pattern=pattern, limits=listed(limits)
    )


def hidden_by_menu(name: str, chosen: str, menu: str) -> tuple[str, str]:
    """A setting in a file does not count, because another value was chosen in the menu."""
    return _("{setting} has no effect", setting=name), _(
        '"{value}" was chosen in the menu: choose there, or remove it from {file}.', value=chosen, file=menu
    )


def renamed_value(name: str, old: str, new: str) -> tuple[str, str]:
    """A value of a setting has another name now, and still counts."""
    return (
        _('{setting}: "{old}" is now "{new}"', setting=name, old=old, new=new),
        _('It still works. Write "{new}" instead.', new=new),
    )


def invalid_choice(setting: str, offered: Sequence[str]) -> tuple[str, str]:
    """A setting was to be changed that the menu does not offer."""
    return _("Invalid setting"), _(
        '"{setting}" is not in the menu; choose {offered}.', setting=setting, offered=one_of(offered)
    )


def only_in_file(setting: str) -> tuple[str, str]:
    """A setting was to be changed that only a file or the environment may set."""
    return _("Not changeable here"), _(
        'Set "{setting}" in brim.toml: `brim config` shows where it is.', setting=setting
    )


def nothing_fetched() -> str:
    """What follows where it is not known which providers may be asked."""
    return _("Fix it and start Brim again. Until then nothing is fetched online.")


def damaged_choices(file: str) -> tuple[str, str]:
    """The file of what was chosen in the menu was damaged and was set aside: it may have switched requests off."""
    return _("{file} was damaged", file=file), _(
        "Turn on in the menu's Settings what may be fetched online, or delete {file}.broken and start Brim again. "
        "Until then nothing is fetched online.",
        file=file,
    )


def unreadable_settings_file(path: Path, error: Exception) -> tuple[str, str]:
    """A settings file cannot be read."""
    if isinstance(error, UnicodeDecodeError):
        step = _("Save it as UTF-8 text and start Brim again. Until then nothing is fetched online.")
    elif isinstance(error, RecursionError):
        step = _(
            "Fix it and start Brim again. Until then nothing is fetched online. Reason: lists or tables are nested too "
            "deeply."
        )
    else:
        reason = error.strerror if isinstance(error, OSError) else error
        step = _("Fix it and start Brim again. Until then nothing is fetched online. Reason: {reason}.", reason=reason)
    return _("{file} cannot be read", file=path), step


def unknown_keys(path: Path, keys: Iterable[tuple[str, str | None]]) -> tuple[str, str]:
    """A settings file has unknown keys; each comes with the key that is most like it."""
    names = listed(key if likely is None else did_you_mean_instead(key, likely) for key, likely in keys)
    return _("Unknown keys in {file}", file=path), _("Correct or remove them: {names}.", names=names)


def did_you_mean_instead(name: str, likely: str) -> str:
    """A name that is not known, and the most similar one, as an item of a list."""
    return _("{name} (did you mean `{likely}`?)", name=name, likely=likely)


def unknown_variable(name: str, likely: str | None) -> tuple[str, str]:
    """A variable of the environment that begins as ours do, but sets nothing; `likely` is the most similar one."""
    title = _("{variable} is not a setting", variable=name)
    return title, _("`brim config` lists all settings.") if likely is None else did_you_mean(likely)


def invalid_time_zone(name: str) -> str:
    """The environment names a time zone that cannot be one."""
    return _('"{zone}" in TZ is not a valid time zone, so times are shown in UTC. Correct TZ.', zone=name)
