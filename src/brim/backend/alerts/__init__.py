"""Decides which alerts are due, and remembers which were sent."""
