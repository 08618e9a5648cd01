"""Watching of files: the system says which of them changed, and where it cannot, they are checked once a minute."""
