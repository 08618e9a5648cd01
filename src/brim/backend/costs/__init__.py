"""Where usage went: tokens and list-price cost of Claude Code's transcripts, and each project's part of a limit."""
