"""Claude: its login, its usage endpoint and the shapes of its answers. All three are undocumented and change in place."""
