"""All text that the user reads, in one package, so that it can be translated in one place."""
