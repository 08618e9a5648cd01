"""Brim: how close a Claude plan is to its limits, at a glance."""

__version__ = "0.1.0"
