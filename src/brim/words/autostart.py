"""Text about starting Brim at login. This module must not know how that is set up."""

from __future__ import annotations

from brim.words.translation import _


def start_at_login_label() -> str:
    """The label of a menu row."""
    return _("Start at login")


def entry_comment() -> str:
    """The description in the desktop's own list of autostart programs."""
    return _("Shows usage of your AI coding plans in the system tray")


def status_line(location: str, *, enabled: bool) -> str:
    """The output of `brim autostart`; `location` is the entry that starts Brim."""
    if enabled:
        return _("Brim starts at login: {location}", location=location)
    return _("Brim does not start at login. Run `brim autostart on` to change that.")


def other_copy(program: str) -> str:
    """Another copy of Brim starts at login than the one that is asked."""
    return _(
        "That starts another copy of Brim, {program}. Run `brim autostart on` to start this one instead.",
        program=program,
    )


def program_gone(program: str) -> str:
    """The copy of Brim that the entry starts was removed or moved."""
    return _(
        "Brim does not start at login, because {program} is gone. Run `brim autostart on` to start this copy, or "
        "`brim autostart off`.",
        program=program,
    )


def doctor_on() -> str:
    """A line of `brim doctor`: this copy starts at login."""
    return _("Starts at login")


def doctor_off() -> str:
    """A line of `brim doctor`: nothing starts at login, which is as good."""
    return _("Does not start at login; `brim autostart on` changes that")


def doctor_other_copy(program: str) -> tuple[str, str]:
    """A line of `brim doctor` and its next step: another copy starts at login."""
    return _("Another copy starts at login, {program}", program=program), _(
        "Run `brim autostart on` to start this copy instead."
    )


def doctor_gone(program: str) -> tuple[str, str]:
    """A line of `brim doctor` and its next step: the entry starts nothing."""
    return _("Does not start at login, because {program} is gone", program=program), _(
        "Run `brim autostart on` to start this copy, or `brim autostart off`."
    )
