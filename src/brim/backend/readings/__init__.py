"""What is made of readings: which figure is believed, how close to the limit it is, one reading out of several sources."""
