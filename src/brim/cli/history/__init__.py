"""`brim history`."""
