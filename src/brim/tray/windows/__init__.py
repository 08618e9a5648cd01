"""What the tray of Windows needs beyond pystray."""
