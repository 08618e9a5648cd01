"""What stands below the options in the help of some commands. This module must not know how a command works."""

from __future__ import annotations

from brim.words.translation import _


def template_fields() -> str:
    """What a line of `brim status --template` may contain."""
    return _(
        """\
fields of --template:
  {session.NAME} {day.NAME} {week.NAME} {month.NAME} {opus.NAME}  a limit; a weekly one by its model
  {pressing.NAME}  the limit at the highest level
  NAME is percent, left, resets_in, resets_at, level, pace, chance, forecast, label or project
  {state} {level} {pace} {age} {account} {provider} {plan} {problem}
  {money}  extra usage, or what was spent and is left where there is no plan
  {cost_today}  today, at list price, not money spent
An unknown value is a dash; other text stays as it is. `brim help bars` has a line for each bar."""
    )


def where_completions_go() -> str:
    """What to do with what `brim completions` prints."""
    return _(
        """\
where to put it:
  bash        ~/.bashrc: eval "$(brim completions bash)"
  zsh         ~/.zshrc, below compinit: eval "$(brim completions zsh)"
  fish        config.fish: brim completions fish | source
  powershell  $PROFILE: brim completions powershell | Out-String | Invoke-Expression
A file starts the shell quicker: zsh wants it in a folder of its fpath, named _brim; the first lines of the others say \
where. If Brim is installed in /usr or /usr/local, bash, zsh and fish find their files without this. The script for \
PowerShell has never been run."""
    )


def placeholders() -> str:
    """What a line of `brim statusline --format` may contain."""
    return _(
        """\
placeholders of --format:
  {model} {folder} {context} {cost}
  {session}, {session_reset}, {session_left}  the session: percent used, time of reset, time left
  {week}, {week_reset}, {week_left}  the week
  {spend}  the spend limit of a gateway
  {cost_today}  today, at list price, not money spent; {cost} is the session's own
  {top_project}, {top_project_used}  what most of the limit went to, while the tray runs
An unknown value is a dash; other text stays as it is. NO_COLOR=1 turns colors off."""
    )
