"""Quota points: which project, session and model the official percentage of a limit went into."""
