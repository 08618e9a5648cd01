"""What can be set, from where it comes, and what is wrong with it."""
