"""`brim history`: shows, exports and imports the readings of the past."""
