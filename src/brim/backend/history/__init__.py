"""Readings kept for good: what each limit stood at, and when."""
