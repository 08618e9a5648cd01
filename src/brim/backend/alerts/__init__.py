"""Decides which alerts are due, remembers which were sent, and runs the user's hooks for them."""
