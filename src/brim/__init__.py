"""Brim: how close AI coding plans are to their limits, at a glance."""

__version__ = "0.2.0"
