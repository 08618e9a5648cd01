"""The topics `statusline` and `accounts`: Brim beside Claude Code.

This module must not know how Claude Code's files are read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words.helptopics.page import Columns, Example, Heading, Paragraph
from brim.words.translation import _

if TYPE_CHECKING:
    from brim.words.helptopics.page import Page


def statusline() -> Page:
    """What the status line brings, and how it is set up and removed."""
    return (
        Paragraph(
            _(
                "With `brim statusline` in Claude Code's settings, each answer of Claude Code brings the session and "
                "week limits to Brim, without any request. Claude Code's status line then shows them, too:"
            )
        ),
        Example((_("Opus · session 42% used ↻ 14:00 · week 18% ↻ Sun 05:35 · context 5% · $0.42"),)),
        Columns(
            (
                (
                    "brim statusline install",
                    _("shows what it would change in Claude Code's settings.json, asks, and changes only that"),
                ),
                (
                    "brim statusline uninstall",
                    _("puts the file back, byte for byte; run it before you remove Brim"),
                ),
            )
        ),
        Paragraph(
            _(
                "If you already have a status line, Brim runs it and shows what it prints. `icon.show` and NO_COLOR "
                "apply. Choose what to show with --format, for example:"
            )
        ),
        Example(("brim statusline install \\", '  --format "{model} {session} {session_left}"')),
    )


def accounts() -> Page:
    """Several accounts, their names, and logins that cannot be used."""
    return (
        Paragraph(
            _(
                "Each folder of Claude Code is an account with its own limits and requests. The icon shows the one at "
                "the highest level, and the menu lists all. Name the folders in brim.toml:"
            )
        ),
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
        Heading(_("Logins")),
        Columns(
            (
                (
                    _("API key, Bedrock, Vertex"),
                    _("have no plan limits, so there is nothing to show"),
                ),
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
                    _("Keychain (macOS)"),
                    _("if you deny access, Brim asks again only when you click Refresh"),
                ),
            )
        ),
    )
