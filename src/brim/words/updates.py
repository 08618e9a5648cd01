"""Text about a newer version of Brim. This module must not know how one is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.model.update import InstalledBy
from brim.words import joining, traylimits
from brim.words.translation import N_, _

if TYPE_CHECKING:
    from brim.model.update import Update

_WAYS = {
    InstalledBy.UV_TOOL: N_("Installed with uv tool"),
    InstalledBy.PIPX: N_("Installed with pipx"),
    InstalledBy.UVX: N_("Started with uvx"),
    InstalledBy.PIP: N_("Installed with pip"),
    InstalledBy.UV_PIP: N_("Installed with uv pip"),
    InstalledBy.FOLDER: N_("Run from a folder with its source"),
    InstalledBy.APT: N_("Installed as a Debian package"),
    InstalledBy.SYSTEM: N_("Installed as a package of the system"),
    InstalledBy.HOMEBREW: N_("Installed with Homebrew"),
    InstalledBy.SCOOP: N_("Installed with Scoop"),
    InstalledBy.WINGET: N_("Installed with winget"),
    InstalledBy.NIX: N_("Installed with Nix"),
    InstalledBy.FLATPAK: N_("Installed as a Flatpak"),
    InstalledBy.APPIMAGE: N_("Run as an AppImage"),
    InstalledBy.BUNDLE: N_("Run from an unpacked folder"),
}


def heading() -> str:
    """The row of tables of what is read and sent."""
    return _("Updates of Brim")


def reads() -> str:
    """What is read for it."""
    return _("what the installer left beside Brim, to name the command that updates it")


def sends() -> str:
    """What is sent for it."""
    return _(
        "only once you tick Check for updates in the menu's Settings, at most once a day and with nothing about you: "
        "`GET https://pypi.org/pypi/brim/json`"
    )


def check_label() -> str:
    """The switch in the menu's Settings."""
    return _("Check for updates")


def available(version: str) -> str:
    """The row of the menu, and the line of `brim doctor`: `Brim 0.2.0 is out`."""
    return traylimits.shortened(_("Brim {version} is out", version=version))


def way(by: InstalledBy) -> str:
    """How this copy was installed."""
    return _(_WAYS[by])


def copy_label(command: str) -> str:
    """The row that copies the command which brings the new version; a long or an unprintable one is not shown."""
    label = _("Copy `{command}`", command=command)
    fits = len(label) <= traylimits.MOST_LETTERS and label.isprintable()
    return label if fits else _("Copy the update command")


def without_command(update: Update) -> str:
    """What brings the new version, where no command of one line does."""
    if update.installation.by is InstalledBy.SYSTEM:
        return _("Update it with your package manager")
    if update.installation.by is InstalledBy.FOLDER:
        return _("Replace the folder with the new source")
    return _("Download it where you got this one")


def next_step(update: Update) -> str:
    """What to do, as a sentence."""
    if update.installation.command is not None:
        return _("To update, run `{command}`.", command=update.installation.command)
    if update.installation.by is InstalledBy.SYSTEM:
        return _("Update it with your package manager.")
    if update.installation.by is InstalledBy.APT:
        return _(
            "Download the new package, and run `sudo apt install ./brim_{version}-1_all.deb` in its folder.",
            version=update.version,
        )
    return _("Replace {place} with the new one.", place=update.installation.place)


def sentence(update: Update) -> str:
    """What a command says of it: `Brim 0.2.0 is out. To update, run ...`."""
    return joining.sentences(_("Brim {version} is out.", version=update.version), next_step(update))
