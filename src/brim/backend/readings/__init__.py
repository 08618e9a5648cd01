"""Several readings become one: which figure is confirmed, and how close to its limit each window is."""
