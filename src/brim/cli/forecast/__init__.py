"""`brim forecast`."""
