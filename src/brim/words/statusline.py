"""The words in the line that `brim statusline` prints.

They are apart from all others: it is printed several times a second. This module must not know where they stand.
"""

from __future__ import annotations

SESSION, WEEK, SPEND, CONTEXT = "5h", "week", "spend", "context"
