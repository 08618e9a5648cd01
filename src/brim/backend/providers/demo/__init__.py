"""A simulated account behind the same interface as a real one."""
