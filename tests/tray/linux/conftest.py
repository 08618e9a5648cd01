"""What Linux alone has: D-Bus, its panels and its notification daemons."""

from __future__ import annotations

import sys

collect_ignore_glob = [] if sys.platform == "linux" else ["test-*.py", "**/test-*.py"]
