"""Text about Brim in the applications menu. This module must not know where its files go."""

from __future__ import annotations

from brim.words.translation import N_, _

_KEYWORDS = (N_("usage"), N_("limit"), N_("quota"), N_("AI"), N_("tray"))
_NAMES = ("Claude", "Codex", "Copilot", "Cursor")
"""Products, whose names are the same in every language."""
_THERE = {
    "linux": N_("Brim is in your applications menu: {location}"),
    "win32": N_("Brim is in your Start menu: {location}"),
    "darwin": N_("Brim is in your Applications folder: {location}"),
}
_NOT_THERE = {
    "linux": N_("Brim is not in your applications menu. Run `brim launcher on` to change that."),
    "win32": N_("Brim is not in your Start menu. Run `brim launcher on` to change that."),
    "darwin": N_("Brim is not in your Applications folder. Run `brim launcher on` to change that."),
}
"""As each system calls the place, by its name in `sys.platform`."""


def generic_name() -> str:
    """What kind of program Brim is, in the applications menu."""
    return _("AI Plan Usage")


def keywords() -> tuple[str, ...]:
    """The words by which the applications menu finds Brim."""
    return (*(_(word) for word in _KEYWORDS), *_NAMES)


def details_action() -> str:
    """The row in the launcher's own menu."""
    return _("Open Details Page")


def summary() -> str:
    """What Brim is, in a software centre: a few words without a full stop."""
    return _("See how close your AI coding plans are to their limits")


def about() -> tuple[str, ...]:
    """What Brim does, in a software centre, in paragraphs."""
    return (
        _(
            "Brim puts the usage of your AI coding plans into the system tray: how much of each limit is used, when it "
            "resets, and whether it will last. It alerts you before you run out."
        ),
        _(
            "It reads the logins of the programs that you use already, such as Claude Code, Codex and GitHub Copilot, "
            "and asks only the provider of each. Nothing else is sent, except what you turn on."
        ),
        _("Brim is unofficial: no provider made or endorses it."),
    )


def panel_caption() -> str:
    """What the picture of the panels shows, in a software centre."""
    return _("The icon in the panels of GNOME, Plasma and Xfce, with the menu open in two of them")


def status_line(location: str, system: str, *, enabled: bool) -> str:
    """The output of `brim launcher`; `location` is the launcher, `system` its name in `sys.platform`."""
    if enabled:
        return _(_THERE.get(system, _THERE["linux"]), location=location)
    return _(_NOT_THERE.get(system, _NOT_THERE["linux"]))


def installed(location: str) -> str:
    """The same, where a package or pip has put a launcher there."""
    return _("Your installation put Brim into the applications menu: {location}", location=location)


def program_gone(command: str) -> str:
    """The copy of Brim that the launcher starts was removed or moved."""
    return _(
        "It starts {command}, which is gone. Run `brim launcher on` to start this copy, or `brim launcher off`.",
        command=command,
    )


def other_copy(command: str) -> str:
    """The launcher starts another copy of Brim than the one that is asked."""
    return _(
        "It starts another copy of Brim, {command}. Run `brim launcher on` to start this one instead.", command=command
    )


def incomplete() -> str:
    """Files are missing, or are those of an earlier version."""
    return _(
        "Some of its files are missing or older than this version. Run `brim launcher on` to put them there again."
    )


def what_else() -> str:
    """What came with the launcher, and where it counts."""
    return _("`man brim` and the Tab key in new shells work, too. `brim launcher off` takes all of it back.")


def taken_back() -> str:
    """The same where a terminal does not find the program."""
    return _("`brim launcher off` takes all of it back.")


def not_in_path(folder: str) -> str:
    """What lets a terminal find the program, which is in a folder of its own."""
    return _("To type `brim` in a terminal, add this folder to PATH: {folder}", folder=folder)


def found_after_login(folder: str) -> str:
    """The same for the folder of a user's own programs, which most systems add at login once it exists."""
    return _(
        "`brim` works in terminals after your next login. If it does not, add this folder to PATH: {folder}",
        folder=folder,
    )


def zsh_line(folder: str) -> str:
    """What zsh needs, which looks into no folder of the user by itself."""
    return _("zsh needs this line in ~/.zshrc, above compinit: fpath=({folder} $fpath)", folder=folder)


def left_alone() -> str:
    """The heading above files that are not Brim's, or not as Brim put them."""
    return _("Left alone, because Brim did not put them there or they were changed since:")


def not_known(location: str | None, reason: str) -> tuple[str, str]:
    """The files in the user's folders could not be looked at."""
    return _("Launcher not known"), _check_file(location, reason)


def not_changed(location: str | None, reason: str) -> tuple[str, str]:
    """The files in the user's folders could not be changed."""
    return _("Launcher not changed"), _check_file(location, reason)


def unusable_folder(location: str) -> tuple[str, str]:
    """The folder of menus has a name that is not UTF-8."""
    return _("Launcher not changed"), _(
        "The path {file} is not UTF-8. Set XDG_DATA_HOME to another folder, then try again.", file=location
    )


def busy() -> tuple[str, str]:
    """Another command changes the same files, and does not end."""
    return _("Launcher is being changed"), _("Another `brim launcher` is running. Try again when it has ended.")


def _check_file(location: str | None, reason: str) -> str:
    if location is None:
        return _("Free some disk space, or check your own folders ({reason}). Then try again.", reason=reason)
    return _("Check that you may change {file} ({reason}), then try again.", file=location, reason=reason)
