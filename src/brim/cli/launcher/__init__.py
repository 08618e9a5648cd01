"""`brim launcher`: Brim in the applications menu, with icon, manual and completions."""
