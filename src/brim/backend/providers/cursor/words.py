"""What people read about Cursor and nowhere else. This module must not know when a text is shown."""

from __future__ import annotations

from brim.model.account import Problem
from brim.model.vendor import Vendor
from brim.words.translation import N_, _

_PLANS = {
    "free": N_("Free"),
    "free_trial": N_("Pro trial"),
    "pro": N_("Pro"),
    "pro_plus": N_("Pro+"),
    "ultra": N_("Ultra"),
    "team": N_("Teams"),
    "business": N_("Teams"),
    "enterprise": N_("Enterprise"),
}


def vendor() -> Vendor:
    """The names of Cursor, and its pages."""
    return Vendor(
        product=_("Cursor"),
        company=_("Cursor"),
        program=_("Cursor"),
        sign_in=_("Sign in to Cursor, or run `cursor-agent login`."),
        sign_in_again=_("Sign in to Cursor again, or run `cursor-agent login`, before then."),
        mark="◤",
        usage_url="https://cursor.com/dashboard",
        status_url="https://status.cursor.com",
    )


def reads() -> str:
    """The files and variables that are read."""
    return _(
        "the login, plan and e-mail address in the app's `state.vscdb`, and the login of the command line in "
        "`auth.json`"
    )


def sends() -> str:
    """The requests that are sent."""
    return _(
        "`POST /aiserver.v1.DashboardService/GetCurrentPeriodUsage` to https://api2.cursor.sh with the token of that "
        "login; for Enterprise then `GET https://api2.cursor.sh/api/usage/summary`; for the command line once "
        "`POST https://api2.cursor.sh/aiserver.v1.DashboardService/GetPlanInfo`"
    )


def environment() -> tuple[tuple[str, str], ...]:
    """The variables that are read, each with what it does."""
    return (("XDG_CONFIG_HOME", _("folder in which Cursor's folders are, on Linux")),)


def plan(kind: str) -> str:
    """The name of a plan by the server's word; a word that is not known is shown as it is."""
    known = _PLANS.get(kind.lower())
    return kind if known is None else _(known)


def included_use() -> str:
    """What a plan includes, where it is not known how long that lasts."""
    return _("Included usage")


def auto_use() -> str:
    """What a limit is for that counts when Cursor chooses the model."""
    return _("Auto")


def api_use() -> str:
    """What a limit is for that counts when a model is chosen by name."""
    return _("API")


def team_use() -> str:
    """What a limit is for that all people of a team share."""
    return _("Team")


def signed_out(app_file: str, cli_file: str) -> Problem:
    """There is no login."""
    return Problem(
        _("Not signed in"),
        _(
            "There is no login in {app_file} or {cli_file}. Sign in to Cursor, or run `cursor-agent login`; Brim "
            "detects that automatically.",
            app_file=app_file,
            cli_file=cli_file,
        ),
    )


def unreadable(file: str, reason: str) -> Problem:
    """A login is there and cannot be used."""
    return Problem(
        _("Login cannot be read"),
        _("{file}: {reason}. Sign in to Cursor again; Brim detects that automatically.", file=file, reason=reason),
    )


def busy() -> str:
    """Why a login cannot be used, for `unreadable`."""
    return _("Cursor is writing to it")


def no_database() -> str:
    """Why a login cannot be used, for `unreadable`."""
    return _("not a database of Cursor")


def expired() -> Problem:
    """The login has expired; it is not sent."""
    return Problem(
        _("Login expired"),
        _("Open Cursor, or run `cursor-agent login`; Brim detects the renewed login automatically."),
    )


def refused() -> Problem:
    """The server refused the login."""
    return Problem(
        _("Login refused"),
        _("Cursor does not accept its login any more. Sign in to Cursor again; Brim detects that automatically."),
    )


def without_permission() -> Problem:
    """The server accepts the login, but not for usage."""
    return Problem(
        _("Login lacks usage permission"),
        _("Cursor does not show usage to this login. Ask the owner of your team, or look at the usage page."),
    )


def method_gone() -> tuple[str, str]:
    """The server does not know the request any more, or not yet."""
    return _("Cursor changed its server"), _(
        "It does not answer this request any more. Look for a newer version of Brim; the usage page shows usage."
    )


def not_told_yet() -> Problem:
    """The first answer names no limit; limits of companies are asked for with the next one."""
    return Problem(
        _("No limits reported yet"),
        _("Cursor reports limits of companies elsewhere. Brim asks for them with the next update."),
    )


def not_told() -> Problem:
    """The server names no limit, as for companies."""
    return Problem(
        _("No limits reported"),
        _("Cursor names no limits for this plan outside its website. Look at the usage page."),
    )
