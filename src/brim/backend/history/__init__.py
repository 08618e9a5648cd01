"""The history of readings on disk: what each limit stood at, and when."""
