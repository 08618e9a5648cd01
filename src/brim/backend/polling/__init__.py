"""The loop that reads every account and publishes what is known."""
