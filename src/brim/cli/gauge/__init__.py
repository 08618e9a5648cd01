"""The gauge in the terminal, where there is no desktop."""
