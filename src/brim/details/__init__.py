"""The details page: a process of its own that serves one page on loopback. It may see no login, and not the tray."""
