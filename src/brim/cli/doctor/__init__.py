"""`brim doctor`: facts, checks and the page."""
