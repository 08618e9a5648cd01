"""The provider of z.ai's GLM coding plan, by its API key."""
