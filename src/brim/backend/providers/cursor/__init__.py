"""The provider of Cursor: the login of its app or of its command line, and the usage of its billing cycle."""
