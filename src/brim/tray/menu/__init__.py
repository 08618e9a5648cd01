"""The view that the tray shows, as data: title, tooltip and menu rows."""
