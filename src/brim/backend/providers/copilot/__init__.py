"""GitHub Copilot: logins of several tools, each bound to its host, and the usage endpoint that GitHub's clients use."""
