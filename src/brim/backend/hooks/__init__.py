"""Runs the user's hooks for an event: commands, and webhooks of the user's own or of a messaging service."""
