"""The labels in the line that `brim statusline` prints.

They are in a module of their own because the line is printed several times a second and must import little. This module
must not know the form of the line.
"""

from __future__ import annotations

NO_DATA = "no usage data yet"
"""The line while nothing is known; Claude Code would show nothing for an empty one."""
SESSION, WEEK, SPEND, CONTEXT = "5h", "week", "spend", "context"
