"""What each desktop needs of its own, one module for each duty behind one base."""
