"""`brim history`: shows, exports and imports the usage history."""
