"""What people read about z.ai and nowhere else. This module must not know when a text is shown."""

from __future__ import annotations

from brim.model.account import Problem
from brim.model.vendor import Vendor
from brim.words.translation import _


def vendor() -> Vendor:
    """The names of z.ai, and its page."""
    return Vendor(
        product=_("GLM Coding Plan"),
        company=_("z.ai"),
        program=_("z.ai"),
        sign_in=_("Set ZAI_API_KEY, or name a file with the key in the settings."),
        by_key=True,
        mark="Z",
        usage_url="https://z.ai/manage-apikey/coding-plan/personal/my-plan",
    )


def reads() -> str:
    """The files and variables that are read."""
    return _(
        "z.ai's key: ZAI_API_KEY, Z_AI_API_KEY, GLM_API_KEY or ZHIPU_API_KEY, else the keys of z.ai and Zhipu in "
        "opencode's auth.json, else the one that Claude Code's settings.json has for z.ai"
    )


def sends() -> str:
    """The requests that are sent."""
    return _(
        "`GET https://api.z.ai/api/monitor/usage/quota/limit` with that key; with a key of Zhipu the same to "
        "https://open.bigmodel.cn instead"
    )


def plan_name(level: str) -> str:
    """The plan of an account by its level, as the vendor names it: `GLM Coding Pro`."""
    return _("GLM Coding {level}", level=level)


def web_tools() -> str:
    """What a limit of the web tools is for: search, reader and others."""
    return _("Web tools")


def no_plan() -> Problem:
    """The key works, and its account has no plan with limits."""
    return Problem(
        _("No GLM plan"), _("The account of this key has no GLM Coding Plan. Check your plan on the usage page.")
    )


def no_balance() -> Problem:
    """The key works, and its account has no money left."""
    return Problem(
        _("No balance at z.ai"),
        _("z.ai reports that the account of this key has no balance and no plan. Check it on the usage page."),
    )


def environment() -> tuple[tuple[str, str], ...]:
    """The variables that are read, each with what it does."""
    return (
        ("ZAI_API_KEY", _("an API key of z.ai, before the stored one")),
        ("Z_AI_API_KEY", _("the same, by another name")),
        ("GLM_API_KEY", _("the same, by another name")),
        ("ZHIPU_API_KEY", _("an API key of Zhipu, for its server in China")),
    )
