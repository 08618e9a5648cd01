"""What the tray of macOS needs beyond pystray."""
