"""From several readings to one: which figure is believed, and how close to its limit each window is."""
