"""What every provider offers, and one folder for each."""
