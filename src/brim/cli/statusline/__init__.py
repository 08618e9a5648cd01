"""`brim statusline`: the line in Claude Code, and its installation."""
