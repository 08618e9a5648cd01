"""The Linux tray: StatusNotifierItem, menu and notifications over D-Bus."""
