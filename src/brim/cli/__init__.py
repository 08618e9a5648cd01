"""The commands of the terminal: one command, one module. Heavy imports happen inside the command that needs them."""
