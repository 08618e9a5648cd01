"""Whether a newer Brim was released, and how the copy that runs was installed."""
