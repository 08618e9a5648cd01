"""Connections to a D-Bus bus."""
