"""What the present use of a limit leads to."""
