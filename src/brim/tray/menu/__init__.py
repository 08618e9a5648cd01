"""The menu and the tooltip, as data."""
