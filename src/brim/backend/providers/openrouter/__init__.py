"""The provider of OpenRouter, by its API key: money, with or without a limit."""
