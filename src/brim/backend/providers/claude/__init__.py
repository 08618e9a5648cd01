"""Claude: its login, its usage endpoint and the shapes of its answers, none of them documented."""
