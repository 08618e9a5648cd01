"""The icon: which values it shows, and how they are drawn."""
