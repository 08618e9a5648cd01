"""What people read about Codex and nowhere else. This module must not know when a text is shown."""

from __future__ import annotations

from brim.model.account import Problem
from brim.model.vendor import Vendor
from brim.words.translation import N_, _

_PLANS = {
    "guest": N_("Guest"),
    "free": N_("Free"),
    "go": N_("Go"),
    "plus": N_("Plus"),
    "prolite": N_("Pro"),
    "pro": N_("Pro (More)"),
    "promax": N_("Pro (Max)"),
    "free_workspace": N_("Free workspace"),
    "team": N_("Business"),
    "business": N_("Business"),
    "self_serve_business_prolite": N_("Business Pro"),
    "self_serve_business_usage_based": N_("Business (usage-based)"),
    "enterprise": N_("Enterprise"),
    "enterprise_cbp_usage_based": N_("Enterprise (usage-based)"),
    "education": N_("Edu"),
    "edu": N_("Edu"),
    "edu_plus": N_("Edu Plus"),
    "edu_pro": N_("Edu Pro"),
    "k12": N_("K-12"),
}
_SPENDING_LIMITS = {
    "individual_limit": N_("Individual limit"),
    "group_default_limit": N_("Group default limit"),
    "workspace_default_limit": N_("Workspace default limit"),
    "role_budget_limit": N_("Role budget limit"),
    "group_shared_limit": N_("Shared group limit"),
    "workspace_shared_limit": N_("Shared workspace limit"),
}


def vendor() -> Vendor:
    """The names of Codex, and its pages."""
    return Vendor(
        product=_("Codex"),
        company=_("OpenAI"),
        program=_("Codex"),
        cli=_("Codex CLI"),
        sign_in=_("Run `codex login`."),
        cli_setting="BRIM_CODEX__PROGRAM",
        cli_check=_("Run `codex` in a terminal and type /status to see what it says."),
        mark="X",
        usage_url="https://chatgpt.com/codex/settings/usage",
        status_url="https://status.openai.com",
    )


def reads() -> str:
    """The files and variables that are read."""
    return _(
        "`auth.json`, `config.toml` and the session files in CODEX_HOME, else `~/.codex`: limits, and tokens, model, "
        "folder and time of each answer, and no word of it"
    )


def sends() -> str:
    """The requests that are sent."""
    return _("`GET https://chatgpt.com/backend-api/wham/usage` with the access token and the account ID of that login")


def runs() -> str:
    """The programs that are run, and when."""
    return _(
        "the Codex CLI, only if you choose Get usage from the Codex CLI in the menu or run `brim status "
        "--ask-program`: `codex app-server`, for some seconds, at most once a minute. It goes online and renews its "
        "own login, also while Fetch usage online is off"
    )


def environment() -> tuple[tuple[str, str], ...]:
    """The variables of Codex that are read, each with what it does."""
    return (("CODEX_HOME", _("Codex's folder, if no setting names one; ~/.codex without it")),)


def plan(kind: str) -> str:
    """The name of a plan by the server's word; a word that is not known is shown as it is."""
    known = _PLANS.get(kind.lower())
    return kind if known is None else _(known)


def code_review() -> str:
    """What a limit for code reviews is for."""
    return _("Code review")


def other_model() -> str:
    """What a limit without a name is for."""
    return _("Other model")


def spending_limit(kind: str) -> str:
    """The name of a limit of an organization's spending, by the server's word."""
    known = _SPENDING_LIMITS.get(kind)
    return kind.replace("_", " ") if known is None else _(known)


def keyring() -> str:
    """Where a login is that is in no file."""
    return _("the keyring")


def unknown_home() -> tuple[str, str]:
    """The home folder, in which the login is, is not known."""
    return _("Home folder not known"), _("Set HOME, or set BRIM_CODEX__HOMES to Codex's folder.")


def signed_out(file: str) -> Problem:
    """There is no login."""
    return Problem(
        _("Not signed in"),
        _("There is no login in {file}. Run `codex login`; Brim detects that automatically.", file=file),
    )


def elsewhere() -> Problem:
    """The login is where Brim does not look."""
    return Problem(
        _("Codex login not in file"),
        _(
            "Codex keeps it in the keyring or in memory, which Brim does not open. Get usage from the Codex CLI, or "
            "use Codex: its session files show usage, too."
        ),
    )


def key_only() -> Problem:
    """The login is an API key."""
    return Problem(
        _("API key without limits"),
        _("Codex uses an API key here, which has no plan limits. Run `codex login` to sign in with ChatGPT."),
    )


def other_login() -> Problem:
    """The login is of a kind that Brim does not use."""
    return Problem(
        _("Login cannot fetch usage"),
        _(
            "Codex is signed in as an agent or with an access token of your own, which Brim does not send. Get usage "
            "from the Codex CLI."
        ),
    )


def half_written(file: str) -> Problem:
    """The file is not complete: Codex rewrites it in place."""
    return Problem(
        _("Login cannot be read"),
        _(
            "{file} is not valid JSON, perhaps because Codex is writing it. Brim retries automatically; if it keeps "
            "happening, run `codex login`.",
            file=file,
        ),
    )


def unreadable(file: str, reason: str) -> Problem:
    """The file exists, and cannot be used; `reason` says why, in words."""
    return Problem(
        _("Login cannot be read"),
        _(
            "{file}: {reason}. Make the file readable for you, or run `codex login`; Brim detects that automatically.",
            file=file,
            reason=reason,
        ),
    )


def expired() -> Problem:
    """The token has expired, which Codex renews."""
    return Problem(
        _("Login expired"),
        _("Open Codex, or get usage from the Codex CLI; Brim detects the renewed login automatically."),
    )


def refused() -> Problem:
    """The server refused the token."""
    return Problem(
        _("Login refused"),
        _("Open Codex, which renews the login, or run `codex login`; Brim detects that automatically."),
    )


def forbidden() -> Problem:
    """The server knows the login, and does not show the usage of its workspace."""
    return Problem(
        _("Login lacks usage permission"),
        _(
            "OpenAI does not show usage of this workspace to your login. Run `codex login` and choose another "
            "workspace; Brim detects that automatically."
        ),
    )


def no_limits() -> Problem:
    """The server answered without a limit."""
    return Problem(
        _("No limits reported"),
        _("OpenAI reports no limits for this account. Check your plan on the usage page."),
    )


def refused_without_limits() -> Problem:
    """The server refuses work, and names no limit for which it does."""
    return Problem(
        _("Codex requests are refused"),
        _("OpenAI refuses them now and reports no limit for this account. Check your plan on the usage page."),
    )
