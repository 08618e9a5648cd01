"""Codex: its login, its usage endpoint, its session files and its program; only the program is documented."""
