"""When an account is read, and one reader per machine: the lock, the shared reading, the back-off."""
