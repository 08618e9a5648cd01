"""The help text of each option. This module must not know how a command works."""

from __future__ import annotations

COMMANDS, ACTIONS = "commands", "actions"
DEBUG = "log more, and show a traceback when something fails"
DEMO_IF_NO_LOGIN = "show the demo account when no login is found anywhere"
JSON_OBJECT = "print one JSON object"
JSON_LIST = "print one JSON list"

STATUS_REFRESH = "refresh now, unless the last update is less than 60 s old"
STATUS_ASK_CLAUDE = "get usage from the Claude CLI, which also renews its login"
STATUS_ALL = "every account, not only the one closest to its limit"

ALERTS_LAST = "how many, 0 for all (20)"
ALERTS_RULE = "one of {}"

HISTORY_SINCE = "how far back: {} (7d)"
HISTORY_WINDOW = "one limit only, such as session or weekly_all"
HISTORY_ACCOUNT = "one account only: its name, or how its id begins"
HISTORY_JSON = "print every value, as one JSON object"
HISTORY_CSV = "print every value, as a table for other programs"
HISTORY_FILE = "a file, or - for the standard stream"

FORECAST_JSON = "print one JSON list, an object for each account"
FORECAST_STDIN = "answer questions about any window, one JSON object a line"

AUTOSTART_ACTION = "switch it on or off"

STATUSLINE_ACTION = "install: put it into Claude Code's settings; uninstall: take it out"
STATUSLINE_THEN = "a shell command that prints the line instead"
STATUSLINE_FORMAT = "the line, with placeholders"
STATUSLINE_STATE_DIR = "the data folder to keep the limits in"
STATUSLINE_SETTINGS = "for install: a file other than Claude Code's settings.json"
STATUSLINE_YES = "for install: do not ask"

ICONS_OUT = "the file to write, ending in .png"
ICONS_STYLE = "one of {}"
ICONS_PERCENT = "percent used, 0 to 100: draws one icon"
ICONS_STATE = "draws one icon in this state: {}"
ICONS_SIZE = "pixels on a side, 8 to 1024 (64 for one icon, otherwise all sizes that panels use)"
ICONS_SCHEME = "for which panel: dark or light; without it, both"
