"""Connections to a bus."""
