"""The tray of Linux: StatusNotifierItem, menu and notifications over D-Bus."""
