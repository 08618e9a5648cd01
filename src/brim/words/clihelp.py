"""The help text of each command and option. This module must not know how a command works."""

from __future__ import annotations

DESCRIPTION = "A fuel gauge for Claude plans: how close each limit is, when it resets, and a notice before it is hit."
EPILOG = """\
exit codes
  0  done; for status: a number is printed; for doctor: nothing is a problem
  1  failed; for status: no number can be given; for doctor: something is a problem
  2  the command line cannot be understood
  3  for status: no usable login and no number

Without a desktop the gauge shows in the terminal. Settings: see the README, or the variables BRIM_*.
"""
COMMANDS, ACTIONS = "commands", "actions"
DEBUG = "log more, and show a traceback when something fails"
DEMO_IF_NO_LOGIN = "show the simulated account when no login is found anywhere"
JSON_OBJECT = "print one JSON object"

DEMO = "show a simulated account that runs fast"
DOCTOR = "check this machine: one page, safe to show in public"

STATUS = "print the present reading"
STATUS_REFRESH = "ask now, if the last question is 60 s old"
STATUS_ASK_CLAUDE = "let the claude program tell, which renews its login on the way"
STATUS_ALL = "every account, not only the most pressing one"

ALERTS = "the rules of notices; show one, or why each was sent"
ALERTS_TEST = "show the notice of a rule for real, with invented figures"
ALERTS_LOG = "why each notice was or was not sent, newest last"
ALERTS_LAST = "so many, 0 for all (20)"
ALERTS_JSON = "print one JSON list"

HISTORY = "what was read so far; as JSON or CSV; export and import"
HISTORY_SINCE = "how far back: {} (7d)"
HISTORY_WINDOW = "one limit only, such as session or weekly_all"
HISTORY_ACCOUNT = "one account only: its name, or how its id begins"
HISTORY_JSON = "print every reading, as one JSON object"
HISTORY_CSV = "print every reading, as a table for other programs"
HISTORY_EXPORT = "write the whole history to a file of JSON lines"
HISTORY_EXPORT_DESCRIPTION = (
    "The first line says that the file is a history; every other line is one reading with account, window, label, "
    "length_seconds, read_at, percent, resets_at, source and confirmed. FILE is replaced in one step."
)
HISTORY_IMPORT = "add what such a file, or another history.db, has and the history has not"
HISTORY_IMPORT_DESCRIPTION = (
    "Reading a file twice is as once, and what is there stays as it is. A line that cannot be used is named by its "
    "number, and all others count. Of a damaged history.db, what can still be read is added. "
    "A table that --csv has printed can be read, too."
)
HISTORY_FILE = "a file, or - for the standard stream"

FORECAST = "what the use of each limit leads to"
FORECAST_JSON = "print one JSON list, an object for each account"
FORECAST_STDIN = "answer questions about any window, a line of JSON each"

AUTOSTART = "whether Brim starts at login, told or changed"
AUTOSTART_ACTION = "switch it on or off"

STATUSLINE = "fill Claude Code's status line, and learn the limits from it"
STATUSLINE_ACTION = "put it into Claude Code's settings, or take it out"
STATUSLINE_THEN = "a shell command line that prints the line instead"
STATUSLINE_FORMAT = "the line, with placeholders"
STATUSLINE_STATE_DIR = "where the limits are kept"
STATUSLINE_SETTINGS = "for install: instead of Claude Code's own settings.json"
STATUSLINE_YES = "for install: do not ask"
STATUSLINE_EPILOG = """\
placeholders of --format
  {model} {folder} {context} {cost}
  {session} {session_reset} {session_left}   the 5-hour limit: percent used, clock time, time left
  {week} {week_reset} {week_left}            the weekly limit
  {spend}                                    the spend limit of a gateway
What is not known is a dash; any other text, also in braces, stands as it is. NO_COLOR=1 switches colours off.
"""

ICONS = "draw the icon into a PNG file: one state of it, or all of them to choose from"
ICONS_OUT = "the file to write, ending in .png"
ICONS_STYLE = "ring, bar, digits, battery or two"
ICONS_PERCENT = "percent used, 0 to 100: draws one icon"
ICONS_STATE = "draws one icon in this state: {}"
ICONS_SIZE = "pixels on a side, 8 to 1024 (64 for one icon, otherwise all that panels ask for)"
ICONS_SCHEME = "for which panel: dark or light; without it for both"
