"""The tray: everything that a person sees and clicks. Nothing here asks a server or reads a login."""
