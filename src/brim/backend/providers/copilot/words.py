"""What people read about GitHub Copilot and nowhere else. This module must not know when a text is shown."""

from __future__ import annotations

from brim.model.account import Problem
from brim.model.vendor import Vendor
from brim.words.translation import N_, _

_SNAPSHOTS = {"chat": N_("Chat"), "completions": N_("Completions")}
_PLANS = {
    "free": N_("Free"),
    "individual": N_("Pro"),
    "individual_pro": N_("Pro"),
    "individual_pro_plus": N_("Pro+"),
    "individual_max": N_("Max"),
    "business": N_("Business"),
    "enterprise": N_("Enterprise"),
}


def vendor(usage_url: str = "https://github.com/settings/copilot") -> Vendor:
    """The names of GitHub Copilot, and its pages; a tenant has a page of its own."""
    return Vendor(
        product=_("GitHub Copilot"),
        company=_("GitHub"),
        program=_("GitHub Copilot"),
        sign_in=_("Run `gh auth login`, or sign in to Copilot in an editor."),
        mark="G",
        usage_url=usage_url,
        status_url="https://www.githubstatus.com",
    )


def account_label(end: str) -> str:
    """An account of which only the token is known, by the end of the token's hash."""
    return _("{product} {end}", product=_("GitHub Copilot"), end=end)


def reads() -> str:
    """The files and variables that are read."""
    return _(
        "COPILOT_GITHUB_TOKEN, else the login of an editor (github-copilot/apps.json or hosts.json), of the Copilot "
        "CLI (config.json) or of the GitHub CLI (hosts.yml, or `gh auth token` where the keyring holds it), else "
        "GH_TOKEN or GITHUB_TOKEN; when sessions were changed, and no word of them"
    )


def sends() -> str:
    """The requests that are sent."""
    return _(
        "`GET https://api.github.com/copilot_internal/user` with that token; for a tenant of ghe.com the same to its "
        "own API with its own token"
    )


def runs() -> str:
    """The programs that are run, and when."""
    return _("`gh auth token`, only where the keyring holds the login of the GitHub CLI")


def environment() -> tuple[tuple[str, str], ...]:
    """The variables that are read, each with what it does."""
    return (
        ("COPILOT_GITHUB_TOKEN", _("a token that is used before every stored login")),
        ("GH_TOKEN, GITHUB_TOKEN", _("a token that is used if no login is stored")),
        ("GH_HOST", _("the ghe.com tenant of these tokens; github.com without it")),
        ("GH_CONFIG_DIR", _("folder of the GitHub CLI; ~/.config/gh without it")),
        ("COPILOT_HOME", _("folder of the Copilot CLI; ~/.copilot without it")),
        ("APPDATA", _("folder in which the GitHub CLI's folder is on Windows")),
    )


def plan(name: str) -> str | None:
    """The plan by GitHub's word for it; None for a word that is not known."""
    known = _PLANS.get(name)
    return None if known is None else _(known)


def limit_name(key: str, *, credits_used: bool) -> str | None:
    """The name of a quota; None for one that is not known."""
    if key == "premium_interactions":
        return _("AI credits") if credits_used else _("Premium requests")
    known = _SNAPSHOTS.get(key)
    return None if known is None else _(known)


def unseen_limits() -> str:
    """What cannot be read, as a sentence."""
    return _("GitHub does not report Copilot's 5-hour and weekly limits, so they are not shown.")


def not_shown() -> str:
    """Why an account is left out elsewhere, as a sentence."""
    return _("This GitHub login has no Copilot plan, so it is not shown; Brim asks again once a day.")


def unknown_host() -> str:
    """A host without Copilot in the settings."""
    return _("must be github.com or a host such as corp.ghe.com")


def host_of_another_server(owner: str) -> str:
    """The host in the settings is not the one whose server they name."""
    return _("must be {host}, whose server api_url is", host=owner)


def unknown_home() -> tuple[str, str]:
    """The home folder, in which the logins are, is not known."""
    return _("Home folder not known"), _("Set HOME to your home folder.")


