"""The provider of opencode Go, by its API key: the smallest, to be read before adding another."""
