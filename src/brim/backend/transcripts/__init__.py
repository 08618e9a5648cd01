"""What transcripts of every program have in common: an answer, where it was given, and who knows their files."""
