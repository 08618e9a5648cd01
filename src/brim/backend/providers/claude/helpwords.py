"""What `brim help accounts` says of Claude. This module must not know how a login is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words.helptopics.page import Columns, Example, Paragraph
from brim.words.translation import _

if TYPE_CHECKING:
    from brim.words.helptopics.page import Page


def accounts() -> Page:
    """Several folders, and logins that cannot be used."""
    return (
        Paragraph(_("Each folder of Claude Code is an account. Name the folders in brim.toml:")),
        Example(("[claude.config_dirs]", 'Private = "~/.claude"', 'Work = "~/.claude-work"')),
        Paragraph(
            _(
                "Without names, an account is called by its e-mail address, its organization or its folder. Two "
                "folders of the same account are merged. In the environment, separate folders as in PATH:"
            )
        ),
        Example(("BRIM_CLAUDE__CONFIG_DIRS=\\", "  ~/.claude:~/.claude-work")),
        *_logins(),
    )


def _logins() -> Page:
    return (
        Columns(
            (
                (_("API key, Bedrock, Vertex"), _("have no plan limits, so there is nothing to show")),
                (
                    "claude setup-token",
                    _(
                        "makes a token that lacks usage permission: Brim tries it again only when you click Refresh. "
                        "Use `claude auth login`"
                    ),
                ),
                (
                    "CLAUDE_CODE_OAUTH_TOKEN",
                    _(
                        "is used if there is no other login. Sessions with it report the limits of the token's account "
                        "to the status line; Brim keeps them apart on Linux, elsewhere only if the token is in Claude "
                        "Code's settings"
                    ),
                ),
                (
                    "CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR",
                    _("cannot be used: its token is available only once, and Claude Code needs it"),
                ),
                (
                    "WSL",
                    _(
                        "if Windows has no login, Brim uses the newest one in a running distribution and never starts "
                        "any; name {example} in claude.config_dir for another",
                        example=r"\\wsl.localhost\<distribution>\home\<you>\.claude",
                    ),
                ),
                (_("Keychain (macOS)"), _("if you deny access, Brim asks again only when you click Refresh")),
            )
        ),
    )
