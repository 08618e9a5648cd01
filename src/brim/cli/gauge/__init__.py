"""The gauge in the terminal."""
