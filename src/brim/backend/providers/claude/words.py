"""What people read about Claude and nowhere else. This module must not know when a text is shown."""

from __future__ import annotations

from brim.model.vendor import Vendor
from brim.words.translation import _

_OTHER_BACKENDS = (
    *("ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL"),
    *("CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX", "CLAUDE_CODE_USE_FOUNDRY"),
)


def vendor() -> Vendor:
    """The names of Claude, and its pages."""
    return Vendor(
        product=_("Claude"),
        company=_("Anthropic"),
        program=_("Claude Code"),
        cli=_("Claude CLI"),
        sign_in=_("Run `claude` and sign in."),
        sign_in_again=_("Run `claude` and sign in again with `/login` before then."),
        cli_setting="BRIM_CLAUDE__PROGRAM",
        cli_check=_("Run `claude` in a terminal and type /usage to see what it says."),
        mark="C",
        usage_url="https://claude.ai/settings/usage",
        status_url="https://status.claude.com",
    )


def reads() -> str:
    """The files and variables that are read."""
    return _(
        "Claude Code's login: .credentials.json, on macOS the Keychain, else CLAUDE_CODE_OAUTH_TOKEN; from "
        ".claude.json the account's name and its last usage; from its transcripts tokens, model, folder and time of "
        "each answer, and no word of it"
    )


def sends() -> str:
    """The requests that are sent."""
    return _(
        "`GET https://api.anthropic.com/api/oauth/usage` with that token; without one, after a server error or when "
        "you open the menu, `GET https://status.claude.com/api/v2/summary.json`"
    )


def runs() -> str:
    """The programs that are run, and when."""
    return _(
        "The Claude CLI, only if you choose Get usage from the Claude CLI in the menu or run `brim status "
        "--ask-program`: `claude -p` without a prompt, hooks or MCP servers, for at most 30 seconds, at most once a "
        "minute. It goes online and renews its own login, also while Fetch usage online is off"
    )


def environment() -> tuple[tuple[str, str], ...]:
    """The variables of Claude Code that are read, each with what it does."""
    return (
        ("CLAUDE_CONFIG_DIR", _("Claude Code's folder, if no setting names one; ~/.claude without it")),
        ("CLAUDE_SECURESTORAGE_CONFIG_DIR", _("folder of its login, if that is another one; empty means ~/.claude")),
        ("CLAUDE_CODE_OAUTH_TOKEN", _("a token that is used if no login is stored")),
        (
            "CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR, ANTHROPIC_AUTH_TOKEN",
            _("never read as a token; `brim statusline` then ignores the limits, which are of another account"),
        ),
        (
            ", ".join(_OTHER_BACKENDS),
            _("Claude Code then does not use your plan, and `brim doctor` says so"),
        ),
        ("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", _("keeps the Claude CLI from getting usage")),
        ("CLAUDECODE, CLAUDE_PID", _("set by Claude Code; they name the session of a status line")),
        ("USER", _("name of Claude Code's entry in the Keychain of macOS")),
    )
