"""What the desktop tells: sleep, lock, idle, network, battery, full screen."""
