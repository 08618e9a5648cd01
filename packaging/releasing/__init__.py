"""What a release needs besides its files: the check before anything is built, and its notes."""