def no_usable_token() -> str:
    """Why a login cannot be used."""
    return _("it holds no kind of token that GitHub accepts here")


def token_in_keychain() -> str:
    """Why a login cannot be used."""
    return _("the Copilot CLI keeps the token in the keychain; run `gh auth login` to give Brim a login")


def login_unreadable(place: str, reason: str) -> Problem:
    """The login cannot be used; `reason` says why, in words."""
    return Problem(_("Login cannot be read"), _("{place}: {reason}.", place=place, reason=reason))


def no_login(host: str) -> Problem:
    """No tool has a login for a host."""
    return Problem(
        _("Not signed in"),
        _(
            "No login for {host} was found. Run `gh auth login --hostname {host}`; Brim detects that automatically.",
            host=host,
        ),
    )


def gh_not_found(host: str, configured: str | None) -> Problem:
    """The keyring holds the login, and the program that reads it was not found."""
    title = _("GitHub CLI not found")
    if configured is not None:
        return Problem(
            title,
            _("{path} is not executable. Correct the setting `copilot.program`.", path=configured),
        )
    return Problem(
        title,
        _(
            "The login for {host} is in the keyring, which only `gh` reads. Set `copilot.program` to its path.",
            host=host,
        ),
    )


def gh_failed(host: str, reason: str | None) -> Problem:
    """The program did not start (`reason`), or printed no token."""
    if reason is not None:
        return Problem(_("GitHub CLI did not start"), _("{reason}. Check `gh auth status`.", reason=reason))
    return Problem(
        _("No token from the GitHub CLI"),
        _(
            "`gh auth token` gave no usable token for {host}. Check `gh auth status` and run `brim status --refresh`.",
            host=host,
        ),
    )


def gh_timed_out(seconds: float) -> Problem:
    """The program did not answer within its time limit."""
    return Problem(
        _("No token from the GitHub CLI"),
        _(
            "`gh auth token` did not answer within {seconds} s. Unlock the keyring and run `brim status --refresh`.",
            seconds=round(seconds),
        ),
    )


def token_refused(place: str, host: str) -> Problem:
    """GitHub does not accept the token."""
    return Problem(
        _("Signed out by GitHub"),
        _(
            "GitHub does not accept the token from {place}. Run `gh auth login --hostname {host}`, or sign in again in "
            "your editor.",
            place=place,
            host=host,
        ),
    )


def token_without_permission(place: str) -> Problem:
    """GitHub accepts the token, but not for this request."""
    return Problem(
        _("Login lacks usage permission"),
        _("GitHub does not show Copilot usage to the token from {place}. Run `gh auth login`.", place=place),
    )


def single_sign_on(place: str) -> Problem:
    """An organization wants single sign-on for the token."""
    return Problem(
        _("Single sign-on needed"),
        _("Your organization wants single sign-on for the token from {place}. Run `gh auth refresh`.", place=place),
    )


def no_seat() -> Problem:
    """The account has no Copilot."""
    return Problem(
        _("No Copilot plan"),
        _("This GitHub account has no Copilot plan or seat. Sign up, or ask your organization for a seat."),
    )


def unlimited() -> Problem:
    """Nothing is limited."""
    return Problem(_("No limits"), _("GitHub reports that Copilot is unlimited for this account."))


def placeholder(used: float | None) -> Problem:
    """The organization's seat has no quota of its own; `used` are the person's own credits, None when not known."""
    title = _("No limit reported")
    if used is None:
        return Problem(title, _("GitHub reports no quota for this seat. Your organization's page may show one."))
    return Problem(
        title,
        _(
            "You used {used} AI credits this month; GitHub reports no quota for this seat.",
            used=f"{used:,.2f}".rstrip("0").rstrip("."),
        ),
    )


def no_limits() -> Problem:
    """The answer names no quota that can be used."""
    return Problem(_("No limits reported"), _("GitHub reports no Copilot limits now. Check the usage page."))
