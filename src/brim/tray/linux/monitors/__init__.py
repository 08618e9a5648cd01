"""What the desktop reports: sleep, lock, idle, network, battery, full screen."""
