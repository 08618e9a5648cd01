"""`brim status`."""
