"""Which notifications are due, what was sent, and the hooks that run beside them."""
